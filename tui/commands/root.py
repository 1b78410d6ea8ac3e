"""The command `pingyi` itself: its global options, and the app when no command is given."""

from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path

import click

from tui import language
from tui.commands.batches import batch
from tui.commands.checking import check
from tui.commands.counts import counts
from tui.commands.ending import reopen, seal
from tui.commands.host import host
from tui.commands.keying import import_, key, opinions
from tui.commands.making import demo, new
from tui.commands.results import export, status, tally, verify
from tui.commands.reviewing import differences, return_, review, rule, take_in
from tui.commands.subjects import subject
from tui.commands.words import say
from tui.desk import Desk


@click.group(
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
@click.version_option(version("pingyi"), prog_name="pingyi", help=say("Show the version and end."))
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


for command in (
    new, demo, check, subject, counts, batch, key, import_, opinions, take_in, differences, review, rule,
    return_, status, tally, export, verify, seal, reopen, host,
):  # fmt: skip
    pingyi.add_command(command)
