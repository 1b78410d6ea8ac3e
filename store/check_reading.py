"""Reading drawn sheets again from the paper: by whom, each of them once, blind, kept before it is acknowledged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from store.access import find_batch, require
from store.appraisal import Appraisal
from store.board import board_of
from store.check_progress import CheckNow, open_of, to_read
from store.check_records import add_checked, looking_record, reading_record
from store.drafts import Draft, drop_draft, keep_draft, read_draft
from store.keying_session import Saved
from store.recorded_rulings import record_missed
from tally.batch_life import Action
from tally.cover_sheets import row_count
from tally.draw import Sheet
from tally.pace import Pace
from tally.readings import Pass, Reading, check_marks
from tally.said import Refused, Said
from tally.sheet_check import CheckedSheet, differing_places


class CheckSession:
    """One reviewer reading the drawn sheets of one batch; the keying screen works on it as on a pass.

    `open` are the sheets of the batch that somebody has still to look at again, those that this session
    has read among them.
    """

    def __init__(self, appraisal: Appraisal, now: CheckNow, batch: str) -> None:
        self.appraisal = appraisal
        self.cover = find_batch(appraisal, batch).cover
        require(appraisal, Action.CHECK, self.cover)
        self.form = appraisal.scheme.forms[self.cover.form]
        self.rows = row_count(self.form, self.cover)
        self.check = now.draw
        wanted = {sheet.ballot for sheet in to_read(appraisal, now) if sheet.batch == self.cover.id}
        self.numbers: Sequence[int] = tuple(sorted(wanted))
        self.keyed: dict[int, Reading] = {}
        self.open: dict[int, CheckedSheet] = {
            one.sheet.ballot: one for one in open_of(appraisal, now) if one.sheet.batch == self.cover.id
        }
        self._counted, self._ruled = now.counted, now.ruled
        layout, key = appraisal.layout, appraisal.person.key
        self._draft_path = layout.check_draft(self.cover.id, key)
        # What a crash between the file and the ledger left is recorded before it is counted on.
        record_missed(appraisal, layout.check_readings(self.cover.id, key))

    @property
    def may_fill(self) -> bool:
        """Every row of a checked sheet is looked at by itself."""
        return False

    @property
    def once(self) -> bool:
        """What was read first stays, since the count may be known after it."""
        return True

    @property
    def heading(self) -> tuple[Said, Said]:
        """Which check it is; the values that were counted are nowhere on the screen."""
        return Said("Check {check}", check=self.check.id), Said("read the paper again")

    @property
    def draft(self) -> Draft | None:
        """The half-read sheet that the last session left, where it is still to be read."""
        draft = read_draft(self._draft_path)
        if draft is None or draft.ballot not in self.numbers or len(draft.marks) != self.rows:
            return None
        return draft

    def save(self, number: int, reading: Reading, pace: Pace | None = None) -> Saved:
        """Keep what the paper reads. Raises NotSaved where the disk failed, Refused where the sheet is not to
        be read, was read meanwhile, or its batch has gone on without the check."""
        if number not in self.numbers:
            raise Refused(
                Said(
                    "ballot {number} of batch {batch} is not among the sheets to be read now",
                    number=number,
                    batch=self.cover.id,
                )
            )
        self._require_open()
        plain = Reading(reading.marks, reading.void)
        wrong = check_marks(
            plain.marks, self.rows, len(self.appraisal.scheme.grades), may_be_empty=plain.void
        )
        if wrong is not None:
            raise Refused(Said("ballot {number}, {why}", number=number, why=wrong))
        sheet = Sheet(self.cover.id, number)
        counted = self._counted[sheet]
        record = reading_record(self.check.id, number, plain, counted)
        kept = add_checked(self.appraisal, self.cover.id, [record])
        self.keyed[number] = plain
        blank = self.appraisal.scheme.validity.blank_ballot_void
        places = differing_places(plain, counted, blank_ballot_void=blank)
        if places:
            by = self.appraisal.person.name
            ruled = self._ruled.get(sheet, frozenset())
            self.open[number] = CheckedSheet(sheet, plain, counted, by, "", places, ruled=ruled)
        drop_draft(self._draft_path)
        return Saved(kept.link, len(self.keyed))

    def look_again(self, number: int, misread: Iterable[int]) -> None:
        """Keep what the second look at a sheet showed: `misread` places; at all others the count is wrong.

        Raises as `save`.
        """
        self._require_open()
        add_checked(self.appraisal, self.cover.id, [looking_record(self.check.id, number, misread)])
        self.open.pop(number, None)

    def keep(self, draft: Draft) -> None:
        """Keep the half-read sheet, so that a dropped line costs at most the key in flight."""
        keep_draft(self._draft_path, draft)

    def forget_draft(self) -> None:
        """There is no half-read sheet any more."""
        drop_draft(self._draft_path)

    def hand_in(self, sheets: int) -> None:
        """There is nothing to hand in: every sheet is kept as it is read."""

    def close(self) -> None:
        """Nothing is held: two readers of one sheet are kept apart when it is saved."""

    def _require_open(self) -> None:
        """Everything that may have gone on while a screen stood open."""
        require(self.appraisal, Action.CHECK, self.cover)
        board = board_of(self.appraisal, self.cover.id)
        drawn = self.check.batches[self.cover.id].attempts
        if tuple(board.attempt(self.cover.id, which) for which in Pass) != drawn:
            raise Refused(
                Said(
                    "batch {batch} was given back since the sample was drawn; leave, and draw again when it is settled",
                    batch=self.cover.id,
                )
            )
