"""Reading a check on the screen: the keying view sheet by sheet, a second look where it is needed, the next pile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from exports.sample_report import correction_words
from store.appraisal import Appraisal
from store.check_progress import CheckNow, check_of, not_mine, open_of, to_read
from store.check_reading import CheckSession
from store.faults import NotSaved
from tally.check_plan import in_pile_order
from tally.said import Refused, Said, Translate
from tui.keying.keymap import meaning
from tui.keying.state import Event as KeyingEvent
from tui.keying.state import Mode as KeyingMode
from tui.keying.view import KeyingView, Paper
from tui.sampling.looking_lines import looking_lines, resting_lines
from tui.sampling.machine import TRANSITIONS, Event, Looking, Mode, look
from tui.screen.cells import Line
from tui.screen.key import Key
from tui.screen.view import STAY, RestingView, Turn, View

MOST_NUMBERS = 10
"""Numbers that are written out in one line."""


class CheckView(RestingView):
    """One check, one bundle after the other in the order of the piles."""

    def __init__(
        self,
        appraisal: Appraisal,
        now: CheckNow,
        translate: Translate,
        paper: Callable[[str], Paper | None],
        after: Callable[[], View | None],
    ) -> None:
        self._appraisal = appraisal
        self._after = after
        self._translate = translate
        self._paper = paper
        self.mode = Mode.READING
        self.looking: Looking | None = None
        self._armed = True
        self.last_said: Said | None = None
        self._begin(now)

    def _begin(self, now: CheckNow) -> None:
        self.now = now
        mine = in_pile_order(to_read(self._appraisal, now), sorted(now.draw.batches))
        to_look_at = {one.sheet.batch for one in open_of(self._appraisal, now)}
        self._piles = [batch for batch in sorted(now.draw.batches) if batch in mine or batch in to_look_at]
        self._next_pile()

    # -- keys

    def press(self, key: Key) -> Turn:
        """Handle one key, and everything that it asks of the disk, before the next one is looked at."""
        if self.mode is Mode.LOOKING:
            return self._looked(key)
        if self.mode is Mode.RESTING:
            return self._rested(key)
        before = set(self.session.keyed)
        turn = self.keying.press(key)
        if turn.leave:
            return self._leave(Event.LEAVE)
        kept = next(iter(set(self.session.keyed) - before), None)
        if kept is not None and kept in self.session.open:
            self._look_at(kept, Event.OTHERWISE)
        elif kept is not None:
            self._to(Event.AS_COUNTED, Mode.READING)
        if self.mode is Mode.READING and self.keying.state.mode is KeyingMode.SUMMARY:
            self._after_the_last()
        return turn

    def _leave(self, event: Event) -> Turn:
        self._to(event, Mode.LEFT)
        self.close()
        view = self._after()
        return Turn(view=view, leave=view is None)

    def _looked(self, key: Key) -> Turn:
        looking = self.looking
        assert looking is not None  # the mode says so
        asked = meaning(key)
        if asked.event is KeyingEvent.LEAVE:
            return self._leave(Event.LEAVE)
        if not looking.armed:
            return Turn(bell=True)  # typed before both values stood on the screen
        event = None
        if asked.event is KeyingEvent.MARK:
            event = {"1": Event.COUNT_WRONG, "2": Event.MISREAD}.get(asked.code)
        elif asked.event is KeyingEvent.BACK:
            event = Event.BACK
        self.looking = now = look(looking, event)
        if not now.is_done:
            return Turn(bell=True) if now.alarm else STAY
        number = now.sheet.sheet.ballot
        try:
            self.session.look_again(number, now.misread)
        except (Refused, OSError) as error:
            said = error.said if isinstance(error, Refused) else NotSaved(self._appraisal.folder, error).said
            self.looking = replace(now, answers=now.answers[:-1], message=said, alarm=True)
            return Turn(bell=True)
        self.looking = None
        self._to(Event.KEPT, Mode.READING)
        self._tell(_outcome(now))
        if self.session.open:
            self._look_at(min(self.session.open), Event.OTHERWISE)
        elif self.keying.state.mode is KeyingMode.SUMMARY:
            self._after_the_last()
        return STAY

    def _rested(self, key: Key) -> Turn:
        asked = meaning(key)
        if asked.event is KeyingEvent.LEAVE:
            return self._leave(Event.LEAVE)
        if not self._armed or asked.event is not KeyingEvent.ENTER:
            return Turn(bell=True)
        if not to_read(self._appraisal, self.now):
            return self._leave(Event.GO_ON)
        self._to(Event.GO_ON, Mode.READING)
        self._begin(self.now)
        return STAY

    def _next_pile(self, said: Said | None = None) -> None:
        """Open the next bundle; what has to be looked at again comes first. `said` is of the last sheet."""
        if not self._piles:
            self.last_said = said
            self.now = check_of(self._appraisal, self.now.draw)
            self._to(Event.NOTHING_LEFT, Mode.RESTING)
            self._armed = False
            return
        batch = self._piles.pop(0)
        self.session = CheckSession(self._appraisal, self.now, batch)
        self.keying = KeyingView(self.session, self._translate, lambda _: None, self._paper(batch))
        if self.session.numbers and self.session.draft is None:
            here = Said(
                "take batch {batch}; the sheets to be read: {numbers}",
                batch=batch,
                numbers=_some(self.session.numbers),
            )
            self._tell(Said("{saved}; {next}", saved=said, next=here) if said is not None else here)
        if self.session.open:
            self._look_at(min(self.session.open), Event.OTHERWISE)
        elif self.keying.state.mode is KeyingMode.SUMMARY:
            self._next_pile(said)

    def _after_the_last(self) -> None:
        """The last number is kept; one that was passed over comes back first."""
        if self.keying.state.missing:
            said = self.keying.state.message
            self.keying.state = self.keying.next_time()
            self._tell(said)
            return
        self._next_pile(self.keying.state.message)

    def _look_at(self, number: int, event: Event) -> None:
        kept = self.keying.state.acknowledged if number in self.session.keyed else None
        self.looking = Looking(self.session.open[number], message=kept)
        self._to(event, Mode.LOOKING)

    def _tell(self, said: Said | None) -> None:
        self.keying.state = replace(self.keying.state, message=said, acknowledged=None)

    def _to(self, event: Event, mode: Mode) -> None:
        assert mode in TRANSITIONS[self.mode, event], (self.mode, event, mode)
        self.mode = mode

    # -- the screen

    def waits_for_drawing(self) -> bool:
        """Both values, and what the check shows, count keys only once they stand before the reader."""
        if self.mode is Mode.LOOKING:
            return self.looking is not None and not self.looking.armed
        if self.mode is Mode.RESTING:
            return not self._armed
        return self.keying.waits_for_drawing()

    def drawn(self) -> None:
        """The page stands on the screen, so keys count from now on."""
        if self.mode is Mode.LOOKING and self.looking is not None:
            self.looking = replace(self.looking, armed=True)
        elif self.mode is Mode.RESTING:
            self._armed = True
        else:
            self.keying.drawn()

    def cursor(self) -> tuple[int, int] | None:
        """No text goes in."""
        return None

    def close(self) -> None:
        """Let go of the bundle."""
        self.keying.close()

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """The screen for a size."""
        if self.mode is Mode.LOOKING and self.looking is not None:
            return looking_lines(self.session, self.looking, self._translate, width, height)
        if self.mode is Mode.RESTING:
            more = len(to_read(self._appraisal, self.now))
            others = _for_others(not_mine(self._appraisal, self.now).items())
            return resting_lines(
                self.now.result, self.last_said, others, more, self._translate, width, height
            )
        return self.keying.lines(width, height)


def _some(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:MOST_NUMBERS]))
    return shown + (f" ... ({len(numbers)})" if len(numbers) > MOST_NUMBERS else "")


def _for_others(every: Iterable[tuple[str, Said]]) -> list[Said]:
    return [Said("batch {batch} is for another person: {why}", batch=batch, why=why) for batch, why in every]


def _outcome(looking: Looking) -> Said:
    """What is said of a sheet that was looked at again."""
    sheet = looking.sheet
    wrong = [place for place in looking.places if place not in looking.misread]
    number = sheet.sheet.ballot
    if not wrong:
        return Said("ballot {number}: kept as misread; the count stands there", number=number)
    then = correction_words(sheet, wrong[0])
    return Said("ballot {number}: the count is wrong; {then}", number=number, then=then)
