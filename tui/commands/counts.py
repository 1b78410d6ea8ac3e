"""`pingyi counts`: control totals from the signed count sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tally.said import Said
from tui.commands.words import say

if TYPE_CHECKING:
    from tui.desk import Desk


@click.group(help=say("Control totals from the signed count sheet."))
def counts() -> None:
    """Control totals."""


@counts.command(name="set", help=say("Set the control totals of one form, subject and group."))
@click.option("--form", required=True)
@click.option("--subject", required=True)
@click.option("--group", default="", help=say("Left out: all groups together."))
@click.option("--issued", required=True, metavar="N")
@click.option("--collected", required=True, metavar="N")
@click.option("--present", default="", metavar="N")
@click.option("--eligible", default="", metavar="N")
@click.option("--set-aside", default="", metavar="N", help=say("Sheets put aside as void at the box."))
@click.pass_obj
def set_(desk: Desk, form: str, subject: str, group: str, issued: str, collected: str, present: str,
         eligible: str, set_aside: str) -> None:  # fmt: skip
    """Set control totals."""
    from store.organizing import set_counts
    from tally.count_sheets import COUNTS_FILE

    row = {"form": form, "subject": subject, "group": group, "issued": issued, "collected": collected,
           "present": present, "eligible": eligible, "set_aside": set_aside}  # fmt: skip
    set_counts(desk.appraisal(), [row], COUNTS_FILE)
    desk.say(Said("count sheet kept"))


@counts.command(
    name="import",
    help=say(
        "Set the control totals of a CSV file (form,subject,group,issued,collected,present,eligible,set_aside)."
    ),
)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.pass_obj
def import_(desk: Desk, file: Path) -> None:
    """Set the control totals of a file."""
    from store.organizing import import_counts

    desk.say(Said("{count} count sheets now", count=import_counts(desk.appraisal(), file)))
