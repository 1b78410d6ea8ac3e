"""The results as tidy CSV: one row a form, subject, row, rater group and mark, with the ballot accounting beside it.

What `pingyi rollup` adds up, and what a database or a statistics program reads.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

from exports.spreadsheet import BOM, csv_cell, free_text
from tally.appraisal_tally import Tally
from tally.measuring import row_alphabet
from tally.rates import share_text
from tally.results import Result
from tally.said import Said, Translate
from tally.scheme import Scheme

RESULTS = (
    "form", "subject", "name", "organization", "row", "item", "group", "group_label", "issued", "collected", "valid",
    "void", "mark", "grade", "count", "base", "percent",
)  # fmt: skip
"""`organization`: under which the sheets were bundled; `row` empty: all rows pooled; `group` empty: all groups
pooled; issued to void are ballots; `count` of `base` rows bear `mark` (`m1`, `m-`, `mx`)."""


@dataclass(frozen=True, slots=True)
class Tidied:
    """A result with the organization under which its sheets were bundled and the label of its group."""

    result: Result
    organization: str
    group_label: str | None


def results_csv(tally: Tally, translate: Translate) -> bytes:
    """`results.csv` of an appraisal."""
    groups = tally.scheme.groups
    return tidy_csv(
        tally.scheme,
        (
            Tidied(one, tally.owner[one.form, one.subject], groups[one.group].label if one.group else None)
            for one in tally.results
        ),
        translate,
    )


def tidy_csv(scheme: Scheme, results: Iterable[Tidied], translate: Translate) -> bytes:
    """Results under the columns of `results.csv`."""
    # Put together from parts: a large appraisal has hundreds of thousands of rows, six of which begin alike.
    file = io.BytesIO()
    file.write(BOM + (",".join(RESULTS) + "\r\n").encode())
    labels = [f",{code},{csv_cell(label)}," for code, label in mark_labels(scheme, translate)]
    names: dict[str | None, str] = {None: ""}
    for tidied in results:
        one = tidied.result
        marks, sheets = one.marks, one.accounting
        base = marks.valid
        for text in (one.name, one.item, tidied.group_label):
            if text not in names:
                names[text] = csv_cell(free_text(text or ""))
        cells = (
            one.form, one.subject, names[one.name], tidied.organization, one.row, names[one.item], one.group,
            names[tidied.group_label], sheets.issued, sheets.collected, sheets.valid, sheets.void,
        )  # fmt: skip
        start = ",".join(["" if cell is None else str(cell) for cell in cells])
        counts = (*marks.grades, marks.blank, marks.spoiled)
        lines = [
            f"{start}{label}{count},{base},{share_text(count, base) or ''}\r\n"
            for label, count in zip(labels, counts, strict=True)
        ]
        file.write("".join(lines).encode())
    return file.getvalue()


def mark_labels(scheme: Scheme, translate: Translate) -> tuple[tuple[str, str], ...]:
    """Every mark as the CSV writes it (`m1`), with its label."""
    words = (*scheme.grades, Said("blank").text(translate), Said("spoiled").text(translate))
    codes = row_alphabet(len(scheme.grades))
    return tuple((f"m{code}", free_text(word)) for code, word in zip(codes, words, strict=True))
