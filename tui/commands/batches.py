"""`pingyi batch`: bundles and their cover sheets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tally.said import Said
from tui.commands.words import say

if TYPE_CHECKING:
    from tally.cover_sheets import CoverSheet
    from tui.desk import Desk


@click.group(help=say("Bundles of ballots and their cover sheets."))
def batch() -> None:
    """Batches."""


def _warn_if_large(desk: Desk, cover: CoverSheet) -> None:
    from tally.cover_sheets import USUAL_BATCH

    if cover.collected > USUAL_BATCH:
        desk.warn(
            Said(
                "batch {batch} has {count} ballots; bundles of at most {usual} are easier to find a sheet in",
                batch=cover.id,
                count=cover.collected,
                usual=USUAL_BATCH,
            )
        )


@batch.command(help=say("Register a bundle from its cover sheet."))
@click.argument("id")
@click.option("--form", default="", help=say("The form; with --supplement, that of the other batch."))
@click.option("--subject", default="", help=say("The subject; for a roster, its organization."))
@click.option("--group", default="")
@click.option("--collected", required=True, metavar="N")
@click.option("--issued", default=None, metavar="N")
@click.option("--first", default=None, metavar="N", help=say("The first ballot number (1)."))
@click.option(
    "--supplement", default="", metavar="OTHER", help=say("Sheets of this batch that were found later.")
)
@click.option("--reason", default="")
@click.pass_obj
def add(desk: Desk, id: str, form: str, subject: str, group: str, collected: str, issued: str | None,
        first: str | None, supplement: str, reason: str) -> None:  # fmt: skip
    """Register a bundle."""
    from store.batch_register import read_register
    from store.organizing import add_batch

    appraisal = desk.appraisal()
    if supplement:
        register = read_register(appraisal.layout.folder("batches"))
        other = next(
            (one.cover for key, one in register.items() if key.casefold() == supplement.casefold()), None
        )
        if other is not None:
            form, subject, group = form or other.form, subject or other.subject, group or other.group
    cover = add_batch(appraisal, id=id, form=form, subject=subject, group=group, collected=collected,
                      issued=issued, first=first, supplement_to=supplement, reason=reason)  # fmt: skip
    _warn_if_large(desk, cover)
    desk.say(
        Said(
            "batch {batch}: ballots {first} to {last}",
            batch=cover.id,
            first=cover.numbers[0],
            last=cover.numbers[-1],
        )
    )


@batch.command(
    name="import",
    help=say("Register the bundles of a CSV file (id,form,subject,group,collected,issued,first)."),
)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.pass_obj
def import_(desk: Desk, file: Path) -> None:
    """Register the bundles of a file."""
    from store.organizing import import_batches

    covers = import_batches(desk.appraisal(), file)
    for cover in covers:
        _warn_if_large(desk, cover)
    desk.say(Said("{count} batches registered", count=len(covers)))


@batch.command(name="list", help=say("List the bundles."))
@click.option("--json", "as_json", is_flag=True, help=say("As JSON."))
@click.pass_obj
def list_(desk: Desk, as_json: bool) -> None:
    """List the bundles."""
    from store.batch_register import read_register

    appraisal = desk.appraisal()
    register = read_register(appraisal.layout.folder("batches"))
    if as_json:
        import json

        rows = [
            {
                "id": one.cover.id,
                "form": one.cover.form,
                "subject": one.cover.subject,
                "group": one.cover.group,
                "collected": one.cover.collected,
                "issued": one.cover.issued,
                "first": one.cover.first,
                "roster": list(one.cover.roster),
                "supplement_to": one.cover.supplement_to or None,
                "withdrawn": one.withdrawn,
            }
            for one in register.values()
        ]
        click.echo(json.dumps({"batches": rows}, ensure_ascii=False, indent=1))
        return
    if not register:
        desk.say(Said("no batch is registered yet: pingyi batch add"))
    for one in register.values():
        cover = one.cover
        said = Said(
            "{batch}: form {form}, {subject}, {group}, {collected} ballots, numbers {first} to {last}",
            batch=cover.id,
            form=cover.form,
            subject=cover.subject,
            group=appraisal.scheme.groups[cover.group].label,
            collected=cover.collected,
            first=cover.numbers[0],
            last=cover.numbers[-1],
        )
        desk.say(Said("{said} (withdrawn)", said=said) if one.withdrawn else said)


@batch.command(help=say("Correct a cover sheet, until the batch is in custody."))
@click.argument("id")
@click.option("--form")
@click.option("--subject")
@click.option("--group")
@click.option("--collected", metavar="N")
@click.option("--issued", metavar="N")
@click.option("--first", metavar="N")
@click.option("--reason", required=True)
@click.pass_obj
def correct(desk: Desk, /, id: str, reason: str, **given: str | None) -> None:
    """Correct a cover sheet."""
    from store.organizing import correct_batch

    changes = {name: value for name, value in given.items() if value is not None}
    cover = correct_batch(desk.appraisal(), id, changes, reason)
    desk.say(Said("batch {batch} is corrected; the old cover sheet is kept", batch=cover.id))


@batch.command(help=say("Withdraw a batch, until it is in custody."))
@click.argument("id")
@click.option("--reason", required=True)
@click.pass_obj
def withdraw(desk: Desk, id: str, reason: str) -> None:
    """Withdraw a batch."""
    from store.organizing import withdraw_batch

    withdraw_batch(desk.appraisal(), id, reason)
    desk.say(Said("batch {batch} is withdrawn; its records are kept", batch=id))
