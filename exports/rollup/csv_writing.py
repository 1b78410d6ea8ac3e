"""The CSV files of a rolled-up package, written as they come: with thousands of units they are long.

Columns are those of an appraisal's package; a unit stands where a subject does, with its id and its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from exports.accounting_csv import SUBJECTS
from exports.results_csv import RESULTS, mark_labels
from exports.rollup.figures import Line
from exports.rollup.measures import Measures
from exports.rollup.packed import Packed
from exports.rollup.rolled_up import RolledUp
from exports.rollup.units import UNITS, Unit, missing_row, unit_rows
from exports.rollup.verdict_counts import COUNTED, verdict_rows
from exports.spreadsheet import BOM, csv_bytes, free_text
from exports.statistics_csv import statistics_columns
from tally.rates import share_text
from tally.said import Translate
from tally.scheme import Scheme


def results(rolled: RolledUp, translate: Translate) -> Iterator[bytes]:
    """`results.csv`: a line a form, unit, item, group and mark; all items and all groups pooled as well.

    `row` is the item's place on the ballot, on a roster too. `base` is over all subjects of the unit.
    """
    marks = [
        f"{code},{_cell(label)},"
        for code, label in mark_labels(rolled.scheme, translate)
    ]  # fmt: skip
    yield _head(RESULTS)
    for form in rolled.scheme.forms:
        places = _places(rolled.scheme, form)
        for one in rolled.units:
            yield "".join(_unit_lines(one.unit, one.packed, places, marks)).encode()


def _places(scheme: Scheme, form: str) -> dict[Line, str]:
    """The cells `row` to `group_label` of every line of a form, in the order of the file."""
    labels = scheme.forms[form].item_labels
    groups = {
        "": ",",
        **{group.id: f"{group.id},{_cell(free_text(group.label))}" for group in scheme.groups.values()},
    }
    found = {}
    for place in (*range(1, len(labels) + 1), 0):
        what = f"{place},{_cell(free_text(labels[place - 1]))}" if place else ","
        for group, cells in groups.items():
            found[form, place, group] = f"{what},{cells},"
    return found


def _unit_lines(unit: Unit, packed: Packed, places: dict[Line, str], marks: Sequence[str]) -> Iterator[str]:
    name = _cell(free_text(unit.name))
    for line, cells in places.items():
        counts = packed.marks(line)
        if counts is None:
            continue
        form, _, group = line
        sheets = packed.sheets(form, group)
        start = (
            f"{form},{unit.id},{name},{unit.id},{cells}{_number(sheets.issued)},{_number(sheets.collected)},"
            f"{_number(sheets.valid)},{_number(sheets.void)},"
        )
        base = sum(counts)
        for mark, count in zip(marks, counts, strict=True):
            yield f"{start}{mark}{count},{base},{share_text(count, base) or ''}\r\n"


def statistics(rolled: RolledUp) -> Iterator[bytes]:
    """`statistics.csv`: a line a form, unit, item and group, as the table reads, with every measure."""
    scheme = rolled.scheme
    yield _head(statistics_columns(scheme))
    measures = Measures(scheme)
    grades = [_cell(free_text(grade)) for grade in scheme.grades]
    for form in scheme.forms:
        places = _places(scheme, form)
        for one in rolled.units:
            lines = _wide_lines(one.unit, one.packed, places, grades, measures)
            yield "".join(lines).encode()


def _wide_lines(
    unit: Unit, packed: Packed, places: dict[Line, str], grades: Sequence[str], measures: Measures
) -> Iterator[str]:
    name = _cell(free_text(unit.name))
    for line, cells in places.items():
        counts = packed.marks(line)
        if counts is None:
            continue
        form, _, group = line
        sheets = packed.sheets(form, group)
        base = sum(counts)
        parts = [
            f"{form},{unit.id},{name},{unit.id},{cells}{_number(sheets.issued)},{_number(sheets.collected)},"
            f"{_number(sheets.valid)},{_number(sheets.void)},{counts[-2]},{counts[-1]}"
        ]
        parts += [
            f",{count},{label},{share_text(count, base) or ''}"
            for label, count in zip(grades, counts, strict=False)
        ]
        for measure, value in measures.values(packed, line, counts).items():
            percent = measures.percent(measure, value) or ""
            parts.append(f",{value.numerator},{_number(value.denominator)},{percent}")
        yield "".join(parts) + "\r\n"


def verdicts(rolled: RolledUp) -> Iterator[bytes]:
    """`verdicts.csv`: of how many subjects of each unit each outcome was said."""
    yield _head(COUNTED)
    for one in rolled.units:
        yield _body(verdict_rows(rolled.scheme, one.unit.id, one.unit.name, one.packed.verdicts()))


def units(rolled: RolledUp) -> Iterator[bytes]:
    """`units.csv`: the units, below each one those that it is a sum of itself, last the missing ones."""
    yield _head(UNITS)
    for one in rolled.units:
        yield _body((*unit_rows(one.unit, one.packed, rolled.scheme), *one.below))
    digits = max(4, len(str(len(rolled.missing))))
    yield _body(missing_row(f"m{at:0{digits}}", name) for at, name in enumerate(rolled.missing, start=1))


def subjects(rolled: RolledUp) -> Iterator[bytes]:
    """`subjects.csv`: the units as subjects."""
    yield _head(SUBJECTS)
    rest = [None] * (len(SUBJECTS) - 3)
    for one in rolled.units:
        yield _body([(one.unit.id, free_text(one.unit.name), "organization", *rest)])


def _head(columns: Sequence[str]) -> bytes:
    return csv_bytes(columns, ())


def _body(rows: Iterable[Sequence[object]]) -> bytes:
    return csv_bytes((), rows).removeprefix(BOM).removeprefix(b"\r\n")


def _cell(text: str) -> str:
    """A text as the csv module writes it."""
    return csv_bytes((text, ""), ()).removeprefix(BOM).decode()[:-3]


def _number(number: int | None) -> object:
    return "" if number is None else number
