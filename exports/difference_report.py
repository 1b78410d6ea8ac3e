"""The double-entry report as text: the options first, then each batch's figures and differences, then all together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from exports.ascii_table import ascii_table
from exports.circumstances import BatchReport
from exports.error_figures import kappa_text
from exports.error_tables import KIND_WORDS, clerks_lines, kinds_table, rows_table, together_lines
from exports.plain_text import wrap
from exports.row_labels import row_labels
from exports.slip_words import evidence_words, slip_words
from tally.comparison import OPINION, WHOLE, Comparison, Why
from tally.double_entry import DoubleEntry, several
from tally.opinion_comparison import NORMALISATION
from tally.rates import percent_text
from tally.said import Said, Translate
from tally.scheme import Fill, Opinions, Scheme
from tally.subjects import Subjects

WIDTH = 100
LONGEST_LIST = 40
"""Numbers named one by one in a list; beyond that how many there are."""


def difference_report(
    scheme: Scheme, subjects: Subjects, reports: Sequence[BatchReport], translate: Translate
) -> str:
    """Every batch with its agreement, its differences and each clerk's errors, and all batches together.

    While rulings are blind, readings that would tell of a place not yet ruled on are not shown.
    """
    lines = [Said("Double-entry report").text(translate)]
    lines += ["  " + said.text(translate) for said in _options(scheme)]
    entries = []
    for report in reports:
        entry = report.double_entry()
        lines += ["", *_batch(scheme, subjects, report, entry, translate)]
        if entry is not None:
            entries.append(entry)
    if len(entries) > 1:
        lines += ["", *together_lines(several(entries), translate)]
    shown = [
        one for line in lines for one in ([line] if line.lstrip().startswith(("|", "+")) else _fit(line))
    ]
    return "\n".join(line.rstrip() for line in shown) + "\n"


def _options(scheme: Scheme) -> list[Said]:
    """What the figures depend on."""
    keying = scheme.keying
    options = [
        Said("rulings: blind (readings are shown after the ruling)")
        if keying.rulings_blind
        else Said("rulings: open (both readings are shown)"),
        Said("a value that neither clerk keyed: needs a second reviewer")
        if keying.third_value_needs_second_reviewer
        else Said("a value that neither clerk keyed: needs a reason"),
        Said("voids: each is confirmed by the reviewer")
        if keying.voids_reviewed
        else Said("voids: stand where both clerks agree"),
        _FILLS[keying.fill],
    ]
    if keying.opinions is not Opinions.NONE:
        options.append(NORMALISATION)
    return [
        *options,
        Said(
            "ballots are matched by number; a number in one pass only, or in neither, is reported, not compared"
        ),
        Said(
            "a number that stands twice in a pass is reported, not compared; marks of void ballots are not compared"
        ),
        Said("differences, agreement and kappa: as keyed, before any explanation was accepted"),
        Said(
            "a clerk's errors: settled marks that read otherwise in the end, whichever pass it was; a mark "
            "that neither clerk keyed is an error of both; of 1,000 marks, with the 95 % interval of Clopper and "
            "Pearson, leaving aside marks that an accepted slip displaced (one movement of the hand, not many errors)"
        ),
    ]


_FILLS = {
    Fill.FIRST: Said("filling the rest of a ballot with one key: in the first pass only"),
    Fill.BOTH: Said("filling the rest of a ballot with one key: in both passes"),
    Fill.NONE: Said("filling the rest of a ballot with one key: not allowed"),
}


def _fit(line: str) -> list[str]:
    """A sentence in lines of the page's width, its indent kept."""
    lead = line[: len(line) - len(line.lstrip(" "))]
    return [lead + one for one in wrap(line.strip(), WIDTH - len(lead), "  ")]


def _batch(
    scheme: Scheme, subjects: Subjects, report: BatchReport, entry: DoubleEntry | None, translate: Translate
) -> list[str]:
    def t(said: Said) -> str:
        return said.text(translate)

    cover, settlement = report.cover, report.settlement
    lines = [
        t(Said("Batch {batch}: {ballots} ballots; first pass {first}, second pass {second}", batch=cover.id,
               ballots=cover.collected, first=report.first_by or "-", second=report.second_by or "-"))
    ]  # fmt: skip
    if settlement is None or entry is None:
        return [*lines, "  " + t(Said("not both passes are in custody; nothing is compared yet"))]
    lines += ["  " + t(said) for said in _compared(entry)]
    comparison = entry.as_keyed
    lines.append("  " + t(_not_compared(comparison)))
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
            lines.append(f"  {t(said)}: {shown}{more}")
    labels = row_labels(scheme, subjects, cover)
    if entry.differences:
        heads = (
            Said("first pass {name}, not final", name=report.first_by),
            Said("second pass {name}, not final", name=report.second_by),
        )
        lines += kinds_table(entry.by_kind(), None if entry.clerks is None else heads, translate)
        lines += rows_table(entry.by_row(), labels, translate)
    lines += ["  " + t(said) for said in _explained(report, entry)]
    if entry.differences:
        lines += _places(entry, labels, translate, blind=scheme.keying.rulings_blind)
    lines += clerks_lines(entry, translate)
    left = len(settlement.open_questions) + len(settlement.open_opinions)
    lines.append("  " + t(Said("still to be read from the paper: {left}", left=left)))
    return lines


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


def _explained(report: BatchReport, entry: DoubleEntry) -> list[Said]:
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


def _places(entry: DoubleEntry, labels: Mapping[int, str], translate: Translate, *, blind: bool) -> list[str]:
    """Every place with both readings as keyed and what counts in the end."""
    rows = []
    for one in entry.differences:
        hidden = entry.is_hidden(one, blind=blind)
        where = {WHOLE: Said("whole ballot").text(translate), OPINION: Said("opinion").text(translate)}.get(
            one.place, f"{one.place} {labels.get(one.place, '')}"
        )
        rows.append(
            [
                str(one.ballot),
                where,
                "?" if hidden else one.first or "-",
                "?" if hidden else one.second or "-",
                one.final or "",
                KIND_WORDS[one.kind].text(translate),
            ]
        )
    head = [
        said.text(translate)
        for said in (
            Said("ballot"), Said("row"), Said("first pass"), Said("second pass"), Said("final"), Said("kind"),
        )
    ]  # fmt: skip
    table = ascii_table(head, rows, "rlllll", [None, 20, 14, 14, 14, 18])
    return ["  " + line for line in (Said("every place in question:").text(translate), *table)]
