"""How keying looks: the ballot's rows, what is refused and why, and the keys."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from exports.row_labels import row_labels
from store.drafts import Draft
from store.faults import NotSaved
from tally.said import Refused, Said, Translate
from tally.scheme import Layout
from tui.keying.foot_lines import FootLines
from tui.keying.head_lines import TOP, HeadLines
from tui.keying.keymap import meaning
from tui.keying.keys_line import keys_of
from tui.keying.machine import begin, press
from tui.keying.not_kept import not_kept_words
from tui.keying.row_lines import RowDrawing, RowWords, mark_words
from tui.keying.saved_words import saved_words
from tui.keying.session import SheetSession
from tui.keying.state import Effect, EffectKind, Event, KeyingState, Mode, Press, Rules, Sheet
from tui.keying.stopwatch import Stopwatch
from tui.keying.summary_lines import summary_lines
from tui.screen.cells import Line, Look, Span, cut, line, pad, width
from tui.screen.key import Key
from tui.screen.view import STAY, RestingView, Turn, View

Paper = Callable[[int, int, int], Sequence[str]]
"""The facsimile of a ballot: number, width and height to lines. Only practice has one."""


class KeyingView(RestingView):
    """Keying the sheets of one bundle. Its session is closed with it."""

    def __init__(
        self,
        session: SheetSession,
        translate: Translate,
        after: Callable[[bool], View | None],
        paper: Paper | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.session = session
        self._translate = translate
        self._after = after
        self._paper = paper
        self._clock = clock
        self._stopwatch = Stopwatch()
        self._drawings: dict[tuple[int, int], RowDrawing] = {}
        self._scheme = session.appraisal.scheme
        self._words = self._row_words()
        self._head = HeadLines(session, translate)
        self._foot = FootLines(self._scheme, translate)
        self._rules = Rules(
            numbers=session.numbers,
            rows=session.rows,
            grades=len(self._scheme.grades),
            may_fill=session.may_fill,
            opinions=self._scheme.keying.opinions.value,
            rows_per_page=session.form.rows_per_page,
            once=session.once,
        )
        self.state: KeyingState = self.next_time()

    def next_time(self) -> KeyingState:
        """The state in which keying begins on what is on the disk now."""
        draft = self.session.draft
        sheet = (
            Sheet(draft.ballot, draft.marks, draft.void, draft.opinion, draft.words, draft.filled)
            if draft
            else None
        )
        return begin(self._rules, self.session.keyed, sheet, draft.row if draft else 0)

    def _row_words(self) -> RowWords:
        appraisal, cover, form = self.session.appraisal, self.session.cover, self.session.form
        labels = row_labels(self._scheme, appraisal.subjects, cover)
        by_id = appraisal.subjects.by_id
        names = (
            [by_id[one].name if one in by_id else one for one in cover.roster]
            if form.layout is not Layout.SINGLE
            else []
        )
        marks = mark_words(self._scheme.grades, self._translate)
        return RowWords(list(labels.values()), names, form.item_labels, marks)

    # -- keys

    def press(self, key: Key) -> Turn:
        """Handle one key, and everything that it asks of the disk, before the next one is looked at."""
        before = self.state.sheet
        asked = meaning(key)
        self._now = self._clock()
        self._step(asked, before)
        bell = self.state.alarm or self.state.rings
        if self.state.mode in (Mode.LEFT, Mode.HANDED_IN):
            view = self._after(self.state.mode is Mode.HANDED_IN)
            self.close()
            return Turn(view=view, leave=view is None, bell=bell)
        return Turn(bell=bell) if bell else STAY

    def _step(self, asked: Press, before: Sheet | None = None) -> None:
        self.state, effects = press(self.state, asked)
        if before is not None:
            self._stopwatch.key(self._now, _corrected(before, self.state.sheet))
        for effect in effects:
            self._do(effect)

    def _do(self, effect: Effect) -> None:
        reading = effect.reading
        try:
            if effect.kind is EffectKind.KEEP_DRAFT:
                self.session.keep(
                    Draft(
                        effect.number,
                        reading.marks,
                        reading.void,
                        reading.opinion,
                        reading.words,
                        effect.row,
                        reading.filled,
                    )
                )
            elif effect.kind is EffectKind.FORGET_DRAFT:
                self.session.forget_draft()
            elif effect.kind is EffectKind.SAVE:
                saved = self.session.save(effect.number, reading, self._stopwatch.take())
                said = saved_words(
                    effect.number, reading, saved, len(self.state.rules.numbers), self.state.too_many
                )
                self._step(Press(Event.SAVED, said=said))
            elif effect.kind is EffectKind.HAND_IN:
                self.session.hand_in(effect.sheets)
                self._step(Press(Event.SAVED))
        except Refused as refused:
            self._failed(effect, refused)
        except OSError as error:
            self._failed(effect, NotSaved(self.session.appraisal.folder, error))

    def _failed(self, effect: Effect, refused: Refused) -> None:
        leaving = self.state.mode is Mode.LEFT
        said = not_kept_words(effect, refused, self.state.sheet.number, leaving=leaving)
        self._step(Press(Event.NOT_SAVED, said=said))

    def waits_for_drawing(self) -> bool:
        """On the summary keys count only once it stands before the clerk."""
        return self.state.mode is Mode.SUMMARY and not self.state.armed

    def drawn(self) -> None:
        """The summary stands on the screen, so keys count from now on."""
        if self.waits_for_drawing():
            self.state, _ = press(self.state, Press(Event.DRAWN))

    def cursor(self) -> tuple[int, int] | None:
        """Where the opinion's text goes in, while it is typed."""
        return self._foot.cursor

    def close(self) -> None:
        """Let go of the pass."""
        self.session.close()

    # -- lines

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """The screen for a size."""
        state = self.state
        if state.mode is Mode.HELP:
            return self._help_lines(width)
        foot = self._foot.lines(state, width, height, first_ballot=not self._stopwatch.taken)
        body = height - TOP - len(foot)
        paper = None if state.on_summary else self._paper
        left = width // 2 if paper else width
        middle = (
            summary_lines(state, self._translate, left) if state.on_summary else self._row_lines(left, body)
        )
        middle = [*middle, *([()] * (body - len(middle)))][:body]
        if paper is not None:
            sheet = paper(state.sheet.number, width - left - 2, body)
            middle = [
                _beside(one, left, sheet[place] if place < len(sheet) else "")
                for place, one in enumerate(middle)
            ]
        return [*self._head.lines(state, width), *middle, *foot]

    def _row_lines(self, cells: int, room: int) -> list[Line]:
        state, size = self.state, (cells, room)
        drawing = self._drawings.get(size)
        if drawing is None:
            plan = self._words.plan(size, self.session.form.rows_per_page)
            drawing = self._drawings[size] = RowDrawing(plan, self._words, size)
        page = drawing.plan.page_of(state.cursor)
        if page.stop == state.rules.rows:
            save = Said("[Enter] save this ballot").text(self._translate)
            # Only the marker changes: the words in reverse would be sent again with every ballot.
            last = line(Span(">>>", Look.REVERSE) if state.at_save else "   ", f" {save}")
        else:
            said = Said("rows {first} to {last} of {rows}", first=page.start + 1, last=page.stop,
                        rows=state.rules.rows)  # fmt: skip
            last = line("    " + said.text(self._translate))
        return [*drawing.lines(state), last]

    def _help_lines(self, cells: int) -> list[Line]:
        found = [line(Span(Said("Keys while keying").text(self._translate), Look.BOLD)), line()]
        for keys, said in keys_of(self.state.before_help, self.state.rules):
            found.append(line(pad(keys, 16) + cut(said.text(self._translate), cells - 16)))
        back = Said("? Esc q go back; any other key goes back and does its work there")
        found += [line(), line(cut(back.text(self._translate), cells))]
        return found


def _corrected(before: Sheet, after: Sheet) -> int:
    """How many marks a key took back or replaced."""
    if before.number != after.number:
        return 0
    return sum(old not in ("_", new) for old, new in zip(before.marks, after.marks, strict=True))


def _beside(left: Line, cells: int, right: str) -> Line:
    used = sum(width(span.text) for span in left)
    return (*left, Span(" " * max(0, cells - used) + right))
