"""Verdicts (结论): what each rule says of each subject, and where it says nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from tally.counting import Accounting, Counted, MarkCounts, Pending, no_marks, sum_accounting
from tally.margins import Case, could_change, margin_marks
from tally.measuring import MeasureValue, counts_by_code, measure_value, thresholds_of
from tally.said import Said
from tally.scheme import Decides, FallsOn, Form, Rule, Scheme
from tally.subjects import Subjects


class Status(Enum):
    """What became of a rule. `base-unknown`: the rate's base (issued, eligible) is stated nowhere."""

    APPLIES = "applies"
    DOES_NOT_APPLY = "does-not-apply"
    NOT_SETTLED = "not-settled-by-scheme"
    CONTRADICTORY = "contradictory"
    NO_VALID_BALLOTS = "no-valid-ballots"
    INVALID_APPRAISAL = "invalid-appraisal"
    BASE_UNKNOWN = "base-unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule on one subject; `rule` None: a value that a whole band leaves open.

    `row` is None for the overall row or all rows pooled, and the line where every row decides for
    itself. `falls_on` names the person who bears it where that is the organization's head.
    """

    form: str
    subject: str
    row: int | None
    item: str | None
    rule: Rule | None
    band: str | None
    status: Status
    basis: Said
    measures: Mapping[str, MeasureValue]
    falls_on: str | None
    margin_marks: int | None
    could_change_by_open: bool


@dataclass(frozen=True, slots=True)
class _Scope:
    """The marks that one verdict is taken over."""

    form: Form
    subject: str
    lines: tuple[int, ...]
    row: int | None
    item: str | None
    groups: tuple[str, ...]
    marks: MarkCounts
    pending: Pending
    accounting: Accounting
    basis: Said


def decide(scheme: Scheme, subjects: Subjects, counted: Counted) -> tuple[Verdict, ...]:
    """Every rule's verdict on every subject that has a batch on a form of the rule."""
    found: list[Verdict] = []
    bands = scheme.bands()
    for form_id, subject in counted.rows:
        form = scheme.forms[form_id]
        done: set[str] = set()
        for rule in scheme.rules:
            if form.kind not in rule.kinds or rule.form not in (None, form_id):
                continue
            if rule.band is not None:
                if rule.band in done:
                    continue
                done.add(rule.band)
            rules = (rule,) if rule.band is None else bands[rule.band]
            for scope in _scopes(scheme, counted, form, subject, rule.groups):
                found += _decide_scope(scheme, subjects, counted, scope, rules)
    return tuple(found)


def _scopes(
    scheme: Scheme, counted: Counted, form: Form, subject: str, groups: tuple[str, ...]
) -> Iterator[_Scope]:
    lines = counted.rows[form.id, subject]
    here = counted.groups[form.id, counted.owner[form.id, subject]]
    wanted = tuple(group for group in (groups or scheme.pooled_groups) if group in here)
    if groups:
        who = Said("{groups}", groups=", ".join(scheme.groups[group].label for group in groups))
    else:
        who = Said("all groups pooled")
    chosen: list[tuple[tuple[int, ...], int | None, str | None, Said]]
    if form.decides is Decides.EACH:
        chosen = [((line.row,), line.row, line.item, Said('row "{item}"', item=line.item)) for line in lines]
    elif form.decides is Decides.OVERALL:
        overall = [line for line in lines if line.overall]
        chosen = [((line.row,), None, line.item, Said('row "{item}"', item=line.item)) for line in overall]
    elif len(lines) == 1:
        chosen = [((lines[0].row,), None, None, Said('row "{item}"', item=lines[0].item))]
    else:
        chosen = [
            (tuple(line.row for line in lines), None, None, Said("all {rows} rows pooled", rows=len(lines)))
        ]
    for rows, row, item, what in chosen:
        marks, pending = no_marks(len(scheme.grades)), Pending(no_marks(len(scheme.grades)), 0)
        for line in rows:
            for group in wanted:
                one = counted.counts.get((form.id, subject, line, group))
                if one is not None:
                    marks, pending = marks + one.marks, pending + one.pending
        yield _Scope(
            form,
            subject,
            rows,
            row,
            item,
            wanted,
            marks,
            pending,
            _accounting(counted, form.id, subject, wanted if groups else None),
            Said("{rows}; {groups}", rows=what, groups=who),
        )


