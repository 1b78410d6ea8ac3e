"""The tables of the double-entry report: differences by kind and by row, each clerk's errors, all together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from exports.ascii_table import ascii_table
from exports.error_figures import kappa_text, of_thousand, per_thousand
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


def kinds_table(
    kinds: Mapping[Kind, KindCount], heads: tuple[Said, Said] | None, translate: Translate
) -> list[str]:
    """Differences by kind; with `heads` (who keyed first, who second) also by whose reading was not final."""

    def t(said: Said) -> str:
        return said.text(translate)

    head = [t(Said("kind")), t(Said("places")), t(Said("open"))]
    rows = []
    for kind, count in kinds.items():
        row = [t(KIND_WORDS[kind]), str(count.places), str(count.open)]
        rows.append(row if heads is None else [*row, str(count.first_off), str(count.second_off)])
    if heads is None:
        return ["  " + t(Said("by kind:")), *_indented(ascii_table(head, rows, "lrr", [34]))]
    caption = t(Said("by kind, and how often the reading of a clerk was not the final one:"))
    table = ascii_table([*head, *map(t, heads)], rows, "lrrll", [34, None, None, 22, 22])
    return ["  " + caption, *_indented(table)]


def rows_table(rows: Mapping[int, int], labels: Mapping[int, str], translate: Translate) -> list[str]:
    """Differences by row."""
    named = {WHOLE: Said("whole ballot").text(translate), OPINION: Said("opinion").text(translate)}
    table = [
        [named.get(place, f"{place} {labels.get(place, '')}"), str(count)] for place, count in rows.items()
    ]
    head = [Said("row").text(translate), Said("places").text(translate)]
    return ["  " + Said("by row:").text(translate), *_indented(ascii_table(head, table, "lr", [60]))]


def clerks_lines(entry: DoubleEntry, translate: Translate) -> list[str]:
    """Each clerk's errors in one batch; nothing is said of them before anything is ruled."""

    def t(said: Said) -> str:
        return said.text(translate)

    if entry.clerks is None:
        return ["  " + t(Said("errors of the clerks: told once something is ruled on"))]
    lines = _clerks_table(entry.clerks, translate)
    if not entry.differences:
        return ["  " + t(Said("errors: none found by comparison (both clerks can be wrong alike)")), *lines]
    return lines


def together_lines(all_batches: SeveralBatches, translate: Translate) -> list[str]:
    """All batches together: agreement, differences by kind, each clerk's errors in whichever pass."""

    def t(said: Said) -> str:
        return said.text(translate)

    agreement = all_batches.agreement
    lines = [t(Said("All {batches} batches together", batches=all_batches.batches))]
    if agreement is None:
        lines.append("  " + t(Said("no ballot could be compared")))
    else:
        lines.append(
            "  "
            + t(
                Said(
                    "compared: {ballots} ballots, {marks} marks; {differing} marks differ; agreement {percent}%",
                    ballots=all_batches.compared_ballots,
                    marks=all_batches.compared_marks,
                    differing=all_batches.mismatched_marks,
                    percent=percent_text(agreement, (Fraction(1),)),
                )
            )
        )
    if all_batches.by_kind:
        lines += kinds_table(all_batches.by_kind, None, translate)
    if all_batches.clerks:
        lines += _clerks_table(all_batches.clerks, translate)
    if all_batches.agreement is not None:
        lines += _pairs_table(all_batches.pairs, translate)
    return lines


def _pairs_table(pairs: Sequence[PairTotal], translate: Translate) -> list[str]:
    head = [
        said.text(translate)
        for said in (
            Said("clerks"), Said("batches"), Said("marks compared"), Said("differ"), Said("of 1,000"),
            Said("95 % interval"), Said("Cohen's kappa"),
        )
    ]  # fmt: skip
    rows = []
    for one in pairs:
        interval = clopper_pearson(one.differ, one.marks)
        rows.append(
            [
                ", ".join(name or "-" for name in one.names),
                str(one.batches),
                str(one.marks),
                str(one.differ),
                of_thousand(Fraction(one.differ, one.marks)) if one.marks else "-",
                "-" if interval is None else f"{interval.low * 1000:.2f} - {interval.high * 1000:.2f}",
                "-" if one.kappa is None else kappa_text(one.kappa),
            ]
        )
    caption = Said("each two clerks, as keyed:").text(translate)
    return ["  " + caption, *_indented(ascii_table(head, rows, "lllllll", [20, 8, 10, 8, 9, 15, 10]))]


def _clerks_table(clerks: Sequence[Charged], translate: Translate) -> list[str]:
    head = [
        said.text(translate)
        for said in (
            Said("clerk"), Said("pass"), Said("marks keyed, settled"), Said("wrong"), Said("of these by a slip"),
            Said("of 1,000, slips aside"), Said("95 % interval"),
            Said("void or not: sheets wrong"),
        )
    ]  # fmt: skip
    rows = []
    for one in clerks:
        rate, low, high = per_thousand(one.errors)
        rows.append(
            [
                one.name or "-",
                _PASSES[one.which].text(translate),
                str(one.errors.marks),
                str(one.errors.wrong),
                str(one.errors.by_slip),
                rate or "-",
                "-" if low is None else f"{low} - {high}",
                str(one.errors.voids_wrong),
            ]
        )
    caption = Said("errors of each clerk, by the final values:").text(translate)
    table = ascii_table(head, rows, "llllllll", [14, 11, 12, 6, 9, 9, 15, 10])
    return ["  " + caption, *_indented(table)]


def _indented(lines: Sequence[str]) -> list[str]:
    return ["  " + line for line in lines]
