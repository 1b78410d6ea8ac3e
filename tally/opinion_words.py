"""What may stand in the text of an opinion (意见建议): words that a person can read, and nothing else.

Control characters could move a terminal's cursor, bidirectional overrides make a text read other than
it is stored, and NUL ends it for other programs. They are refused, never silently dropped: the text is
what a rater wrote.
"""

from __future__ import annotations

import unicodedata

from tally.said import Said

LONGEST = 2000
"""Characters of one opinion."""
_OVERRIDES = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNFIT = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode categories: control, surrogate, and separators of lines and paragraphs. Private and unassigned
ones may stand: rare characters of names live there, and newer Han blocks than this Python knows."""


def unfit_character(character: str) -> Said | None:
    """Why one character may not stand in an opinion; None where it may."""
    if character == "\0":
        return Said("the character NUL cannot be kept")
    if character == "\ufffd":
        return Said("a character came broken; set the terminal to UTF-8 and type it again")
    if character in _OVERRIDES:
        return Said("a character that turns the direction of the text cannot be kept")
    if unicodedata.category(character) in _UNFIT:
        return Said("a control character cannot be kept (U+{code})", code=f"{ord(character):04X}")
    return None


def unfit_text(text: str) -> Said | None:
    """Why a text cannot be kept as an opinion; None where it can (an empty one too)."""
    if len(text) > LONGEST:
        return Said("the text has {count} characters; at most {most}", count=len(text), most=LONGEST)
    for character in text:
        why = unfit_character(character)
        if why is not None:
            return why
    return None
