"""The line that stays in the terminal when `pingyi key` has ended: how far the batch is, and what comes next."""

from __future__ import annotations

import signal

from tally.said import Said
from tui.keying.state import KeyingState, Mode

TAKEN_OVER = 128 + signal.SIGHUP
"""The exit status of a window that another one has ended; where the line is gone nobody reads the words."""


def ending_words(batch: str, now: KeyingState, again: KeyingState, status: int) -> Said:
    """What to say of a session that ended in the state `now`; `again` is what the next one begins with."""
    saved, collected = len(now.keyed), len(now.rules.numbers)
    if now.mode is Mode.HANDED_IN:
        return Said("batch {batch} handed in: {saved} ballots", batch=batch, saved=saved)
    if status == TAKEN_OVER:
        return Said(
            "batch {batch} was taken over by another window of yours; {saved} of {all} saved",
            batch=batch,
            saved=saved,
            all=collected,
        )
    if again.mode is Mode.SUMMARY:
        return Said(
            "left batch {batch}, {saved} of {all} saved; next time: count the sheets and hand in",
            batch=batch,
            saved=saved,
            all=collected,
        )
    return Said(
        "left batch {batch}, {saved} of {all} saved; next time from ballot {number}, row {row}",
        batch=batch,
        saved=saved,
        all=collected,
        number=again.sheet.number,
        row=min(again.cursor + 1, again.rules.rows),
    )
