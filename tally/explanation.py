"""A scheme in words: what its rules mean, what was assumed, and what people still have to settle."""

from __future__ import annotations

from collections.abc import Iterator

from tally.conditions import Condition
from tally.rates import rate_text
from tally.said import Said
from tally.scheme import (
    Base,
    Decides,
    FallsOn,
    Fill,
    Form,
    Kind,
    Layout,
    Measure,
    Minimum,
    Opinions,
    Rule,
    Scheme,
)
from tally.subjects import Subjects

_SIGNS = {
    "<": Said("below"),
    "<=": Said("at most"),
    ">": Said("above"),
    ">=": Said("at least"),
}
_BASES = {
    Base.VALID: Said("valid ballots (blank and spoiled rows stay in)"),
    Base.MARKED: Said("rows that bear a grade"),
    Base.COLLECTED: Said("ballots collected"),
    Base.ISSUED: Said("ballots issued"),
    Base.ELIGIBLE: Said("people entitled to rate"),
}
_KINDS = {Kind.ORGANIZATION: Said("organizations"), Kind.MEMBER: Said("members")}


def explain_scheme(scheme: Scheme, subjects: Subjects) -> tuple[Said, ...]:
    """The whole scheme as sentences, in the order in which people ask."""
    return tuple(_sentences(scheme, subjects))


def condition_in_words(condition: Condition, scheme: Scheme) -> Said:
    """A rule's condition: `满意率 below 60%`."""
    parts = [
        Said(
            "{measure} {sign} {number}",
            measure=scheme.measures[one.measure].label,
            sign=_SIGNS[one.sign],
            number=rate_text(one.threshold),
        )
        for one in condition.comparisons
    ]
    said = parts[0]
    for part in parts[1:]:
        said = Said("{first} and {second}", first=said, second=part)
    return said


def measure_in_words(measure: Measure, scheme: Scheme) -> Said:
    """How a rate is made: `满意率 = (满意 + 比较满意) / valid ballots`."""
    counted = " + ".join(scheme.grades[place - 1] for place in sorted(measure.grades))
    said = Said(
        "{label} = ({grades}) / {base}", label=measure.label, grades=counted, base=_BASES[measure.base]
    )
    if not measure.exclude:
        return said
    left_out = ", ".join(scheme.grades[place - 1] for place in sorted(measure.exclude))
    return Said("{measure}, rows marked {grades} left out", measure=said, grades=left_out)


def assumed_in_words(entry: str, scheme: Scheme) -> Said:
    """An entry of `assumed`: the field that it names with its value, or the sentence itself."""
    parts = entry.split(".")
    if parts[0] == "measures" and len(parts) >= 2 and parts[1] in scheme.measures:
        return measure_in_words(scheme.measures[parts[1]], scheme)
    if parts[0] == "grades" and len(parts) == 1:
        return Said("the grades are {grades}", grades=", ".join(scheme.grades))
    if parts[0] == "groups" and len(parts) >= 2 and parts[1] in scheme.groups:
        return Said("there is a rater group {group}", group=scheme.groups[parts[1]].label)
    if parts[0] == "panels" and len(parts) >= 2 and parts[1] in scheme.panels:
        panel = scheme.panels[parts[1]]
        return Said("panel {panel}: {raters} raters", panel=panel.id, raters=panel.raters)
    if parts[0] == "forms" and len(parts) >= 2 and parts[1] in scheme.forms:
        return _assumed_form(scheme.forms[parts[1]], parts[2] if len(parts) > 2 else "")
    if parts[0] == "validity":
        return (
            _over_issued(scheme)
            if parts[-1] == "over_issued"
            else _blank_ballot(scheme)
            if parts[-1] == "blank_ballot"
            else Said("{first}; {second}", first=_over_issued(scheme), second=_blank_ballot(scheme))
        )
    return Said("{sentence}", sentence=entry)


def _assumed_form(form: Form, field: str) -> Said:
    what = {
        "decides": _decides(form),
        "layout": _layout(form),
        "items": Said("its rows are {rows}", rows=", ".join(form.item_labels)),
        "overall": Said("its rows are {rows}", rows=", ".join(form.item_labels)),
        "due": Said("it is due by {day}", day=form.due or "-"),
        "title": Said("that is its title"),
    }.get(field, Said("its rows are {rows}", rows=", ".join(form.item_labels)))
    return Said("{form}: {what}", form=form.title, what=what)


def _decides(form: Form) -> Said:
    if form.decides is Decides.OVERALL:
        return Said('the row "{row}" decides', row=form.overall)
    if form.decides is Decides.EACH:
        return Said("every row decides for itself")
    if len(form.item_labels) == 1:
        return Said("its one row decides")
    return Said("all rows together decide")


def _layout(form: Form) -> Said:
    if form.layout is Layout.SINGLE:
        return Said("one subject a ballot, {rows} rows", rows=len(form.item_labels))
    if len(form.item_labels) == 1:
        return Said("a roster, one row for each subject")
    return Said("a roster, {rows} rows for each subject", rows=len(form.item_labels))


