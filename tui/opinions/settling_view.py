"""The screen on which differing texts are settled: one ballot's diff at a time, and the reviewer's choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from store.appraisal import Appraisal
from store.opinion_choices import OpinionReview, ProposedChoice, choose_texts, take_back_choice
from tally.opinion_choices import Chosen, ComparedOpinion
from tally.said import Refused, Said, Translate
from tui.opinions.diff_lines import diff_lines, first_differing
from tui.opinions.machine import Place
from tui.opinions.practice_texts import practice_lines, practice_texts
from tui.opinions.question_lines import question_lines
from tui.opinions.settling import begin, press
from tui.opinions.settling_keys import meaning
from tui.opinions.settling_state import Event, Mode, Press, Record
from tui.opinions.text_lines import text_lines
from tui.screen.cells import Line, Look, Span, cut, line, wrap
from tui.screen.key import Key
from tui.screen.view import STAY, RestingView, Turn, View

HEAD, FOOT = 3, 3
"""Lines above the texts; below them: what was said, and the keys."""

_HINTS = {
    Mode.ASKING: Said("1 2 take one   3 type it   + next   - previous   up down scroll   Esc leave"),
    Mode.WRITING: Said("type what the paper says, then Enter; Esc goes back"),
    Mode.SHOWN: Said("any key: next   -: take this choice back"),
    Mode.VISITED: Said("Enter: next open   + next   - previous   *: take this choice back   Esc: leave"),
    Mode.DONE: Said("Enter: back   -: look at the choices"),
}


class SettlingView(RestingView):
    """Goes through the ballots whose texts differ. `reviews` must hold at least one of them."""

    def __init__(
        self,
        appraisal: Appraisal,
        reviews: Sequence[OpinionReview],
        translate: Translate,
        after: Callable[[], View | None],
    ) -> None:
        self._appraisal = appraisal
        self._translate = translate
        self._after = after
        self._reviews = {review.cover.id: review for review in reviews}
        self._on_paper = practice_texts(appraisal)
        self._cursor: tuple[int, int] | None = None
        self._top: int | None = None
        self._most_top = 0
        self._after_return = False
        asked = {
            Place(batch, one.ballot): one for batch, review in self._reviews.items() for one in review.asked
        }
        begun = {place: one.difference.first.words for place, one in asked.items()}
        self.state = begin(tuple(sorted(asked)), self._opened(), begun)

    def _opened(self) -> frozenset[Place]:
        return frozenset(
            Place(batch, number) for batch, review in self._reviews.items() for number in review.left
        )

    def press(self, key: Key) -> Turn:
        """Handle a key, and what it asks of the disk."""
        # CR and LF together are one Enter.
        doubled, self._after_return = self._after_return and key.name == "ctrl+j", key.name == "enter"
        if doubled:
            return STAY
        if key.name in ("up", "down") and self.state.mode is not Mode.WRITING:
            return self._scroll(1 if key.name == "down" else -1)
        before = self.state.place
        self._step(meaning(key, self.state.mode))
        if self.state.place != before:
            self._top = None
        if self.state.mode is Mode.LEFT:
            view = self._after()
            return Turn(view=view, leave=view is None)
        return Turn(bell=True) if self.state.alarm else STAY

    def _scroll(self, by: int) -> Turn:
        top = (self._top or 0) + by
        if not 0 <= top <= self._most_top:
            return Turn(bell=True)
        self._top = top
        return STAY

    def _step(self, pressed: Press) -> None:
        self.state, effect = press(self.state, pressed)
        if effect is None:
            return
        try:
            self._record(effect)
        except Refused as refused:
            self._step(Press(Event.NOT_RECORDED, said=refused.said))
        except OSError as error:
            self._step(Press(Event.NOT_RECORDED, said=Said("{reason}", reason=error.strerror or error)))
        else:
            self._step(Press(Event.RECORDED, opened=self._opened()))

    def _record(self, effect: Record) -> None:
        review = self._reviews[effect.place.batch]
        if effect.chosen is Chosen.TAKEN_BACK:
            now = take_back_choice(self._appraisal, review, effect.place.ballot)
        else:
            proposed = ProposedChoice(effect.place.ballot, effect.chosen, effect.text)
            now = choose_texts(self._appraisal, review, [proposed])
        # A ballot that was on the screen stays in the list, though nothing may be left to ask about it.
        kept = [replace(one, choice=None) for one in review.asked if now.of(one.ballot) is None]
        asked = tuple(sorted((*now.asked, *kept), key=lambda one: one.ballot))
        self._reviews[effect.place.batch] = OpinionReview(now.cover, now.attempts, asked)

    def cursor(self) -> tuple[int, int] | None:
        """Where the text goes in."""
        return self._cursor

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """The ballot, the diff of its two texts, the choice, what was said, and the keys."""
        state = self.state
        self._cursor = None
        found = self._head_lines(width)
        if state.mode is Mode.DONE:
            done = Said("All texts that differed are settled.")
            found += [line(), line(cut("  " + done.text(self._translate), width))]
        else:
            one = self._reviews[state.place.batch].of(state.place.ballot)
            assert one is not None  # a place stays among its batch's
            writing = state.mode is Mode.WRITING
            most = (height - HEAD - FOOT) // 2
            text, (x, y) = text_lines(state.text, width - 2, max(1, most)) if writing else ([], (0, 0))
            paper = practice_lines(self._on_paper.get(state.place, ""), self._translate, width)
            below = [*paper, *question_lines(one, state.mode, self._translate, width), *text]
            room = max(1, height - HEAD - FOOT - len(below) - 1)
            found += [*self._diff_window(one, found, width, room), line(), *below]
            if writing:
                self._cursor = (x, len(found) - len(text) + y)
        found += [()] * (height - FOOT - len(found))
        return [*found[: height - FOOT], *self._foot_lines(width)]

    def _head_lines(self, cells: int) -> list[Line]:
        state = self.state
        done = state.mode is Mode.DONE
        place = state.place
        heading = Said("Opinions typed differently") if done else Said(
            "Opinions typed differently  batch {batch}  ballot {number}", batch=place.batch, number=place.ballot
        )  # fmt: skip
        practice = "  " + Said("PRACTICE").text(self._translate) if self._appraisal.practice else ""
        all_, open_ = len(state.places), len(state.opened)
        count = Said("{done} of {all} settled, {open} left", done=all_ - open_, all=all_, open=open_)
        return [
            line(Span(cut(heading.text(self._translate) + practice, cells), Look.BOLD)),
            line(cut(count.text(self._translate), cells)),
            line("-" * (cells - 1)),
        ]

    def _diff_window(self, one: ComparedOpinion, head: list[Line], cells: int, room: int) -> list[Line]:
        """The part of the diff that fits; which one it is is told in the head."""
        seen = one.difference
        every = diff_lines(seen.first.words, seen.second.words, cells - 1)
        self._most_top = max(0, len(every) - room)
        # It opens where the texts differ first, a line of what both have above it.
        wanted = max(0, first_differing(every) - 1) if self._top is None else self._top
        self._top = min(wanted, self._most_top)
        shown = every[self._top : self._top + room]
        if len(shown) < len(every):
            part = Said(
                "lines {first} to {last} of {all}",
                first=self._top + 1,
                last=self._top + len(shown),
                all=len(every),
            )
            head[1] = line(head[1][0].text + "   " + part.text(self._translate))
        return list(shown)

    def _foot_lines(self, cells: int) -> list[Line]:
        state = self.state
        message = state.message.text(self._translate) if state.message else ""
        look = Look.BOLD if state.alarm else Look.PLAIN
        told = wrap(("!! " if state.alarm else "") + message, cells)[:2] if message else []
        hint = _HINTS.get(state.mode)
        return [
            *(line(Span(one, look)) for one in told),
            *([()] * (2 - len(told))),
            line(cut(hint.text(self._translate) if hint else "", cells - 1)),
        ]
