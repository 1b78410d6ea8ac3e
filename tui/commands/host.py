"""`pingyi host setup`: the commands that give an appraisal separate accounts."""

from __future__ import annotations

import os

import click

from store.appraisal import read_description
from store.host_plan import host_plan
from tally.findings import mistakes_as_refusal
from tally.said import Refused, Said
from tui.commands.words import say
from tui.desk import Desk


@click.group(help=say("The host: accounts, folders and permissions."))
def host() -> None:
    """The host."""


@host.command(help=say("Print the commands for folders, groups and permissions of separate accounts."))
@click.option("--apply", "apply_", is_flag=True, help=say("Run them (not in this version)."))
@click.pass_obj
def setup(desk: Desk, apply_: bool) -> None:
    """Print the plan for separate accounts."""
    if apply_:
        raise Refused(Said("this version prints the plan and does not run it; leave out --apply"))
    if os.geteuid() != 0:
        raise Refused(Said("this is for root; run it with sudo"))
    description = read_description(desk.folder)
    refusal = mistakes_as_refusal(description.findings)
    if refusal is not None:
        raise refusal
    assert description.scheme is not None  # without mistakes there is a scheme
    for command in host_plan(desk.folder, description.scheme):
        click.echo(command)
