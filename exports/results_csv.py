"""The results as tidy CSV: one row a form, subject, row, rater group and mark, with the ballot accounting beside it.

What `pingyi rollup` adds up, and what a database or a statistics program reads.
"""

from __future__ import annotations

from exports.spreadsheet import BOM, csv_cell, free_text
from tally.appraisal_tally import Tally
from tally.measuring import row_alphabet
from tally.rates import share_text
from tally.said import Said, Translate
from tally.scheme import Scheme

RESULTS = (
    "form", "subject", "name", "organization", "row", "item", "group", "group_label", "issued", "collected", "valid",
    "void", "mark", "grade", "count", "base", "percent",
)  # fmt: skip
"""`organization`: under which the sheets were bundled; `row` empty: all rows pooled; `group` empty: all groups
pooled; issued to void are ballots; `count` of `base` rows bear `mark` (`m1`, `m-`, `mx`)."""


def results_csv(tally: Tally, translate: Translate) -> bytes:
    """`results.csv` of an appraisal."""
    # Written in parts: a large appraisal has hundreds of thousands of rows, six of which begin alike.
    lines = [",".join(RESULTS)]
    labels = [f",{code},{csv_cell(label)}," for code, label in mark_labels(tally.scheme, translate)]
    names: dict[str, str] = {}
    for one in tally.results:
        marks, sheets = one.marks, one.accounting
        base = marks.valid
        cells = (
            one.form, one.subject, _text(names, one.name), tally.owner[one.form, one.subject], one.row,
            _text(names, one.item), one.group, _group(names, tally.scheme, one.group),
            sheets.issued, sheets.collected, sheets.valid, sheets.void,
        )  # fmt: skip
        start = ",".join(["" if cell is None else str(cell) for cell in cells])
        for label, count in zip(labels, (*marks.grades, marks.blank, marks.spoiled), strict=True):
            lines.append(f"{start}{label}{count},{base},{share_text(count, base) or ''}")
    return BOM + ("\r\n".join(lines) + "\r\n").encode()


def _text(known: dict[str, str], text: str | None) -> str | None:
    if text is None:
        return None
    if text not in known:
        known[text] = csv_cell(free_text(text))
    return known[text]


def _group(known: dict[str, str], scheme: Scheme, group: str | None) -> str | None:
    return None if group is None else _text(known, scheme.groups[group].label)


def mark_labels(scheme: Scheme, translate: Translate) -> tuple[tuple[str, str], ...]:
    """Every mark as the CSV writes it (`m1`), with its label."""
    words = (*scheme.grades, Said("blank").text(translate), Said("spoiled").text(translate))
    codes = row_alphabet(len(scheme.grades))
    return tuple((f"m{code}", free_text(word)) for code, word in zip(codes, words, strict=True))
