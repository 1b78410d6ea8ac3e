"""`pingyi check`: every mistake at once, and the scheme in words; `--host`: owners, modes and groups."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from tally.said import Said
from tui.commands.words import say

if TYPE_CHECKING:
    from store.appraisal import Description
    from tui.desk import Desk

_LEVELS = {
    "mistake": Said("MISTAKE"),
    "gap": Said("NOT SETTLED BY THE PLAN"),
    "overlap": Said("CONTRADICTION"),
    "notice": Said("TO CONSIDER"),
}
"""By the value of `tally.findings.Level`."""


@click.command(help=say("Check the scheme; print what it means in words."))
@click.option(
    "--host",
    is_flag=True,
    help=say("Check accounts, groups, owners and modes instead; as root to see everything."),
)
@click.pass_obj
def check(desk: Desk, host: bool) -> int:
    """Print the scheme in words and every finding; exit status 1 where there is one."""
    from store.appraisal import read_description

    description = read_description(desk.folder)
    if host:
        return _check_host(desk, description)
    from tally.explanation import explain_scheme
    from tally.findings import Level

    if description.scheme is not None:
        desk.say_all(explain_scheme(description.scheme, description.subjects))
    for finding in description.findings:
        level = _LEVELS[finding.level.value].text(desk.translate)
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


def _check_host(desk: Desk, description: Description) -> int:
    from store.host.check import check_host
    from tally.findings import mistakes_as_refusal

    refusal = mistakes_as_refusal(description.findings)
    if refusal is not None:
        raise refusal
    report = check_host(desk.folder, description)
    if not report.separate:
        desk.say(Said("accounts are not separate here: names are declared with --as"))
        desk.say(
            Said(
                "the program's commands and screens keep the passes blind and the persons apart; the kernel does not: "
                "whoever uses this account can open every file, and every table says so"
            )
        )
        desk.say(Said("to make them separate, before the first pass is claimed: sudo pingyi host setup"))
        return 1
    desk.say_all(bad.in_words() for bad in report.bad)
    for path in report.unseen:
        desk.say(Said("not looked at, since you may not: {file}", file=path))
    if report.bad:
        desk.say(Said("{count} things are not as blindness needs them", count=len(report.bad)))
        return 1
    if report.unseen or os.geteuid() != 0:
        desk.say(Said("as far as you can see, owners, modes and groups are as they should be"))
    else:
        desk.say(Said("owners, modes and groups are as they should be"))
    return 0
