"""`pingyi verify`: whether an appraisal or a package fits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tally.said import Said
from tui.commands.words import say

if TYPE_CHECKING:
    from tui.desk import Desk


@click.command(help=say("Recompute and check the appraisal, or a submission PACKAGE."))
@click.argument("package", required=False, type=click.Path(path_type=Path))
@click.pass_obj
def verify(desk: Desk, package: Path | None) -> int:
    """Check the appraisal or a package; exit status 1 where something does not fit."""
    if package is not None:
        from exports.rollup.recounting import recount
        from tui import language
        from tui.package_folder import read_package

        files = read_package(package)
        problems = recount(files, {name: language.translator(name) for name in language.LANGUAGES})
    else:
        from store.verification import verify_appraisal

        problems = verify_appraisal(desk.appraisal())
    desk.say_all(problems)
    if problems:
        desk.say(Said("{count} things do not fit", count=len(problems)))
        return 1
    desk.say(Said("everything fits"))
    return 0
