"""Finding by typing: words that all have to occur, whatever their case and width."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from tally.said import Said, Translate
from tui.screen.cells import Line, Look, Span, cut, line, width
from tui.screen.key import PASTE, Key

LONGEST = 40
"""Characters that can be typed."""
BEGINS = frozenset({".", "f", "F", "。", "．"})
"""The keys that begin it: one of the keypad, one of the keyboard, and what a Chinese input method makes of the first."""


def fold(text: str) -> str:
    """The form in which texts are compared: without case, full width as half width (Unicode D146)."""
    if text.isascii():
        return text.casefold()
    once = unicodedata.normalize("NFKD", unicodedata.normalize("NFD", text).casefold())
    return unicodedata.normalize("NFKD", once.casefold())


@lru_cache(maxsize=4)
def words_of(text: str) -> tuple[str, ...]:
    """The words that have to occur."""
    return tuple(fold(text).split())


def has_words(words: Sequence[str], folded: str) -> bool:
    """Whether every word occurs in a text that is folded."""
    return all(word in folded for word in words)


@dataclass(frozen=True, slots=True)
class Find:
    """What is looked for; `typing`: characters go into it now."""

    text: str = ""
    typing: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The words that have to occur."""
        return words_of(self.text)

    def begun(self) -> Find:
        """The same, and characters go into it."""
        return replace(self, typing=True)

    def ended(self) -> Find:
        """The same, and characters are keys again."""
        return replace(self, typing=False)

    def typed(self, key: Key) -> Find | None:
        """After a key that is typed into it: a character, a paste, Backspace (with nothing left: it ends), Esc
        (clears it). None where the key is none of those."""
        if key.name == "escape":
            return Find()
        if key.name == "backspace":
            return replace(self, text=self.text[:-1]) if self.text else Find()
        if key.name == PASTE:
            first = key.character.strip().split("\n")[0]
            return self._with("".join(_plain(one) for one in first))
        if len(key.character) == 1 and _plain(key.character):
            return self._with(_plain(key.character))
        return None

    def _with(self, more: str) -> Find:
        return replace(self, text=(self.text + more)[:LONGEST])


def _plain(character: str) -> str:
    """A character as it is typed; any blank but the plain one (a Chinese input method's is wide) as that, and nothing
    of what cannot be shown."""
    return " " if unicodedata.category(character) == "Zs" else character if character.isprintable() else ""


def find_words(find: Find) -> Said:
    """What is looked for, with a mark where the next character goes."""
    return Said("Find: {words}", words=find.text + ("_" if find.typing else ""))


def find_line(find: Find, parts: Sequence[Said], translate: Translate, cells: int) -> Line:
    """What is looked for, and what has come of it."""
    rest = "   ".join(said.text(translate) for said in parts)
    shown = cut(find_words(find).text(translate), max(20, cells - width(rest) - 3))
    return line(Span(shown, Look.BOLD), cut("   " + rest, cells - width(shown)))


def find_cursor(find: Find, translate: Translate) -> int | None:
    """The column where the next character goes, for the window of an input method."""
    return width(find_words(find.ended()).text(translate)) if find.typing else None
