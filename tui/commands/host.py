"""`pingyi host setup`: separate accounts, so that the kernel vouches for who wrote what."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from tally.said import Refused, Said
from tui.commands.words import say

if TYPE_CHECKING:
    from store.host.plan import HostPlan
    from store.host.steps import Step
    from tui.desk import Desk


@click.group(help=say("The host: accounts, folders and permissions."))
def host() -> None:
    """The host."""


@host.command(help=say("Print the commands for folders, groups and permissions of separate accounts."))
@click.option("--apply", "apply_", is_flag=True, help=say("Run them."))
@click.pass_obj
def setup(desk: Desk, apply_: bool) -> None:
    """Print what is to be done for separate accounts, or do it. Words stand behind `#`, so that the rest can
    be run by a shell."""
    from store.appraisal import read_description
    from store.host.plan import apply_host_plan, host_plan
    from tally.findings import mistakes_as_refusal

    if os.geteuid() != 0:
        raise Refused(Said("this is for root; run it with sudo"))
    description = read_description(desk.folder)
    refusal = mistakes_as_refusal(description.findings)
    if refusal is not None:
        raise refusal
    assert description.scheme is not None  # without mistakes there is a scheme
    roles = description.scheme.roles
    if apply_:
        count = 0

        def each(step: Step) -> None:
            nonlocal count
            count += 1
            click.echo(step.command)

        left = apply_host_plan(desk.folder, roles, each)
        _say_rest(desk, left)
        if count:
            _note(desk, Said("done, {count} commands; accounts are separate now", count=count))
            _note(
                desk,
                Said("whoever is logged in has to log in again, for the groups; then: pingyi check --host"),
            )
        else:
            _note(desk, Said("nothing to do: accounts are separate, and everything is as it should be"))
        return
    plan = host_plan(desk.folder, roles)
    for step in plan.steps:
        _note(desk, step.why)
        click.echo(step.command)
    _say_rest(desk, plan)
    if plan.steps:
        _note(
            desk,
            Said(
                "{count} commands to run, {done} things are so already; nothing was changed; to run them: pingyi "
                "host setup --apply",
                count=len(plan.steps),
                done=plan.done,
            ),
        )
    else:
        _note(desk, Said("nothing to do: accounts are separate, and everything is as it should be"))


def _say_rest(desk: Desk, plan: HostPlan) -> None:
    for bad in plan.strangers:
        _note(desk, Said("not changed: {what}", what=bad.in_words()))


def _note(desk: Desk, said: Said) -> None:
    click.echo(f"# {desk.words(said)}")
