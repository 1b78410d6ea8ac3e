"""`pingyi status`, `tally`, `export`, `verify`: what a count says, and whether it fits."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from exports.csv_encoding import ENCODINGS, UTF_8
from exports.package_formats import FORMATS
from store.access import may_not
from store.board import read_board
from store.operators import clerk_figures
from store.status import progress
from store.tallying import tally_of
from store.verification import verify_appraisal
from tally.batch_life import Action
from tally.pace import PAUSE, ClerkFigures
from tally.progress import PassProgress
from tally.said import Said
from tally.state_words import BATCH_WORDS, PASS_WORDS
from tui import language
from tui.commands.words import say
from tui.desk import Desk
from tui.export_bars import export_bars
from tui.exporting import export_package


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
        _print_operators(desk, clerk_figures(appraisal), as_json)
        return
    # Who keys what is shown to reviewers and organizers only.
    names = may_not(appraisal, Action.LOOK) is None
    batches = progress(appraisal)
    sealed = read_board(appraisal).sealed
    if as_json:

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
        return
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


@click.command(help=say("Counts, measures and verdicts; says what is still open."))
@click.option("--json", "as_json", is_flag=True, help=say("As JSON."))
@click.pass_obj
def tally(desk: Desk, as_json: bool) -> int:
    """Print the tally; exit status 1 while it is not complete."""
    appraisal = desk.appraisal()
    counted = tally_of(appraisal)
    if as_json:
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

        for one in tally_lines(counted, desk.translate, checked=checked_words(appraisal, counted)):
            click.echo(one)
        desk.say(form_of_count(separate_accounts=appraisal.separate_accounts))
    return 0 if counted.complete else 1


@click.command(help=say("Write the statistics tables and the submission package."))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=say("Where to; else export/ in the appraisal."),
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    help=say("The tables in this format as well; can be given twice."),
)
@click.option(
    "--csv-encoding",
    "encoding",
    type=click.Choice(ENCODINGS),
    default=UTF_8,
    help=say("Of the CSV files: UTF-8 with BOM, or GB 18030 for programs that know no other."),
)
@click.pass_obj
def export(desk: Desk, out: Path | None, formats: tuple[str, ...], encoding: str) -> int:
    """Write the package; exit status 1 while the count is not complete."""
    appraisal = desk.appraisal()
    with export_bars(desk) as progress:
        exported = export_package(appraisal, out, formats=formats, encoding=encoding, progress=progress)
    desk.say(Said("written to {folder}", folder=exported.folder))
    if not exported.complete:
        desk.warn(Said("the count is not complete; every table says so"))
        return 1
    return 0


@click.command(help=say("Recompute and check the appraisal, or a submission PACKAGE."))
@click.argument("package", required=False, type=click.Path(path_type=Path))
@click.pass_obj
def verify(desk: Desk, package: Path | None) -> int:
    """Check the appraisal or a package; exit status 1 where something does not fit."""
    if package is not None:
        from exports.rollup.recounting import recount
        from tui.package_folder import read_package

        files = read_package(package)
        problems = recount(files, {name: language.translator(name) for name in language.LANGUAGES})
    else:
        problems = verify_appraisal(desk.appraisal())
    desk.say_all(problems)
    if problems:
        desk.say(Said("{count} things do not fit", count=len(problems)))
        return 1
    desk.say(Said("everything fits"))
    return 0
