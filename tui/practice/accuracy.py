"""A practising clerk's own speed, and how many marks are as on the paper."""

from __future__ import annotations

from dataclasses import dataclass

from store.appraisal import Appraisal
from store.board import read_board
from store.claims import read_claims
from store.custody import pass_content
from store.faults import Damaged
from store.layout import PRACTICE
from store.taking_in import handed_in_bytes
from tally.pace import ClerkFigures, in_sum
from tally.readings import Reading
from tally.said import Said
from tui.practice.sheet_file import read_practice


@dataclass(frozen=True, slots=True)
class Misread:
    """One mark that is not as on the paper."""

    batch: str
    ballot: int
    row: int


@dataclass(frozen=True, slots=True)
class Practised:
    """What the clerk has keyed and handed in so far, held against the facsimiles."""

    figures: ClerkFigures
    right: int
    wrong: tuple[Misread, ...]


def practised(appraisal: Appraisal) -> Practised | None:
    """The work of the appraisal's person; None before a pass of theirs is handed in."""
    board = read_board(appraisal)
    sheets = read_practice(appraisal.folder).sheets
    contents, wrong, right = [], [], 0
    for claim in read_claims(appraisal):
        if claim.key != appraisal.person.key or claim.tag not in board.handed_in:
            continue
        path = appraisal.layout.pass_file(claim.key, claim.tag)
        content = pass_content(handed_in_bytes(appraisal, claim) or b"", path)
        contents.append(content)
        for number, readings in content.readings.items():
            sheet = sheets.get(claim.tag.batch, {}).get(number)
            if sheet is None or len(sheet.marks) != content.rows:
                raise Damaged(appraisal.folder / PRACTICE, Said("it has no paper for ballots that are keyed"))
            paper = sheet.marks
            rows = _misread(readings[-1], paper)
            wrong += [Misread(claim.tag.batch, number, row) for row in rows]
            right += len(paper) - len(rows)
    if not contents:
        return None
    paces = [pace for content in contents for pace in content.paces]
    figures = ClerkFigures(
        name=appraisal.person.name,
        ballots=sum(content.ballots for content in contents),
        timed=len(paces),
        marks=sum(len(content.paces) * content.rows for content in contents),
        pace=in_sum(paces),
    )
    return Practised(figures, right, tuple(wrong))


def _misread(reading: Reading, paper: str) -> list[int]:
    """The rows that read otherwise; a void ballot may be saved with rows not keyed."""
    return [
        row
        for row, (keyed, there) in enumerate(zip(reading.marks, paper, strict=True), start=1)
        if keyed != there and not reading.void
    ]
