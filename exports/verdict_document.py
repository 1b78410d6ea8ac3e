"""Verdicts and consequences (结论和处理) of one kind of subject: a table of all, then each with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from exports.document import Block, Column, Document, Gap, Grid, Kept, Paragraph
from exports.how_counted import HowCounted
from exports.report_sheet import closing, report_sheet
from exports.undecided_document import undecided_document as undecided_document
from exports.verdict_facts import NO_RULE, heading, of_kind
from exports.verdict_facts import rates_in_words as rates_in_words
from exports.verdict_facts import verdict_name as verdict_name
from exports.verdict_words import SETTLED, STATUS_WORDS, verdict_lines
from tally.appraisal_tally import Tally
from tally.residual_check import verdict_key
from tally.said import Said, Translate
from tally.scheme import Kind
from tally.verdicts import Status, Verdict

_SHORT = {
    Status.NOT_SETTLED: Said("not settled by the scheme"),
    Status.INVALID_APPRAISAL: Said("invalid appraisal"),
}


def verdicts_document(
    tally: Tally, how: HowCounted, check_code: str, translate: Translate, kind: Kind, name: str = "verdicts"
) -> Document:
    """Every verdict on the subjects of a kind: its rule in words, basis, fraction, margin and what follows."""
    blocks: list[Block] = []
    verdicts = of_kind(tally, kind)
    for form, its in groupby(verdicts, key=lambda one: one.form):
        blocks += [Gap(), Paragraph(tally.scheme.forms[form].title), _summary(tally, list(its), translate)]
    for (form, subject), its in groupby(verdicts, key=lambda one: (one.form, one.subject)):
        blocks += [Gap(), Paragraph(heading(tally, form, subject))]
        blocks += [_in_full(one, tally, how, translate) for one in its]
    if not verdicts:
        blocks.append(Paragraph(NO_RULE.text(translate)))
    blocks += [Gap(), Kept(tuple(closing(how, translate, check_code)))]
    sheet = report_sheet(Said("Verdicts and consequences"), tally.scheme, how, blocks, translate)
    return Document(name, (sheet,))


def _summary(tally: Tally, verdicts: Sequence[Verdict], translate: Translate) -> Grid:
    """A row a verdict. `margin` counts marks, and sheets, that would have to read otherwise."""
    columns = (
        Column(Said("subject").text(translate), figures=False, wrap_at=18),
        Column(Said("verdict").text(translate), figures=False, wrap_at=20),
        Column(Said("rate").text(translate), figures=False, wrap_at=24),
        Column(Said("margin, marks").text(translate)),
        Column(Said("margin, sheets").text(translate)),
        Column(Said("status").text(translate), figures=False, wrap_at=13),
    )
    rows = []
    for one in verdicts:
        known = tally.subjects.by_id.get(one.subject)
        name = known.name if known is not None else one.subject
        short = (
            Said("{verdict}", verdict=one.rule.verdict) if one.rule else Said('band "{band}"', band=one.band)
        )
        what = short if one.item is None else Said("{item}, {line}", item=one.item, line=short)
        rates = Said("{rates}", rates=rates_in_words(one, tally))
        status = _SHORT.get(one.status, STATUS_WORDS[one.status])
        rows.append(
            (
                name,
                what.text(translate),
                rates.text(translate),
                one.margin_marks,
                one.sheets_to_change,
                status.text(translate),
            )
        )
    return Grid(columns, tuple(rows))


def _details(verdict: Verdict, tally: Tally, how: HowCounted) -> Iterator[Said]:
    """A verdict in full. What a check and the open ballots say of it comes from how the count was made."""
    key = verdict_key(verdict)
    checked, still_open = how.checked.get(key), how.still_open.get(key)
    stated = replace(verdict, open_words=None if still_open is None else Said("{line}", line=still_open))
    told = None if checked is None else Said("{line}", line=checked)
    yield from verdict_lines(stated, tally, told, decision=False)
    if verdict.sheets_to_change is not None:
        yield Said(
            "  in whole sheets: {sheets} would have to read otherwise", sheets=verdict.sheets_to_change
        )
    if verdict.status not in SETTLED:
        yield Said("  for people to decide: undecided.txt has a box to write the decision in")


def _in_full(verdict: Verdict, tally: Tally, how: HowCounted, translate: Translate) -> Block:
    """A verdict on a page; one that does not apply in running words, for most do not."""
    texts = [said.text(translate) for said in _details(verdict, tally, how)]
    if verdict.status is Status.DOES_NOT_APPLY:
        return Paragraph(translate("; ").join(text.strip() for text in texts), 2, 2)
    return Kept(tuple(Paragraph(text.strip(), 2 + len(text) - len(text.lstrip(" ")), 2) for text in texts))
