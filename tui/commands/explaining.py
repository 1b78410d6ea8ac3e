"""`pingyi explain`, `accept`, `correct`: explanations of differences, and agreed places that the paper reads otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.commands.words import say

if TYPE_CHECKING:
    from tui.desk import Desk

_KINDS = ("swapped", "row-shift", "number-shift", "misnumbered", "keyed-twice")
"""As `tally.slips.SlipKind`, which is not imported for a help text (tests/tui/test_what_starts_load.py compares)."""


@click.command(help=say("What would explain the differences, with the rows of the paper that confirm it."))
@click.option("--batch", "batch_id", required=True, metavar="ID")
@click.option("--json", "as_json", is_flag=True, help=say("As JSON."))
@click.pass_obj
def explain(desk: Desk, batch_id: str, as_json: bool) -> None:
    """List the explanations that are offered; no mark of either pass is among it."""
    from tui.explanations import list_offers

    list_offers(desk, batch_id, as_json=as_json)


@click.command(help=say("Accept an explanation with what the paper reads in the rows that confirm it."))
@click.option("--batch", "batch_id", required=True, metavar="ID")
@click.option("--ballot", required=True, type=int, metavar="N", help=say("A ballot that it covers."))
@click.option("--kind", required=True, type=click.Choice(_KINDS))
@click.option("--pass", "which", type=click.Choice(["first", "second"]), help=say("Whose slip it was."))
@click.option(
    "--paper",
    multiple=True,
    metavar="BALLOT:ROW=CODE",
    help=say("What the paper reads there; each row once."),
)
@click.option("--take-back", is_flag=True, help=say("Undo your own acceptance, as a new record."))
@click.pass_obj
def accept(
    desk: Desk,
    batch_id: str,
    ballot: int,
    kind: str,
    which: str | None,
    paper: tuple[str, ...],
    take_back: bool,
) -> None:
    """Accept an explanation, or take an acceptance back."""
    from tui.explanations import accept_offer, take_back_acceptance

    if take_back:
        take_back_acceptance(desk, batch_id, ballot, kind)
    else:
        accept_offer(desk, batch_id, ballot, kind, which, paper)


@click.command(
    help=say("Record that the paper reads otherwise where both passes agree; two reviewers, each alone.")
)
@click.option("--batch", "batch_id", required=True, metavar="ID")
@click.option("--ballot", required=True, type=int, metavar="N")
@click.option("--row", metavar="R", help=say("The row, or opinion; left out: the whole sheet."))
@click.option("--reading", metavar="X", help=say("A mark; void or all marks for the whole sheet."))
@click.option("--reason", default="", metavar="T")
@click.option("--take-back", is_flag=True, help=say("Undo your own correction, as a new record."))
@click.pass_obj
def correct(
    desk: Desk, batch_id: str, ballot: int, row: str | None, reading: str | None, reason: str, take_back: bool
) -> None:
    """Record a correction, or read one that waits for a second reviewer."""
    from tui.corrections import record_correction, take_back_correction

    if take_back:
        take_back_correction(desk, batch_id, ballot, row)
    else:
        record_correction(desk, batch_id, ballot, row, reading, reason)
