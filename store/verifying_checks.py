"""What `verify` looks at of sample checks: draws that can be drawn again, and readings by whom they may be."""

from __future__ import annotations

from collections.abc import Iterator

from store.appraisal import Appraisal
from store.batch_register import Registered
from store.chain import Fields
from store.check_progress import plan_of
from store.check_records import READ, read_checked, read_findings
from store.drawn_population import Population, population_as_drawn
from store.faults import Damaged
from store.recorded_files import Misfit, misfits
from store.review_files import ReviewFiles, is_check_file
from store.sample_draws import Draw, draws_in
from tally.draw import Sheet
from tally.said import Refused, Said


def check_records(appraisal: Appraisal, ledger: list[Fields]) -> Iterator[Said]:
    """Each file of a check's readings holds what the ledger recorded of it, and no file is missing."""
    for found in misfits(appraisal.layout.folder("review"), ledger, is_check_file):
        if isinstance(found, Damaged):
            yield found.said
            continue
        name = found.path.name
        match found.misfit:
            case Misfit.SHORT:
                yield Said("review/{file} does not hold all that was read for a check", file=name)
            case Misfit.LONGER:
                yield Said(
                    "review/{file}: the ledger does not know what was read from record {place} on; after a crash "
                    "reading on records it",
                    file=name,
                    place=found.place,
                )
            case Misfit.UNKNOWN:
                yield Said("review/{file}: the ledger does not know what was read there", file=name)


def checks(appraisal: Appraisal, ledger: list[Fields], register: dict[str, Registered]) -> Iterator[Said]:
    """Each draw gives the sheets that were read, and the values they were held against are those of the count.

    That nobody read a batch that they keyed is looked at with all persons of the batches.
    """
    try:
        draws = draws_in(ledger, appraisal.layout.folder("ledger"))
    except Damaged as damaged:
        yield damaged.said
        return
    for draw in draws:
        try:
            then = population_as_drawn(appraisal, draw)
        except Refused as refused:
            yield refused.said
            continue
        if then.digest != draw.settled_sha256 or {
            name: len(sheets) for name, sheets in then.strata.items()
        } != dict(draw.strata):
            yield Said(
                "check {check}: what it was drawn from is not what lies in custody and review now",
                check=draw.id,
            )
            continue
        yield from _readings(appraisal, draw, then)
    known = {draw.id for draw in draws}
    review = ReviewFiles(appraisal.layout.folder("review"))
    for batch in register:
        for path in review.checks(batch):
            try:
                foreign = {str(one["check"]) for one in read_checked(path)} - known
            except Damaged as damaged:
                yield damaged.said
                continue
            for check in sorted(foreign):
                yield Said(
                    "review/{file}: the ledger does not know check {check}", file=path.name, check=check
                )


def _readings(appraisal: Appraisal, draw: Draw, then: Population) -> Iterator[Said]:
    plan = plan_of(draw, then)
    drawn = {one.sheet for one in plan.sample}
    counted = then.counted
    try:
        findings = read_findings(appraisal, draw.id, draw.batches)
    except Damaged as damaged:
        yield damaged.said
        return
    for sheet, one in sorted(findings.by_sheet.items()):
        if sheet not in drawn:
            yield Said(
                "check {check}: ballot {number} of batch {batch} was read and is not among the drawn sheets",
                check=draw.id,
                number=sheet.ballot,
                batch=sheet.batch,
            )
        elif one.counted != counted[sheet]:
            yield Said(
                "check {check}: ballot {number} of batch {batch} was held against another value than the count had",
                check=draw.id,
                number=sheet.ballot,
                batch=sheet.batch,
            )
    review = ReviewFiles(appraisal.layout.folder("review"))
    for batch in draw.batches:
        seen: set[Sheet] = set()
        for path in review.checks(batch):
            for record in read_checked(path):
                sheet = Sheet(batch, record["ballot"])
                if (record["check"], record["kind"]) != (draw.id, READ):
                    continue
                if sheet in seen:
                    yield Said(
                        "check {check}: ballot {number} of batch {batch} was read twice",
                        check=draw.id,
                        number=sheet.ballot,
                        batch=batch,
                    )
                seen.add(sheet)
