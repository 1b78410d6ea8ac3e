"""The units of a sum, and `units.csv`, where they stand with those below them and those that are missing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from exports.check_code import in_groups
from exports.plain_text import clean
from exports.rollup.figures import Sheets
from exports.rollup.packed import Packed
from exports.rollup.roll import LONGEST
from exports.spreadsheet import free_text, text_of
from tally.csv_table import decode_utf8
from tally.said import Refused, Said
from tally.scheme import Scheme

FILE = "units.csv"
UNITS = (
    "id", "unit", "title", "period", "as_of", "status", "complete", "accounts", "check_code", "form", "subjects",
    "issued", "collected", "valid", "void",
)  # fmt: skip
"""A line a unit and form. `id`: `u0001`, a unit below it `u0001-u0003`, one that is missing `m0001`;
`status`: official, unofficial or missing; `complete`: yes or no; `accounts`: separate or declared."""
OFFICIAL, UNOFFICIAL, MISSING = "official", "unofficial", "missing"
_FIGURES = UNITS.index("form")
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit whose package was added up. `check_code`: the 16 digits; `as_of`: the day of its last entry."""

    id: str
    name: str
    title: str
    period: str
    as_of: str
    official: bool
    complete: bool
    separate_accounts: bool
    check_code: str

    def cells(self) -> list[str]:
        """The cells of its lines before the figures."""
        return [
            self.id, free_text(self.name), free_text(self.title), self.period, self.as_of,
            OFFICIAL if self.official else UNOFFICIAL, "yes" if self.complete else "no",
            "separate" if self.separate_accounts else "declared", in_groups(self.check_code),
        ]  # fmt: skip


def unit_rows(unit: Unit, packed: Packed, scheme: Scheme) -> Iterator[Sequence[object]]:
    """The lines of a unit, one a form; empty figures where it counted no ballot of the form."""
    cells = unit.cells()
    for form in scheme.forms:
        counted = (form, "") in packed.shape.sheets
        sheets = packed.sheets(form) if counted else Sheets(None, None, None, None)
        yield (
            *cells, form, packed.subjects(form), sheets.issued, sheets.collected, sheets.valid, sheets.void,
        )  # fmt: skip


def missing_row(id_: str, name: str) -> Row:
    """The line of a unit of the roll that handed in no package."""
    row = dict.fromkeys(UNITS, "") | {"id": id_, "unit": free_text(name), "status": MISSING, "complete": "no"}
    return tuple(row.values())


@dataclass(frozen=True, slots=True)
class ReadUnits:
    """What `units.csv` says: the units added up, the lines of those below them, and the names missing."""

    units: tuple[Unit, ...]
    below: tuple[Row, ...]
    missing: tuple[str, ...]
    rows: tuple[Row, ...]
    """Every line, in the order of the file."""

    def subjects(self) -> dict[str, dict[str, int]]:
        """How many subjects each unit has on each form, by its id; of its own units, not of those below."""
        found: dict[str, dict[str, int]] = {}
        form, number = UNITS.index("form"), UNITS.index("subjects")
        for row in self.rows:
            if "-" not in row[0] and row[number] not in ("", "0"):
                found.setdefault(row[0], {})[row[form]] = int(row[number])
        return found

    def all_subjects(self) -> dict[str, int]:
        """The same of all units together."""
        found: dict[str, int] = {}
        for forms in self.subjects().values():
            for form, number in forms.items():
                found[form] = found.get(form, 0) + number
        return found

    @property
    def complete(self) -> bool:
        """Nothing is open and none is missing."""
        return not self.missing and all(unit.complete for unit in self.units)


def read_units(content: bytes) -> ReadUnits:
    """The units of a sum. Raises Refused where the file is not what rollup writes."""
    units: dict[str, Unit] = {}
    below: list[Row] = []
    missing: list[str] = []
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(decode_utf8(content, FILE), newline=""), strict=True)
    try:
        if tuple(next(reader, ())) != UNITS:
            raise ValueError
        for cells in reader:
            row = _checked(cells)
            id_, status = row[0], row[UNITS.index("status")]
            rows.append(row)
            if "-" in id_:
                below.append(row)
            elif status == MISSING:
                missing.append(text_of(row[1]))
            else:
                units[id_] = _unit(row)
    except (csv.Error, ValueError):
        raise Refused(
            Said("{file} line {line}: not what pingyi rollup writes", file=FILE, line=max(1, reader.line_num))
        ) from None
    return ReadUnits(tuple(units.values()), tuple(below), tuple(missing), tuple(rows))


_NUMBER = re.compile(r"\d{0,12}")
_CELLS = {
    "id": re.compile(r"[um]\d{4,9}(?:-[um]\d{4,9})*"),
    "period": re.compile(r"[0-9H-]{0,7}"),
    "as_of": re.compile(r"[0-9-]{0,10}"),
    "status": re.compile(f"{OFFICIAL}|{UNOFFICIAL}|{MISSING}"),
    "complete": re.compile("yes|no"),
    "accounts": re.compile("separate|declared|"),
    "check_code": re.compile(r"(?:[0-9a-f]{4}(?: [0-9a-f]{4}){3})?"),
    "form": re.compile(r"(?:[A-Za-z][A-Za-z0-9_-]*)?"),
} | dict.fromkeys(UNITS[_FIGURES + 1 :], _NUMBER)
_TEXTS = ("unit", "title")


def _checked(cells: Sequence[str]) -> Row:
    """A line whose cells are what they should be, its texts safe again: it goes into another file as it is."""
    row = dict(zip(UNITS, cells, strict=True))
    if not all(pattern.fullmatch(row[column]) for column, pattern in _CELLS.items()):
        raise ValueError
    for column in _TEXTS:
        row[column] = free_text(clean(text_of(row[column])))
        if len(row[column]) > LONGEST + 1:
            raise ValueError
    return tuple(row.values())


def _unit(row: Row) -> Unit:
    id_, name, title, period, as_of, status, complete, accounts, code = row[:_FIGURES]
    if not code:
        raise ValueError
    return Unit(
        id_, text_of(name), text_of(title), period, as_of, status == OFFICIAL, complete == "yes",
        accounts == "separate", code.replace(" ", ""),
    )  # fmt: skip


def moved_below(rows: Iterable[Row], id_: str) -> Iterator[Row]:
    """The lines of a rolled-up unit's own `units.csv` as lines below it."""
    for row in rows:
        yield (f"{id_}-{row[0]}", *row[1:])


def code_in(row: Row) -> str:
    """The check code in a line, empty for one that is missing."""
    return row[UNITS.index("check_code")].replace(" ", "")


def name_in(row: Row) -> str:
    """The name in a line."""
    return text_of(row[1])


def one_line(text: str, file: str) -> str:
    """A unit's name or title on one line. Raises Refused where it is empty or too long for that."""
    line = clean(text)
    if not line or len(line) > LONGEST:
        raise Refused(
            Said("{file}: unit and title should be 1 to {most} characters long", file=file, most=LONGEST)
        )
    return line
