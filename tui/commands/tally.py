"""`pingyi tally`: counts, measures and verdicts."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import click

from tally.said import Said
from tui.commands.words import say

if TYPE_CHECKING:
    from tui.desk import Desk

AT_ONCE = 500
"""Lines that are written together: a province's are hundreds of thousands."""


@click.command(help=say("Counts, measures and verdicts; says what is still open."))
@click.option("--json", "as_json", is_flag=True, help=say("As JSON."))
@click.pass_obj
def tally(desk: Desk, as_json: bool) -> int:
    """Print the tally; exit status 1 while it is not complete."""
    from store.tallying import tally_of
    from tui.progress_bar import progress_bar

    appraisal = desk.appraisal()
    with progress_bar(desk, Said("reading bundles")) as told:
        counted = tally_of(appraisal, told)
    if as_json:
        import json

        from exports.tally_json import tally_object
        from store.taking_in import description_digests

        digest = description_digests(appraisal)["scheme_sha256"]
        separate = appraisal.separate_accounts
        counts = tally_object(counted, digest, desk.translate, separate_accounts=separate)
        click.echo(json.dumps(counts, ensure_ascii=False, indent=1))
    else:
        from exports.definitions import form_of_count
        from exports.tally_text import tally_lines
        from tui.checked_verdicts import checked_words

        lines = tally_lines(counted, desk.translate, checked=checked_words(appraisal, counted))
        while some := list(itertools.islice(lines, AT_ONCE)):
            click.echo("\n".join(some))
        desk.say(form_of_count(separate_accounts=appraisal.separate_accounts))
    return 0 if counted.complete else 1
