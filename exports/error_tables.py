"""The tables of the double-entry report: differences by kind and by row, each clerk's errors, all together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from exports.document import Block, Column, Grid, Paragraph
from exports.error_figures import kappa_text, of_thousand, per_thousand
from tally.clerk_errors import ClerkErrors
from tally.clerk_pairs import PairTotal
from tally.comparison import OPINION, WHOLE
from tally.difference_kinds import Kind
from tally.double_entry import Charged, DoubleEntry, KindCount, SeveralBatches
from tally.error_rates import clopper_pearson
from tally.rates import percent_text
from tally.readings import Pass
from tally.said import Said, Translate

KIND_WORDS = {
    Kind.MARKS: Said("marks"),
    Kind.VOID: Said("void in one pass"),
    Kind.MISSING: Said("missing"),
    Kind.DOUBLED: Said("twice"),
    Kind.OPINION: Said("opinion"),
    Kind.SWAPPED: Said("two ballots swapped"),
    Kind.ROW_SHIFT: Said("rows moved by one"),
    Kind.NUMBER_SHIFT: Said("numbers off by one"),
    Kind.MISNUMBERED: Said("under another's number"),
    Kind.KEYED_TWICE: Said("one sheet keyed twice"),
    Kind.VOID_IN_BOTH: Said("agreed: void in both passes"),
    Kind.CORRECTION: Said("agreed: contested by a reviewer"),
}
_PASSES = {Pass.FIRST: Said("first pass"), Pass.SECOND: Said("second pass"), None: Said("both, by batch")}


def line(said: Said, translate: Translate, indent: int = 2) -> Paragraph:
    """A sentence of the report."""
    return Paragraph(said.text(translate), indent, 2)


def flush(blocks: Sequence[Block]) -> list[Block]:
    """The blocks for a page, where tables stand at the edge: so do the sentences that name them."""
    found = list(blocks)
    for place, (one, after) in enumerate(pairwise(blocks)):
        if isinstance(one, Paragraph) and isinstance(after, Grid):
            found[place] = replace(one, indent=0)
    return found


def kinds_table(
    kinds: Mapping[Kind, KindCount], heads: tuple[Said, Said] | None, translate: Translate
) -> list[Block]:
    """Differences by kind; with `heads` (who keyed first, who second) also by whose reading was not final."""
    columns = [
        Column(Said("kind").text(translate), figures=False, wrap_at=34),
        Column(Said("places").text(translate)),
        Column(Said("open").text(translate)),
    ]
    columns += [Column(head.text(translate), figures=False, wrap_at=22) for head in heads or ()]
    rows = []
    for kind, count in kinds.items():
        row = (KIND_WORDS[kind].text(translate), count.places, count.open)
        rows.append(row if heads is None else (*row, str(count.first_off), str(count.second_off)))
    caption = (
        Said("by kind:")
        if heads is None
        else Said("by kind, and how often the reading of a clerk was not the final one:")
    )
    return [line(caption, translate), Grid(tuple(columns), tuple(rows))]


def rows_table(rows: Mapping[int, int], labels: Mapping[int, str], translate: Translate) -> list[Block]:
    """Differences by row."""
    table = tuple((place_text(place, labels, translate), count) for place, count in rows.items())
    head = Column(Said("row").text(translate), figures=False, wrap_at=60)
    return [
        line(Said("by row:"), translate),
        Grid((head, Column(Said("places").text(translate))), table),
    ]


def place_text(place: int, labels: Mapping[int, str], translate: Translate) -> str:
    """A place of a ballot: its row with the label, the whole ballot, or its opinion."""
    if place == WHOLE:
        return Said("whole ballot").text(translate)
    if place == OPINION:
        return Said("opinion").text(translate)
    return f"{place} {labels.get(place, '')}"


def clerks_blocks(entry: DoubleEntry, translate: Translate) -> list[Block]:
    """Each clerk's errors in one batch; nothing is said of them before anything is ruled."""
    if entry.clerks is None:
        return [line(Said("errors of the clerks: told once something is ruled on"), translate)]
    blocks = _clerks_table(entry.clerks, translate)
    if not entry.differences:
        none = Said("errors: none found by comparison (both clerks can be wrong alike)")
        return [line(none, translate), *blocks]
    return blocks


