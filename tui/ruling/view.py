"""How ruling looks: one place of one ballot at a time, in the order of the stack."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from exports.reason_words import REASON_WORDS, reason_in_words
from exports.row_labels import row_labels
from store import ruling
from store.appraisal import Appraisal
from store.reconciling import Reconciled
from tally.comparison import Question, Why
from tally.marks import BLANK, SPOILED
from tally.rulings import ABSENT, VOID, ProposedRuling
from tally.said import Refused, Said, Translate
from tui.ruling.keymap import meaning
from tui.ruling.machine import Effect, EffectKind, Event, Mode, Press, begin, press, reasons
from tui.screen.cells import Line, Look, Span, cut, line, pad, width, wrap
from tui.screen.key import Key
from tui.screen.view import STAY, RestingView, Turn, View

Paper = Callable[[int, int, int], Sequence[str]]

_WHY = {
    Why.VOID_IN_ONE: Said("one clerk keyed the ballot as void, the other did not"),
    Why.VOID_IN_BOTH: Said("both clerks keyed the ballot as void; confirm it on the paper"),
    Why.ONLY_FIRST: Said("only the first pass has this ballot"),
    Why.ONLY_SECOND: Said("only the second pass has this ballot"),
    Why.IN_NEITHER: Said("neither pass has this ballot"),
    Why.DOUBLED: Said("one pass has this number twice"),
    Why.OPINION_DIFFERS: Said("the clerks differ on whether there is an opinion"),
}


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
        self._translate = translate
        self._after = after
        self._paper = paper
        self._now = reconciled
        scheme = appraisal.scheme
        self._labels = row_labels(scheme, appraisal.subjects, self._cover)
        self.state = begin(
            reconciled.comparison.questions,
            reconciled.rows,
            len(scheme.grades),
            scheme.keying,
            _answers(reconciled),
        )

    # -- keys

    def press(self, key: Key) -> Turn:
        """Handle one key, and the record that it makes, before the next one is looked at."""
        self._step(meaning(key))
        if self.state.mode is Mode.LEFT:
            view = self._after()
            return Turn(view=view, leave=view is None)
        return Turn(bell=True) if self.state.alarm else STAY

    def _step(self, asked: Press) -> None:
        self.state, effects = press(self.state, asked)
        for effect in effects:
            try:
                self._now = self._record(effect)
            except Refused as refused:
                self._step(Press(Event.NOT_RECORDED, said=refused.said))
            except OSError as error:
                self._step(Press(Event.NOT_RECORDED, said=Said("{reason}", reason=error.strerror or error)))
            else:
                self._step(Press(Event.RECORDED, ruled=_answers(self._now)))

    def _record(self, effect: Effect) -> Reconciled:
        if effect.kind is EffectKind.TAKE_BACK:
            return ruling.take_back(
                self._appraisal, self._cover.id, effect.ballot, effect.place, self._now.attempts
            )
        proposed = ProposedRuling(effect.ballot, effect.place, effect.reading, effect.reason)
        return ruling.rule(self._appraisal, self._cover.id, [proposed], self._now.attempts)

    # -- lines

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """The screen for a size."""
        left = width if self._paper is None else width // 2
        body = height - 5
        middle = self._done_lines(left) if self.state.mode is Mode.DONE else self._question_lines(left)
        middle = [*middle, *([()] * (body - len(middle)))][:body]
        if self._paper is not None and self.state.mode is not Mode.DONE:
            sheet = self._paper(self.state.question.ballot, width - left - 2, body)
            middle = [
                _beside(one, left, sheet[at] if at < len(sheet) else "") for at, one in enumerate(middle)
            ]
        return [*self._head_lines(width), *middle, *self._foot_lines(width)]

    def _head_lines(self, cells: int) -> list[Line]:
        cover = self._cover
        head = "  ".join(
            (
                Said("Ruling").text(self._translate),
                Said("Batch {batch}", batch=cover.id).text(self._translate),
                self._appraisal.scheme.groups[cover.group].label,
                self._appraisal.person.name,
                Said("PRACTICE").text(self._translate) if self._appraisal.practice else "",
            )
        )
        all_, open_ = len(self.state.questions), len(self.state.open_places)
        done = all_ - open_
        bar_cells = 20
        filled = bar_cells * done // all_ if all_ else bar_cells
        bar = f"[{'#' * filled}{'.' * (bar_cells - filled)}]"
        said = Said("{bar} {done} of {all} settled, {open} left", bar=bar, done=done, all=all_, open=open_)
        return [line(Span(cut(head, cells), Look.BOLD)), line(cut(said.text(self._translate), cells))]

    def _question_lines(self, cells: int) -> list[Line]:
        state, question = self.state, self.state.question
        found: list[Line] = [line()]
        sheet = Said(
            "Ballot {number}   sheet {place} of {all} in the pile",
            number=question.ballot,
            place=question.ballot - self._cover.first + 1,
            all=self._cover.collected,
        )
        found.append(line(Span(cut(sheet.text(self._translate), cells), Look.BOLD)))
        if question.place > 0:
            row = Said("Row {row}: {label}", row=question.place, label=self._labels[question.place])
            found += [line(Span(one, Look.BOLD)) for one in wrap(row.text(self._translate), cells)]
        else:
            found += [line(one) for one in wrap(_WHY[question.why].text(self._translate), cells)]
        found.append(line())
        found += self._asking_lines(cells)
        if state.mode in (Mode.SHOWN, Mode.VISITED) or not state.keying.rulings_blind:
            found += [line(), *self._reading_lines(cells, question)]
        return found

    def _asking_lines(self, cells: int) -> list[Line]:
        state = self.state
        scheme = self._appraisal.scheme
        grades = [f"{place} {label}" for place, label in enumerate(scheme.grades, 1)]
        marks = [*grades, Said("0 blank").text(self._translate), Said(". spoiled").text(self._translate)]
        texts: list[str] = []
        match state.mode:
            case Mode.ROW:
                texts = [Said("Look at the paper. What does it read?").text(self._translate), "", *marks]
            case Mode.WHOLE:
                texts = [
                    Said("Find the sheet in the pile.").text(self._translate),
                    "",
                    Said("1 it is there: read all its rows").text(self._translate),
                    Said("2 it is there and void").text(self._translate),
                    Said("3 there is no such sheet").text(self._translate),
                ]
            case Mode.BALLOT:
                texts = [Said("Read the whole sheet, row by row, then Enter.").text(self._translate), ""]
                first = max(0, min(len(state.reading), state.rows - 1) - 5)
                for row in range(first, min(state.rows, first + 9)):
                    code = state.reading[row] if row < len(state.reading) else " "
                    here = ">" if row == len(state.reading) else " "
                    texts.append(
                        f"{here}[{code}] {row + 1:3} {self._labels[row + 1]} {self._mark_words(code)}"
                    )
            case Mode.YES_NO:
                texts = [
                    Said("Is anything written in the opinion's field?").text(self._translate),
                    "",
                    Said("1 yes   0 no").text(self._translate),
                ]
            case Mode.REASON:
                texts = [
                    Said("Why is the sheet void?").text(self._translate)
                    if state.reading == VOID
                    else Said("Neither clerk keyed this. Why?").text(self._translate),
                    "",
                ]
                codes = reasons(state)
                texts += [
                    f"{at} {REASON_WORDS[code].text(self._translate)}" for at, code in enumerate(codes, 1)
                ]
                texts.append(f"{len(codes) + 1} " + Said("another reason").text(self._translate))
            case Mode.WORDS:
                texts = [Said("The reason in words: {typed}_", typed=state.typed).text(self._translate)]
            case _:
                texts = []
        return [line(one) for text in texts for one in (wrap(text, cells) if text else [""])]

    def _reading_lines(self, cells: int, question: Question) -> list[Line]:
        rulings = [
            ruling
            for ruling in self._now.rulings
            if (ruling.ballot, ruling.place) == (question.ballot, question.place)
            and ruling.takes_back is None
        ]
        parts = [
            (Said("first pass"), self._value(question.first, question)),
            (Said("second pass"), self._value(question.second, question)),
        ]
        ruled = self.state.reading if self.state.mode in (Mode.SHOWN, Mode.VISITED) else ""
        if ruled:
            parts.append((Said("the paper"), self._value(ruled, question)))
        found: list[Line] = []
        for label, value in parts:
            text = pad(label.text(self._translate), 12) + value
            found += [line(Span(one, Look.BOLD)) for one in wrap(text, cells)]
        if ruled and rulings and rulings[-1].reason:
            why = Said("reason: {reason}", reason=reason_in_words(rulings[-1].reason))
            found += [line(one) for one in wrap(why.text(self._translate), cells)]
        return found

    def _value(self, value: str, question: Question) -> str:
        words = {
            VOID: Said("void"),
            ABSENT: Said("no such sheet"),
            "": Said("does not have it"),
            "yes": Said("an opinion"),
            "no": Said("no opinion"),
        }
        if "/" in value:
            return " / ".join(self._value(part, question) for part in value.split("/"))
        if value in words:
            return words[value].text(self._translate)
        if question.place > 0:
            return self._mark_words(value)
        return value

    def _mark_words(self, code: str) -> str:
        if code.isdigit():
            return self._appraisal.scheme.grades[int(code) - 1]
        words = {BLANK: Said("blank"), SPOILED: Said("spoiled")}.get(code)
        return words.text(self._translate) if words else ""

    def _done_lines(self, cells: int) -> list[Line]:
        comparison = self._now.comparison
        agreement = comparison.agreement
        texts = [
            Said("Nothing is left to read from the paper in this batch."),
            Said(
                "compared: {ballots} ballots, {marks} marks; {differing} marks differed",
                ballots=comparison.compared_ballots,
                marks=comparison.compared_marks,
                differing=comparison.mismatched_marks,
            ),
        ]
        if agreement is None:
            texts.append(Said("no ballot could be compared"))
        return [line(), *(line(cut("  " + said.text(self._translate), cells)) for said in texts)]

    def _foot_lines(self, cells: int) -> list[Line]:
        message = self.state.message.text(self._translate) if self.state.message else ""
        if self.state.alarm and message:
            message = "!! " + message
        hints = {
            Mode.SHOWN: Said("any key: next   -: take this ruling back"),
            Mode.VISITED: Said(
                "Enter: next open   + next   - previous   *: take this ruling back   Esc: leave"
            ),
            Mode.DONE: Said("Enter: back   -: look at the rulings"),
            Mode.BALLOT: Said("mark keys   - back   Enter save   Esc: other answer"),
            Mode.REASON: Said("the number of the reason   -: back"),
            Mode.WORDS: Said("type, then Enter   Esc: back"),
        }
        hint = hints.get(
            self.state.mode, Said("mark keys: what the paper reads   + next   - previous   Esc: leave")
        )
        found = wrap(message, cells)[:2] if width(message) > cells else [message, ""]
        look = Look.BOLD if self.state.alarm else Look.PLAIN
        return [*(line(Span(one, look)) for one in found), line(cut(hint.text(self._translate), cells - 1))]


def _answers(reconciled: Reconciled) -> dict[tuple[int, int], str]:
    return {place: ruling.reading for place, ruling in reconciled.settlement.answers.items()}


def _beside(left: Line, cells: int, right: str) -> Line:
    used = sum(width(span.text) for span in left)
    return (*left, Span(" " * max(0, cells - used) + right))
