"""Noticing a bracketed paste whose end never came.

A terminal marks pasted text with `ESC [200~` before and `ESC [201~` after it. Where the line dropped
the end, or a crashed program sent the beginning, everything typed from then on would be taken for
pasted text, and no key would do anything any more.
"""

from __future__ import annotations

BEGINS = "\x1b[200~"
ENDS = "\x1b[201~"
QUIET = 2.0
"""Seconds without a byte after which an open paste is given up. A paste comes in one go; a clerk
whose keys do nothing stops to look."""


class OpenPaste:
    """Follows what the terminal sends, however it is cut into pieces."""

    def __init__(self) -> None:
        self.open = False
        self._tail = ""
        self._heard_at = 0.0

    def hear(self, text: str, now: float) -> None:
        """Take note of what came, and when (seconds of any steady clock)."""
        self._heard_at = now
        seen = self._tail + text
        begun, ended = seen.rfind(BEGINS), seen.rfind(ENDS)
        if max(begun, ended) >= 0:
            self.open = begun > ended
        # What was looked at already must not be looked at again, a beginning of a mark must.
        self._tail = seen[max(begun + len(BEGINS), ended + len(ENDS), len(seen) - len(BEGINS) + 1, 0) :]

    def given_up(self, now: float) -> bool:
        """Whether an open paste has been quiet for too long; it is then no longer open."""
        if not self.open or now - self._heard_at < QUIET:
            return False
        self.open = False
        self._tail = ""
        return True