def _accounting(counted: Counted, form: str, subject: str, groups: Sequence[str] | None) -> Accounting:
    owner = counted.owner[form, subject]
    if groups is None:
        return counted.accounting[form, owner, ""]
    return sum_accounting([counted.accounting[form, owner, group] for group in groups])


def _decide_scope(
    scheme: Scheme, subjects: Subjects, counted: Counted, scope: _Scope, rules: tuple[Rule, ...]
) -> list[Verdict]:
    names = tuple(dict.fromkeys(name for rule in rules for name in rule.when.measures))
    values = {
        name: measure_value(scheme.measures[name], scope.marks, scope.accounting, len(scope.lines))
        for name in names
    }
    case = Case(
        conditions=tuple(rule.when for rule in rules),
        measures=scheme.measures,
        marks=counts_by_code(scope.marks),
        fixed_bases={
            name: value.denominator or 0
            for name, value in values.items()
            if scheme.measures[name].base.value in ("collected", "issued", "eligible")
        },
    )
    statuses = _statuses(scheme, scope, rules, values)
    unsettled = any(status in _WITHOUT_A_RATE for status in statuses.values())
    missing = sum(
        max(0, mismatch.counted - mismatch.bundled) * len(scope.lines)
        for mismatch in counted.mismatches
        if (mismatch.form, mismatch.subject) == (scope.form.id, counted.owner[scope.form.id, scope.subject])
        and mismatch.group in ("", *scope.groups)
    )
    unknown = scope.pending.unknown + missing
    pending = counts_by_code(scope.pending.known)
    open_work = bool(unknown or any(pending.values()))
    changeable = open_work if unsettled else could_change(case, pending, unknown)
    margin = None if unsettled else margin_marks(case)
    basis = Said(
        "{scope}; {rates}",
        scope=scope.basis,
        rates=tuple(_rate_in_words(scheme, name, value) for name, value in values.items()),
    )
    head = subjects.by_id[scope.subject].head if scope.subject in subjects.by_id else ""
    return [
        Verdict(
            form=scope.form.id,
            subject=scope.subject,
            row=scope.row,
            item=scope.item,
            rule=rule,
            band=rules[0].band,
            status=status,
            basis=basis,
            measures=values,
            falls_on=head if rules[0].on is FallsOn.HEAD else None,
            margin_marks=margin,
            could_change_by_open=changeable,
        )
        for rule, status in statuses.items()
    ]


_WITHOUT_A_RATE = (Status.NO_VALID_BALLOTS, Status.INVALID_APPRAISAL, Status.BASE_UNKNOWN)


def _statuses(
    scheme: Scheme, scope: _Scope, rules: tuple[Rule, ...], values: Mapping[str, MeasureValue]
) -> dict[Rule | None, Status]:
    accounting = scope.accounting
    over = (
        accounting.issued is not None
        and accounting.collected is not None
        and accounting.collected > accounting.issued
    )
    if over and scheme.validity.over_issued_invalid:
        return dict.fromkeys(rules, Status.INVALID_APPRAISAL)
    if any(value.denominator is None for value in values.values()):
        return dict.fromkeys(rules, Status.BASE_UNKNOWN)
    rates = {name: value.rate for name, value in values.items()}
    known = {name: rate for name, rate in rates.items() if rate is not None}
    if len(known) < len(rates) or not scope.marks.valid:
        return dict.fromkeys(rules, Status.NO_VALID_BALLOTS)
    applying = [rule for rule in rules if rule.when.holds(known)]
    if rules[0].band is None:
        return {rule: Status.APPLIES if rule in applying else Status.DOES_NOT_APPLY for rule in rules}
    if not applying:
        return {None: Status.NOT_SETTLED}
    positive = Status.APPLIES if len(applying) == 1 else Status.CONTRADICTORY
    return {rule: positive if rule in applying else Status.DOES_NOT_APPLY for rule in rules}


def _rate_in_words(scheme: Scheme, name: str, value: MeasureValue) -> Said:
    label = scheme.measures[name].label
    if value.denominator is None:
        return Said("{label}: its base is stated nowhere", label=label)
    percent = value.percent(thresholds_of(scheme, name))
    if percent is None:
        return Said(
            "{label} {numerator}/{denominator}",
            label=label,
            numerator=value.numerator,
            denominator=value.denominator,
        )
    return Said(
        "{label} {numerator}/{denominator} = {percent}%",
        label=label,
        numerator=value.numerator,
        denominator=value.denominator,
        percent=percent,
    )
