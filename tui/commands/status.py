"""`pingyi status`: how far every batch is, and how fast each clerk keys; never a mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from tally.said import Said
from tui.commands.words import say

if TYPE_CHECKING:
    from store.appraisal import Appraisal
    from tally.pace import ClerkFigures
    from tally.progress import BatchProgress, PassProgress
    from tui.desk import Desk


@click.command(help=say("Progress of every batch, without any mark."))
@click.option("--json", "as_json", is_flag=True, help=say("As JSON."))
@click.option(
    "--operators",
    is_flag=True,
    help=say("Each clerk's ballots, keystrokes an hour and corrections (for reviewers)."),
)
@click.pass_obj
def status(desk: Desk, as_json: bool, operators: bool) -> None:
    """Print how far every batch is."""
    appraisal = desk.appraisal()
    if operators:
        from store.operators import clerk_figures

        _print_operators(desk, clerk_figures(appraisal), as_json)
        return
    from store.board import seals_of
    from store.status import progress
    from tui.progress_bar import progress_bar

    with progress_bar(desk, Said("reading bundles")) as told:
        batches = progress(appraisal, told)
    sealed = seals_of(appraisal).sealed
    if as_json:
        _print_json(appraisal, batches, sealed=sealed)
    else:
        _print_text(desk, batches, sealed=sealed)


def _print_json(appraisal: Appraisal, batches: Sequence[BatchProgress], *, sealed: bool) -> None:
    import json

    from store.access import may_not
    from tally.batch_life import Action

    # Who keys what is shown to reviewers and organizers only.
    names = may_not(appraisal, Action.LOOK) is None

    def of_pass(one: PassProgress) -> dict[str, object]:
        shown: dict[str, object] = {"state": one.state.value, "keyed": one.keyed}
        return {**shown, "by": one.by or None} if names else shown

    rows = [
        {
            "batch": one.batch,
            "state": one.state.value,
            "ballots": one.ballots,
            "first": of_pass(one.first),
            "second": of_pass(one.second),
        }
        for one in batches
    ]
    click.echo(json.dumps({"sealed": sealed, "batches": rows}, ensure_ascii=False, indent=1))


def _print_text(desk: Desk, batches: Sequence[BatchProgress], *, sealed: bool) -> None:
    from tally.state_words import BATCH_WORDS, PASS_WORDS

    if not batches:
        desk.say(Said("no batch is registered yet: pingyi batch add"))
    for one in batches:
        parts = [
            Said("{pass_} {state} {keyed}/{ballots}", pass_=label, state=PASS_WORDS[which.state], keyed=which.keyed,
                 ballots=one.ballots)
            for label, which in ((Said("first pass"), one.first), (Said("second pass"), one.second))
        ]  # fmt: skip
        desk.say(
            Said(
                "{batch}: {state}; {passes}",
                batch=one.batch,
                state=BATCH_WORDS[one.state],
                passes=tuple(parts),
            )
        )
    if sealed:
        desk.say(Said("the appraisal is sealed"))


def _print_operators(desk: Desk, clerks: Sequence[ClerkFigures], as_json: bool) -> None:
    if as_json:
        import json

        rows = [
            {
                "name": one.name,
                "ballots": one.ballots,
                "keyed_here": one.timed,
                "keys": one.pace.keys,
                "seconds": one.pace.tenths / 10,
                "keys_an_hour": one.keys_an_hour,
                "corrections": one.pace.corrections,
                "corrections_a_thousand_marks": one.corrections_text,
            }
            for one in clerks
        ]
        click.echo(json.dumps({"operators": rows}, ensure_ascii=False, indent=1))
        return
    from tally.pace import PAUSE

    if not clerks:
        desk.say(Said("nobody has keyed anything yet"))
    for one in clerks:
        desk.say(
            Said(
                "{name}: {ballots} ballots; {speed} keystrokes an hour without pauses over {pause} s; "
                "{corrections} corrections a 1,000 marks",
                name=one.name,
                ballots=one.ballots,
                speed="-" if one.keys_an_hour is None else one.keys_an_hour,
                pause=PAUSE,
                corrections=one.corrections_text,
            )
        )
