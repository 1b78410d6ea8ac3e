"""`results.csv` of a package as sums over its subjects, and every sum held against the others.

What one line of the file says of ballots is said of the whole bundle, so sheets are counted once for an organization
and group, however many members of its roster they graded; rows of a roster are put together by their item.

Thousands of packages are read in one go, so a block (the lines of one subject, row and group, one a mark) is
taken by one regular expression. Where a cell is quoted, another one does it, and sees whether it left nothing out.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from exports.results_csv import RESULTS
from exports.rollup.figures import Line, Sheets
from exports.spreadsheet import BOM, text_of
from tally.measuring import row_alphabet
from tally.said import Refused, Said
from tally.scheme import Layout, Scheme

FILE = "results.csv"
_HEAD = BOM + ",".join(RESULTS).encode() + b"\r\n"
_AT_ONCE = 4 * 1024 * 1024
"""Bytes of a file whose blocks are taken in one list."""

Block = Sequence[bytes]


@dataclass(slots=True)
class Results:
    """The sums of one subject or of all of them: subjects by form, sheets by form and group, marks by line.

    `fits`: for every organization and group collected = valid + void.
    """

    subjects: dict[str, int] = field(default_factory=dict)
    sheets: dict[tuple[str, str], Sheets] = field(default_factory=dict)
    marks: dict[Line, tuple[int, ...]] = field(default_factory=dict)
    fits: bool = True


class ResultLines:
    """The lines that a scheme knows, as the cells of a file name them: found once for all packages under it."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self._lines: dict[tuple[bytes, bytes], tuple[Line, tuple[int, int, int]]] = {}

    def line(self, form: bytes, what: bytes) -> tuple[Line, tuple[int, int, int]]:
        """The line of a form's cell and an item's and group's, and where it stands among the lines.

        Raises Refused where the scheme has none.
        """
        found = self._lines.get((form, what))
        if found is None:
            line = _line(self.scheme, form, what)
            found = self._lines[form, what] = line, _place(self.scheme, line)
        return found


def read_results(content: bytes, lines: ResultLines) -> Results:
    """The sums over all subjects. Raises Refused, naming the line, where the file is not what export writes."""
    return _sums(lines, _blocks(content, len(lines.scheme.grades)))


def read_results_apart(content: bytes, lines: ResultLines) -> dict[str, Results]:
    """The sums of each subject, by its id. Raises Refused as `read_results` does."""
    apart: dict[bytes, list[Block]] = {}
    for block in _blocks(content, len(lines.scheme.grades)):
        apart.setdefault(block[2], []).append(block)
    return {subject.decode("ascii"): _sums(lines, blocks) for subject, blocks in apart.items()}


def _blocks(content: bytes, grades: int) -> Iterable[Block]:
    if not content.startswith(_HEAD):
        raise _wrong(1)
    quoted = b'"' in content
    pattern = _pattern(grades, quoted)
    if not quoted and len(content) <= _AT_ONCE and content.endswith(b"\n"):
        every = pattern.findall(content, len(_HEAD))
        # As many blocks as fill all lines: none was left out, and none begins in the middle of another.
        if len(every) * (grades + 2) == content.count(b"\n") - 1:
            return every
    return _one_by_one(pattern, content)


def _one_by_one(pattern: re.Pattern[bytes], content: bytes) -> Iterator[Block]:
    end = len(_HEAD)
    for match in pattern.finditer(content, end):
        if match.start() != end:
            break
        end = match.end()
        yield match.groups()
    if end != len(content):
        raise _wrong(content.count(b"\n", 0, end) + 1)


@lru_cache(maxsize=32)
def _pattern(grades: int, quoted: bool) -> re.Pattern[bytes]:
    """A block: prefix, form, subject, organization, item and group, sheets, count, base, the other counts.

    The prefix is the same in all its lines, and so is the base. Nothing is given back once it is taken
    (`*+`), which makes it fast; a cell that is not quoted holds neither comma nor line end.
    """
    cell = rb'(?:"(?:[^"]|"")*+"|[^,"\r\n]*+)' if quoted else rb"[^,]*+"
    id_, number = rb"([A-Za-z0-9_-]*+)", rb"(\d{1,12}+)"
    sheets = rb",".join([rb"\d{0,12}+"] * 4)
    first, *others = row_alphabet(grades)
    start = rb",".join(
        [
            id_,
            id_,
            cell,
            id_,
            rb"\d{0,9}+",
            rb"(" + cell + rb",[A-Za-z0-9_-]*+)",
            cell,
            rb"(" + sheets + rb")",
        ]
    )
    rest = rb",[\d.]*+\r\n"
    block = rb"^(" + start + rb",)m" + re.escape(first.encode()) + rb"," + cell
    block += rb"," + number + rb"," + number + rest
    for code in others:
        block += rb"\1m" + re.escape(code.encode()) + rb"," + cell + rb"," + number + rb",\8" + rest
    return re.compile(block, re.MULTILINE)


