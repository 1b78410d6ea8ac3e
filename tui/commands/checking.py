"""`pingyi check`: every mistake at once, and the scheme in words."""

from __future__ import annotations

import click

from store.appraisal import read_description
from tally.explanation import explain_scheme
from tally.findings import Level
from tally.said import Said
from tui.commands.words import say
from tui.desk import Desk

_LEVELS = {
    Level.MISTAKE: Said("MISTAKE"),
    Level.GAP: Said("NOT SETTLED BY THE PLAN"),
    Level.OVERLAP: Said("CONTRADICTION"),
    Level.NOTICE: Said("TO CONSIDER"),
}


@click.command(help=say("Check the scheme; print what it means in words."))
@click.pass_obj
def check(desk: Desk) -> int:
    """Print the scheme in words and every finding; exit status 1 where there is one."""
    description = read_description(desk.folder)
    if description.scheme is not None:
        desk.say_all(explain_scheme(description.scheme, description.subjects))
    for finding in description.findings:
        level = _LEVELS[finding.level].text(desk.translate)
        click.echo(f"{level}: {desk.words(finding.in_words())}")
    if not description.findings:
        desk.say(Said("nothing to mend"))
        return 0
    mistakes = sum(finding.level is Level.MISTAKE for finding in description.findings)
    if mistakes:
        desk.say(Said("{count} mistakes: the other commands wait until they are mended", count=mistakes))
    else:
        desk.say(Said("{count} findings to consider; keying can begin", count=len(description.findings)))
    return 1
