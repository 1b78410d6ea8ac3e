"""One bundle in the double-entry report: agreement, differences, explanations, each clerk's errors."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from fractions import Fraction

from exports.circumstances import BatchReport
from exports.document import Block, Column, Grid
from exports.error_figures import kappa_text
from exports.error_tables import KIND_WORDS, clerks_blocks, kinds_table, line, place_text, rows_table
from exports.row_labels import row_labels
from exports.slip_words import evidence_words, slip_words
from tally.comparison import Comparison, Why
from tally.double_entry import DoubleEntry
from tally.rates import percent_text
from tally.said import Said, Translate
from tally.scheme import Scheme
from tally.subjects import Subjects

LONGEST_LIST = 40
"""Numbers named one by one in a list; beyond that how many there are."""


def batch_blocks(
    scheme: Scheme, subjects: Subjects, report: BatchReport, entry: DoubleEntry | None, translate: Translate
) -> list[Block]:
    """A bundle's figures and every place in question. `entry` is None before both passes are in custody.

    While rulings are blind, readings that would tell of a place not yet ruled on are not shown.
    """
    cover, settlement = report.cover, report.settlement
    head = Said(
        "Batch {batch}: {ballots} ballots; first pass {first}, second pass {second}",
        batch=cover.id,
        ballots=cover.collected,
        first=report.first_by or "-",
        second=report.second_by or "-",
    )
    blocks: list[Block] = [line(head, translate, indent=0)]
    if settlement is None or entry is None:
        none = Said("not both passes are in custody; nothing is compared yet")
        return [*blocks, line(none, translate)]
    blocks += [line(said, translate) for said in (*_compared(entry), _not_compared(entry.as_keyed))]
    blocks += [line(said, translate) for said in numbers_in_words(entry.as_keyed)]
    labels = row_labels(scheme, subjects, cover)
    if entry.differences:
        heads = (
            Said("first pass {name}, not final", name=report.first_by),
            Said("second pass {name}, not final", name=report.second_by),
        )
        blocks += kinds_table(entry.by_kind(), None if entry.clerks is None else heads, translate)
        blocks += rows_table(entry.by_row(), labels, translate)
    blocks += [line(said, translate) for said in explained(report, entry)]
    if entry.differences:
        blocks += _places(entry, labels, translate, blind=scheme.keying.rulings_blind)
    blocks += clerks_blocks(entry, translate)
    left = len(settlement.open_questions) + len(settlement.open_opinions)
    return [*blocks, line(Said("still to be read from the paper: {left}", left=left), translate)]


def numbers_in_words(comparison: Comparison) -> list[Said]:
    """The numbers that could not be compared, by why."""
    found = []
    for said, numbers in (
        (Said("only in the first pass"), comparison.numbers(Why.ONLY_FIRST)),
        (Said("only in the second pass"), comparison.numbers(Why.ONLY_SECOND)),
        (Said("in neither pass"), comparison.numbers(Why.IN_NEITHER)),
        (Said("twice in the first pass"), comparison.doubled_first),
        (Said("twice in the second pass"), comparison.doubled_second),
    ):
        if numbers:
            shown = ", ".join(str(number) for number in numbers[:LONGEST_LIST])
            more = f" ... ({len(numbers)})" if len(numbers) > LONGEST_LIST else ""
            found.append(Said("{what}: {numbers}", what=said, numbers=shown + more))
    return found


def _compared(entry: DoubleEntry) -> list[Said]:
    comparison = entry.as_keyed
    agreement = comparison.agreement
    if agreement is None:
        return [Said("no ballot could be compared"), Said("Cohen's kappa: nothing in common")]
    kappa = (
        Said("Cohen's kappa: not defined (both used one and the same code only)")
        if entry.kappa is None
        else Said("Cohen's kappa: {kappa}", kappa=kappa_text(entry.kappa))
    )
    return [
        Said(
            "compared: {ballots} ballots, {marks} marks; {differing} marks differ on {on} ballots; "
            "agreement {percent}%",
            ballots=comparison.compared_ballots,
            marks=comparison.compared_marks,
            differing=comparison.mismatched_marks,
            on=comparison.mismatched_ballots,
            percent=percent_text(agreement, (Fraction(1),)),
        ),
        kappa,
    ]


def _not_compared(comparison: Comparison) -> Said:
    return Said(
        "not compared: {missing} ballots in one pass only, {doubled} twice in a pass, {neither} in neither; void in a "
        "pass: {void}",
        missing=len(comparison.numbers(Why.ONLY_FIRST)) + len(comparison.numbers(Why.ONLY_SECOND)),
        doubled=len(comparison.numbers(Why.DOUBLED)),
        neither=len(comparison.numbers(Why.IN_NEITHER)),
        void=len(comparison.numbers(Why.VOID_IN_ONE))
        + len(comparison.numbers(Why.VOID_IN_BOTH))
        + sum(reading.void for reading in comparison.agreed.values()),
    )


def explained(report: BatchReport, entry: DoubleEntry) -> list[Said]:
    """Explanations in words, without any mark: those proposed, then those accepted."""
    found = [
        Said("Proposed: {slip} {evidence}", slip=slip_words(offer.explanation.slips),
             evidence=evidence_words(offer))
        for offer in report.offers
    ]  # fmt: skip
    for one in entry.accepted:
        slip = one.ruling.slip
        if slip is not None:
            found.append(
                Said("Accepted by {by} on {day}: {slip} Differences settled: {settles}.", by=one.ruling.by,
                     day=one.ruling.at[:10] or "-", slip=slip_words((slip,)), settles=one.settles)
            )  # fmt: skip
    return found


def _places(
    entry: DoubleEntry, labels: Mapping[int, str], translate: Translate, *, blind: bool
) -> list[Block]:
    """Every place with both readings as keyed and what counts in the end."""
    # The same few texts stand in very many rows of many bundles; each is kept once.
    places = {
        place: sys.intern(place_text(place, labels, translate))
        for place in {one.place for one in entry.differences}
    }
    kinds = {kind: sys.intern(said.text(translate)) for kind, said in KIND_WORDS.items()}
    rows = []
    for one in entry.differences:
        hidden = entry.is_hidden(one, blind=blind)
        rows.append(
            (
                one.ballot,
                places[one.place],
                "?" if hidden else one.first or "-",
                "?" if hidden else one.second or "-",
                one.final or "",
                kinds[one.kind],
            )
        )
    heads = (
        (Said("row"), 20), (Said("first pass"), 14), (Said("second pass"), 14), (Said("final"), 14),
        (Said("kind"), 18),
    )  # fmt: skip
    columns = [Column(said.text(translate), figures=False, wrap_at=width) for said, width in heads]
    grid = Grid((Column(Said("ballot").text(translate)), *columns), tuple(rows))
    return [line(Said("every place in question:"), translate), grid]
