"""`pingyi demo`: the practice appraisal in a folder, made where it is not there yet, and opened."""

from __future__ import annotations

from pathlib import Path

from store.layout import PRACTICE, SCHEME
from tally.said import Refused, Said
from tui.app import check_terminal, run_view
from tui.desk import Desk
from tui.practice.making import cast, make_practice
from tui.practice.sheet_file import read_practice
from tui.practice.view import PracticeView

DEFAULT_FOLDER = "pingyi-practice"


def open_practice(desk: Desk, folder: Path | None, sheets: int = 0) -> int:
    """Make the practice appraisal where it is not there yet, and open it."""
    check_terminal()
    where = folder or Path(DEFAULT_FOLDER)
    if (where / SCHEME).exists() and not (where / PRACTICE).exists():
        raise Refused(Said("there is an appraisal in {folder} already; choose another folder", folder=where))
    notice = None
    if not (where / PRACTICE).exists():
        make_practice(where, desk.language, sheets)
    elif sheets:
        notice = Said(
            "--sheets {sheets} was ignored: this practice was made before; for a new one: "
            "pingyi demo --sheets {sheets} NEW-FOLDER",
            sheets=sheets,
        )
    people = cast(read_practice(where).language)
    return run_view(PracticeView(where, people, desk.translate, notice), desk.translate)
