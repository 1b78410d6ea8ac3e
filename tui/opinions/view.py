"""The screen on which opinions are typed: one ballot's text at a time, the input method at its cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from store.appraisal import Appraisal
from store.opinion_texts import (
    OpinionDraft,
    OpinionWork,
    keep_opinion_draft,
    opinion_draft,
    type_opinion,
)
from tally.opinion_words import LONGEST
from tally.said import Refused, Said, Translate
from tui.opinions.machine import Keep, Place, Save, TypingState, begin, not_saved, press, saved
from tui.screen.cells import Line, Look, Span, cut, line, width
from tui.screen.garbled import GARBLED
from tui.screen.key import Key
from tui.screen.view import STAY, RestingView, Turn, View

TOP = 4
"""Lines above the text."""


class OpinionsView(RestingView):
    """Goes through the ballots noted as having an opinion. `works` must hold at least one of them."""

    def __init__(
        self,
        appraisal: Appraisal,
        works: Sequence[OpinionWork],
        translate: Translate,
        after: Callable[[], View | None],
    ) -> None:
        self._appraisal = appraisal
        self._translate = translate
        self._after = after
        self._cursor: tuple[int, int] | None = None
        places = tuple(Place(work.cover.id, number) for work in works for number in work.noted)
        typed = {Place(work.cover.id, number): text for work in works for number, text in work.typed.items()}
        self.state: TypingState = begin(places, typed, self._draft(works))

    def _draft(self, works: Sequence[OpinionWork]) -> tuple[Place, str] | None:
        for work in works:
            draft = opinion_draft(self._appraisal, work.cover.id)
            if draft is not None:
                return Place(work.cover.id, draft.ballot), draft.text
        return None

    def press(self, key: Key) -> Turn:
        """Handle a key, and what it asks of the disk."""
        self.state, effect = press(self.state, key)
        try:
            if isinstance(effect, Keep):
                draft = OpinionDraft(effect.place.ballot, effect.text)
                keep_opinion_draft(self._appraisal, effect.place.batch, draft)
            elif isinstance(effect, Save):
                type_opinion(self._appraisal, effect.place.batch, effect.place.ballot, effect.text)
                self.state = saved(self.state)
        except Refused as refused:
            self.state = not_saved(self.state, refused.said)
        except OSError as error:
            self.state = not_saved(self.state, Said("{reason}", reason=error.strerror or error))
        if self.state.left:
            view = self._after()
            return Turn(view=view, leave=view is None)
        return Turn(bell=True) if self.state.alarm else STAY

    def cursor(self) -> tuple[int, int] | None:
        """Where the text goes in."""
        return self._cursor

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """The ballot, its text, what is refused and why, and the keys."""
        state = self.state
        heading = Said("Opinions  batch {batch}  ballot {number}", batch=state.place.batch,
                       number=state.place.ballot)  # fmt: skip
        left = Said("still to type: {left} of {all}", left=state.left_to_type, all=len(state.places))
        size = Said("{count} of at most {most} characters", count=len(state.text.written), most=LONGEST)
        found = [
            line(Span(cut(heading.text(self._translate), width), Look.BOLD)),
            line(cut(left.text(self._translate) + "   " + size.text(self._translate), width)),
            line("-" * (width - 1)),
            line(),
        ]
        room = height - TOP - 3
        written, (x, y) = _wrapped(state.text.written, state.text.at, width - 2)
        top = max(0, y - room + 1)
        self._cursor = (x, TOP + y - top)
        found += [_with_cursor(one, x if top + at == y else None)
                  for at, one in enumerate(written[top : top + room])]  # fmt: skip
        found += [()] * (height - 3 - len(found))
        message = state.message.text(self._translate) if state.message else ""
        look = Look.BOLD if state.alarm else Look.PLAIN
        found.append(line(Span(cut(("!! " if state.alarm else "") + message, width), look)))
        found.append(line("" if message else cut(GARBLED, width)))
        hint = Said("Enter save, next   PgUp PgDn another ballot   empty + Enter: later   Esc leave")
        found.append(line(cut(hint.text(self._translate), width - 1)))
        return found


def _wrapped(text: str, at: int, cells: int) -> tuple[list[str], tuple[int, int]]:
    """A text in lines of at most so many cells, and the cell and line of the place `at`."""
    lines = [""]
    where = (0, 0)
    for place, character in enumerate(text):
        if width(lines[-1]) + width(character) > cells:
            lines.append("")
        if place == at:
            where = (width(lines[-1]), len(lines) - 1)
        lines[-1] += character
    if at >= len(text):
        if width(lines[-1]) >= cells:
            lines.append("")
        where = (width(lines[-1]), len(lines) - 1)
    return lines, where


def _with_cursor(text: str, cell: int | None) -> Line:
    if cell is None:
        return line(text)
    before = ""
    rest = text
    while rest and width(before) < cell:
        before, rest = before + rest[0], rest[1:]
    return line(before, Span(rest[:1] or " ", Look.REVERSE), rest[1:])
