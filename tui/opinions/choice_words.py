"""A reviewer's choice between two texts, in words."""

from __future__ import annotations

from tally.opinion_choices import Chosen, TextChoice
from tally.opinion_comparison import TextDifference
from tally.said import Said


def choice_words(choice: TextChoice) -> Said:
    """Who took whose text; what was typed instead in full."""
    seen = TextDifference(choice.ballot, choice.texts)
    if choice.chosen is Chosen.TYPED:
        return Said("{who} read on the paper: {words}", who=choice.by, words=choice.text)
    taken = seen.first if choice.chosen is Chosen.FIRST else seen.second
    return Said("{who} took what {typist} typed: {words}", who=choice.by, typist=taken.by, words=choice.text)
