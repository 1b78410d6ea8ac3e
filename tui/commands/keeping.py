"""`pingyi backup` and `pingyi restore`: a copy of the appraisal on another disk, and back."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import click

from tally.said import Said
from tui.commands.words import say

if TYPE_CHECKING:
    from tui.desk import Desk


@click.command(help=say("Copy the appraisal into a new FILE while people work on."))
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help=say("With what clerks are keying (for the owner of the folder)."),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def backup(desk: Desk, file: Path, everything: bool) -> None:
    """Make a backup."""
    from store.backup.making import make_backup

    appraisal = desk.appraisal()
    with _cleaning_up():
        made = make_backup(appraisal, file, everything=everything)
    desk.say(
        Said(
            "{file}: {files} files, {passes} passes in custody, {records} records of the ledger, last link {link}",
            file=file,
            files=made.files,
            passes=made.passes,
            records=made.records,
            link=made.last_link[:16],
        )
    )
    if not everything:
        desk.say(Said("not in it: passes that are not taken in yet, and opinions that clerks typed (--all)"))
    desk.say(Said("whoever can read this file can read the marks; keep it closed, on another disk"))


@click.command(help=say("Restore a backup FILE into DIR, which is empty or does not exist yet."))
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@click.pass_obj
def restore(desk: Desk, file: Path, target: Path) -> None:
    """Restore a backup."""
    from store.backup.restoring import restore as restore_backup

    with _cleaning_up():
        done = restore_backup(file, target)
    desk.say(
        Said(
            "{title}: restored into {folder} as it was {at} (by {by})",
            title=done.title,
            folder=done.folder,
            at=done.at,
            by=done.by,
        )
    )
    desk.say(
        Said(
            "{files} files, {passes} passes in custody, {records} records of the ledger, last link {link}",
            files=done.files,
            passes=done.passes,
            records=done.records,
            link=done.last_link[:16],
        )
    )
    if done.unfinished:
        desk.say(
            Said(
                "{count} passes that were begun are not in this backup; their clerks key them again",
                count=done.unfinished,
            )
        )
    desk.say(Said("next: pingyi --dir {folder} verify", folder=done.folder))


@contextmanager
def _cleaning_up() -> Iterator[None]:
    """A lost line or a `kill` ends the command only after what it had half written is removed."""

    def end(number: int, _frame: FrameType | None) -> NoReturn:
        raise SystemExit(128 + number)

    # One that is ignored (nohup) stays so.
    ours = [one for one in (signal.SIGHUP, signal.SIGTERM) if signal.getsignal(one) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)
