"""The list of rulings (裁定清单) and of void ballots (废票登记表), to be signed."""

from __future__ import annotations

from collections.abc import Sequence

from exports.ascii_table import ascii_table
from exports.circumstances import BatchReport
from exports.reason_words import reason_in_words
from exports.row_labels import row_labels
from tally.comparison import OPINION, WHOLE
from tally.said import Said, Translate
from tally.scheme import Scheme
from tally.subjects import Subjects


def rulings_list(
    scheme: Scheme, subjects: Subjects, reports: Sequence[BatchReport], translate: Translate
) -> str:
    """Every ruling that stands: ballot, row, both readings, the ruling, its reason and the reviewer."""

    def t(said: Said) -> str:
        return said.text(translate)

    rows = []
    for report in reports:
        if report.settlement is None:
            continue
        labels = row_labels(scheme, subjects, report.cover)
        for (ballot, place), ruling in sorted(report.settlement.answers.items()):
            where = {WHOLE: t(Said("whole ballot")), OPINION: t(Said("opinion"))}.get(
                place, f"{place} {labels.get(place, '')}"
            )
            reason = t(reason_in_words(ruling.reason)) if ruling.reason else ""
            rows.append(
                [report.cover.id, str(ballot), where, ruling.first or "-", ruling.second or "-", ruling.reading,
                 reason, ruling.by]
            )  # fmt: skip
    head = [
        t(said)
        for said in (
            Said("batch"), Said("ballot"), Said("row"), Said("first pass"), Said("second pass"), Said("ruling"),
            Said("reason"), Said("reviewer"),
        )
    ]  # fmt: skip
    lines = [t(Said("List of rulings")), scheme.title, ""]
    lines += (
        ascii_table(head, rows, "lrllllll", [10, None, 20, 12, 12, 12, 16, 12])
        if rows
        else [t(Said("no rulings"))]
    )
    lines += ["", t(Said("Codes: 1 2 3 ... the grade by its place on the ballot, - blank, x spoiled"))]
    lines += [
        "",
        t(Said("Reviewer (signature): ____________   Second reviewer: ____________   Date: ____________")),
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def voids_list(scheme: Scheme, reports: Sequence[BatchReport], translate: Translate) -> str:
    """Every void ballot with its reason."""

    def t(said: Said) -> str:
        return said.text(translate)

    rows: list[list[str]] = []
    for report in reports:
        if report.settlement is None:
            continue
        for ballot in report.settlement.settled:
            if ballot.void:
                reason = t(reason_in_words(ballot.reason)) if ballot.reason else t(Said("both clerks"))
                rows.append(
                    [str(len(rows) + 1), report.cover.id, scheme.groups[report.cover.group].label, str(ballot.number),
                     reason]
                )  # fmt: skip
    head = [t(said) for said in (Said("no."), Said("batch"), Said("group"), Said("ballot"), Said("reason"))]
    lines = [t(Said("Register of void ballots")), scheme.title, ""]
    lines += (
        ascii_table(head, rows, "rllrl", [None, 12, 24, None, 36]) if rows else [t(Said("no void ballots"))]
    )
    lines += ["", t(Said("Scrutineer (signature): ____________   Date: ____________"))]
    return "\n".join(line.rstrip() for line in lines) + "\n"
