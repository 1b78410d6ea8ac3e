"""CSV for spreadsheets in China: UTF-8 with BOM, CRLF, and no text that could run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def free_text(text: str) -> str:
    """A free text for a cell: one that a spreadsheet would run as a formula gets a quote in front."""
    return "'" + text if text.startswith(_FORMULA) else text


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A whole CSV file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(["" if value is None else value for value in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()
