"""Free text made safe for a table: no control, bidirectional or escape characters, measured in cells."""

from __future__ import annotations

import re
import unicodedata

from wcwidth import wcswidth, wcwidth

_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_CLOSING = "。,、;:?!”’)》】,.;:!?)]"


def clean(text: str) -> str:
    """A text on one line: escape sequences, control and direction characters out, white space folded."""
    kept = []
    for character in _ESCAPE.sub("", text):
        category = unicodedata.category(character)
        if character.isspace() or category in ("Zl", "Zp"):
            kept.append(" ")
        elif category not in ("Cc", "Cf", "Cs", "Cn"):
            kept.append(character)
    return " ".join("".join(kept).split())


def cells(text: str) -> int:
    """How many terminal cells a text takes."""
    return max(0, wcswidth(text))


def pad(text: str, width: int) -> str:
    """A text filled with blanks to `width` cells; one that is longer stays whole."""
    return text + " " * max(0, width - cells(text))


def pad_left(text: str, width: int) -> str:
    """A text set to the right of `width` cells."""
    return " " * max(0, width - cells(text)) + text


def centred(text: str, width: int) -> str:
    """A text in the middle of `width` cells."""
    return " " * max(0, (width - cells(text)) // 2) + text


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """A text broken into lines of at most `width` cells; lines after the first begin with `indent`.

    Breaks at blanks and between wide characters, never before closing punctuation, and inside a word
    only where the word is longer than a line. Nothing is left out.
    """
    lines: list[str] = []
    current = ""

    def room() -> int:
        return max(2, width - (cells(indent) if lines else 0))

    def end_line(content: str) -> None:
        lines.append((indent if lines else "") + content.rstrip())

    for piece in _pieces(text):
        if current and cells((current + piece).rstrip()) > room():
            end_line(current)
            current, piece = "", piece.lstrip()
        while cells(piece.rstrip()) > room():
            head = _head(piece, room())
            end_line(head)
            piece = piece[len(head) :]
        current += piece
    if current.strip() or not lines:
        end_line(current)
    return lines


def _head(text: str, width: int) -> str:
    used = 0
    for place, character in enumerate(text):
        used += max(0, wcwidth(character))
        if used > width:
            return text[: max(1, place)]
    return text


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    word = ""
    for character in text:
        if wcwidth(character) > 1:
            if word:
                pieces.append(word)
                word = ""
            if character in _CLOSING and pieces:
                pieces[-1] += character
            else:
                pieces.append(character)
        else:
            word += character
            if character == " ":
                pieces.append(word)
                word = ""
    if word:
        pieces.append(word)
    return pieces
