"""Whether what was typed is what lies on the disk: none lost, none invented, none in another order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.clerks.paper import ROWS
from benchmarks.clerks.shown_keys import ENTER
from store.appraisal import open_appraisal
from store.chained_records import read_chained
from store.drafts import read_draft
from store.layout import read_tag
from store.pass_file import PassFile
from tally.marks import EMPTY
from tally.readings import Reading

Saved = Sequence[tuple[int, str]]


def first_departure(codes: Sequence[str], saved: Saved, draft: tuple[int, str] | None) -> str | None:
    """Where ballots on the disk (numbers and marks in the order of their saves, and the half-keyed one) first
    depart from the codes that were typed; None where they are exactly those."""
    text = "".join(codes)
    *sheets, rest = text.split(ENTER)
    for number, marks in enumerate(sheets, start=1):
        if len(saved) < number:
            return f"ballot {number} was typed and is not kept"
        if saved[number - 1] != (number, marks):
            return f"ballot {number} was typed {marks} and is kept as {saved[number - 1]}"
    if len(saved) > len(sheets):
        return f"{saved[len(sheets)]} is kept and was not typed"
    half = (len(sheets) + 1, rest.ljust(ROWS, EMPTY)) if rest else None
    return None if draft == half else f"half a ballot was typed {half} and is kept as {draft}"


def clerks_departure(folder: Path, name: str, batch: str, codes: Sequence[str]) -> str | None:
    """The same for one clerk's pass of a batch, read by the functions of `store`."""
    appraisal = open_appraisal(folder, name)
    found = [
        tag
        for path in appraisal.layout.entry(appraisal.person.key).glob(f"{batch}.*.json")
        if (tag := read_tag(path.stem)) is not None
    ]
    drafts = appraisal.layout.entry(appraisal.person.key).glob(f"{batch}.*.draft")
    draft = next((one for path in drafts if (one := read_draft(path)) is not None), None)
    half = (draft.ballot, draft.marks) if draft is not None else None
    if not found:
        return first_departure(codes, [], half)
    path = appraisal.layout.pass_file(appraisal.person.key, found[0])
    content = PassFile(path, found[0], appraisal.person, ROWS).read()
    saved = [(number, _plain(one)) for number, one in content.readings.items()] if content else []
    if content and content.events != 1 + len(saved):
        return f"{content.events - 1} records are kept of {len(saved)} ballots"
    return first_departure(codes, saved, half)


def reviewers_departure(
    folder: Path, name: str, batch: str, codes: Sequence[str], readings: Sequence[tuple[int, int, str]]
) -> str | None:
    """The same for one reviewer's rulings: as many as marks were typed, each what the paper reads, in order."""
    appraisal = open_appraisal(folder, name)
    records = read_chained(appraisal.layout.rulings(batch, appraisal.person.key))
    kept = [(one["ballot"], one["place"], one["reading"]) for one in records]
    typed = list(readings[: sum(code != ENTER for code in codes)])
    return None if kept == typed else f"{len(typed)} rulings were typed, {len(kept)} are kept, not the same"


def _plain(readings: tuple[Reading, ...]) -> str:
    """The marks of a ballot that was saved once and bears nothing else."""
    (only,) = readings
    return only.marks if only == Reading(only.marks) else repr(only)
