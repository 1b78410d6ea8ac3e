"""`pingyi export`: the statistics tables and the submission package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from exports.csv_encoding import ENCODINGS, UTF_8
from exports.package_formats import FORMATS
from tally.said import Said
from tui.commands.words import say

if TYPE_CHECKING:
    from tui.desk import Desk


@click.command(help=say("Write the statistics tables and the submission package."))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=say("Where to; else export/ in the appraisal."),
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    help=say("The tables in this format as well; can be given twice."),
)
@click.option(
    "--csv-encoding",
    "encoding",
    type=click.Choice(ENCODINGS),
    default=UTF_8,
    help=say("Of the CSV files: UTF-8 with BOM, or GB 18030 for programs that know no other."),
)
@click.pass_obj
def export(desk: Desk, out: Path | None, formats: tuple[str, ...], encoding: str) -> int:
    """Write the package; exit status 1 while the count is not complete."""
    from tui.export_bars import export_bars
    from tui.exporting import export_package

    appraisal = desk.appraisal()
    with export_bars(desk) as progress:
        exported = export_package(appraisal, out, formats=formats, encoding=encoding, progress=progress)
    desk.say(Said("written to {folder}", folder=exported.folder))
    if not exported.complete:
        desk.warn(Said("the count is not complete; every table says so"))
        return 1
    return 0
