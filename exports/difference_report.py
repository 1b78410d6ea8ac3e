"""The double-entry report as text: the options first, then each batch's figures and differences."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from exports.ascii_table import ascii_table
from exports.circumstances import BatchReport
from exports.differences_json import errors
from exports.plain_text import wrap
from exports.row_labels import row_labels
from tally.comparison import OPINION, WHOLE, Question, Why
from tally.rates import percent_text
from tally.said import Said, Translate
from tally.scheme import Scheme
from tally.subjects import Subjects

WIDTH = 100
LONGEST_LIST = 40
"""Numbers named one by one in a list; beyond that how many there are."""


def difference_report(
    scheme: Scheme, subjects: Subjects, reports: Sequence[BatchReport], translate: Translate
) -> str:
    """Every batch with its agreement, its differences and each clerk's errors by the rulings so far.

    While rulings are blind, the readings of a place that is not ruled on are not shown.
    """
    keying = scheme.keying
    lines = [Said("Double-entry report").text(translate)]
    for said in (
        Said("rulings: blind (readings are shown after the ruling)")
        if keying.rulings_blind
        else Said("rulings: open (both readings are shown)"),
        Said("a value that neither clerk keyed: needs a second reviewer")
        if keying.third_value_needs_second_reviewer
        else Said("a value that neither clerk keyed: needs a reason"),
        Said("voids: each is confirmed by the reviewer")
        if keying.voids_reviewed
        else Said("voids: stand where both clerks agree"),
        Said(
            "a number that stands twice in a pass is reported, not compared; marks of void ballots are not compared"
        ),
    ):
        lines.append("  " + said.text(translate))
    for report in reports:
        lines += ["", *_batch(scheme, subjects, report, translate)]
    shown = [
        one for line in lines for one in ([line] if line.lstrip().startswith(("|", "+")) else _fit(line))
    ]
    return "\n".join(line.rstrip() for line in shown) + "\n"


def _fit(line: str) -> list[str]:
    """A sentence in lines of the page's width, its indent kept."""
    lead = line[: len(line) - len(line.lstrip(" "))]
    return [lead + one for one in wrap(line.strip(), WIDTH - len(lead), "  ")]


def _batch(scheme: Scheme, subjects: Subjects, report: BatchReport, translate: Translate) -> list[str]:
    def t(said: Said) -> str:
        return said.text(translate)

    cover, settlement = report.cover, report.settlement
    lines = [
        t(Said("Batch {batch}: {ballots} ballots; first pass {first}, second pass {second}", batch=cover.id,
               ballots=cover.collected, first=report.first_by or "-", second=report.second_by or "-"))
    ]  # fmt: skip
    if settlement is None:
        return [*lines, "  " + t(Said("not both passes are in custody; nothing is compared yet"))]
    comparison = settlement.comparison
    agreement = comparison.agreement
    if agreement is None:
        lines.append("  " + t(Said("no ballot could be compared")))
    else:
        lines.append(
            "  "
            + t(
                Said(
                    "compared: {ballots} ballots, {marks} marks; {differing} marks differ on {on} ballots; "
                    "agreement {percent}%",
                    ballots=comparison.compared_ballots,
                    marks=comparison.compared_marks,
                    differing=comparison.mismatched_marks,
                    on=comparison.mismatched_ballots,
                    percent=percent_text(agreement, (Fraction(1),)),
                )
            )
        )
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
    if comparison.questions:
        lines += _questions(scheme, subjects, report, comparison.questions, translate)
    first, second, ruled = errors(report)
    if ruled and comparison.compared_marks:
        for name, number in ((report.first_by, first), (report.second_by, second)):
            rate = percent_text(Fraction(number * 10, comparison.compared_marks))
            lines.append(
                "  "
                + t(Said("{name}: {number} of {ruled} ruled marks were keyed wrong ({rate} of 1,000 marks)",
                         name=name, number=number, ruled=ruled, rate=rate))
            )  # fmt: skip
    left = len(settlement.open_questions) + len(settlement.open_opinions)
    lines.append("  " + t(Said("still to be read from the paper: {left}", left=left)))
    return lines


def _questions(
    scheme: Scheme,
    subjects: Subjects,
    report: BatchReport,
    questions: Sequence[Question],
    translate: Translate,
) -> list[str]:
    settlement = report.settlement
    assert settlement is not None  # questions come from a comparison
    labels = row_labels(scheme, subjects, report.cover)
    rows = []
    for question in questions:
        answer = settlement.answers.get((question.ballot, question.place))
        hidden = scheme.keying.rulings_blind and answer is None
        place = {WHOLE: Said("whole ballot").text(translate), OPINION: Said("opinion").text(translate)}.get(
            question.place, f"{question.place} {labels.get(question.place, '')}"
        )
        rows.append(
            [
                str(question.ballot),
                place,
                "?" if hidden else question.first or "-",
                "?" if hidden else question.second or "-",
                answer.reading if answer else "",
            ]
        )
    head = [
        said.text(translate)
        for said in (Said("ballot"), Said("row"), Said("first pass"), Said("second pass"), Said("ruling"))
    ]
    return ["  " + line for line in ascii_table(head, rows, "rllll", [None, 30, 30, 30, 30])]
