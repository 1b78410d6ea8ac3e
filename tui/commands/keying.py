"""`pingyi key`, `pingyi import`: a clerk's work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tally.said import Refused, Said
from tui.commands.words import say

if TYPE_CHECKING:
    from tui.desk import Desk


@click.command(help=say("Key ballots; ends when the pass is handed in or left."))
@click.option("--batch", "batch_id", metavar="ID", help=say("The batch; else the one to key next."))
@click.option("--take-over", is_flag=True, help=say("End your other window on the batch and key on here."))
@click.pass_obj
def key(desk: Desk, batch_id: str | None, take_over: bool) -> int:
    """Key ballots."""
    from tui.keying.opening import open_keying

    return open_keying(desk, batch_id, take_over=take_over)


@click.command(
    name="import",
    help=say("Import a whole pass from FILE.csv (with --batch), or a FOLDER with one ID.csv a batch."),
)
@click.option("--batch", "batch_id", metavar="ID")
@click.option("--keep-doubled", is_flag=True, help=say("Take both readings of a number that stands twice."))
@click.argument("path", type=click.Path(path_type=Path))
@click.pass_obj
def import_(desk: Desk, path: Path, batch_id: str | None, keep_doubled: bool) -> None:
    """Import a pass or a folder of passes."""
    from store.importing import import_folder, import_pass

    appraisal = desk.appraisal()
    if path.is_dir():
        if batch_id:
            raise Refused(Said("a folder holds one ID.csv a batch; leave out --batch"))
        taken = import_folder(appraisal, path, keep_doubled=keep_doubled)
    else:
        if not batch_id:
            raise Refused(Said("say which batch the file is of: --batch ID"))
        taken = {batch_id: import_pass(appraisal, batch_id, path, keep_doubled=keep_doubled)}
    for batch, count in taken.items():
        desk.say(Said("batch {batch}: {count} ballots imported and handed in", batch=batch, count=count))
