"""The subjects and the control totals of a package, written anew: BOM, CRLF, no login names."""

from __future__ import annotations

from exports.spreadsheet import csv_bytes, free_text
from tally.count_sheets import COLUMNS as COUNTS
from tally.csv_table import read_csv
from tally.subjects import OPTIONAL, REQUIRED

SUBJECTS = tuple(column for column in (*REQUIRED, *OPTIONAL) if column != "login")
_TEXTS = ("name", "head", "class")


def subjects_csv(text: str) -> bytes:
    """`subjects.csv` out of the appraisal's own, without who logs in as whom."""
    records = read_csv(text.encode(), "subjects.csv", REQUIRED, OPTIONAL) if text.strip() else []
    rows = [
        [free_text(record[column]) if column in _TEXTS else record[column] for column in SUBJECTS]
        for record in records
    ]
    return csv_bytes(SUBJECTS, rows)


def counts_csv(text: str) -> bytes:
    """`counts.csv` out of the appraisal's own."""
    records = read_csv(text.encode(), "counts.csv", COUNTS[:2], COUNTS[2:]) if text.strip() else []
    return csv_bytes(COUNTS, [[record[column] for column in COUNTS] for record in records])
