"""`pingyi differences`: the double-entry report as text, JSON and CSV."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tally.said import Refused, Said
from tui.commands.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exports.circumstances import BatchReport
    from tui.desk import Desk


@click.command(help=say("The double-entry report."))
@click.option("--batch", "batch_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help=say("As JSON."))
@click.option(
    "--csv",
    "csv_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=say("Every place in question, into FILE."),
)
@click.pass_obj
def differences(desk: Desk, batch_id: str | None, as_json: bool, csv_file: Path | None) -> int:
    """Print the double-entry report; exit status 1 while a difference is not ruled on."""
    from store.access import require
    from tally.batch_life import Action
    from tui.reporting import batch_reports

    if csv_file is not None:
        _may_be_written(csv_file)
    appraisal = desk.appraisal()
    require(appraisal, Action.LOOK)
    waiting = False

    def looked_at(reports: Iterable[BatchReport]) -> Iterator[BatchReport]:
        nonlocal waiting
        for report in reports:
            settlement = report.settlement
            if settlement is not None and (settlement.open_questions or settlement.open_opinions):
                waiting = True
            yield report

    reports: Iterable[BatchReport] = looked_at(batch_reports(appraisal, batch_id))
    if csv_file is not None:
        from exports.difference_csv import differences_csv
        from store.durable_file import replace_durably

        reports = tuple(reports)  # gone through twice
        replace_durably(csv_file, differences_csv(appraisal.scheme, appraisal.subjects, reports), 0o644)
    if as_json:
        import json

        from exports.differences_json import differences_object

        blind = appraisal.scheme.keying.rulings_blind
        click.echo(json.dumps(differences_object(reports, blind), ensure_ascii=False, indent=1))
    else:
        from exports.difference_report import difference_report

        for line in difference_report(appraisal.scheme, appraisal.subjects, reports, desk.translate):
            click.echo(line)
    return 1 if waiting else 0


def _may_be_written(file: Path) -> None:
    if file.is_dir():
        raise Refused(Said("{file} is a folder; name a file in it", file=file))
    if not file.parent.is_dir():
        raise Refused(Said("{file} is no folder", file=file.parent))
