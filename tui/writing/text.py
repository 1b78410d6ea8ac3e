"""A text being written: a pure value with a cursor. No screen, no clock."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tally.opinion_words import LONGEST, unfit_character
from tally.said import Said


@dataclass(frozen=True, slots=True)
class Text:
    """Characters and a place between two of them (0 before the first)."""

    written: str = ""
    at: int = 0

    @property
    def before(self) -> str:
        """What stands before the cursor."""
        return self.written[: self.at]

    @property
    def after(self) -> str:
        """What stands after it."""
        return self.written[self.at :]


def at_end(written: str) -> Text:
    """A text with the cursor behind it."""
    return Text(written, len(written))


def insert(text: Text, typed: str) -> tuple[Text, Said | None]:
    """Type characters at the cursor; where one may not stand, nothing of them goes in, and why.

    A line break in pasted text becomes a blank: an opinion is one paragraph.
    """
    plain = " ".join(typed.replace("\t", " ").splitlines()) if len(typed) > 1 else typed
    for character in plain:
        why = unfit_character(character)
        if why is not None:
            return text, why
    if len(text.written) + len(plain) > LONGEST:
        return text, Said("an opinion has at most {most} characters", most=LONGEST)
    return Text(text.before + plain + text.after, text.at + len(plain)), None


def erase_before(text: Text) -> Text:
    """Backspace."""
    return text if text.at == 0 else Text(text.written[: text.at - 1] + text.after, text.at - 1)


def erase_after(text: Text) -> Text:
    """Delete."""
    return replace(text, written=text.before + text.written[text.at + 1 :])


def move(text: Text, by: int) -> Text:
    """Move the cursor, no further than the ends."""
    return replace(text, at=min(max(0, text.at + by), len(text.written)))
