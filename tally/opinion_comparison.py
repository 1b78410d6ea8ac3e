"""Comparing the texts of one opinion (意见建议) that two people typed: a stated normal form, and a diff by words.

The normal form, step by step, so that two people who typed the same words are asked nothing:

1. Unicode NFKC (Unicode Standard Annex 15): full and half width, ligatures and the like are one.
2. Case folding (Unicode Standard, section 3.13): capitals and small letters are one.
3. Invisible characters (category Cf, variation selectors) are left out.
4. Spaces and line ends separate latin words and numbers, and mean nothing elsewhere.
5. Punctuation and symbols are left out; after a digit they end the number, and a percent sign stays there, so
   that 3.5 is not 35 and 5% is not 5.

A text of nothing but signs is compared by these signs. The diff is `difflib.SequenceMatcher` of Python's standard
library over the words of the normal form: Chinese characters one by one, latin words and numbers whole.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum

from tally.said import Said

NORMALISATION = Said(
    "opinions typed twice: compared without regard to width, letter case, spaces, line ends, punctuation and "
    "symbols; after a digit a sign ends the number, and a percent sign counts"
)
"""The normal form in one sentence, for the options of the report."""

_PERCENT = "%\u2030\u2031"
_VARIATION = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))


@dataclass(frozen=True, slots=True)
class Word:
    """One unit of the comparison, and where in the text as it was typed it stands."""

    form: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TypedText:
    """One person's text of one ballot's opinion."""

    by: str
    words: str


@dataclass(frozen=True, slots=True)
class TextDifference:
    """A ballot whose opinion was typed in different words: every text, in the order of typing."""

    ballot: int
    texts: tuple[TypedText, ...]

    @property
    def first(self) -> TypedText:
        """The first typist's."""
        return self.texts[0]

    @property
    def second(self) -> TypedText:
        """The first of the others that differs from it; where none does any more, the next one."""
        return next((one for one in self.texts[1:] if differ(self.first.words, one.words)), self.texts[-1])

    @property
    def others(self) -> tuple[TypedText, ...]:
        """Texts beside these two that are like neither of them."""
        two = (self.first, self.second)
        return tuple(one for one in self.texts if all(differ(one.words, other.words) for other in two))


class In(Enum):
    """In which of the two texts a piece of a diff stands."""

    BOTH = "both"
    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a diff, as it was typed (what stands in both: as the first typist has it)."""

    within: In
    text: str


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text in their normal form, with their places in the text."""
    found: list[Word] = []
    form, start, end, last = "", 0, 0, ""

    def close() -> None:
        nonlocal form
        if form:
            found.append(Word(form, start, end))
        form = ""

    for at, to, folded in _characters(text):
        for character in folded:
            kind = _kind(character)
            if kind is _Kind.ALONE:
                close()
                found.append(Word(character, at, to))
            elif kind is _Kind.IN_A_WORD and not form and found and found[-1].start == at:
                found[-1] = replace(found[-1], form=found[-1].form + character)  # a mark on it
            elif kind is _Kind.IN_A_WORD:
                start = start if form else at
                form, end = form + character, to
            elif kind is _Kind.SIGN and character in _PERCENT and last.isdigit():
                close()
                found.append(Word(character, at, to))
            elif kind is _Kind.SPACE or (kind is _Kind.SIGN and last.isdigit()):
                close()
            if kind is not _Kind.SPACE and kind is not _Kind.NOTHING:
                last = character
    close()
    return tuple(found)


def normal_form(text: str) -> tuple[str, ...]:
    """What two texts are compared by."""
    found = tuple(word.form for word in words_of(text))
    # A sign may be all that a rater wrote: a tick is not a cross.
    return found or tuple("".join(folded for _, _, folded in _characters(text)).split())


def differ(first: str, second: str) -> bool:
    """Whether two texts are different words in the normal form."""
    return first != second and normal_form(first) != normal_form(second)


def diff(first: str, second: str) -> tuple[Piece, ...]:
    """The two texts as one: runs that stand in both, in the first only, in the second only.

    Pieces keep what was typed: all but those of the second only make up the first text, signs and spaces too.
    """
    one, two = words_of(first), words_of(second)
    if not one or not two:
        pieces = (Piece(In.FIRST, first), Piece(In.SECOND, second))
        return tuple(piece for piece in pieces if piece.text)
    matcher = SequenceMatcher(None, [word.form for word in one], [word.form for word in two], autojunk=False)
    found: list[Piece] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        typed, after = _run(first, one, i1, i2)
        if kind == "equal":
            found.append(Piece(In.BOTH, typed + after))
            continue
        words, signs = _run(second, two, j1, j2)
        # Signs are not compared: those of the first text stand, beside what differs and not in it.
        found += [
            Piece(In.FIRST, typed),
            Piece(In.SECOND, words + ("" if typed else signs)),
            Piece(In.BOTH, after),
        ]
    return tuple(piece for piece in found if piece.text)


def marked(pieces: Sequence[Piece]) -> str:
    """A diff as one line of plain text: `[-in the first only-]`, `{+in the second only+}`."""
    around = {In.BOTH: ("", ""), In.FIRST: ("[-", "-]"), In.SECOND: ("{+", "+}")}
    return "".join(f"{around[one.within][0]}{one.text}{around[one.within][1]}" for one in pieces)


def text_differences(texts: Mapping[int, Sequence[TypedText]]) -> tuple[TextDifference, ...]:
    """The ballots whose texts differ. One text only, or texts that are the same words, are no difference."""
    return tuple(
        TextDifference(number, tuple(typed))
        for number, typed in sorted(texts.items())
        if any(differ(typed[0].words, one.words) for one in typed[1:])
    )


class _Kind(Enum):
    ALONE = "alone"
    """A Chinese character and the like."""
    IN_A_WORD = "in a word"
    SPACE = "space"
    SIGN = "sign"
    NOTHING = "nothing"


def _kind(character: str) -> _Kind:
    category = unicodedata.category(character)
    if category == "Cf" or ord(character) in _VARIATION:
        return _Kind.NOTHING
    if character.isspace():
        return _Kind.SPACE
    if category[0] in "LN" and unicodedata.east_asian_width(character) in "WF":
        return _Kind.ALONE
    if category[0] in "LNM" or category in ("Co", "Cn"):
        # Rare characters of names live in private places and blocks newer than this Python.
        return _Kind.ALONE if category[0] == "C" else _Kind.IN_A_WORD
    return _Kind.SIGN


def _characters(text: str) -> Iterator[tuple[int, int, str]]:
    """Each character with its marks: where it stands, and its form after NFKC and case folding."""
    at = 0
    while at < len(text):
        to = at + 1
        while to < len(text) and _is_mark(text[to]):
            to += 1
        folded = unicodedata.normalize("NFKC", text[at:to]).casefold()
        yield at, to, unicodedata.normalize("NFKC", folded)
        at = to


def _is_mark(character: str) -> bool:
    """Whether it belongs to the character before: an accent, a voiced mark of half width."""
    return unicodedata.category(unicodedata.normalize("NFKC", character)[0])[0] == "M"


def _run(text: str, words: Sequence[Word], begin: int, end: int) -> tuple[str, str]:
    """The words from `begin` to before `end` as they were typed, and the signs that follow them."""
    if begin == end:
        return "", ""
    start = 0 if begin == 0 else words[begin].start
    stop = len(text) if end == len(words) else words[end].start
    return text[start : words[end - 1].end], text[words[end - 1].end : stop]
