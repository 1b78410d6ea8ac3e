"""What a reviewer says an opinion reads whose text two people typed differently, and what is printed of it.

A choice is a record; taking it back is a new record. It is of the texts that lay before the reviewer: where one
of them was typed anew since, the choice stands no more, and the ballot is open again, whatever they read now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from tally.opinion_comparison import TextDifference, TypedText, differ


class Chosen(Enum):
    """Which text is taken."""

    FIRST = "first"
    SECOND = "second"
    TYPED = "typed"
    """Neither: the reviewer typed what the paper says."""
    TAKEN_BACK = "taken-back"
    """None: an earlier choice is undone."""


@dataclass(frozen=True, slots=True)
class TextChoice:
    """One record: what `by` took for a ballot. `takes_back`: the number of the record undone."""

    number: int
    ballot: int
    chosen: Chosen
    text: str
    texts: tuple[TypedText, ...]
    """The texts that lay before the reviewer."""
    by: str
    at: str
    takes_back: int | None = None

    @property
    def is_sound(self) -> bool:
        """Whether the text is the one that `chosen` says it is."""
        if not self.texts or (self.chosen is Chosen.TAKEN_BACK) != (self.takes_back is not None):
            return False
        seen = TextDifference(self.ballot, self.texts)
        taken = {Chosen.FIRST: seen.first.words, Chosen.SECOND: seen.second.words, Chosen.TAKEN_BACK: ""}
        return self.text == taken.get(self.chosen, self.text.strip() or None)


@dataclass(frozen=True, slots=True)
class ComparedOpinion:
    """One ballot's opinion: every text that was typed of it, in the order of typing, and the choice."""

    ballot: int
    texts: tuple[TypedText, ...]
    choice: TextChoice | None = None

    @property
    def difference(self) -> TextDifference:
        """The texts as a difference, whether or not they differ."""
        return TextDifference(self.ballot, self.texts)

    @property
    def was_asked(self) -> bool:
        """Whether a reviewer has something to do or to look at here."""
        return self.choice is not None or self._differs

    @property
    def typed_anew(self) -> bool:
        """Whether a text was typed anew after the choice, so that it stands no more."""
        return self.choice is not None and self.choice.texts != self.texts

    @property
    def is_open(self) -> bool:
        """Whether a reviewer still has to say what the opinion reads."""
        return self.typed_anew or (self.choice is None and self._differs)

    @property
    def printed(self) -> str:
        """What the tables print: the choice; without one the first typist's; while open all, one after the other."""
        if self.is_open:
            return " / ".join(dict.fromkeys(one.words for one in self.texts))
        return self.choice.text if self.choice is not None else self.texts[0].words

    @property
    def _differs(self) -> bool:
        return any(differ(self.texts[0].words, one.words) for one in self.texts[1:])


def compared_opinions(
    texts: Mapping[int, Sequence[TypedText]], choices: Iterable[TextChoice]
) -> tuple[ComparedOpinion, ...]:
    """Every ballot that somebody typed a text of, with the choice that stands, by number.

    A text that one of two people left out is no difference: the other's is all there is.
    """
    standing = standing_choices(choices)
    return tuple(
        ComparedOpinion(number, tuple(typed), standing.get(number))
        for number, typed in sorted(texts.items())
        if typed
    )


def standing_choices(choices: Iterable[TextChoice]) -> dict[int, TextChoice]:
    """The choices that stand, by ballot: the latest of each that was not taken back."""
    ordered = sorted(choices, key=lambda choice: choice.number)
    undone = {choice.takes_back for choice in ordered}
    return {
        choice.ballot: choice
        for choice in ordered
        if choice.chosen is not Chosen.TAKEN_BACK and choice.number not in undone
    }
