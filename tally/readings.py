"""What one clerk read on the ballots of a batch: a pass (初录 / 复录)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from types import MappingProxyType

from tally.cover_sheets import CoverSheet
from tally.csv_table import read_csv
from tally.marks import EMPTY, row_codes
from tally.quick_dataclass import dataclass
from tally.said import Refused, Said
from tally.whole_numbers import parse_whole


class Pass(Enum):
    """Which of the two independent keyings."""

    FIRST = "first"
    SECOND = "second"

    @property
    def number(self) -> int:
        """1 or 2, as file names have it."""
        return 1 if self is Pass.FIRST else 2

    @property
    def other(self) -> Pass:
        """The other pass."""
        return Pass.SECOND if self is Pass.FIRST else Pass.FIRST


@dataclass(frozen=True, slots=True)
class Reading:
    """One ballot as one person read it: a mark code a row, whether void, whether it has an opinion.

    The marks of a void ballot are kept, not counted and not compared; its rows may be `EMPTY`.
    """

    marks: str
    void: bool = False
    opinion: bool = False
    words: str = ""
    """The opinion's text where the scheme has it keyed with the marks."""
    filled: bool = False
    """Some of its rows were filled with one key, so they were not looked at one by one."""


@dataclass(frozen=True, slots=True)
class PassReadings:
    """All readings of one pass by ballot number. Two readings of one number: keyed twice (doubled)."""

    by_number: Mapping[int, tuple[Reading, ...]]

    @staticmethod
    def of(readings: Iterable[tuple[int, Reading]]) -> PassReadings:
        """Collect readings in the order in which they were keyed."""
        found: dict[int, tuple[Reading, ...]] = {}
        for number, reading in readings:
            found[number] = (*found.get(number, ()), reading)
        return PassReadings(MappingProxyType(found))

    @property
    def doubled(self) -> tuple[int, ...]:
        """The numbers that have more than one reading, ascending."""
        return tuple(sorted(number for number, readings in self.by_number.items() if len(readings) > 1))


def check_marks(marks: str, rows: int, grades: int, *, may_be_empty: bool = False) -> Said | None:
    """Why `marks` cannot be a ballot's marks, naming the row; None where they can."""
    if len(marks) != rows:
        return Said("{found} marks, the ballot has {rows} rows", found=len(marks), rows=rows)
    allowed = row_codes(grades) | ({EMPTY} if may_be_empty else set())
    for row, code in enumerate(marks, start=1):
        if code not in allowed:
            return Said(
                'row {row}: "{code}" is no mark here; use 1 to {grades}, - (blank) or x (spoiled)',
                row=row,
                code=code,
                grades=grades,
            )
    return None


def read_pass_file(
    content: bytes, file: str, cover: CoverSheet, rows: int, grades: int, *, keep_doubled: bool = False
) -> tuple[tuple[int, Reading], ...]:
    """A whole pass from a CSV file (columns ballot,row1,...,rowN[,void][,opinion]) in the file's order.

    Raises Refused, naming file, line and ballot, for a number outside the bundle, a number that stands
    twice (unless `keep_doubled`), a mark outside the grades; nothing is taken of a file with a mistake.
    """
    row_columns = [f"row{row}" for row in range(1, rows + 1)]
    records = read_csv(content, file, ("ballot", *row_columns), ("void", "opinion"))
    found: list[tuple[int, Reading]] = []
    seen: dict[int, int] = {}
    for record in records:

        def refuse(what: Said, line: int = record.line) -> Refused:
            return Refused(Said("{file} line {line}: {what}", file=file, line=line, what=what))

        number = parse_number(record["ballot"], cover)
        if isinstance(number, Said):
            raise refuse(number)
        if number in seen and not keep_doubled:
            raise refuse(
                Said(
                    "ballot {number} stands on line {line} already; correct the file, or import with "
                    "--keep-doubled to have the reviewer decide",
                    number=number,
                    line=seen[number],
                )
            )
        seen.setdefault(number, record.line)
        void = record["void"]
        if void not in ("", "1"):
            raise refuse(
                Said('ballot {number}: void is "{void}"; write 1 or nothing', number=number, void=void)
            )
        opinion = record["opinion"]
        if opinion not in ("", "0", "1"):
            raise refuse(
                Said(
                    'ballot {number}: opinion is "{opinion}"; write 1 or nothing',
                    number=number,
                    opinion=opinion,
                )
            )
        cells = [record[column].lower() for column in row_columns]
        if any(len(cell) != 1 and not (void and not cell) for cell in cells):
            row = next(
                at for at, cell in enumerate(cells, start=1) if len(cell) != 1 and not (void and not cell)
            )
            raise refuse(
                Said(
                    'ballot {number}, row {row}: "{code}" is no mark here; use 1 to {grades}, - (blank) or '
                    "x (spoiled)",
                    number=number,
                    row=row,
                    code=cells[row - 1],
                    grades=grades,
                )
            )
        marks = "".join(cell or EMPTY for cell in cells)
        why = check_marks(marks, rows, grades, may_be_empty=bool(void))
        if why is not None:
            raise refuse(Said("ballot {number}, {why}", number=number, why=why))
        found.append((number, Reading(marks, void == "1", opinion == "1")))
    return tuple(found)


def parse_number(text: str, cover: CoverSheet) -> int | Said:
    """A ballot number of the bundle, or why it is none."""
    number = parse_whole(text)
    if number is None:
        return Said('"{text}" is no ballot number', text=text[:20])
    if number not in cover.numbers:
        return Said(
            "ballot {number} is not in batch {batch} ({first} to {last})",
            number=number,
            batch=cover.id,
            first=cover.numbers[0],
            last=cover.numbers[-1],
        )
    return number
