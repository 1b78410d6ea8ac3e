"""Verdicts (结论): what each rule says of each subject, and where it says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

from tally.assumptions import Alternative, alternatives, note, note_on_rows
from tally.counted import Counted
from tally.margins import Case, margin_marks
from tally.measuring import MeasureValue, counts_by_code, measure_value, thresholds_of
from tally.open_ballots import OpenMarks, could_change, open_words
from tally.said import Said
from tally.scheme import Base, FallsOn, Rule, Scheme
from tally.sheet_margin import sheet_margin
from tally.subjects import Subjects
from tally.verdict_scope import Scope, scopes_of


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
    `sheets_to_change`: the least number of sheets that would have to read otherwise for it to differ,
    or a lower bound; None where no reading leads elsewhere. `open_words`: what the ballots still open
    could do, None where nothing is open. `notes`: what it would be under other usual choices than the
    assumed ones, where that differs.
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
    sheets_to_change: int | None = None
    open_words: Said | None = None
    notes: tuple[Said, ...] = ()


def decide(scheme: Scheme, subjects: Subjects, counted: Counted) -> tuple[Verdict, ...]:
    """Every rule's verdict on every subject that has a batch on a form of the rule."""
    found: list[Verdict] = []
    bands = scheme.bands()
    others = alternatives(scheme) if scheme.rules else ()
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
            for scope in scopes_of(scheme, counted, form, subject, rule.groups):
                verdicts = _decide_scope(scheme, subjects, counted, scope, rules)
                found += _with_notes(verdicts, others, counted, scope, rules)
    return tuple(found)


def _decide_scope(
    scheme: Scheme, subjects: Subjects, counted: Counted, scope: Scope, rules: tuple[Rule, ...]
) -> list[Verdict]:
    values = _values(scheme, scope, rules)
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
    void = scope.accounting.void
    sheets: int | None = None
    if not unsettled or Status.NO_VALID_BALLOTS in statuses.values():
        sheets = sheet_margin(case, len(scope.lines), void)
    words = _open_words(scheme, case, OpenMarks(pending, unknown, len(scope.lines)), changeable, unsettled)
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
            sheets_to_change=sheets,
            open_words=words,
        )
        for rule, status in statuses.items()
    ]


def _values(scheme: Scheme, scope: Scope, rules: tuple[Rule, ...]) -> dict[str, MeasureValue]:
    names = dict.fromkeys(name for rule in rules for name in rule.when.measures)
    return {
        name: measure_value(scheme.measures[name], scope.marks, scope.accounting, len(scope.lines))
        for name in names
    }


def _open_words(
    scheme: Scheme, case: Case, marks: OpenMarks, changeable: bool, unsettled: bool
) -> Said | None:
    if unsettled and not marks.nothing:
        return Said("what is still open could change this")
    return open_words(case, marks, scheme.grades, changeable=changeable)


def _with_notes(
    verdicts: list[Verdict],
    others: tuple[Alternative, ...],
    counted: Counted,
    scope: Scope,
    rules: tuple[Rule, ...],
) -> list[Verdict]:
    """The verdicts with a note for each usual choice, other than the assumed one, under which they differ."""
    found: dict[int, list[Said]] = {}
    for other in others:
        if other.form not in (None, scope.form.id):
            continue
        if other.measure is not None and not any(other.measure in rule.when.measures for rule in rules):
            continue
        scopes = _scopes_under(other, counted, scope, rules)
        if not scopes:
            continue
        settled = []
        for one in scopes:
            values = _values(other.scheme, one, rules)
            settled.append((_statuses(other.scheme, one, rules, values), values))
        for at, verdict in enumerate(verdicts):
            said = _note(other, verdict, settled)
            if said is not None:
                found.setdefault(at, []).append(said)
    return [
        replace(verdict, notes=tuple(found[at])) if at in found else verdict
        for at, verdict in enumerate(verdicts)
    ]


def _scopes_under(other: Alternative, counted: Counted, scope: Scope, rules: tuple[Rule, ...]) -> list[Scope]:
    if other.form is not None:
        form = other.scheme.forms[other.form]
        return list(scopes_of(other.scheme, counted, form, scope.subject, rules[0].groups))
    if other.measure is not None and other.scheme.measures[other.measure].base is Base.COLLECTED:
        accounting = scope.accounting
        if scope.pending.known.valid or (accounting.collected or 0) > accounting.valid + accounting.void:
            return []  # the base would hold ballots whose marks are not counted yet
    moved = other.blank_moves * scope.accounting.blank_ballots
    if other.blank_moves and not moved:
        return []
    marks = replace(scope.marks, blank=scope.marks.blank + moved * len(scope.lines))
    return [replace(scope, marks=marks)]


_Settled = tuple[dict[Rule | None, Status], dict[str, MeasureValue]]


def _note(other: Alternative, verdict: Verdict, settled: list[_Settled]) -> Said | None:
    changed = [
        (rule, status, values)
        for rule, status, values in (
            (*_under(verdict.rule, statuses), values) for statuses, values in settled
        )
        if (rule, status) != (verdict.rule, verdict.status)
    ]
    if not changed:
        return None
    rule, status, values = changed[0]
    name = rule.verdict if rule is not None and verdict.rule is None else None
    if len(settled) > 1:
        alike = sum(one[:2] == (rule, status) for one in changed)
        return note_on_rows(other, status.value, name, alike, len(settled))
    rates = tuple(_rate_in_words(other.scheme, measure, value) for measure, value in values.items())
    return note(other, status.value, name, rates)


def _under(rule: Rule | None, statuses: dict[Rule | None, Status]) -> tuple[Rule | None, Status]:
    """What other statuses say of a rule. A band that leaves a value open has one answer for all its rules."""
    if rule in statuses:
        return rule, statuses[rule]
    if rule is not None:
        return rule, statuses[None]
    said = (one for one in statuses.items() if one[1] is not Status.DOES_NOT_APPLY)
    return next(said, (None, Status.NOT_SETTLED))


_WITHOUT_A_RATE = (Status.NO_VALID_BALLOTS, Status.INVALID_APPRAISAL, Status.BASE_UNKNOWN)


def _statuses(
    scheme: Scheme, scope: Scope, rules: tuple[Rule, ...], values: Mapping[str, MeasureValue]
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
