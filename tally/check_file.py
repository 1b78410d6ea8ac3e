"""Sheets of a check read again, from a CSV file: columns batch,ballot,row1,...,rowN[,void]."""

from __future__ import annotations

from collections.abc import Mapping

from tally.csv_table import read_csv
from tally.draw import Sheet
from tally.marks import EMPTY
from tally.readings import Reading, check_marks
from tally.said import Refused, Said
from tally.whole_numbers import parse_whole

_NO_MARK = "?"


def read_check_file(
    content: bytes, file: str, rows: int, grades: int, batches: Mapping[str, str]
) -> tuple[tuple[Sheet, Reading], ...]:
    """The readings of a file, in its order, all or none.

    `batches` are the ids of the check's batches by their case-folded form. Raises Refused naming file, line
    and what would be right, for a column or a code that is none, a batch of no concern, and a sheet that
    stands twice.
    """
    columns = [f"row{row}" for row in range(1, rows + 1)]
    found: dict[Sheet, Reading] = {}
    lines: dict[Sheet, int] = {}
    for record in read_csv(content, file, ("batch", "ballot", *columns), ("void",)):

        def refuse(what: Said, line: int = record.line) -> Refused:
            return Refused(Said("{file} line {line}: {what}", file=file, line=line, what=what))

        batch = batches.get(record["batch"].casefold())
        if batch is None:
            known = ", ".join(batches.values())
            raise refuse(
                Said(
                    'batch "{batch}" is not of this check; there are {known}',
                    batch=record["batch"],
                    known=known,
                )
            )
        number = parse_whole(record["ballot"])
        if number is None:
            raise refuse(Said('"{text}" is no ballot number', text=record["ballot"][:20]))
        sheet = Sheet(batch, number)
        if sheet in found:
            raise refuse(
                Said(
                    "ballot {number} of batch {batch} stands on line {line} already; a sheet is read once",
                    number=number,
                    batch=batch,
                    line=lines[sheet],
                )
            )
        void = record["void"]
        if void not in ("", "1"):
            raise refuse(
                Said('ballot {number}: void is "{void}"; write 1 or nothing', number=number, void=void)
            )
        cells = [record[column].lower() or EMPTY for column in columns]
        # A cell of two characters must not make up for an empty one.
        marks = "".join(cell if len(cell) == 1 else _NO_MARK for cell in cells)
        why = check_marks(marks, rows, grades, may_be_empty=bool(void))
        if why is not None:
            raise refuse(Said("ballot {number}, {why}", number=number, why=why))
        found[sheet], lines[sheet] = Reading(marks, void == "1"), record.line
    return tuple(found.items())
