"""Keying one pass: claiming it, saving ballots, keeping the draft, handing in.

Everything that independence needs is checked here, below the screens and the commands.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from store import clock
from store.access import find_batch, require
from store.appraisal import Appraisal
from store.batch_register import Registered, next_record
from store.board import (
    Board,
    board_of,
    note_handed_in,
    note_saved,
    noted,
    read_board,
    sealed_since,
    seals_of,
)
from store.claims import Claim, claimed_tags, claims_on, claims_with, make_claim
from store.drafts import Draft, drop_draft, keep_draft, read_draft
from store.durable_file import make_folder
from store.layout import PassTag
from store.pass_events import CORRECT, DOUBLE, ENTER, entering, handing_in
from store.pass_file import PassFile
from store.session_hold import SessionHold, end_holder
from tally.batch_life import Action
from tally.cover_sheets import row_count
from tally.opinion_words import unfit_text
from tally.pace import Pace
from tally.readings import Pass, Reading, check_marks
from tally.said import Refused, Said
from tally.scheme import Fill


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save is acknowledged with: the link of its record, and how many ballots are saved now."""

    link: str
    ballots: int


class KeyingSession:
    """One person keying one pass of one batch. Open it with `begin_keying`."""

    def __init__(self, appraisal: Appraisal, registered: Registered, tag: PassTag) -> None:
        cover = registered.cover
        self.appraisal = appraisal
        self.cover = cover
        self.tag = tag
        self._next_cover = next_record(appraisal.layout.folder("batches"), registered)
        self._seals = seals_of(appraisal).seals
        self.form = appraisal.scheme.forms[cover.form]
        self.rows = row_count(self.form, cover)
        layout, key = appraisal.layout, appraisal.person.key
        _own_folder(layout.entry(key))
        self._draft_path = layout.draft(key, tag)
        self._hold = SessionHold(layout.hold(key, tag), cover.id, appraisal.person.name)
        try:
            self._file = PassFile(layout.pass_file(key, tag), tag, appraisal.person, self.rows)
            self._file.settle()
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
    def numbers(self) -> range:
        """The numbers of the bundle's ballots."""
        return self.cover.numbers

    @property
    def may_fill(self) -> bool:
        """Whether rows may be filled with one key in this pass."""
        fill = self.appraisal.scheme.keying.fill
        return fill is Fill.BOTH or (fill is Fill.FIRST and self.tag.which is Pass.FIRST)

    @property
    def once(self) -> bool:
        """A saved ballot may be corrected while the pass is open."""
        return False

    @property
    def heading(self) -> tuple[Said, Said]:
        """What this is, and which pass."""
        return Said("Keying"), Said("first pass") if self.tag.which is Pass.FIRST else Said("second pass")

    @property
    def draft(self) -> Draft | None:
        """The half-keyed ballot that the last session left, where it still fits the batch."""
        draft = read_draft(self._draft_path)
        if draft is None or draft.ballot not in self.cover.numbers or len(draft.marks) != self.rows:
            return None
        # Killed between the save and the end of its draft: the ballot is saved, nothing is half keyed.
        reading = Reading(draft.marks, draft.void, draft.opinion, draft.words, draft.filled)
        return None if self.keyed.get(draft.ballot) == reading else draft

    def save(self, number: int, reading: Reading, pace: Pace | None = None) -> Saved:
        """Save one ballot durably: a new one, or a correction of one that is saved.

        `pace` is what keying it took. Returns after the folder was synced. Raises NotSaved where the disk
        failed (the ballot is then not saved), Refused for a ballot that is not the bundle's and where the
        batch has gone on without this session: given back, corrected, withdrawn or sealed.
        """
        self._require_still_open()
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
        # Saved from here on, whatever becomes of the draft and the note.
        drop_draft(self._draft_path)
        note_saved(self.appraisal, self.tag, len(self.keyed))
        return Saved(link, len(self.keyed))

    def keep(self, draft: Draft) -> None:
        """Keep the half-keyed ballot, so that a dropped line costs at most the key in flight."""
        keep_draft(self._draft_path, draft)

    def forget_draft(self) -> None:
        """There is no half-keyed ballot any more."""
        drop_draft(self._draft_path)

    def hand_in(self, sheets: int) -> None:
        """Close the pass. `sheets` is what the clerk counted; the screen has held it against the cover."""
        self._require_still_open()
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
        note_saved(self.appraisal, self.tag, len(seen))
        self._say_handed_in()

    def close(self) -> None:
        """Let go of the pass; another window may then key on."""
        self._hold.let_go()

    def __enter__(self) -> KeyingSession:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _require_still_open(self) -> None:
        """Three looks at names on the disk, so that a screen left open overnight saves nothing into a batch
        that others have gone on with."""
        batch = self.cover.id
        if noted(self.appraisal, "returned", self.tag):
            raise Refused(
                Said(
                    "batch {batch}: this pass was given back by the reviewer; leave and key it afresh",
                    batch=batch,
                )
            )
        if self._next_cover.exists():
            raise Refused(
                Said(
                    "the cover sheet of batch {batch} was changed meanwhile; leave and open it again",
                    batch=batch,
                )
            )
        if sealed_since(self.appraisal, self._seals):
            raise Refused(Said("the appraisal was sealed meanwhile; nothing more can be keyed"))

    def _say_handed_in(self) -> None:
        note_handed_in(self.appraisal, self.tag, {"at": clock.now()})


