"""What stands under a diff of two texts: whose each is, what a reviewer can do, or what was chosen."""

from __future__ import annotations

from tally.opinion_choices import ComparedOpinion
from tally.said import Said, Translate
from tui.opinions.choice_words import choice_words
from tui.opinions.settling_state import Mode
from tui.screen.cells import Line, Look, Span, cut, line, wrap

SHOWN_LINES = 3
"""Of a text that is too long to be shown whole beside the diff."""


def question_lines(one: ComparedOpinion, mode: Mode, translate: Translate, cells: int) -> list[Line]:
    """The lines for a mode of the screen."""
    if mode is Mode.WRITING:
        return [line(Span(Said("What the paper says:").text(translate), Look.BOLD))]
    seen = one.difference
    first, second = seen.first.by, seen.second.by
    says = [Said("[-...-] only {first} typed, {{+...+}} only {second} typed", first=first, second=second)]
    says += [Said("{who} typed: {words}", who=other.by, words=other.words) for other in seen.others]
    if one.typed_anew and one.choice is not None:
        says.append(
            Said("{who} chose before; a text was typed anew since: settle it again", who=one.choice.by)
        )
    if mode is Mode.ASKING:
        says += [
            Said("1 take what {who} typed", who=first),
            Said("2 take what {who} typed", who=second),
            Said("3 type what the paper says"),
        ]
    elif one.choice is not None:
        says.append(choice_words(one.choice))
    return [line(part) for said in says for part in _few(said.text(translate), cells)]


def _few(text: str, cells: int) -> list[str]:
    """A text in a few lines; what is left out is told by two dots."""
    every = wrap(text, cells - 1)
    if len(every) <= SHOWN_LINES:
        return every
    return [*every[: SHOWN_LINES - 1], cut(every[SHOWN_LINES - 1] + "..", cells - 1)]
