"""What the schemes of units must have in common, so that their figures may be added up.

Equal have to be, with the reason:

- language: the words for blank and spoiled rows, and those of the table, are in it;
- grades, their labels and order: mark `m1` of one must mean that of the other;
- forms: id, title, layout, kind, items and their order, overall row, and which row decides: a line of the sum is
  about one item;
- rater groups that both have: label, and whether they are pooled; a group may be missing, as where nobody of it came;
- measures: label, grades, base and what is left out of it: a rate of the sum is one rate;
- rules, all of them: a count of verdicts is of one rule;
- validity: what makes an appraisal or a ballot void decides what was counted;
- the period, unless the person says which period the table is of.

Title, unit, panels, due days, how ballots were keyed and by whom, and what is listed as assumed may differ: none
of them changes what a number means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TypeVar

from tally.conditions import Condition
from tally.said import Said
from tally.scheme import Form, Group, Measure, Rule, Scheme

Named = TypeVar("Named", Form, Group, Measure, Rule)


def first_difference(one: Scheme, two: Scheme) -> Said | None:
    """In what the second scheme is another than the first, the first such thing in the order above; else None.

    Title, unit and period are not looked at.
    """
    return next(_differences(one, two), None)


def _differences(one: Scheme, two: Scheme) -> Iterator[Said]:
    yield from _unequal(Said("the language"), one.language, two.language)
    yield from _unequal(Said("the grades"), one.grades, two.grades)
    yield from _ids(Said("the forms"), one.forms, two.forms)
    for id_, form in one.forms.items():
        what = Said('form "{id}"', id=id_)
        yield from _fields(what, _form(form), _form(two.forms[id_]))
    for id_, group in one.groups.items():
        if id_ in two.groups:
            what = Said('rater group "{id}"', id=id_)
            yield from _fields(what, _group(group), _group(two.groups[id_]))
    yield from _ids(Said("the measures"), one.measures, two.measures)
    for id_, measure in one.measures.items():
        what = Said('measure "{id}"', id=id_)
        yield from _fields(what, _measure(measure), _measure(two.measures[id_]))
    rules = {rule.id: rule for rule in two.rules}
    yield from _ids(Said("the rules"), [rule.id for rule in one.rules], rules)
    for rule in one.rules:
        yield from _fields(Said('rule "{id}"', id=rule.id), _rule(rule), _rule(rules[rule.id]))
    yield from _fields(Said("validity"), _validity(one), _validity(two))


def _unequal(what: Said, one: object, two: object) -> Iterator[Said]:
    if one != two:
        yield Said("{what}: {one} / {two}", what=what, one=_shown(one), two=_shown(two))


def _ids(what: Said, one: Iterable[str], two: Iterable[str]) -> Iterator[Said]:
    yield from _unequal(what, tuple(one), tuple(two))


def _fields(what: Said, one: Mapping[str, object], two: Mapping[str, object]) -> Iterator[Said]:
    for field, value in one.items():
        yield from _unequal(Said("{what}, {field}", what=what, field=field), value, two[field])


def _form(form: Form) -> dict[str, object]:
    return {
        "title": form.title,
        "layout": form.layout.value,
        "kind": form.kind.value,
        "items": form.items,
        "overall": form.overall,
        "overall_at": "first" if form.overall_first else "last",
        "decides": form.decides.value,
    }


def _group(group: Group) -> dict[str, object]:
    return {"label": group.label, "pooled": group.pooled}


def _measure(measure: Measure) -> dict[str, object]:
    return {
        "label": measure.label,
        "grades": tuple(sorted(measure.grades)),
        "base": measure.base.value,
        "exclude": tuple(sorted(measure.exclude)),
    }


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "kind": tuple(sorted(kind.value for kind in rule.kinds)),
        "form": rule.form,
        "groups": rule.groups,
        "when": exact_condition(rule.when),
        "verdict": rule.verdict,
        "consequences": rule.consequences,
        "band": rule.band,
        "on": rule.on.value,
    }


def _validity(scheme: Scheme) -> dict[str, object]:
    return {
        "over_issued": "invalid" if scheme.validity.over_issued_invalid else "report",
        "blank_ballot": "void" if scheme.validity.blank_ballot_void else "valid",
    }


def _shown(value: object) -> str:
    """A value as a scheme writes it, cut where it is long."""
    if value is None:
        return "-"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_shown, value)) + "]"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def exact_condition(condition: Condition) -> str:
    """A condition as a scheme writes it, with thresholds as exact fractions wherever a percentage is not."""
    return " and ".join(f"{one.measure} {one.sign} {_exact(one.threshold)}" for one in condition.comparisons)


def _exact(threshold: Fraction) -> str:
    percent = threshold * 100
    if percent.denominator == 1:
        return f"{percent.numerator}%"
    return f"{threshold.numerator}/{threshold.denominator}"
