"""`pingyi key`, `pingyi import`, `pingyi opinions`: a clerk's work."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from store.importing import import_folder, import_pass
from store.opinion_texts import opinion_work, type_opinion
from store.reconciling import active_batches
from tally.said import Refused, Said
from tui.commands.words import say
from tui.desk import Desk


@click.command(help=say("Key ballots; ends when the pass is handed in or left."))
@click.option("--batch", "batch_id", metavar="ID", help=say("The batch; else the one to key next."))
@click.pass_obj
def key(desk: Desk, batch_id: str | None) -> int:
    """Key ballots."""
    from tui.opening import open_keying

    return open_keying(desk, batch_id)


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


@click.command(help=say("Type the text of the ballots noted as having an opinion."))
@click.option("--batch", "batch_id", metavar="ID")
@click.pass_obj
def opinions(desk: Desk, batch_id: str | None) -> None:
    """Type opinions, one line a ballot; an empty line leaves a ballot for later."""
    appraisal = desk.appraisal()
    batches = [batch_id] if batch_id else [one.cover.id for one in active_batches(appraisal)]
    typed = 0
    for batch in batches:
        try:
            work = opinion_work(appraisal, batch)
        except Refused:
            if batch_id:
                raise
            continue
        for number in work.left:
            asked = Said("batch {batch}, ballot {number} (empty: later)", batch=work.cover.id, number=number)
            click.echo(desk.words(asked) + ": ", nl=False)
            text = sys.stdin.readline()
            if not sys.stdin.isatty():
                click.echo()
            if not text:
                return
            if text.strip():
                type_opinion(appraisal, batch, number, text)
                typed += 1
    desk.say(Said("{count} opinions typed", count=typed))
