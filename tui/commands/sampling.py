"""`pingyi sample`: how much both clerks probably got wrong alike, by reading settled sheets again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tally.said import Said
from tui.commands.words import say

if TYPE_CHECKING:
    from tui.desk import Desk


@click.group(
    invoke_without_command=True,
    help=say(
        "The check of settled sheets against the paper. Without a command: the report; exit status 1 while it may "
        "not stop."
    ),
)
@click.option("--json", "as_json", is_flag=True, help=say("As JSON."))
@click.option(
    "--csv",
    "csv_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=say("Every sheet read, into FILE."),
)
@click.pass_context
def sample(context: click.Context, as_json: bool, csv_file: Path | None) -> int:
    """Print the report of the checks."""
    if context.invoked_subcommand is not None:
        return 0
    desk: Desk = context.obj
    return _report(desk, csv_file, as_json=as_json)


@sample.command(help=say("Draw the sheets to be read again, by the digits of dice that people threw."))
@click.option("--seed", required=True, metavar="DIGITS", help=say("At least 20 digits, thrown by dice."))
@click.option("--form", default="", metavar="F", help=say("This form only; else every one that has batches."))
@click.option(
    "--subject", default="", metavar="S", help=say("This subject only (a roster: its organization).")
)
@click.option(
    "--size", default="", metavar="N", help=say("Read N sheets, stated now; else as many as it takes.")
)
@click.option("--risk", default="", metavar="5%", help=say("The risk to be wrong about a verdict; else 5%."))
@click.option("--again", is_flag=True, help=say("Though a check of the same sheets is not finished."))
@click.option("--reason", default="", help=say("Why it is drawn again."))
@click.pass_obj
def draw(
    desk: Desk, seed: str, form: str, subject: str, size: str, risk: str, again: bool, reason: str
) -> None:
    """Draw samples and print which sheets to pull."""
    from exports.draw_command import batches_of
    from exports.sample_report import neediest_words, pull_lines
    from store.sampling import draw_samples
    from tally.rates import rate_text

    appraisal = desk.appraisal()
    names = {subject.id: subject.name for subject in appraisal.subjects.by_id.values()}
    made = draw_samples(
        appraisal,
        seed,
        form=form,
        subject=subject,
        size=size,
        risk=risk,
        again=again,
        reason=reason,
    )
    for now in made:
        check = now.result.check
        said = Said(
            "check {check}: form {form}, subject {subject}, {sheets} settled sheets, risk {risk}",
            check=check.id,
            form=check.form,
            subject=check.subject,
            sheets=len(check.plan.order),
            risk=rate_text(check.risk),
        )
        desk.say(said)
        sheets = now.result.next_sheets
        if not sheets:
            desk.say(Said("  nothing has to be read: no sheet could change a verdict, or none could show it"))
            continue
        desk.say(Said("  pull these {count} sheets, in the order of the piles:", count=len(sheets)))
        for line in pull_lines(sheets, batches_of(check)):
            desk.say(Said("    {line}", line=line))
        why = neediest_words(now.result, names)
        if check.plan.size is None and why is not None:
            desk.say(Said("  {line}", line=why))
            desk.say(Said("  if none of them is wrong, every verdict that can be shown stands"))
    desk.say(Said("read them with: pingyi sample read (or pingyi sample import --check ID FILE.csv)"))


@sample.command(help=say("Read the drawn sheets again on the screen, without seeing what was counted."))
@click.option("--check", metavar="ID", help=say("The check; else the first with something to read."))
@click.pass_obj
def read(desk: Desk, check: str | None) -> int:
    """Read a check on the screen."""
    from tui.sampling.opening import open_check

    return open_check(desk, check)


@sample.command(
    name="import",
    help=say("Sheets read again, from FILE.csv (batch,ballot,row1,...,rowN[,void])."),
)
@click.option("--check", required=True, metavar="ID")
@click.option(
    "--looked-again",
    is_flag=True,
    help=say("Sheets that read otherwise than the count have been looked at once more."),
)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.pass_obj
def import_(desk: Desk, check: str, looked_again: bool, file: Path) -> int:
    """Take readings from a file; exit status 1 where a sheet has to be looked at again."""
    from store.check_import import import_check, open_lines

    taken = import_check(desk.appraisal(), check, file, looked_again=looked_again)
    desk.say(
        Said(
            "check {check}: {read} sheets read, {looked} looked at again",
            check=taken.check,
            read=taken.read,
            looked=taken.looked,
        )
    )
    if not taken.open:
        return 0
    desk.say_all(open_lines(taken.open))
    desk.say(
        Said(
            "{count} sheets do not read as the count and stay open: look at the paper again, then pingyi sample read, or "
            "import these sheets once more as they read now",
            count=len(taken.open),
        )
    )
    return 1


def _report(desk: Desk, csv_file: Path | None, *, as_json: bool) -> int:
    from exports.checked_words import all_may_stop
    from store.check_progress import checks_now
    from store.tallying import tally_of

    appraisal = desk.appraisal()
    counted = tally_of(appraisal)
    results = [now.result for now in checks_now(appraisal, counted)]
    if csv_file is not None:
        from exports.sample_json import sample_csv
        from store.durable_file import replace_durably

        replace_durably(csv_file, sample_csv(results), 0o644)
    if as_json:
        import json

        from exports.sample_json import sample_object

        click.echo(json.dumps(sample_object(results, desk.translate), ensure_ascii=False, indent=1))
    elif not results:
        desk.say(Said("no sample is drawn yet: pingyi sample draw --seed DIGITS"))
    else:
        from exports.sample_report import sample_lines

        for line in sample_lines(results, counted, desk.translate):
            click.echo(line)
    return 0 if all_may_stop(results) else 1
