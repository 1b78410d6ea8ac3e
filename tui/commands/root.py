"""The command `pingyi` itself: its global options, and the app when no command is given."""

from __future__ import annotations

import os
from pathlib import Path

import click

from tui import language
from tui.commands.lazy import LazyGroup
from tui.commands.words import say
from tui.desk import Desk


class Commands(LazyGroup):
    """Every command of the program, in the order of the work."""

    places = {  # noqa: RUF012
        name: (f"tui.commands.{module}", attribute)
        for name, module, attribute in (
            ("new", "making", "new"),
            ("demo", "making", "demo"),
            ("check", "checking", "check"),
            ("subject", "subjects", "subject"),
            ("counts", "counts", "counts"),
            ("batch", "batches", "batch"),
            ("forms", "forms", "forms"),
            ("key", "keying", "key"),
            ("import", "keying", "import_"),
            ("opinions", "opinions", "opinions"),
            ("take-in", "reviewing", "take_in"),
            ("differences", "differences", "differences"),
            ("review", "reviewing", "review"),
            ("rule", "reviewing", "rule"),
            ("explain", "explaining", "explain"),
            ("accept", "explaining", "accept"),
            ("correct", "explaining", "correct"),
            ("return", "reviewing", "return_"),
            ("sample", "sampling", "sample"),
            ("status", "status", "status"),
            ("tally", "tally", "tally"),
            ("export", "exporting", "export"),
            ("verify", "verifying", "verify"),
            ("rollup", "rollup", "rollup"),
            ("seal", "ending", "seal"),
            ("reopen", "ending", "reopen"),
            ("backup", "keeping", "backup"),
            ("restore", "keeping", "restore"),
            ("host", "host", "host"),
        )
    }


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=say(
        "Double entry, reconciliation, tally and statistics tables for paper appraisal ballots. Without a "
        "command: opens the screens on the appraisal in DIR."
    ),
)
@click.option("--dir", "folder", type=click.Path(path_type=Path), metavar="DIR",
              help=say("The appraisal's folder; else $PINGYI_DIR, else the current folder."))  # fmt: skip
@click.option("--as", "declared", metavar="NAME",
              help=say("Who you are, where several people share one account."))  # fmt: skip
@click.option(
    "--lang", type=click.Choice(language.LANGUAGES), help=say("The language of screens and messages.")
)
@click.version_option(package_name="pingyi", prog_name="pingyi", help=say("Show the version and end."))
@click.pass_context
def pingyi(context: click.Context, folder: Path | None, declared: str | None, lang: str | None) -> int:
    """Settle the global options; without a command, open the screens."""
    chosen = lang or language.language_of(os.environ)
    where = folder or Path(os.environ.get("PINGYI_DIR") or ".")
    desk = Desk(where, declared, chosen, language.translator(chosen))
    context.obj = desk
    if context.invoked_subcommand is None:
        from tui.opening import open_home

        return open_home(desk)
    return 0
