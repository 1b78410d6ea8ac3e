"""The verdicts that the scheme does not settle, in a list of their own, each with a box to write a decision in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from exports.document import Block, Document, Gap, Kept, Paragraph, Parts, Ruled
from exports.how_counted import HowCounted
from exports.report_sheet import closing, report_sheet
from exports.verdict_facts import NO_RULE, falls_on, heading, of_kind, verdict_name
from exports.verdict_words import SETTLED, STATUS_WORDS
from tally.appraisal_tally import Tally
from tally.residual_check import verdict_key
from tally.said import Said, Translate
from tally.scheme import Kind
from tally.verdicts import Status, Verdict

_BOX = (58, 24, 14)
"""Cells of the decision, of who decided, and of the date: with the lines between them a page's width."""


def undecided_document(
    tally: Tally, how: HowCounted, check_code: str, translate: Translate, kind: Kind, name: str = "undecided"
) -> Document:
    """What people have to decide on the subjects of a kind: the figures, why the scheme does not settle it, and
    room for the decision, who took it and when. Where there is nothing to decide, that is said."""
    verdicts = of_kind(tally, kind)
    waiting = [one for one in verdicts if one.status not in SETTLED]
    blocks: list[Block] = []
    if waiting:
        lead = Said(
            "The program counts and does not choose. What stands here is decided by people; the decision is written "
            "in the box, signed and dated."
        )
        blocks.append(Paragraph(lead.text(translate), hanging=0))
    for number, (_, its) in enumerate(groupby(waiting, key=_case), start=1):
        blocks += [Gap(), Kept(_entry(number, list(its), tally, how, translate))]
    if not waiting:
        none = Said("The scheme settles every verdict; there is nothing for people to decide.")
        blocks.append(Paragraph((none if verdicts else NO_RULE).text(translate)))
    foot: list[Paragraph | Gap | Parts] = [*closing(how, translate, check_code)]
    if waiting:
        signed = (Said("Responsible (signature): ____________"), Said("Date: ______________"))
        foot += [Gap(), Parts(tuple(said.text(translate) for said in signed))]
    blocks += [Gap(), Kept(tuple(foot))]
    sheet = report_sheet(Said("Verdicts for people to decide"), tally.scheme, how, blocks, translate)
    return Document(name, (sheet,))


def _case(verdict: Verdict) -> tuple[object, ...]:
    """What is decided as one: a subject's row and why it is open, for a band's rules together."""
    band = verdict.band if verdict.status in (Status.NOT_SETTLED, Status.CONTRADICTORY) else None
    return verdict.form, verdict.subject, verdict.row, verdict.status, band


def _entry(
    number: int, verdicts: list[Verdict], tally: Tally, how: HowCounted, translate: Translate
) -> tuple[Paragraph | Ruled, ...]:
    one = verdicts[0]
    blocks = [Paragraph(f"{number}. {heading(tally, one.form, one.subject)}")]
    blocks += [Paragraph(said.text(translate).strip(), 3, 2) for said in _lines(verdicts, tally, how)]
    heads = (Said("decision"), Said("decided by (signature)"), Said("date"))
    box = Ruled(tuple(said.text(translate) for said in heads), (("", "", ""),), _BOX, height=3)
    return (*blocks, box)


def _lines(verdicts: list[Verdict], tally: Tally, how: HowCounted) -> Iterator[Said]:
    one = verdicts[0]
    yield Said("{status}", status=STATUS_WORDS[one.status])
    for basis in dict.fromkeys(verdict.basis for verdict in verdicts):
        yield Said("  basis: {basis}", basis=basis)
    yield _why(one, tally)
    if one.rule is None and one.band is not None:
        rules = tally.scheme.bands()[one.band]
        names = [verdict_name(replace(one, rule=rule), tally) for rule in rules]
    else:
        names = [verdict_name(verdict, tally) for verdict in verdicts]
    yield from (Said("  - {consequence}", consequence=name) for name in names)
    if one.falls_on is not None:
        yield falls_on(one.falls_on)
    words = {key: how.still_open[key] for key in map(verdict_key, verdicts) if key in how.still_open}
    for text in dict.fromkeys(words.values()):
        yield Said("{verdict}", verdict=text)
    for note in dict.fromkeys(note for verdict in verdicts for note in verdict.notes):
        yield Said("  note: {note}", note=note)


def _why(verdict: Verdict, tally: Tally) -> Said:
    """Why the scheme does not settle it, and what would."""
    match verdict.status:
        case Status.NOT_SETTLED:
            return Said('none of the rules of band "{band}" holds for this value:', band=verdict.band)
        case Status.CONTRADICTORY:
            return Said('more than one rule of band "{band}" holds for this value:', band=verdict.band)
        case Status.BASE_UNKNOWN:
            return Said(
                "the number that the rate is taken of is on no count sheet; state it, or decide without; it bears on:"
            )
        case Status.INVALID_APPRAISAL:
            issued, collected = _issued_and_collected(verdict, tally)
            return Said(
                "{collected} ballots were collected and {issued} issued; no verdict is given on:",
                collected="-" if collected is None else collected,
                issued="-" if issued is None else issued,
            )
        case _:
            return Said("without a valid ballot there is no rate; no verdict is given on:")


def _issued_and_collected(verdict: Verdict, tally: Tally) -> tuple[int | None, int | None]:
    """Of the groups together, for the subject."""
    return next(
        (
            (one.accounting.issued, one.accounting.collected)
            for one in tally.results
            if (one.form, one.subject, one.group) == (verdict.form, verdict.subject, None)
        ),
        (None, None),
    )
