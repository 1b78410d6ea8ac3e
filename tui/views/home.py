"""My tasks (我的任务): the batches and how far they are, and what this person can do next. No marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from store.appraisal import Appraisal
from store.session_hold import HeldElsewhere
from tally.said import Refused, Said, Translate
from tui.screen.cells import Line
from tui.screen.garbled import GARBLED
from tui.screen.key import Key
from tui.screen.view import STAY, RestingView, Turn, View
from tui.views import home_lines
from tui.views.at_once import read_at_once
from tui.views.batch_list import BatchList
from tui.views.batch_tasks import BatchTasks, Doors, why_nothing
from tui.views.finding import Find, find_cursor
from tui.views.home_keys import Does, does
from tui.views.loading_bar import loading_line
from tui.views.parts import part_of
from tui.views.reading import Outcome, Reading, Tell
from tui.views.system_words import in_words
from tui.views.task_reading import TaskReader, Tasks

LOOKED_AT = 20
"""Batches that are asked about, one after the other, to find one that the person may really do something on."""


class HomeView(RestingView):
    """The list of batches; Enter does what this person can do with the chosen one.

    A small appraisal is read while a key is handled, a large one by a thread while keys are taken (`read_at_once`).
    `read` is what reads it. Raises Refused where a small one cannot be read.
    """

    def __init__(
        self,
        appraisal: Appraisal,
        translate: Translate,
        doors: Doors,
        read: Callable[[Tell], Tasks] | None = None,
    ) -> None:
        self._appraisal = appraisal
        self._translate = translate
        self._doors = doors
        self._part = part_of(appraisal)
        self._work = BatchTasks(appraisal, doors, self._taken_in)
        self._read = read or TaskReader(appraisal, translate).read
        self._reading = Reading(self._read)
        self._list = BatchList()
        self._is_read = False
        self._may: dict[str, bool] = {}
        """Of the batches that were shown since the last reading: whether they really wait for the person."""
        self._choosing = True
        """The cursor goes to the next batch that waits, once it is known which does; a key before that keeps it."""
        self._held: HeldElsewhere | None = None
        self._taking_over = False
        self._pressed = False
        self._message: Said | None = None
        self._alarm = False
        if read_at_once(appraisal):
            self._take(self._read(lambda *_: None))
        else:
            self._reading.ask()

    # -- reading

    def come_back(self) -> HomeView:
        """After another screen: what was done there is read, and the cursor stays where it was as long as there is
        something to do; else it goes to the next batch that waits."""
        self._choosing = True
        self._list.narrow(self._list.find.ended(), self._list.only_waiting)
        self._refresh()
        return self

    def works(self) -> bool:
        """While a thread reads, the list comes without a key."""
        return self._reading.at_work

    def look(self) -> None:
        """Take what was read."""
        outcome = self._reading.look()
        if outcome is not None:
            self._have(outcome)

    def close(self) -> None:
        """The program ends."""
        self._reading.leave()

    def _refresh(self) -> None:
        if self._reading.at_work or not read_at_once(self._appraisal):
            self._reading.ask()
            return
        try:
            self._take(self._read(lambda *_: None))
        except Refused as refused:
            self._have(Outcome(why=refused.said))
        except OSError as error:
            self._have(Outcome(why=in_words(error)))

    def _have(self, outcome: Outcome[Tasks]) -> None:
        if outcome.value is not None:
            self._take(outcome.value)
        elif outcome.why is not None:
            self._message, self._alarm = outcome.why, True

    def _take(self, tasks: Tasks) -> None:
        self._list.replace(tasks)
        self._is_read = True
        self._may = {}
        if self._choosing:
            self._choosing = False
            self._choose_next()

    def _choose_next(self) -> None:
        """From the cursor on, then from the top, the first batch that waits for the person; of very many that only
        seem to, the first."""
        shown, waits = self._list.shown, self._list.tasks.waits
        seem: list[int] = []
        for place in (*shown[self._list.at :], *shown[: self._list.at]):
            if not waits[place]:
                continue
            if self._really_waits(place):
                self._list.go_to(place)
                return
            seem.append(place)
            if len(seem) == LOOKED_AT:
                self._list.go_to(seem[0])
                return

    def _really_waits(self, place: int) -> bool:
        """Whether a batch waits for the person. The store is asked about it once, until all is read anew."""
        tasks = self._list.tasks
        if not tasks.waits[place]:
            return False
        one = tasks.batches[place]
        may = self._may.get(one.batch)
        if may is None:
            may = self._may[one.batch] = self._work.task(one, tasks.covers[one.batch]) is not None
        return may

    # -- keys

    def press(self, key: Key) -> Turn:
        """Move, open the chosen batch, look for one, open another screen, or end."""
        self._message, self._alarm = None, False
        self._pressed = True
        held, self._held = self._held, None
        sure, self._taking_over = self._taking_over, False
        shown = self._list
        if shown.find.typing and key.name != "escape" and key.character not in ("+", "＋"):
            typed = shown.find.typed(key)
            if typed is not None:
                return self._narrow(typed, shown.only_waiting)
        what = does(key)
        match what:
            case Does.DOWN | Does.UP | Does.PAGE_DOWN | Does.PAGE_UP | Does.FIRST | Does.LAST:
                self._choosing = False
                shown.move(_steps(what, shown))
            case Does.FIND:
                return self._narrow(shown.find.begun(), shown.only_waiting)
            case Does.WAITING:
                return self._narrow(shown.find, not shown.only_waiting)
            case Does.TAKE_OVER if held is not None:
                self._held, self._taking_over = held, True
                self._message = Said("Enter ends the other window; any other key leaves it alone")
            case Does.OPEN if held is not None and sure:
                return self._try(lambda: self._work.take_over(held.batch))
            case Does.OPEN:
                return self._open_chosen()
            case Does.OPINIONS:
                return self._try(self._doors.opinions)
            case Does.RESULTS:
                return self._try(self._doors.results)
            case Does.CHECK:
                return self._try(self._doors.check)
            case Does.LEAVE if key.name == "escape" and (shown.is_narrowed or shown.find.typing):
                return self._narrow(Find(), False)
            case Does.LEAVE:
                return Turn(leave=True)
            case _:
                return self._refuse(Said("this key does nothing here"))
        return STAY

    def _narrow(self, find: Find, only_waiting: bool) -> Turn:
        self._choosing = False
        self._list.narrow(find, only_waiting)
        return STAY

    def _open_chosen(self) -> Turn:
        chosen = self._list.chosen
        if chosen is not None:
            task = self._work.task(chosen, self._list.tasks.covers[chosen.batch])
            return self._refuse(why_nothing(chosen)) if task is None else self._try(task)
        if self._is_read:
            return self._refuse(home_lines.empty_words(self._list))
        if self._reading.at_work:
            return self._refuse(Said("the batches are still being read"))
        self._reading.ask()  # it could not be read; perhaps now
        return STAY

    def _taken_in(self, batch: str, count: int) -> None:
        self._refresh()
        if not self._alarm:
            self._message = Said("batch {batch}: {count} passes taken in", batch=batch, count=count)

    def _try(self, open_: Callable[[], View | None]) -> Turn:
        try:
            view = open_()
        except HeldElsewhere as held:
            self._held = held
            return self._refuse(Said("{held}; if that window is dead: 0 Enter takes over", held=held.said))
        except Refused as refused:
            return self._refuse(refused.said)
        except OSError as error:
            return self._refuse(Said("{reason}", reason=error.strerror or error))
        if view is not None:
            self._reading.leave()
        return Turn(view=view)

    def _refuse(self, said: Said) -> Turn:
        self._message, self._alarm = said, True
        return Turn(bell=True)

    # -- lines

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """The screen for a size."""
        shown, translate = self._list, self._translate
        found = home_lines.head_lines(self._appraisal, self._part, translate, width)
        found.append(home_lines.narrowed_line(shown, translate, width))
        found += self._rows(width, height - home_lines.AROUND)
        message = self._message.text(translate) if self._message else self._entry_words()
        foot = home_lines.foot_lines(
            message, self._alarm, self._tasks_line(width), translate, width, shown.find.typing
        )
        return [*home_lines.filled(found, height - len(foot)), *foot]

    def cursor(self) -> tuple[int, int] | None:
        """Where a character goes that is looked for."""
        column = find_cursor(self._list.find, self._translate)
        return None if column is None else (column, 2)

    def _rows(self, width: int, rows: int) -> list[Line]:
        tasks, places = self._list.tasks, self._list.window(rows)
        if not places:
            return [home_lines.empty_line(self._list, self._translate, width)] if self._is_read else []
        return [
            home_lines.row_line(
                self._appraisal,
                tasks.batches[place],
                tasks.covers[tasks.batches[place].batch],
                self._translate,
                width,
                here=place == self._list.shown[self._list.at],
                waits=self._really_waits(place),
                with_names=tasks.with_names,
            )
            for place in places
        ]

    def _tasks_line(self, width: int) -> Line:
        reading = self._reading
        if reading.at_work and (not self._is_read or reading.step is not None):
            return loading_line(reading.step, self._translate, width)
        if not self._is_read:
            return ()
        refused = sum(not may for may in self._may.values())
        return home_lines.waiting_line(self._list.tasks.waits, refused, self._translate, width)

    def _entry_words(self) -> str:
        """Until the first key, what to set where Chinese is garbled."""
        return "" if self._pressed else GARBLED


def _steps(what: Does, shown: BatchList) -> int:
    """How many rows a key moves the cursor."""
    every = len(shown.shown)
    return {
        Does.DOWN: 1,
        Does.UP: -1,
        Does.PAGE_DOWN: shown.page,
        Does.PAGE_UP: -shown.page,
        Does.FIRST: -every,
        Does.LAST: every,
    }[what]
