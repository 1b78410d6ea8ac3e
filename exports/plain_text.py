"""Free text made safe for a table: no control, bidirectional or escape characters, measured in cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from wcwidth import wcswidth, wcwidth

_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_CLOSING = "。，、；：？！,;:!?”’)）》】〕」』.]}%"
_OPENING = "(（《“‘【〔「『[{"


def clean(text: str, *, keep_blanks: bool = False) -> str:
    """A text on one line: escape sequences, control and direction characters out, white space folded.

    `keep_blanks` leaves runs of blanks but those at the end: those of a line to sign are meant.
    """
    if text.isprintable():  # then nothing below would be taken out
        return text.rstrip() if keep_blanks else " ".join(text.split())
    kept = []
    for character in _ESCAPE.sub("", text):
        category = unicodedata.category(character)
        if character.isspace() or category in ("Zl", "Zp"):
            kept.append(" ")
        elif category not in ("Cc", "Cf", "Cs") and not _is_noncharacter(character):
            kept.append(character)
    whole = "".join(kept)
    return whole.rstrip() if keep_blanks else " ".join(whole.split())


def _is_noncharacter(character: str) -> bool:
    """Whether this can never be a character. One that this Python does not know yet may be a person's name."""
    code = ord(character)
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def cells(text: str) -> int:
    """How many terminal cells a text takes."""
    if text.isascii() and text.isprintable():
        return len(text)
    return max(0, wcswidth(text))


def every_width(texts: Sequence[str]) -> list[int]:
    """How many cells each of many texts of one line takes."""
    together = "".join(texts)
    if together.isascii() and together.isprintable():
        return list(map(len, texts))
    return list(map(cells, texts))


def pad(text: str, width: int) -> str:
    """A text filled with blanks to `width` cells; one that is longer stays whole."""
    return text + " " * max(0, width - cells(text))


def pad_left(text: str, width: int) -> str:
    """A text set to the right of `width` cells."""
    return " " * max(0, width - cells(text)) + text


def centred(text: str, width: int) -> str:
    """A text in the middle of `width` cells."""
    return " " * max(0, (width - cells(text)) // 2) + text


def packed(parts: Iterable[str], width: int) -> list[str]:
    """Parts side by side in at most `width` cells, as many on a line as fit whole, three blanks between."""
    lines: list[str] = []
    for part in parts:
        if lines and cells(lines[-1]) + 3 + cells(part) <= width:
            lines[-1] += "   " + part
        else:
            lines.append(part)
    return [line for whole in lines for line in wrap(whole, width, "   ")]


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """A text broken into lines of at most `width` cells; lines after the first begin with `indent`.

    Breaks at blanks and between wide characters, never before closing punctuation nor after an opening
    bracket, and inside a word only where the word is longer than a line. Nothing is left out.
    """
    return list(_wrapped(text, width, indent))


@lru_cache(maxsize=2048)
def _wrapped(text: str, width: int, indent: str) -> tuple[str, ...]:
    """Kept, for the same notes stand under every sheet of a document."""
    if cells(text) <= width:
        return (text.rstrip(),)
    lines: list[str] = []
    current = ""

    def room() -> int:
        return max(2, width - (cells(indent) if lines else 0))

    def end_line(content: str) -> None:
        lines.append((indent if lines else "") + content.rstrip())

    pieces = _pieces(text)
    widths = every_width(pieces)
    # A character may take other cells by what follows it, in a piece of its own; nearly never.
    add_up = sum(widths) == cells(text)
    taken = 0
    for piece, width_of in zip(pieces, widths, strict=True):
        if add_up and taken + width_of <= room():
            current += piece
            taken += width_of
            continue
        if current and cells((current + piece).rstrip()) > room():
            end_line(current)
            current, piece = "", piece.lstrip()
        while cells(piece.rstrip()) > room():
            head = _head(piece, room())
            end_line(head)
            piece = piece[len(head) :]
        current += piece
        taken = cells(current)
    if current.strip() or not lines:
        end_line(current)
    return tuple(lines)


def _head(text: str, width: int) -> str:
    """As much of a text as `width` cells hold, at least one character with the marks on it.

    Measured as a whole: a character may take more cells by what follows it (U+FE0F makes a sign wide).
    """
    place = 0
    while place < len(text):
        end = place + 1
        while end < len(text) and wcwidth(text[end]) == 0:
            end += 1
        if place and cells(text[:end]) > width:
            break
        place = end
    return text[:place]


def _pieces(text: str) -> list[str]:
    """What a line may be broken between: words with the blank after them, and single wide characters.

    Closing punctuation stays with what is before it, opening brackets with what follows.
    """
    pieces: list[str] = []
    word = ""
    for character in text:
        if character in _CLOSING and not word and pieces and pieces[-1][-1] != " ":
            pieces[-1] += character
        elif wcwidth(character) <= 1 or character in _OPENING or character in _CLOSING:
            if word and wcwidth(character) > 1 and character in _OPENING and word[-1] not in _OPENING:
                pieces.append(word)
                word = ""
            word += character
            if character == " ":
                pieces.append(word)
                word = ""
        elif word and word[-1] in _OPENING:
            pieces.append(word + character)
            word = ""
        else:
            if word:
                pieces.append(word)
                word = ""
            pieces.append(character)
    if word:
        pieces.append(word)
    return pieces
