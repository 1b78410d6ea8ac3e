"""`pingyi forms`: the papers of an appraisal, to print before and around the meeting. No mark is in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tally.said import Said
from tui import language
from tui.commands.words import say

if TYPE_CHECKING:
    from tui.desk import Desk

FOLDER = Path("forms")
"""In the current folder: where accounts are separate, the appraisal's own is the organizer's alone."""
_MOST_BALLOTS = 100_000
"""As in `tally.cover_sheets`, which is not imported for a help text (tests/tui/test_what_starts_load.py compares)."""


@click.command(
    help=say(
        "Write ballots, slips and lists to print on A4. That is: the blank ballots, numbered slips, cover sheets of "
        "bundles, count sheets, the meeting's agenda, blank statistics tables and the handover list. They show no mark."
    )
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=say("Where to; else forms/ in the current folder."),
)
@click.option("--form", "forms", multiple=True, metavar="F", help=say("This form only; can be given again."))
@click.option(
    "--subject",
    "subjects",
    multiple=True,
    metavar="S",
    help=say("This subject only (for a roster: the organization); can be given again."),
)
@click.option(
    "--group", "groups", multiple=True, metavar="G", help=say("This rater group only; can be given again.")
)
@click.option(
    "--slips",
    type=click.IntRange(1, _MOST_BALLOTS),
    metavar="N",
    help=say("Slips 1 to N for any bundle, instead of those of the registered ones."),
)
@click.pass_obj
def forms(
    desk: Desk,
    out: Path | None,
    forms: tuple[str, ...],
    subjects: tuple[str, ...],
    groups: tuple[str, ...],
    slips: int | None,
) -> None:
    """Write the forms in the scheme's language."""
    from exports.forms.every_form import every_form
    from exports.forms.printing import Printing
    from exports.paged_text import paged_text
    from store.reconciling import active_batches
    from tui.forms_folder import write_forms

    appraisal = desk.appraisal()
    scheme = appraisal.scheme
    printing = Printing(
        scheme,
        appraisal.subjects,
        batches=tuple(registered.cover for registered in active_batches(appraisal)),
        set_aside=sum(
            one.set_aside
            for one in appraisal.sheets
            if (not forms or one.form in forms)
            and (not subjects or one.subject in subjects)
            and (not groups or one.group in groups)
        ),
        practice=appraisal.practice,
        chosen_forms=forms,
        chosen_subjects=subjects,
        chosen_groups=groups,
        slips=slips,
    )
    translate = language.translator(scheme.language)
    documents = every_form(printing, translate)
    folder = out if out is not None else FOLDER
    write_forms(
        folder,
        {f"{name}.txt": paged_text(document, translate).encode() for name, document in documents.items()},
    )
    for form in printing.forms:
        if not printing.every_owner(form):
            desk.warn(
                Said(
                    'no subject of form "{form}" is in subjects.csv yet; its ballot has lines to write names on',
                    form=form.id,
                )
            )
    desk.say(Said("{count} files written to {folder}", count=len(documents), folder=folder.resolve()))
