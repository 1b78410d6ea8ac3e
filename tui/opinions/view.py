"""The screen on which opinions are typed: one ballot's text at a time, the input method at its cursor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

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
from tui.practice.sheet_file import read_practice
from tui.screen.cells import Line, Look, Span, cut, line, width, wrap
from tui.screen.garbled import GARBLED
from tui.screen.key import Key
from tui.screen.view import STAY, RestingView, Turn, View

BELOW = 3
"""Lines below the text: what was said, and the keys."""


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
        self._on_paper = self._paper_texts() if appraisal.practice else {}
        self.state: TypingState = begin(places, typed, self._draft(works))

    def _paper_texts(self) -> Mapping[Place, str]:
        """What stands on the practice sheets."""
        return {
            Place(batch, number): sheet.opinion
            for batch, sheets in read_practice(self._appraisal.folder).sheets.items()
            for number, sheet in sheets.items()
            if sheet.opinion
        }

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
                       number=state.place.ballot) if not state.done else Said("Opinions")  # fmt: skip
        left = Said("still to type: {left} of {all}", left=state.left_to_type, all=len(state.places))
        size = Said("{count} of at most {most} characters", count=len(state.text.written), most=LONGEST)
        figures = (left,) if state.done else (left, size)
        found = [
            line(Span(cut(heading.text(self._translate), width), Look.BOLD)),
            line(cut("   ".join(said.text(self._translate) for said in figures), width)),
            line("-" * (width - 1)),
            *self._paper_lines(width),
            line(),
        ]
        self._cursor = None
        if not state.done:
            self._write_text(found, width, height - BELOW)
        found += [()] * (height - BELOW - len(found))
        message = state.message.text(self._translate) if state.message else ""
        look = Look.BOLD if state.alarm else Look.PLAIN
        found.append(line(Span(cut(("!! " if state.alarm else "") + message, width), look)))
        found.append(line("" if message else cut(GARBLED, width)))
        hint = Said("Enter save, next   PgUp PgDn another ballot   empty + Enter: later   Esc leave")
        found.append(line(cut(hint.text(self._translate), width - 1)))
        return found

    def _paper_lines(self, cells: int) -> list[Line]:
        """In practice, the opinion as it stands on the paper."""
        words = "" if self.state.done else self._on_paper.get(self.state.place, "")
        if not words:
            return []
        said = Said("on the practice paper: {words}", words=words)
        return [line(one) for one in wrap(said.text(self._translate), cells)]

    def _write_text(self, found: list[Line], cells: int, until: int) -> None:
        """The text in the lines that are left, the part with the cursor where it has more."""
        room, above = until - len(found), len(found)
        text = self.state.text
        written, (x, y) = _wrapped(text.written, text.at, cells - 2)
        top = max(0, y - room + 1)
        self._cursor = (x, above + y - top)
        found += [
            _with_cursor(one, x if top + at == y else None)
            for at, one in enumerate(written[top : top + room])
        ]


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
