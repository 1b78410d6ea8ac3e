"""`pingyi take-in`, `return`, `review`, `rule`: a reviewer's work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tally.said import Said
from tui.commands.words import say

if TYPE_CHECKING:
    from tui.desk import Desk


@click.command(name="take-in", help=say("Take handed-in passes into custody."))
@click.option("--batch", "batch_id", metavar="ID")
@click.pass_obj
def take_in(desk: Desk, batch_id: str | None) -> int:
    """Take in what is waiting; exit status 1 where nothing is."""
    from store.taking_in import take_in as take_into_custody
    from tally.readings import Pass

    taken = take_into_custody(desk.appraisal(), batch_id)
    for one in taken:
        which = Said("first pass") if one.tag.which is Pass.FIRST else Said("second pass")
        desk.say(Said("batch {batch}, {which}: taken in, {count} ballots", batch=one.tag.batch, which=which,
                      count=one.ballots))  # fmt: skip
    if not taken:
        desk.say(Said("nothing is waiting to be taken in"))
        return 1
    return 0


@click.command(name="return", help=say("Give a pass back to be keyed afresh; the old one is kept."))
@click.option("--batch", "batch_id", required=True, metavar="ID")
@click.option("--pass", "which", required=True, type=click.Choice(["first", "second"]))
@click.option("--reason", required=True)
@click.pass_obj
def return_(desk: Desk, batch_id: str, which: str, reason: str) -> None:
    """Return a pass."""
    from store.returning import return_pass
    from tally.readings import Pass

    return_pass(desk.appraisal(), batch_id, Pass(which), reason)
    desk.say(Said("batch {batch}: that pass is to be keyed afresh; the old one is kept", batch=batch_id))


@click.command(help=say("Rule on differences with the paper in hand."))
@click.option("--batch", "batch_id", metavar="ID")
@click.pass_obj
def review(desk: Desk, batch_id: str | None) -> int:
    """Rule on differences on the screen."""
    from tui.opening import open_review

    return open_review(desk, batch_id)


@click.command(help=say("Rulings read from the paper, from FILE.csv (ballot,row,reading[,reason])."))
@click.option("--batch", "batch_id", required=True, metavar="ID")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.pass_obj
def rule(desk: Desk, batch_id: str, file: Path) -> None:
    """Record the rulings of a file."""
    from store.ruling import rule_from_file

    now = rule_from_file(desk.appraisal(), batch_id, file)
    left = len(now.settlement.open_questions) + len(now.settlement.open_opinions)
    desk.say(Said("batch {batch}: rulings kept; {left} still to be read", batch=now.cover.id, left=left))
