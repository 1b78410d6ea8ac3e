"""How ruling looks: one place of one ballot at a time, in the order of the stack."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from exports.row_labels import row_labels
from store import ruling
from store.appraisal import Appraisal
from store.reconciling import Reconciled
from tally.rulings import SLIP, ProposedRuling
from tally.said import Refused, Said, Translate
from tui.ruling.done_lines import done_lines
from tui.ruling.foot_lines import foot_lines
from tui.ruling.help_lines import help_lines
from tui.ruling.keymap import meaning
from tui.ruling.list_lines import list_lines
from tui.ruling.machine import begin, press
from tui.ruling.offer_lines import accepted_lines, offer_lines
from tui.ruling.pile import Pile, pile_of
from tui.ruling.place_words import PlaceWords
from tui.ruling.question_lines import question_lines
from tui.ruling.state import Effect, EffectKind, Event, Mode, Press, RulingState
from tui.screen.cells import Line, Look, Span, cut, line, width
from tui.screen.key import Key
from tui.screen.view import STAY, RestingView, Turn, View

Paper = Callable[[int, int, int], Sequence[str]]
BAR = 20
"""Cells of the progress bar."""
_WITHOUT_SHEET = (Mode.DONE, Mode.LIST, Mode.HELP)


class RulingView(RestingView):
    """Ruling on one batch."""

    def __init__(
        self,
        appraisal: Appraisal,
        reconciled: Reconciled,
        translate: Translate,
        after: Callable[[], View | None],
        paper: Paper | None = None,
    ) -> None:
        self._appraisal = appraisal
        self._cover = reconciled.cover
        self._attempts = reconciled.attempts
        self._after = after
        self._paper = paper
        scheme = appraisal.scheme
        labels = row_labels(scheme, appraisal.subjects, self._cover)
        self._words = PlaceWords(scheme.grades, labels, translate)
        self.state: RulingState = begin(self._pile(reconciled), len(scheme.grades), scheme.keying)

    def _pile(self, reconciled: Reconciled) -> Pile:
        return pile_of(
            reconciled.cover.numbers,
            reconciled.as_keyed,
            reconciled.comparison,
            (reconciled.first, reconciled.second),
            reconciled.settlement,
            reconciled.rulings,
            ruling.offered(reconciled),
            self._appraisal.person.is_called,
        )

    # -- keys

    def press(self, key: Key) -> Turn:
        """Handle one key, and the record that it makes, before the next one is looked at."""
        self._step(meaning(key))
        if self.state.mode is Mode.LEFT:
            view = self._after()
            return Turn(view=view, leave=view is None)
        return Turn(bell=True) if self.state.alarm else STAY

    def waits_for_drawing(self) -> bool:
        """An explanation counts keys only once it stands before the reviewer."""
        return not self.state.armed

    def drawn(self) -> None:
        """It does."""
        if self.waits_for_drawing():
            self._step(Press(Event.DRAWN))

    def _step(self, asked: Press) -> None:
        self.state, effects = press(self.state, asked)
        for effect in effects:
            try:
                now = self._record(effect)
            except Refused as refused:
                self._step(Press(Event.NOT_RECORDED, said=refused.said, pile=self._as_it_stands()))
            except OSError as error:
                self._step(Press(Event.NOT_RECORDED, said=Said("{reason}", reason=error.strerror or error)))
            else:
                self._step(Press(Event.RECORDED, pile=self._pile(now)))

    def _as_it_stands(self) -> Pile | None:
        """The batch now, after a record was refused; None where it cannot be ruled on any more."""
        try:
            now = ruling.open_review(self._appraisal, self._cover.id)
        except (Refused, OSError):
            return None
        return self._pile(now) if now.attempts == self._attempts else None

    def _record(self, effect: Effect) -> Reconciled:
        appraisal, batch, seen = self._appraisal, self._cover.id, self._attempts
        proposed = ProposedRuling(effect.ballot, effect.place, effect.reading, effect.reason)
        match effect.kind:
            case EffectKind.TAKE_BACK:
                return ruling.take_back(appraisal, batch, effect.ballot, effect.place, seen)
            case EffectKind.TAKE_BACK_ACCEPTED:
                return ruling.take_back_accepted(appraisal, batch, effect.record, seen)
            case EffectKind.CORRECT:
                return ruling.correct(appraisal, batch, proposed, seen)
            case EffectKind.ACCEPT if effect.slip is not None:
                return ruling.accept(appraisal, batch, effect.slip, effect.paper, seen)
            case _:
                return ruling.rule(appraisal, batch, [proposed], seen)

    # -- lines

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """The screen for a size."""
        state = self.state
        paper = None if state.mode in _WITHOUT_SHEET else self._paper
        left = width if paper is None else width // 2 - 1
        body = height - 5
        middle = self._middle_lines(left)
        middle = [*middle, *([()] * (body - len(middle)))][:body]
        if paper is not None:
            sheet = paper(self._ballot, width - left - 3, body)
            middle = [
                _beside(one, left + 1, sheet[at] if at < len(sheet) else "") for at, one in enumerate(middle)
            ]
        return [*self._head_lines(width), *middle, *foot_lines(state, self._words, width)]

    @property
    def _ballot(self) -> int:
        """The sheet that is to lie before the reviewer."""
        case = self.state.case
        if case is None:
            return self.state.at.ballot
        probes = case.offer.probes
        return probes[min(len(case.read), len(probes) - 1)].ballot

    def _head_lines(self, cells: int) -> list[Line]:
        cover, pile = self._cover, self.state.pile
        head = "  ".join(
            (
                self._words.text(Said("Ruling")),
                self._words.text(Said("Batch {batch}", batch=cover.id)),
                self._appraisal.scheme.groups[cover.group].label,
                self._appraisal.person.name,
                self._words.text(Said("PRACTICE")) if self._appraisal.practice else "",
            )
        )
        done = pile.total - pile.left
        filled = BAR * done // pile.total if pile.total else BAR
        bar = f"[{'#' * filled}{'.' * (BAR - filled)}]"
        said = Said(
            "{bar} {done} of {all} settled, {open} left", bar=bar, done=done, all=pile.total, open=pile.left
        )
        return [line(Span(cut(head, cells), Look.BOLD)), line(cut(self._words.text(said), cells))]

    def _middle_lines(self, cells: int) -> list[Line]:
        state = self.state
        if state.mode is Mode.HELP:
            return help_lines(self._words, cells)
        if state.mode is Mode.LIST:
            return list_lines(state, self._words, cells)
        if state.mode is Mode.DONE or (state.mode is Mode.NUMBER and state.stood is None):
            return done_lines(state.pile, self._words, cells)
        sheet = Said(
            "Ballot {number}   sheet {place} of {all} in the pile",
            number=self._ballot,
            place=self._ballot - self._cover.first + 1,
            all=self._cover.collected,
        )
        found: list[Line] = [line(), line(Span(cut(self._words.text(sheet), cells), Look.BOLD))]
        accepted = state.pile.accepted.get(state.at.record)
        if state.at.place == SLIP and accepted is not None:
            return [*found, line(), *accepted_lines(state, accepted, self._words, cells)]
        if state.case is not None:
            return [*found, line(), *offer_lines(state, state.case, self._words, cells)]
        return [*found, *question_lines(state, self._words, cells)]


def _beside(left: Line, cells: int, right: str) -> Line:
    used = sum(width(span.text) for span in left)
    return (*left, Span(" " * max(0, cells - used) + right))
