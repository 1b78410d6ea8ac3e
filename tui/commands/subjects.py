"""`pingyi subject`: who and what is appraised."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tally.said import Said
from tui.commands.words import say

if TYPE_CHECKING:
    from tui.desk import Desk


@click.group(help=say("Subjects: organizations and members."))
def subject() -> None:
    """Subjects."""


@subject.command(help=say("Add one subject."))
@click.argument("id")
@click.argument("name")
@click.option("--kind", required=True, type=click.Choice(["organization", "member"]))
@click.option("--in", "within", default="", metavar="ORG", help=say("The organization it belongs to."))
@click.option("--panel", default="", help=say("The panel that rates it."))
@click.option("--head", default="", help=say("Who bears a verdict that falls on the head."))
@click.option("--class", "class_", default="", help=say("A label to group members by."))
@click.option("--login", default="", help=say("Their login, to keep them from their own roster."))
@click.option("--eligible", default="", metavar="N", help=say("How many people are entitled to rate."))
@click.pass_obj
def add(desk: Desk, id: str, name: str, kind: str, within: str, panel: str, head: str, class_: str,
        login: str, eligible: str) -> None:  # fmt: skip
    """Add one subject."""
    from store.organizing import add_subjects
    from tally.subjects import SUBJECTS_FILE

    row = {"id": id, "name": name, "kind": kind, "in": within, "panel": panel, "head": head, "class": class_,
           "login": login, "eligible": eligible}  # fmt: skip
    count = add_subjects(desk.appraisal(), [row], SUBJECTS_FILE)
    desk.say(Said("added {id}; {count} subjects now", id=id, count=count))


@subject.command(
    name="import",
    help=say("Add the subjects of a CSV file (id,name,kind,in,panel,head,class,login,eligible)."),
)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.pass_obj
def import_(desk: Desk, file: Path) -> None:
    """Add the subjects of a CSV file."""
    from store.organizing import import_subjects

    desk.say(Said("{count} subjects now", count=import_subjects(desk.appraisal(), file)))