def _over_issued(scheme: Scheme) -> Said:
    if scheme.validity.over_issued_invalid:
        return Said("more ballots collected than issued: the appraisal of that subject is invalid")
    return Said("more ballots collected than issued: reported, and the verdict stands")


def _blank_ballot(scheme: Scheme) -> Said:
    if scheme.validity.blank_ballot_void:
        return Said("a ballot without any mark is void")
    return Said("a ballot without any mark is valid (an abstention)")


def _sentences(scheme: Scheme, subjects: Subjects) -> Iterator[Said]:
    yield Said("{title} / {unit} / {period}", title=scheme.title, unit=scheme.unit, period=scheme.period)
    yield Said(
        "Grades: {grades}", grades=", ".join(f"{key} {label}" for key, label in enumerate(scheme.grades, 1))
    )
    for form in scheme.forms.values():
        yield Said(
            'Form {id} "{title}", for {kind}: {layout}; {decides}',
            id=form.id,
            title=form.title,
            kind=_KINDS[form.kind],
            layout=_layout(form),
            decides=_decides(form),
        )
        for place, label in enumerate(form.item_labels, start=1):
            yield Said("    row {place}: {label}", place=place, label=label)
        if form.due is not None:
            yield Said("    due by {day}", day=form.due.isoformat())
    for group in scheme.groups.values():
        yield (
            Said("Rater group {id}: {label}", id=group.id, label=group.label)
            if group.pooled
            else Said(
                "Rater group {id}: {label} (shown apart, decides nothing)", id=group.id, label=group.label
            )
        )
    for panel in scheme.panels.values():
        yield Said(
            "Panel {panel}, form {form}: {raters} raters",
            panel=panel.id,
            form=panel.form,
            raters=panel.raters,
        )
        for minimum in panel.minimum:
            yield Said("    {minimum}", minimum=_minimum(minimum, scheme))
    for measure in scheme.measures.values():
        yield Said("Measure: {measure}", measure=measure_in_words(measure, scheme))
    for rule in scheme.rules:
        yield Said("Rule {rule}", rule=_rule(rule, scheme))
        for consequence in rule.consequences:
            yield Said("    - {consequence}", consequence=consequence)
    if not scheme.rules:
        yield Said("No rules: rates are counted, no verdict is given")
    yield Said("Validity: {first}; {second}", first=_over_issued(scheme), second=_blank_ballot(scheme))
    yield from _keying(scheme)
    for what in dict.fromkeys(assumed_in_words(entry, scheme) for entry in scheme.assumed):
        yield Said("Assumed (the plan does not say): {what}", what=what)
    organizations = sum(subject.kind is Kind.ORGANIZATION for subject in subjects.by_id.values())
    yield Said(
        "Subjects: {organizations} organizations, {members} members",
        organizations=organizations,
        members=len(subjects.by_id) - organizations,
    )


def _minimum(minimum: Minimum, scheme: Scheme) -> Said:
    label = scheme.groups[minimum.group].label
    if minimum.all_up_to is None:
        return Said("{group}: at least {number}", group=label, number=minimum.at_least)
    return Said(
        "{group}: at least {number}; all of them where there are {few} or fewer",
        group=label,
        number=minimum.at_least,
        few=minimum.all_up_to,
    )


def _rule(rule: Rule, scheme: Scheme) -> Said:
    who = Said("{kinds}", kinds=tuple(_KINDS[kind] for kind in sorted(rule.kinds, key=lambda one: one.value)))
    what = Said(
        "{id}, for {who}: {condition} -> {verdict}",
        id=rule.id,
        who=who,
        condition=condition_in_words(rule.when, scheme),
        verdict=rule.verdict,
    )
    if rule.on is FallsOn.HEAD:
        what = Said("{rule} (falls on the organization's head)", rule=what)
    if rule.groups:
        what = Said(
            "{rule}; counted over {groups} only",
            rule=what,
            groups=", ".join(scheme.groups[group].label for group in rule.groups),
        )
    if rule.band is not None:
        what = Said('{rule}; in band "{band}", of which exactly one rule applies', rule=what, band=rule.band)
    return what


def _keying(scheme: Scheme) -> Iterator[Said]:
    keying = scheme.keying
    opinions = {
        Opinions.APART: Said("opinions are noted while keying and typed afterwards"),
        Opinions.INLINE: Said("opinions are typed while keying"),
        Opinions.NONE: Said("no opinions are taken"),
    }[keying.opinions]
    rulings = Said("rulings are read blind") if keying.rulings_blind else Said("rulings show both readings")
    fill = {
        Fill.FIRST: Said("one key may fill the rest of a ballot in the first pass"),
        Fill.BOTH: Said("one key may fill the rest of a ballot in both passes"),
        Fill.NONE: Said("no key fills the rest of a ballot"),
    }[keying.fill]
    voids = (
        Said("every void ballot is confirmed by the reviewer")
        if keying.voids_reviewed
        else Said("a void ballot stands where both clerks agree")
    )
    yield Said("Keying: {parts}", parts=(opinions, rulings, fill, voids))
