"""Lines of terminal cells: text in a few looks, measured and cut by cells, never by characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from wcwidth import wcswidth, wcwidth


class Look(Enum):
    """How a piece of text is set off. Nothing is told by colour alone."""

    PLAIN = ""
    BOLD = "bold"
    REVERSE = "reverse"
    DIM = "dim"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one look."""

    text: str
    look: Look = Look.PLAIN


Line = tuple[Span, ...]


def line(*parts: str | Span) -> Line:
    """A line made of plain texts and spans; empty pieces are left out."""
    return tuple(part if isinstance(part, Span) else Span(part) for part in parts if part)


def width(text: str) -> int:
    """How many cells a text takes."""
    return max(0, wcswidth(text))


def line_width(spans: Iterable[Span]) -> int:
    """How many cells a line takes."""
    return sum(width(span.text) for span in spans)


def cut(text: str, cells: int) -> str:
    """The beginning of a text that fits into `cells`; what is cut off is told by two dots."""
    if width(text) <= cells:
        return text
    kept, used = [], 0
    for character in text:
        wide = max(0, wcwidth(character))
        if used + wide > cells - 2:
            break
        kept.append(character)
        used += wide
    return ("".join(kept) + "..")[: max(0, cells)] if cells >= 2 else ""


def pad(text: str, cells: int) -> str:
    """A text cut or filled with blanks to exactly `cells`."""
    shown = cut(text, cells)
    return shown + " " * (cells - width(shown))


def pad_left(text: str, cells: int) -> str:
    """A text set to the right of `cells`."""
    shown = cut(text, cells)
    return " " * (cells - width(shown)) + shown


def wrap(text: str, cells: int) -> list[str]:
    """A text broken into lines of at most `cells`, at blanks where there are some, else anywhere."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        current = ""
        for word in _pieces(paragraph):
            if width(current + word.rstrip()) > cells and current:
                lines.append(current.rstrip())
                current = ""
                word = word.lstrip()
            current += word
        lines.append(current.rstrip())
    return lines


def _pieces(text: str) -> list[str]:
    """Words with the blank after them; every wide character is a piece of its own."""
    pieces: list[str] = []
    word = ""
    for character in text:
        if wcwidth(character) > 1:
            if word:
                pieces.append(word)
                word = ""
            if character in "。,、;:?!”)》" and pieces:
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


def columns(parts: Sequence[tuple[str, int]]) -> str:
    """Texts side by side, each padded to its cells."""
    return "".join(pad(text, cells) for text, cells in parts)
