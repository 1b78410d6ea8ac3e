"""The screen on which opinions are typed: one ballot's text at a time, the input method at its cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from store.appraisal import Appraisal
from store.opinion_choices import OpinionReview, review_opinions
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
from tui.opinions.practice_texts import practice_lines, practice_texts
from tui.opinions.settling_view import SettlingView
from tui.opinions.text_lines import text_lines
from tui.screen.cells import Line, Look, Span, cut, line
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
        self._on_paper = practice_texts(appraisal)
        by_others = frozenset(
            Place(work.cover.id, number)
            for work in works
            for number in work.noted
            if number not in work.typed and number not in work.left
        )
        self.state: TypingState = begin(places, typed, self._draft(works), by_others)
        self._batches = tuple(work.cover.id for work in works if work.noted)
        self._differing = self._to_settle()

    def _to_settle(self) -> tuple[OpinionReview, ...]:
        """The texts that were typed differently, of the batches that this person may rule on."""
        found = []
        for batch in self._batches:
            try:
                found.append(review_opinions(self._appraisal, batch))
            except Refused:
                continue
        return tuple(one for one in found if one.asked)

    def _draft(self, works: Sequence[OpinionWork]) -> tuple[Place, str] | None:
        for work in works:
            draft = opinion_draft(self._appraisal, work.cover.id)
            if draft is not None:
                return Place(work.cover.id, draft.ballot), draft.text
        return None

    def press(self, key: Key) -> Turn:
        """Handle a key, and what it asks of the disk; Tab opens what was typed differently."""
        if key.name == "tab" and self._differing:
            return self._settle()
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

    def _settle(self) -> Turn:
        self._differing = self._to_settle()
        if not self._differing:
            return Turn(bell=True)
        return Turn(view=SettlingView(self._appraisal, self._differing, self._translate, self._again))

    def _again(self) -> View:
        """Back from settling, with what is typed so far as it was."""
        self._differing = self._to_settle()
        return self

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
        on_paper = "" if state.done else self._on_paper.get(state.place, "")
        found = [
            line(Span(cut(heading.text(self._translate), width), Look.BOLD)),
            line(cut("   ".join(said.text(self._translate) for said in figures), width)),
            line("-" * (width - 1)),
            *practice_lines(on_paper, self._translate, width),
            line(),
        ]
        self._cursor = None
        if not state.done:
            self._write_text(found, width, height - BELOW)
        found += [()] * (height - BELOW - len(found))
        message = state.message.text(self._translate) if state.message else ""
        look = Look.BOLD if state.alarm else Look.PLAIN
        found.append(line(Span(cut(("!! " if state.alarm else "") + message, width), look)))
        found.append(line(cut(self._second_line(message), width)))
        hint = Said("Enter save, next   PgUp PgDn another ballot   empty + Enter: later   Esc leave")
        found.append(line(cut(hint.text(self._translate), width - 1)))
        return found

    def _second_line(self, message: str) -> str:
        """Under what was said: that texts differ; else, with nothing said, how to tell a garbled screen."""
        left = sum(len(one.left) for one in self._differing)
        if self._differing:
            said = Said(
                "Tab: texts that two people typed differently, {count} still to be settled", count=left
            )
            return said.text(self._translate)
        return "" if message else GARBLED

    def _write_text(self, found: list[Line], cells: int, until: int) -> None:
        """The text in the lines that are left, the part with the cursor where it has more."""
        above = len(found)
        shown, (x, y) = text_lines(self.state.text, cells - 2, until - above)
        self._cursor = (x, above + y)
        found += shown
