"""`pingyi seal` and `pingyi reopen`: the end of an appraisal."""

from __future__ import annotations

import click

from store import sealing
from tally.said import Said
from tui.commands.words import say
from tui.desk import Desk


@click.command(help=say("End the appraisal: no more keying or ruling."))
@click.option("--incomplete", is_flag=True, help=say("Although something is open; needs a reason."))
@click.option("--reason", default="")
@click.pass_obj
def seal(desk: Desk, incomplete: bool, reason: str) -> None:
    """Seal the appraisal."""
    sealing.seal(desk.appraisal(), incomplete=incomplete, reason=reason)
    desk.say(Said("sealed; the tables are official now (pingyi export)"))


@click.command(help=say("Open a sealed appraisal again, for a reason that is told under the tables."))
@click.option("--reason", required=True)
@click.pass_obj
def reopen(desk: Desk, reason: str) -> None:
    """Reopen the appraisal."""
    sealing.reopen(desk.appraisal(), reason)
    desk.say(Said("reopened; the tables are unofficial until it is sealed again"))