def begin_keying(appraisal: Appraisal, batch: str, *, second: bool = False) -> KeyingSession:
    """Key the pass of a batch that is this person's, claiming one that is free.

    `second` takes on the second pass though the first is free too. Raises Refused where the person may not, or both passes are taken.
    """
    while True:
        chosen = choose_pass(appraisal, batch, second=second)
        _own_folder(appraisal.layout.entry(appraisal.person.key))
        if not chosen.claimed:
            try:
                make_claim(appraisal, chosen.tag)
            except FileExistsError:
                continue  # somebody was faster; look again
        return KeyingSession(appraisal, chosen.registered, chosen.tag)


def take_over(appraisal: Appraisal, batch: str) -> None:
    """End this person's other session on a batch, so that keying can go on here.

    Raises Refused where there is no pass of theirs, or the session cannot be ended from here. Nothing is
    claimed.
    """
    chosen = choose_pass(appraisal, batch)
    if not chosen.claimed:
        raise Refused(
            Said(
                "you have begun no pass of batch {batch}, so there is nothing to take over",
                batch=chosen.registered.cover.id,
            )
        )
    path = appraisal.layout.hold(appraisal.person.key, chosen.tag)
    if path.exists():
        end_holder(path, batch, appraisal.person.name)


@dataclass(frozen=True, slots=True)
class ChosenPass:
    """The pass of a batch that a person would key, and whether it is claimed by them already."""

    registered: Registered
    tag: PassTag
    claimed: bool


def choose_pass(appraisal: Appraisal, batch: str, *, second: bool = False) -> ChosenPass:
    """The pass that `begin_keying` would open, without claiming it. Raises Refused as that does."""
    registered = find_batch(appraisal, batch)
    cover = registered.cover
    board = board_of(appraisal, cover.id)
    claims = claims_on(appraisal, cover.id)
    mine = _my_pass(appraisal, board, claims, cover.id)
    if mine is not None:
        require(appraisal, Action.KEY, cover, mine.which, board)
        if mine in board.handed_in:
            raise Refused(Said("you have handed in batch {batch} already", batch=cover.id))
        return ChosenPass(registered, mine, claimed=True)
    for which in (Pass.SECOND,) if second else tuple(Pass):
        tag = board.tag(cover.id, which)
        if all(claim.tag != tag for claim in claims):
            require(appraisal, Action.KEY, cover, which, board)
            return ChosenPass(registered, tag, claimed=False)
    # A person who keyed a given-back attempt of one pass hears of that first.
    require(appraisal, Action.KEY, cover, Pass.FIRST, board)
    raise Refused(Said("both passes of batch {batch} are taken by others", batch=cover.id))


def next_batch(appraisal: Appraisal, batches: Sequence[str]) -> str | None:
    """The batch to key next: one that this person has begun, else the first that they may take on.

    Told from names as far as it goes: of all the claims only those on passes that are being keyed are read.
    """
    board = read_board(appraisal, ("handed-in", "taken-in", "returned"))
    claimed = claimed_tags(appraisal)
    at_work = (
        {tag for tag in claimed if tag == board.tag(tag.batch, tag.which)} - board.handed_in - board.taken_in
    )
    begun = {
        claim.tag.batch for claim in claims_with(appraisal, at_work) if claim.key == appraisal.person.key
    }
    for batch in batches:
        if batch in begun:
            return batch
    for batch in batches:
        if any(board.tag(batch, which) not in claimed for which in Pass) and may_key(appraisal, batch):
            return batch
    return None


def may_key(appraisal: Appraisal, batch: str) -> bool:
    """Whether the person has a pass of the batch to key, or may take one on."""
    try:
        choose_pass(appraisal, batch)
    except Refused:
        return False
    return True


def _my_pass(appraisal: Appraisal, board: Board, claims: Sequence[Claim], batch: str) -> PassTag | None:
    for claim in claims:
        if claim.key == appraisal.person.key and claim.tag == board.tag(batch, claim.tag.which):
            return claim.tag
    return None


def _own_folder(path: Path) -> None:
    if os.path.lexists(path) and not path.is_dir():
        raise Refused(Said("{path} is not a folder", path=path))
    make_folder(path, 0o750)
    if not os.access(path, os.W_OK):
        raise Refused(Said("you may not write in {folder}; ask who runs the host", folder=path))
