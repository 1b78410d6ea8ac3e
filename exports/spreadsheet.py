"""CSV for spreadsheets in China: UTF-8 with BOM, CRLF, and no text that could run as a formula or become a number."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

BOM = b"\xef\xbb\xbf"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_VALUE = re.compile(
    # figures, dates and times as people write them; a month by its English name with a number; true and false
    r"[\s(]*[0-9０-９][0-9０-９\s.,:/%‰％年月日时分秒()Ee+-]*|[.,][0-9]+%?"
    rf"|[0-9]{{1,4}}[-/. ]*{_MONTH}(?:[-/., ]*[0-9]{{1,4}})?|{_MONTH}[-/., ]*[0-9]{{1,4}}"
    r"|true|false",
    re.IGNORECASE,
)


def free_text(text: str) -> str:
    """A free text for a cell: one that a spreadsheet would run as a formula, or take for a number, a date or a
    truth value (`007`, `1/2`, `12月5日`), gets a quote in front.

    So does one that begins with quotes and then would be taken so: `text_of` can tell them apart.
    """
    return "'" + text if _would_run(text) else text


def code_text(code: str) -> str:
    """A mark or several for a cell: figures stay figures, and what would run as a formula gets a quote in front."""
    return "'" + code if code.startswith(_FORMULA) else code


def text_of(cell: str) -> str:
    """The free text that a cell holds: the quote of `free_text` taken off again."""
    return cell[1:] if cell.startswith("'") and _would_run(cell) else cell


def _would_run(text: str) -> bool:
    bare = text.lstrip("'")
    return bare.startswith(_FORMULA) or _VALUE.fullmatch(bare.strip()) is not None


def csv_cell(value: object) -> str:
    """A cell as `csv_bytes` writes it, for files so long that rows are put together from parts."""
    if value is None:
        return ""
    text = str(value)
    if any(character in text for character in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A whole CSV file. None is an empty cell."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)  # csv writes None as an empty cell
    return BOM + text.getvalue().encode()
