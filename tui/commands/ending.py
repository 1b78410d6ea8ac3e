"""`pingyi seal` and `pingyi reopen`: the end of an appraisal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tally.said import Said
from tui.commands.words import say

if TYPE_CHECKING:
    from tui.desk import Desk


@click.command(help=say("End the appraisal: no more keying or ruling."))
@click.option("--incomplete", is_flag=True, help=say("Although something is open; needs a reason."))
@click.option("--reason", default="")
@click.pass_obj
def seal(desk: Desk, incomplete: bool, reason: str) -> None:
    """Seal the appraisal."""
    from store.sealing import seal as seal_appraisal

    seal_appraisal(desk.appraisal(), incomplete=incomplete, reason=reason)
    desk.say(Said("sealed; the tables are official now (pingyi export)"))


@click.command(help=say("Open a sealed appraisal again, for a reason that is told under the tables."))
@click.option("--reason", required=True)
@click.pass_obj
def reopen(desk: Desk, reason: str) -> None:
    """Reopen the appraisal."""
    from store.sealing import reopen as reopen_appraisal

    reopen_appraisal(desk.appraisal(), reason)
    desk.say(Said("reopened; the tables are unofficial until it is sealed again"))
