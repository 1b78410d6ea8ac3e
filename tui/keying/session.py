"""What the keying screen needs of whoever keeps its sheets: a clerk's pass, or a check of settled sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from store.appraisal import Appraisal
from store.drafts import Draft
from store.keying_session import Saved
from tally.cover_sheets import CoverSheet
from tally.pace import Pace
from tally.readings import Reading
from tally.said import Said
from tally.scheme import Form


class SheetSession(Protocol):
    """Sheets of one bundle, keyed one after the other in the order of the pile.

    `store.keying_session.KeyingSession` and `store.check_reading.CheckSession` are such.
    """

    @property
    def appraisal(self) -> Appraisal:
        """The appraisal, and who is at the keyboard."""
        ...

    @property
    def cover(self) -> CoverSheet:
        """The bundle."""
        ...

    @property
    def form(self) -> Form:
        """What is printed on its sheets."""
        ...

    @property
    def rows(self) -> int:
        """The rows of a sheet."""
        ...

    @property
    def numbers(self) -> Sequence[int]:
        """The numbers to be keyed, ascending; not always all of the bundle."""
        ...

    @property
    def may_fill(self) -> bool:
        """Whether rows may be filled with one key."""
        ...

    @property
    def once(self) -> bool:
        """Whether a sheet that is saved stays as it is: what was read first counts."""
        ...

    @property
    def heading(self) -> tuple[Said, Said]:
        """What this is, and which part of it, for the first line of the screen."""
        ...

    @property
    def keyed(self) -> Mapping[int, Reading]:
        """What is saved so far."""
        ...

    @property
    def draft(self) -> Draft | None:
        """The half-keyed sheet that the last session left."""
        ...

    def save(self, number: int, reading: Reading, pace: Pace | None = None) -> Saved:
        """Save one sheet durably. Raises NotSaved and Refused."""
        ...

    def keep(self, draft: Draft) -> None:
        """Keep the half-keyed sheet."""
        ...

    def forget_draft(self) -> None:
        """There is no half-keyed sheet any more."""
        ...

    def hand_in(self, sheets: int) -> None:
        """Close the work after the sheets were counted."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...