def _sums(lines: ResultLines, blocks: Iterable[Block]) -> Results:
    """The sums over blocks, in the order of the scheme."""
    by_line: dict[tuple[bytes, bytes], list[Block]] = {}
    for block in blocks:
        by_line.setdefault((block[1], block[4]), []).append(block)
    results = Results()
    said: dict[tuple[str, bytes, str], bytes] = {}
    subjects: dict[bytes, set[bytes]] = {}
    ordered = sorted((lines.line(*key)[::-1], key) for key in by_line)
    for (_, line), key in ordered:
        _, _, of, organizations, _, sheets, first, base, *others = zip(*by_line[key], strict=True)
        form, _, group = line
        counts = [sum(map(int, first)), *(sum(map(int, column)) for column in others)]
        if sum(counts) != sum(map(int, base)):
            raise _does_not_add_up(form)
        results.marks[line] = tuple(counts)
        subjects.setdefault(key[0], set()).update(of)
        for organization, cells in set(zip(organizations, sheets, strict=True)):
            if said.setdefault((form, organization, group), cells) != cells:
                raise Refused(
                    Said("{file}: the sheets of {organization} are given in two ways", file=FILE,
                         organization=organization.decode())
                )  # fmt: skip
    for (form, _, group), cells in said.items():
        counted = _sheets(cells)
        results.fits = results.fits and counted.fits
        results.sheets[form, group] = results.sheets.get((form, group), Sheets()) + counted
    results.subjects = {form.decode(): len(ids) for form, ids in subjects.items()}
    _check(lines.scheme, results)
    return results


def _line(scheme: Scheme, form: bytes, what: bytes) -> Line:
    try:
        item, group = next(csv.reader([what.decode("utf-8", errors="replace")], strict=True))
    except (csv.Error, ValueError):
        raise _wrong(1) from None
    known = scheme.forms.get(form.decode())
    item = text_of(item)
    if known is None or (group and group not in scheme.groups) or (item and item not in known.item_labels):
        raise Refused(
            Said("{file}: {form}, {item}, {group} is not in its scheme", file=FILE, form=form.decode(),
                 item=item[:60], group=group)
        )  # fmt: skip
    return known.id, known.item_labels.index(item) + 1 if item else 0, group


def _place(scheme: Scheme, line: Line) -> tuple[int, int, int]:
    """Where a line stands: forms, items and groups in the scheme's order, what is pooled first of groups and
    last of items, as in an appraisal's own results."""
    form, item, group = line
    groups = ("", *scheme.groups)
    return list(scheme.forms).index(form), item or 1_000_000, groups.index(group)


def _sheets(cells: bytes) -> Sheets:
    return Sheets(*(int(cell) if cell else None for cell in cells.split(b",")))


def _check(scheme: Scheme, results: Results) -> None:
    """Every sum fits: rows to all rows, pooled groups to all groups, and valid ballots to marks where each
    ballot has the row once."""
    nothing = (0,) * (len(scheme.grades) + 2)
    for (form, place, group), marks in results.marks.items():
        rows = range(1, len(scheme.forms[form].item_labels) + 1)
        if not group:
            parts = [results.marks.get((form, place, one), nothing) for one in scheme.pooled_groups]
        elif not place:
            parts = [results.marks.get((form, row, group), nothing) for row in rows]
        else:
            parts = [marks]
        if marks != tuple(map(sum, zip(*parts, strict=True))) if parts else any(marks):
            raise _does_not_add_up(form)
        sheets = results.sheets[form, group]
        single = scheme.forms[form].layout is Layout.SINGLE
        if place and single and sheets.valid is not None and sum(marks) != sheets.valid:
            raise _does_not_add_up(form)


def _does_not_add_up(form: str) -> Refused:
    return Refused(Said('{file}: the lines of form "{form}" do not add up', file=FILE, form=form))


def _wrong(line: int) -> Refused:
    return Refused(Said("{file} line {line}: not what pingyi export writes", file=FILE, line=line))