def together_blocks(all_batches: SeveralBatches, translate: Translate) -> list[Block]:
    """All batches together: agreement, differences by kind, each clerk's errors in whichever pass."""
    agreement = all_batches.agreement
    blocks: list[Block] = [
        line(Said("All {batches} batches together", batches=all_batches.batches), translate, indent=0)
    ]
    if agreement is None:
        blocks.append(line(Said("no ballot could be compared"), translate))
    else:
        blocks.append(
            line(
                Said(
                    "compared: {ballots} ballots, {marks} marks; {differing} marks differ; agreement {percent}%",
                    ballots=all_batches.compared_ballots,
                    marks=all_batches.compared_marks,
                    differing=all_batches.mismatched_marks,
                    percent=percent_text(agreement, (Fraction(1),)),
                ),
                translate,
            )
        )
    if all_batches.by_kind:
        blocks += kinds_table(all_batches.by_kind, None, translate)
    if all_batches.clerks:
        blocks += _clerks_table(all_batches.clerks, translate)
    if agreement is not None:
        blocks += _pairs_table(all_batches.pairs, translate)
    return blocks


def passes_table(errors: tuple[ClerkErrors, ClerkErrors], translate: Translate) -> list[Block]:
    """The errors of the first passes and of the second ones, whoever keyed them."""
    rows = [
        (_PASSES[which].text(translate), *_error_cells(one)) for which, one in zip(Pass, errors, strict=True)
    ]
    caption = Said("errors of each pass, by the final values:")
    return [line(caption, translate), Grid(_error_columns(Said("pass"), translate), tuple(rows))]


def _pairs_table(pairs: Sequence[PairTotal], translate: Translate) -> list[Block]:
    heads = (
        (Said("clerks"), 20), (Said("batches"), 8), (Said("marks compared"), 10), (Said("differ"), 8),
        (Said("of 1,000"), 9), (Said("95 % interval"), 15), (Said("Cohen's kappa"), 10),
    )  # fmt: skip
    columns = tuple(Column(head.text(translate), figures=False, wrap_at=width) for head, width in heads)
    rows = []
    for one in pairs:
        interval = clopper_pearson(one.differ, one.marks)
        rows.append(
            (
                ", ".join(name or "-" for name in one.names),
                str(one.batches),
                str(one.marks),
                str(one.differ),
                of_thousand(Fraction(one.differ, one.marks)) if one.marks else "-",
                "-" if interval is None else f"{interval.low * 1000:.2f} - {interval.high * 1000:.2f}",
                "-" if one.kappa is None else kappa_text(one.kappa),
            )
        )
    return [line(Said("each two clerks, as keyed:"), translate), Grid(columns, tuple(rows))]


def _clerks_table(clerks: Sequence[Charged], translate: Translate) -> list[Block]:
    columns = _error_columns(Said("clerk"), translate)
    which = Column(Said("pass").text(translate), figures=False, wrap_at=11)
    rows = tuple(
        (one.name or "-", _PASSES[one.which].text(translate), *_error_cells(one.errors)) for one in clerks
    )
    caption = Said("errors of each clerk, by the final values:")
    return [line(caption, translate), Grid((columns[0], which, *columns[1:]), rows)]


def _error_columns(first: Said, translate: Translate) -> tuple[Column, ...]:
    heads = (
        (first, 14), (Said("marks keyed, settled"), 12), (Said("wrong"), 6), (Said("of these by a slip"), 9),
        (Said("of 1,000, slips aside"), 9), (Said("95 % interval"), 15), (Said("void or not: sheets wrong"), 10),
    )  # fmt: skip
    return tuple(Column(head.text(translate), figures=False, wrap_at=width) for head, width in heads)


def _error_cells(errors: ClerkErrors) -> tuple[str, ...]:
    rate, low, high = per_thousand(errors)
    return (
        str(errors.marks),
        str(errors.wrong),
        str(errors.by_slip),
        rate or "-",
        "-" if low is None else f"{low} - {high}",
        str(errors.voids_wrong),
    )
