"""`pingyi rollup`: the packages of many units added up into one table, and into a package of the same kind."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tally.said import Refused, Said
from tui import language
from tui.commands.words import say

if TYPE_CHECKING:
    from tui.desk import Desk

_SHOWN = 20
"""Packages that cannot be taken, told one by one."""


@click.command(
    help=say(
        "Add up the packages of many units into one table with a row each. A PACKAGE is its folder, or a folder that "
        "holds many of them. Writes a package that can be rolled up again."
    )
)
@click.argument("packages", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PACKAGE...")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR",
              help=say("Where to: a folder that is new or empty; else rollup-DAY here."))  # fmt: skip
@click.option("--recount", is_flag=True, help=say("Make every package again and compare it, as verify does."))
@click.option("--expected", type=click.Path(path_type=Path), metavar="FILE",
              help=say("The units expected, one a line, or a CSV file with a column unit."))  # fmt: skip
@click.option("--unit", "unit", metavar="NAME", help=say("The body that adds up."))
@click.option("--title", metavar="T", help=say("The title of the sum; else that of the units."))
@click.option("--period", metavar="P",
              help=say("The period of the sum; units of other periods are taken too."))  # fmt: skip
@click.option("--lang", type=click.Choice(language.LANGUAGES), help=say("The language of the tables."))
@click.pass_obj
def rollup(
    desk: Desk,
    packages: tuple[Path, ...],
    out: Path | None,
    recount: bool,
    expected: Path | None,
    unit: str | None,
    title: str | None,
    period: str | None,
    lang: str | None,
) -> int:
    """Add up, write, and say what is missing; exit status 1 where a unit of the roll is."""
    from exports.rollup.gathering import Named
    from tui.rolling_up import Asked, roll_up

    named = Named(title=title or "", unit=unit or "", period=period or "", language=lang or "")
    rolled = roll_up(desk, Asked(packages, named, expected, out, recount=recount))
    for said in rolled.refused[:_SHOWN]:
        desk.warn(said)
    if rolled.refused:
        more = len(rolled.refused) - _SHOWN
        if more > 0:
            desk.warn(Said("and {number} more", number=more))
        raise Refused(
            Said("{number} packages cannot be taken; nothing was written", number=len(rolled.refused))
        )
    for said in rolled.remarks:
        desk.warn(said)
    desk.say(Said("{number} units added up", number=rolled.units))
    desk.say(Said("written to {folder}", folder=rolled.folder))
    return 1 if rolled.missing else 0
