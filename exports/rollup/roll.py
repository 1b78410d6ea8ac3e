"""The roll of units that a superior body expects packages of, and names as two people write the same one."""

from __future__ import annotations

import csv
import io
import unicodedata

from exports.plain_text import clean
from tally.csv_table import decode_utf8
from tally.said import Refused, Said

_HEADS = ("unit", "name", "单位", "单位名称", "名称", "填报单位")
LONGEST = 200
"""Characters of a unit's name."""


def same_name(text: str) -> str:
    """A name as it is compared: full and half width, case and blanks make no difference."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def read_roll(content: bytes, file: str) -> tuple[str, ...]:
    """The names of a roll in its order: one a line, or the column `unit` or `单位` of a CSV file, else its first.

    Raises Refused where it is empty, not UTF-8, or names a unit twice.
    """
    text = decode_utf8(content, file)
    if file.lower().endswith(".csv"):
        try:
            rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if any(row)]
        except csv.Error as error:
            raise Refused(
                Said("{file} line {line}: cannot be read as CSV ({reason}); check its quotes", file=file, line=1,
                     reason=error)
            ) from None  # fmt: skip
        heads = [same_name(cell) for cell in rows[0]] if rows else []
        column = next((at for at, head in enumerate(heads) if head in _HEADS), None)
        cells = [row[column or 0] for row in rows[column is not None :] if len(row) > (column or 0)]
    else:
        cells = text.splitlines()
    names = [name for name in map(clean, cells) if name]
    if not names:
        raise Refused(Said("{file} names no unit; write one a line", file=file))
    known: set[str] = set()
    for name in names:
        if same_name(name) in known:
            raise Refused(Said('{file}: "{unit}" stands twice', file=file, unit=name))
        known.add(same_name(name))
    return tuple(names)
