"""Keying one pass: claiming it, saving ballots, keeping the draft, handing in.

Everything that independence needs is checked here, below the screens and the commands.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from store import board as board_notes
from store import clock
from store.access import current_attempt, find_batch, require
from store.appraisal import Appraisal
from store.board import Board, read_board
from store.claims import Claim, claims_on, make_claim
from store.drafts import Draft, drop_draft, keep_draft, read_draft
from store.layout import PassTag
from store.pass_events import CORRECT, DOUBLE, ENTER, entering, handing_in
from store.pass_file import PassFile
from store.session_hold import SessionHold, end_holder
from tally.cover_sheets import CoverSheet, row_count
from tally.opinion_words import unfit_text
from tally.pace import Pace
from tally.permissions import Action
from tally.readings import Pass, Reading, check_marks
from tally.said import Refused, Said


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save is acknowledged with: the link of its record, and how many ballots are saved now."""

    link: str
    ballots: int


class KeyingSession:
    """One person keying one pass of one batch. Open it with `begin_keying`."""

    def __init__(self, appraisal: Appraisal, cover: CoverSheet, tag: PassTag) -> None:
        self.appraisal = appraisal
        self.cover = cover
        self.tag = tag
        self.form = appraisal.scheme.forms[cover.form]
        self.rows = row_count(self.form, cover)
        layout, key = appraisal.layout, appraisal.person.key
        _own_folder(layout.entry(key))
        self._draft_path = layout.draft(key, tag)
        self._hold = SessionHold(layout.hold(key, tag), cover.id, appraisal.person.name)
        try:
            self._file = PassFile(layout.pass_file(key, tag), tag, appraisal.person, self.rows)
            content = self._file.read()
            if content is not None and content.handed_in:
                self._say_handed_in()
                raise Refused(Said("you have handed in batch {batch} already", batch=cover.id))
        except BaseException:
            self.close()
            raise
        self.keyed: dict[int, Reading] = {}
        if content is not None:
            self.keyed = {number: readings[-1] for number, readings in content.readings.items()}

    @property
    def draft(self) -> Draft | None:
        """The half-keyed ballot that the last session left, where it still fits the batch."""
        draft = read_draft(self._draft_path)
        if draft is None or draft.ballot not in self.cover.numbers or len(draft.marks) != self.rows:
            return None
        return draft

    def save(self, number: int, reading: Reading, pace: Pace | None = None) -> Saved:
        """Save one ballot durably: a new one, or a correction of one that is saved.

        `pace` is what keying it took. Returns after the folder was synced. Raises NotSaved where the disk failed (the ballot is then
        not saved), Refused for a ballot that is not the bundle's.
        """
        if number not in self.cover.numbers:
            raise Refused(Said("ballot {number} is not in batch {batch}", number=number, batch=self.cover.id))
        wrong = check_marks(
            reading.marks, self.rows, len(self.appraisal.scheme.grades), may_be_empty=reading.void
        )
        if wrong is not None:
            raise Refused(Said("ballot {number}, {why}", number=number, why=wrong))
        why = unfit_text(reading.words)
        if why is not None:
            raise Refused(Said("ballot {number}, {why}", number=number, why=why))
        kind = CORRECT if number in self.keyed else ENTER
        if kind == CORRECT and self.keyed[number] == reading:
            drop_draft(self._draft_path)
            return Saved("", len(self.keyed))
        link = self._file.append([entering(kind, number, reading, clock.now(), pace)])
        self.keyed[number] = reading
        drop_draft(self._draft_path)
        board_notes.note_saved(self.appraisal.layout.folder("board"), self.tag, len(self.keyed))
        return Saved(link, len(self.keyed))

    def keep(self, draft: Draft) -> None:
        """Keep the half-keyed ballot, so that a dropped line costs at most the key in flight."""
        keep_draft(self._draft_path, draft)

    def forget_draft(self) -> None:
        """There is no half-keyed ballot any more."""
        drop_draft(self._draft_path)

    def hand_in(self, sheets: int) -> None:
        """Close the pass. `sheets` is what the clerk counted; the screen has held it against the cover."""
        self._file.hand_in(sheets, len(self.keyed))
        drop_draft(self._draft_path)
        self._say_handed_in()

    def import_whole(self, readings: Sequence[tuple[int, Reading]]) -> None:
        """A whole pass in one durable write, and handed in. Only into a pass with nothing keyed yet."""
        if self.keyed or self.draft is not None:
            raise Refused(
                Said(
                    "batch {batch}: ballots are keyed already, so a file cannot be imported",
                    batch=self.cover.id,
                )
            )
        seen: set[int] = set()
        events = []
        for number, reading in readings:
            events.append(entering(DOUBLE if number in seen else ENTER, number, reading, clock.now()))
            seen.add(number)
        events.append(handing_in(len(seen), len(seen), clock.now()))
        self._file.append(events)
        board_notes.note_saved(self.appraisal.layout.folder("board"), self.tag, len(seen))
        self._say_handed_in()

    def close(self) -> None:
        """Let go of the pass; another window may then key on."""
        self._hold.let_go()

    def __enter__(self) -> KeyingSession:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _say_handed_in(self) -> None:
        board_notes.note_pass(
            self.appraisal.layout.folder("board"), "handed-in", self.tag, {"at": clock.now()}
        )


