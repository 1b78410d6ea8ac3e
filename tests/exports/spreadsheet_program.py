"""LibreOffice without a window, as the people who receive a package open its files. No test stands here.

Loaded by path, since tests are no packages.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

PROGRAM = shutil.which("soffice")
BOM = b"\xef\xbb\xbf"
CHINESE = 2052
"""The language of the People's Republic, by which a spreadsheet tells numbers and dates from text."""
MOST_COLUMNS = 200
_PLAIN = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
"""A number that means the same as a number: no zeros in front, no exponent, no sign but a minus."""
_DIGITS_KEPT = 15


def needed() -> None:
    """Skip where it is not installed; in CI it has to be."""
    if PROGRAM is None:
        reason = "LibreOffice is not installed (Debian: libreoffice-calc-nogui)"
        assert os.environ.get("CI") != "true", reason
        pytest.skip(reason)


def csv_rows(path: Path) -> list[list[str]]:
    """A CSV file as Python reads it: UTF-8 with BOM, or GB 18030. A line end within a cell is one character."""
    content = path.read_bytes()
    text = content.removeprefix(BOM).decode("utf-8" if content.startswith(BOM) else "gb18030")
    rows = list(csv.reader(text.splitlines(keepends=True)))
    return [[cell.replace("\r\n", "\n") for cell in row] for row in rows]


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell that is not on the sheet what it is in the file."""

    file: Path
    row: int
    column: str
    text: str
    shown: object


@dataclass
class SpreadsheetProgram:
    """LibreOffice with a profile and a folder of its own, so that several can run at once."""

    folder: Path

    def imported_as_text(self, paths: Sequence[Path]) -> list[Changed]:
        """What changes where every column is imported as text: nothing may, in any file."""
        formats = "/".join(f"{column}/2" for column in range(1, MOST_COLUMNS + 1))
        # Separator, quote, encoding, first line, columns, language, quoted cells are text, special numbers.
        return self._changed(paths, f"44,34,{{}},1,{formats},{CHINESE},true,false", _same_text)

    def opened(self, paths: Sequence[Path]) -> list[Changed]:
        """What changes on a double click: numbers, dates and formulas are looked for in every cell, in Chinese.

        A cell is unchanged where it is the same text, or a number that is written in that way and no other:
        `12`, `61.20`; not `007`, `1E5`, `12月5日`, `TRUE`, `=1+1` or more than 15 digits.
        """
        return self._changed(
            paths, f"44,34,{{}},1,,{CHINESE},false,true,false,false,false,0,true", _same_figure
        )

    def workbooks(self, paths: Sequence[Path]) -> dict[Path, dict[tuple[str, str], object]]:
        """The cells of xlsx files after it has read them and written them again."""
        staged = [self._staged(path, number) for number, path in enumerate(paths)]
        made = self._converted(staged)
        return {path: workbook_cells(one) for path, one in zip(paths, made, strict=True)}

    def _changed(self, paths: Sequence[Path], options: str, same) -> list[Changed]:
        found = []
        for encoding, code in (("utf-8", 76), ("gb18030", 85)):
            here = [path for path in paths if path.read_bytes().startswith(BOM) == (encoding == "utf-8")]
            staged = [self._staged(path, number) for number, path in enumerate(here)]
            made = self._converted(staged, f"Text - txt - csv (StarCalc):{options.format(code)}")
            for path, one in zip(here, made, strict=True):
                found += _differences(path, one, same)
        return found

    def _staged(self, path: Path, number: int) -> Path:
        """A copy under a name that no other file has."""
        (self.folder / "in").mkdir(parents=True, exist_ok=True)
        return Path(shutil.copy(path, self.folder / "in" / f"{number}{path.suffix}"))

    def _converted(self, paths: Sequence[Path], reading: str | None = None) -> list[Path]:
        """Each file as xlsx, all of them in one call, since starting it is slow."""
        if not paths:
            return []
        assert PROGRAM is not None
        out = self.folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        call = [PROGRAM, f"-env:UserInstallation=file://{self.folder}/profile", "--headless"]
        if reading is not None:
            call.append(f"--infilter={reading}")
        call += ["--convert-to", "xlsx", "--outdir", str(out), *map(str, paths)]
        done = subprocess.run(call, capture_output=True, text=True, timeout=300)
        made = [out / f"{path.stem}.xlsx" for path in paths]
        assert all(one.exists() for one in made), done
        return made


def workbook_cells(path: Path) -> dict[tuple[str, str], object]:
    """What stands in a workbook, by sheet and place; empty texts stand nowhere. A formula is given as one."""
    return {
        (sheet.title, cell.coordinate): ("formula", cell.value) if cell.data_type == "f" else cell.value
        for sheet in openpyxl.load_workbook(path).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def _differences(path: Path, made: Path, same) -> Iterable[Changed]:
    rows = csv_rows(path)
    (sheet,) = openpyxl.load_workbook(made).worksheets
    shown = {(cell.row, cell.column): cell for row in sheet.iter_rows() for cell in row}
    head = rows[0] if rows else []
    assert max(map(len, rows), default=0) <= MOST_COLUMNS
    there = {place for place, cell in shown.items() if cell.value is not None}
    said = {(at, column) for at, row in enumerate(rows, 1) for column, text in enumerate(row, 1) if text}
    for at, column in sorted(there | said):
        text = rows[at - 1][column - 1] if (at, column) in said else ""
        cell = shown.get((at, column))
        if cell is None or not same(text, cell):
            name = head[column - 1] if column <= len(head) else str(column)
            yield Changed(path, at, name, text, cell and cell.value)


def _same_text(text: str, cell) -> bool:
    return cell.data_type == "s" and cell.value == text


def _same_figure(text: str, cell) -> bool:
    if cell.data_type != "n":
        return _same_text(text, cell)
    digits = len(text.lstrip("-0.").replace(".", ""))
    return (
        _PLAIN.fullmatch(text) is not None
        and digits <= _DIGITS_KEPT
        and Decimal(text) == Decimal(repr(cell.value))
    )
