"""Drafts: the half-keyed ballot beside a pass, so that a dropped line costs at most the key in flight.

A draft is not a ballot: it is not synced, not chained and never counted, and saving its ballot
removes it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from store.durable_file import replace_quickly
from store.layout import READABLE_BY_GROUP


@dataclass(frozen=True, slots=True)
class Draft:
    """Where keying stood: the ballot, its marks so far (`_` for none), and the row of the cursor."""

    ballot: int
    marks: str
    void: bool
    opinion: bool
    words: str
    row: int


def keep_draft(path: Path, draft: Draft) -> None:
    """Write a draft in the place of the last one."""
    replace_quickly(path, json.dumps(asdict(draft), ensure_ascii=False).encode(), READABLE_BY_GROUP)


def read_draft(path: Path) -> Draft | None:
    """The draft, or None; one that cannot be read is no draft (it was never acknowledged)."""
    try:
        fields = json.loads(path.read_bytes())
        draft = Draft(**fields)
    except (OSError, ValueError, TypeError):
        return None
    sound = (
        isinstance(draft.ballot, int)
        and isinstance(draft.marks, str)
        and isinstance(draft.row, int)
        and isinstance(draft.words, str)
    )
    return draft if sound else None


def drop_draft(path: Path) -> None:
    """Remove the draft of a ballot that is saved."""
    path.unlink(missing_ok=True)
