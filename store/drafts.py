"""Drafts: the half-keyed ballot beside a pass, so that a dropped line costs at most the key in flight.

A draft is not a ballot: it is not synced, not chained and never counted, and saving its ballot
removes it.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from store.durable_file import replace_quickly
from store.faults import Damaged
from store.json_file import record_in
from store.layout import READABLE_BY_GROUP
from store.plain_file import plain_bytes
from store.record_fields import WrongField, flag, text, whole
from tally.marks import BLANK, EMPTY, MOST_GRADES, SPOILED, grade_codes
from tally.opinion_words import unfit_text

CODES = frozenset((*grade_codes(MOST_GRADES), BLANK, SPOILED, EMPTY))


@dataclass(frozen=True, slots=True)
class Draft:
    """Where keying stood: the ballot, its marks so far (`_` for none), and the row of the cursor."""

    ballot: int
    marks: str
    void: bool
    opinion: bool
    words: str
    row: int
    filled: bool = False
    """Some of its rows were filled with one key."""


def keep_draft(path: Path, draft: Draft) -> None:
    """Write a draft in the place of the last one."""
    replace_quickly(path, json.dumps(asdict(draft), ensure_ascii=False).encode(), READABLE_BY_GROUP)


def read_draft(path: Path) -> Draft | None:
    """The draft, or None; one that cannot be read is no draft (it was never acknowledged)."""
    try:
        content = plain_bytes(path)
        if content is None:
            return None
        record = record_in(content, path)
        draft = Draft(
            ballot=whole(record, "ballot", least=1),
            marks=text(record, "marks"),
            void=flag(record, "void"),
            opinion=flag(record, "opinion"),
            words=text(record, "words"),
            row=whole(record, "row"),
            filled=flag(record, "filled"),
        )
    except (OSError, Damaged, WrongField):
        return None
    sound = (
        CODES.issuperset(draft.marks) and draft.row <= len(draft.marks) and unfit_text(draft.words) is None
    )
    return draft if sound else None


def drop_draft(path: Path) -> None:
    """Remove the draft of a ballot that is saved; one that stays is known by being as the ballot is."""
    with contextlib.suppress(OSError):
        path.unlink()
