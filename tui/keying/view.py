"""How keying looks: the ballot's rows, what is refused and why, and the keys."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from exports.row_labels import row_labels
from store.drafts import Draft
from store.faults import NotSaved
from store.keying_session import KeyingSession
from tally.readings import Pass
from tally.said import Refused, Said, Translate
from tally.scheme import Fill, Layout
from tui.keying.keymap import meaning
from tui.keying.keys_line import KEYS, keys_lines
from tui.keying.machine import begin, press
from tui.keying.not_kept import not_kept_words
from tui.keying.row_lines import RowDrawing, RowWords, mark_words
from tui.keying.state import Effect, EffectKind, Event, KeyingState, Mode, Press, Rules, Sheet
from tui.keying.stopwatch import Stopwatch
from tui.screen.cells import Line, Look, Span, cut, line, pad, width, wrap
from tui.screen.garbled import GARBLED
from tui.screen.key import Key
from tui.screen.view import STAY, RestingView, Turn, View
from tui.writing.line import text_line

Paper = Callable[[int, int, int], Sequence[str]]
"""The facsimile of a ballot: number, width and height to lines. Only practice has one."""

TOP = 3
"""Lines above the rows."""


class KeyingView(RestingView):
    """Keying a pass. Its session is closed with it."""

    def __init__(
        self,
        session: KeyingSession,
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
        self._cursor: tuple[int, int] | None = None
        self._drawings: dict[tuple[int, int], RowDrawing] = {}
        appraisal = session.appraisal
        self._scheme = appraisal.scheme
        self._which = session.tag.which
        self._words = self._row_words()
        fill = self._scheme.keying.fill
        rules = Rules(
            numbers=session.cover.numbers,
            rows=session.rows,
            grades=len(self._scheme.grades),
            may_fill=fill is Fill.BOTH or (fill is Fill.FIRST and self._which is Pass.FIRST),
            opinions=self._scheme.keying.opinions.value,
            rows_per_page=session.form.rows_per_page,
        )
        draft = session.draft
        sheet = Sheet(draft.ballot, draft.marks, draft.void, draft.opinion, draft.words) if draft else None
        self.state: KeyingState = begin(rules, session.keyed, sheet, draft.row if draft else 0)

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
        bell = self.state.alarm
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
                        effect.number, reading.marks, reading.void, reading.opinion, reading.words, effect.row
                    )
                )
            elif effect.kind is EffectKind.FORGET_DRAFT:
                self.session.forget_draft()
            elif effect.kind is EffectKind.SAVE:
                saved = self.session.save(effect.number, reading, self._stopwatch.take())
                said = Said(
                    "ballot {number} saved ({ballots}/{all}) {link}",
                    number=effect.number,
                    ballots=saved.ballots,
                    all=len(self.state.rules.numbers),
                    link=saved.link[:8],
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
        return self._cursor

    def close(self) -> None:
        """Let go of the pass."""
        self.session.close()

    # -- lines

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """The screen for a size."""
        self._cursor = None
        if self.state.mode is Mode.HELP:
            return self._help_lines(width)
        foot = self._foot_lines(width, height)
        body = height - TOP - len(foot)
        in_summary = self.state.mode in (Mode.SUMMARY, Mode.HANDING_IN) or (
            self.state.mode is Mode.NUMBER and self.state.before_number is Mode.SUMMARY
        )
        left = width if self._paper is None or in_summary else width // 2
        middle = self._summary_lines(left) if in_summary else self._row_lines(left, body)
        middle = [*middle, *([()] * (body - len(middle)))][:body]
        if self._paper is not None and not in_summary:
            sheet = self._paper(self.state.sheet.number, width - left - 2, body)
            middle = [
                _beside(one, left, sheet[place] if place < len(sheet) else "")
                for place, one in enumerate(middle)
            ]
        return [*self._head_lines(width), *middle, *foot]

    def _head_lines(self, cells: int) -> list[Line]:
        cover, scheme = self.session.cover, self._scheme
        which = Said("first pass") if self._which is Pass.FIRST else Said("second pass")
        subject = self.session.appraisal.subjects.by_id.get(cover.subject)
        what = "  ".join(
            (
                Said("Batch {batch}", batch=cover.id).text(self._translate),
                scheme.groups[cover.group].label,
                which.text(self._translate),
                self.session.appraisal.person.name,
            )
        )
        head = Said("Keying").text(self._translate) + "  " + what
        if self.session.appraisal.practice:
            head += "  " + Said("PRACTICE").text(self._translate)
        state = self.state
        number = Said("Ballot {number}", number=state.sheet.number).text(self._translate)
        count = Said("saved {saved} of {all}", saved=len(state.keyed), all=len(state.rules.numbers)).text(
            self._translate
        )
        flags = []
        if state.not_saved:
            flags.append(Said("[NOT SAVED]").text(self._translate))
        if state.sheet.void:
            flags.append(Said("[VOID]").text(self._translate))
        if state.sheet.opinion:
            flags.append(Said("[OPINION]").text(self._translate))
        if state.stood_at is not None:
            flags.append(Said("[CORRECTING]").text(self._translate))
        flagged = Span(cut("  ".join(flags), max(0, cells - 38)), Look.BOLD)
        second = line(Span(pad(number, 14), Look.BOLD), pad(count, 24), flagged)
        title = f"{self.session.form.title}  {subject.name if subject else ''}"
        return [line(Span(cut(head, cells), Look.BOLD)), line(cut(title, cells)), second]

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

    def _summary_lines(self, cells: int) -> list[Line]:
        state, cover = self.state, self.session.cover
        missing = state.missing
        voids = [number for number, reading in state.keyed.items() if reading.void]
        texts = [
            Said("All numbers of this batch have been gone through.")
            if not missing
            else Said("Some numbers are missing."),
            Said("on the cover sheet: {collected}", collected=cover.collected),
            Said("keyed: {keyed}", keyed=len(state.keyed)),
            Said("missing: {numbers}", numbers=_numbers(missing)),
            Said("void: {numbers}", numbers=_numbers(sorted(voids))),
        ]
        found: list[Line] = [line()]
        found += [line("  " + cut(said.text(self._translate), cells - 2)) for said in texts]
        found += [
            line(),
            line(
                "  "
                + Said("Count the sheets of the bundle once and type the number, then Enter.").text(
                    self._translate
                )
            ),
            line("  " + Said("To correct a ballot: - and its number.").text(self._translate)),
        ]
        return found

    def _foot_lines(self, cells: int, height: int) -> list[Line]:
        state = self.state
        keys = [line(one) for one in keys_lines(self._scheme, self._translate, cells - 1)]
        message = state.message.text(self._translate) if state.message else ""
        if state.alarm and message:
            message = "!! " + message
        look = Look.BOLD if state.alarm else Look.PLAIN
        prompt = self._prompt_line(cells, height - len(keys) - 1)
        first, *rest = wrap(message, cells) if width(message) > cells else [message]
        second = line(Span(cut(" ".join(rest), cells), look))
        if prompt and state.mode is Mode.SUMMARY and rest:
            return [line(Span(first, look)), second, prompt, *keys]
        if prompt:
            return [line(Span(cut(message, cells), look)), prompt, *keys]
        if not message and not self._stopwatch.taken:
            return [line(), line(cut(self._entry_words(), cells)), *keys]
        return [line(Span(first, look)), second, *keys]

    def _entry_words(self) -> str:
        """Until the first save: what to set where Chinese is garbled."""
        return GARBLED if self._translate("Ballot {number}") != "Ballot {number}" else ""

    def _prompt_line(self, cells: int, y: int) -> Line:
        state = self.state
        if state.mode is Mode.OPINION:
            asked = Said("Opinion (Enter: back to the rows): ").text(self._translate)
            written, at = text_line(state.words, cells - width(asked) - 1)
            self._cursor = (width(asked) + at, y)
            return (Span(asked, Look.BOLD), *written)
        prompt = {
            Mode.NUMBER: Said(
                "Go to ballot (Enter: the one before; 12.5: its row 5; 12*: key afresh): {typed}_",
                typed=state.typed,
            ),
            Mode.SUMMARY: Said("Sheets counted: {typed}_", typed=state.typed),
        }.get(state.mode)
        return line(Span(prompt.text(self._translate), Look.BOLD)) if prompt else ()

    def _help_lines(self, cells: int) -> list[Line]:
        found = [line(Span(Said("Keys while keying").text(self._translate), Look.BOLD)), line()]
        found += [line(pad(keys, 16) + cut(said.text(self._translate), cells - 16)) for keys, said in KEYS]
        found += [line(), line(Said("any key goes back and does its work there").text(self._translate))]
        return found


def _corrected(before: Sheet, after: Sheet) -> int:
    """How many marks a key took back or replaced."""
    if before.number != after.number:
        return 0
    return sum(old not in ("_", new) for old, new in zip(before.marks, after.marks, strict=True))


def _beside(left: Line, cells: int, right: str) -> Line:
    used = sum(width(span.text) for span in left)
    return (*left, Span(" " * max(0, cells - used) + right))


def _numbers(numbers: Sequence[int]) -> str:
    if not numbers:
        return "-"
    shown = ", ".join(str(number) for number in numbers[:12])
    return shown + (f" ... ({len(numbers)})" if len(numbers) > 12 else "")
