"""CSV files read by the program: columns in any order, BOM or none, nothing guessed.

Optional columns may be missing; an unknown, doubled or missing required column is refused, and so is
a text that is not UTF-8 (a spreadsheet's "CSV" in another encoding).
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from tally.quick_dataclass import dataclass
from tally.said import Refused, Said

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a file: its number (from 1, the header is 1) and its values by column."""

    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")


def decode_utf8(content: bytes, file: str) -> str:
    """The text of a UTF-8 file, BOM or none. Raises Refused with what to do where it is not UTF-8."""
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(_LINE_END.findall(content[: error.start].decode("utf-8", errors="replace"))) + 1
        raise Refused(
            Said('{file} line {line}: not UTF-8; save it as "CSV UTF-8" and try again', file=file, line=line)
        ) from None


def read_csv(
    content: bytes, file: str, required: Sequence[str], optional: Sequence[str] = ()
) -> tuple[Record, ...]:
    """The records of a CSV file, empty lines left out, values trimmed.

    Raises Refused, naming the file and the line, for another encoding, an unknown, doubled or missing
    required column, a line of the wrong length, and quotes that do not close.
    """
    text = decode_utf8(content, file)
    if "\0" in text:
        line = len(_LINE_END.findall(text[: text.index("\0")])) + 1
        raise Refused(
            Said(
                "{file} line {line}: not a text file (it holds NUL bytes); save it as CSV UTF-8",
                file=file,
                line=line,
            )
        )
    rows = _rows(text, file)
    try:
        line, header = next(rows)
    except StopIteration:
        raise Refused(
            Said(
                "{file}: empty; its first line names the columns: {columns}",
                file=file,
                columns=",".join(required),
            )
        ) from None
    columns = [name.strip() for name in header]
    _check_columns(columns, file, line, required, optional)
    records = []
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(columns):
            raise Refused(
                Said(
                    "{file} line {line}: {found} values, the header has {expected} columns",
                    file=file,
                    line=line,
                    found=len(row),
                    expected=len(columns),
                )
            )
        records.append(Record(line, {name: cell.strip() for name, cell in zip(columns, row, strict=True)}))
    return tuple(records)


def _rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise Refused(
            Said(
                "{file} line {line}: cannot be read as CSV ({reason}); check its quotes",
                file=file,
                line=line,
                reason=error,
            )
        ) from None


def _check_columns(
    columns: Sequence[str], file: str, line: int, required: Iterable[str], optional: Iterable[str]
) -> None:
    known = (*required, *optional)
    for name in columns:
        if name not in known:
            import difflib  # for a mistake only: every command would wait for it

            near = difflib.get_close_matches(name, known, n=1)
            raise Refused(
                Said(
                    '{file} line {line}: unknown column "{name}"; did you mean {near}?',
                    file=file,
                    line=line,
                    name=name,
                    near=near[0],
                )
                if near
                else Said(
                    '{file} line {line}: unknown column "{name}"; known are {known}',
                    file=file,
                    line=line,
                    name=name,
                    known=", ".join(known),
                )
            )
        if columns.count(name) > 1:
            raise Refused(
                Said('{file} line {line}: column "{name}" stands twice', file=file, line=line, name=name)
            )
    for name in required:
        if name not in columns:
            raise Refused(
                Said('{file} line {line}: column "{name}" is missing', file=file, line=line, name=name)
            )
