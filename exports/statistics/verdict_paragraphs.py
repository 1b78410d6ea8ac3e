"""The verdicts under a sheet: what they rest on, what follows, by how much, and a line where people decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from exports.document import Paragraph
from exports.statistics.form_view import FormView
from exports.verdict_document import rates_in_words, verdict_name
from exports.verdict_words import (
    SETTLED,
    STATUS_WORDS,
    hangs_on_few_marks,
    short_verdict,
    verdict_lines,
)
from tally.residual_check import verdict_key
from tally.said import Said
from tally.verdicts import Status, Verdict

_SHORT = {
    Status.NOT_SETTLED: Said("not settled by the scheme"),
    Status.INVALID_APPRAISAL: Said("invalid appraisal"),
}
"""What a cell says where the words under the table are longer."""


def verdict_cell(view: FormView, subject: str, row: int | None, verdicts: Sequence[Verdict]) -> str:
    """The verdicts that a line carries, in a cell: `--` where no rule applies to it, empty without a rule.

    An invalid appraisal says so though no rule speaks of the subject.
    """
    said = [_SHORT.get(verdict.status) or short_verdict(verdict) for verdict in verdicts]
    texts = dict.fromkeys(one.text(view.translate) for one in said if one is not None)
    if texts:
        return "; ".join(texts)
    if not verdicts and row == view.deciding(subject) and view.invalid(subject):
        return view.t("invalid appraisal")
    return "--" if verdicts else ""


def telling(verdict: Verdict) -> bool:
    """Whether a verdict says more than that a rule does not apply."""
    return verdict.status is not Status.DOES_NOT_APPLY


def verdict_paragraphs(view: FormView, subject: str) -> tuple[Paragraph, ...]:
    """All verdicts on a subject: those that tell something in full, the others in one sentence."""
    verdicts = view.verdicts(subject)
    full = [one for one in verdicts if telling(one) or _worth_a_line(view, one)]
    rest = [one for one in verdicts if not (telling(one) or _worth_a_line(view, one))]
    found = list(over_issued(view, subject))
    if verdicts:
        found.append(Paragraph(view.t("Verdicts:")))
    found += _in_full(view, sorted(full, key=lambda one: not telling(one)))
    if rest:
        said = tuple(_shortly(view, one) for one in rest)
        found.append(Paragraph(view.t("do not apply: {verdicts}", verdicts=said), 2))
    return tuple(found)


def telling_paragraphs(view: FormView, subject: str) -> tuple[Paragraph, ...]:
    """The verdicts on a subject that say more than that a rule does not apply, without what follows from them."""
    verdicts = [one for one in view.verdicts(subject) if telling(one)]
    return tuple(_in_full(view, verdicts, with_consequences=False))


def consequences(view: FormView, whom: Mapping[str, str]) -> Iterator[Paragraph]:
    """What follows from each rule that applies to one of `whom`, said once, with those whom it concerns.

    `whom`: subjects with the number of their note.
    """
    found: dict[str, list[Verdict]] = {}
    for subject in whom:
        for verdict in view.verdicts(subject):
            if verdict.status is Status.APPLIES and verdict.rule is not None and verdict.rule.consequences:
                found.setdefault(verdict.rule.id, []).append(verdict)
    for verdicts in found.values():
        rule = verdicts[0].rule
        numbers = dict.fromkeys(whom[verdict.subject] for verdict in verdicts)
        lead = Said(
            'what follows from "{verdict}", for {numbers}:',
            verdict=rule.verdict if rule else "",
            numbers=", ".join(numbers),
        )
        yield Paragraph(lead.text(view.translate))
        for one in rule.consequences if rule else ():
            yield Paragraph(f"- {one}", 2, 2)


def over_issued(view: FormView, subject: str) -> tuple[Paragraph, ...]:
    """That more ballots were collected than issued, and what this scheme makes of it."""
    if not view.over_issued(subject):
        return ()
    said = (
        STATUS_WORDS[Status.INVALID_APPRAISAL]
        if view.scheme.validity.over_issued_invalid
        else Said("more ballots collected than issued: reported, and the verdict stands")
    )
    return (Paragraph(view.t("! {sentence}", sentence=said)),)


def _worth_a_line(view: FormView, verdict: Verdict) -> bool:
    """Whether a rule that does not apply all but applies, or would under another assumption, or is still open."""
    key = verdict_key(verdict)
    return (
        bool(verdict.notes)
        or hangs_on_few_marks(verdict)
        or key in view.how.checked
        or key in view.how.still_open
    )


def _shortly(view: FormView, verdict: Verdict) -> Said:
    return Said(
        "{verdict}: {rates}; margin in marks: {marks}",
        verdict=verdict_name(verdict, view.tally),
        rates=rates_in_words(verdict, view.tally),
        marks="-" if verdict.margin_marks is None else verdict.margin_marks,
    )


def _in_full(
    view: FormView, verdicts: Iterable[Verdict], *, with_consequences: bool = True
) -> Iterator[Paragraph]:
    for status, its in groupby(verdicts, key=_case):
        for verdict in its:
            texts = _texts(view, verdict)
            yield Paragraph("; ".join(text for text in texts if not text.startswith("- ")), 2)
            for text in texts if with_consequences else ():
                if text.startswith("- "):
                    yield Paragraph(text, 4, 2)
        if status[1] not in SETTLED:
            line = "  decision of the Party organisation: ______________________  date: ____________"
            yield Paragraph(view.t(line).strip(), 4)


def _case(verdict: Verdict) -> tuple[int | None, Status, str | None]:
    """What people decide as one: a row's verdicts of the same status, a band's rules together."""
    band = verdict.band if verdict.status in (Status.NOT_SETTLED, Status.CONTRADICTORY) else None
    return verdict.row, verdict.status, band


def _texts(view: FormView, verdict: Verdict) -> list[str]:
    """The sentences of a verdict; what checks and open ballots say of it comes from how the count was made."""
    key = verdict_key(verdict)
    still_open = view.how.still_open.get(key)
    stated = replace(verdict, open_words=Said("{line}", line=still_open) if still_open is not None else None)
    checked = view.how.checked.get(key)
    lines = verdict_lines(
        stated, view.tally, None if checked is None else Said("{line}", line=checked), decision=False
    )
    return [said.text(view.translate).strip() for said in lines]