def begin_keying(appraisal: Appraisal, batch: str, *, second: bool = False) -> KeyingSession:
    """Key the pass of a batch that is this person's, claiming one that is free.

    `second` takes on the second pass though the first is free too. Raises Refused where the person may not, or both passes are taken.
    """
    while True:
        chosen = choose_pass(appraisal, batch, second=second)
        _own_folder(appraisal.layout.entry(appraisal.person.key))
        if not chosen.claimed:
            try:
                make_claim(appraisal.layout.folder("claims"), chosen.tag, appraisal.person)
            except FileExistsError:
                continue  # somebody was faster; look again
        return KeyingSession(appraisal, chosen.cover, chosen.tag)


def take_over(appraisal: Appraisal, batch: str) -> None:
    """End this person's other session on a batch, so that keying can go on here.

    Raises Refused where there is no pass of theirs, or the session cannot be ended from here.
    """
    chosen = choose_pass(appraisal, batch)
    path = appraisal.layout.hold(appraisal.person.key, chosen.tag)
    if path.exists():
        end_holder(path, batch, appraisal.person.name)


@dataclass(frozen=True, slots=True)
class ChosenPass:
    """The pass of a batch that a person would key, and whether it is claimed by them already."""

    cover: CoverSheet
    tag: PassTag
    claimed: bool


def choose_pass(appraisal: Appraisal, batch: str, *, second: bool = False) -> ChosenPass:
    """The pass that `begin_keying` would open, without claiming it. Raises Refused as that does."""
    cover = find_batch(appraisal, batch).cover
    board = read_board(appraisal.layout.folder("board"))
    claims = claims_on(appraisal.layout.folder("claims"), cover.id)
    mine = _my_pass(appraisal, board, claims, cover.id)
    if mine is not None:
        require(appraisal, Action.KEY, cover, mine.which)
        if mine in board.handed_in:
            raise Refused(Said("you have handed in batch {batch} already", batch=cover.id))
        return ChosenPass(cover, mine, claimed=True)
    for which in (Pass.SECOND,) if second else tuple(Pass):
        tag = PassTag(cover.id, which.number, current_attempt(board, cover.id, which))
        if all(claim.tag != tag for claim in claims):
            require(appraisal, Action.KEY, cover, which)
            return ChosenPass(cover, tag, claimed=False)
    # A person who keyed a given-back attempt of one pass hears of that first.
    require(appraisal, Action.KEY, cover, Pass.FIRST)
    raise Refused(Said("both passes of batch {batch} are taken by others", batch=cover.id))


def next_batch(appraisal: Appraisal, batches: Sequence[str]) -> str | None:
    """The batch to key next: one that this person has begun, else the first that they may take on."""
    board = read_board(appraisal.layout.folder("board"))
    free: str | None = None
    for batch in batches:
        claims = claims_on(appraisal.layout.folder("claims"), batch)
        mine = _my_pass(appraisal, board, claims, batch)
        if mine is not None and mine not in board.handed_in:
            return batch
        if free is None and mine is None and may_key(appraisal, batch):
            free = batch
    return free


def may_key(appraisal: Appraisal, batch: str) -> bool:
    """Whether the person has a pass of the batch to key, or may take one on."""
    try:
        choose_pass(appraisal, batch)
    except Refused:
        return False
    return True


def _my_pass(appraisal: Appraisal, board: Board, claims: Sequence[Claim], batch: str) -> PassTag | None:
    for claim in claims:
        now = current_attempt(board, batch, claim.tag.which)
        if claim.key == appraisal.person.key and claim.tag.attempt == now:
            return claim.tag
    return None


def _own_folder(path: Path) -> None:
    try:
        path.mkdir(mode=0o750, exist_ok=True)
    except FileExistsError:
        raise Refused(Said("{path} is not a folder", path=path)) from None
    if not os.access(path, os.W_OK):
        raise Refused(Said("you may not write in {folder}; ask who runs the host", folder=path))
