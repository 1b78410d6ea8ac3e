"""`pingyi new` and `pingyi demo`: making an appraisal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tally.said import Said
from tui.commands.words import say

if TYPE_CHECKING:
    from tui.desk import Desk

_PRESETS = "school, coal-bureau, water-bureau"
"""As in `store.making`, which is not imported for a help text (tests/tui/test_what_starts_load.py compares)."""


@click.command(help=say("Make an appraisal in DIR from a preset."))
@click.option("--preset", required=True, metavar="NAME", help=say("One of: {names}").format(names=_PRESETS))
@click.option("--title", help=say("The appraisal's title."))
@click.option("--unit", help=say("The unit that is appraised."))
@click.pass_obj
def new(desk: Desk, preset: str, title: str | None, unit: str | None) -> None:
    """Make an appraisal from a preset."""
    from store.making import make_appraisal

    make_appraisal(desk.folder, preset, title, unit)
    desk.say(Said("made an appraisal in {folder}", folder=desk.folder))
    desk.say(Said("next: fill scheme.toml and subjects.csv (or pingyi subject add), then pingyi check"))


@click.command(help=say("Make a practice appraisal and open it: one person plays all parts."))
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
@click.option(
    "--sheets",
    type=click.IntRange(1, 200),
    metavar="N",
    help=say("One more bundle of N sheets, for finding your speed."),
)
@click.pass_obj
def demo(desk: Desk, folder: Path | None, sheets: int | None) -> int:
    """Make a practice appraisal and open it."""
    from tui.practice.opening import open_practice

    return open_practice(desk, folder, sheets or 0)
