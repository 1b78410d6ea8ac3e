"""The list of batches: which of them are shown, where the cursor is, and what part of it fits the window."""

from __future__ import annotations

from collections.abc import Sequence

from tally.progress import BatchProgress
from tui.views.finding import Find, fold
from tui.views.task_reading import Tasks


class BatchList:
    """All batches as read last, narrowed by what is typed and by what waits. The cursor is on a batch, not on a place:
    it stays on it whatever comes and goes around it."""

    def __init__(self) -> None:
        self.tasks = Tasks()
        self.find = Find()
        self.only_waiting = False
        self.shown: Sequence[int] = range(0)
        """The batches shown, by their places in `tasks`."""
        self.at = 0
        """The cursor, as a place in `shown`."""
        self.page = 15
        """Rows that the window holds."""
        self._top = 0

    @property
    def chosen(self) -> BatchProgress | None:
        """The batch that the cursor is on; None in an empty list."""
        return self.tasks.batches[self.shown[self.at]] if self.shown else None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything might be left out."""
        return self.only_waiting or bool(self.find.words)

    def replace(self, tasks: Tasks) -> None:
        """Show what was read now; the cursor stays on its batch, or goes to the one that stands where it was."""
        chosen, place = self.chosen, self.at
        self.tasks = tasks
        self.at = place
        self._show(chosen.batch if chosen is not None else None)

    def narrow(self, find: Find, only_waiting: bool) -> None:
        """Show what is looked for. Where that changed the cursor goes to the batch of that very id, else to the first; where
        nothing is looked for any more it stays on its batch."""
        words, chosen = self.find.words, self.chosen
        if find.words == words and only_waiting == self.only_waiting:
            self.find = find
            return
        self.find, self.only_waiting = find, only_waiting
        if find.words and find.words != words:
            self._show(None)
            id_ = f"{fold(find.text.strip())}\n"  # the first line of what typing finds
            texts = self.tasks.texts
            self.at = next((at for at, one in enumerate(self.shown) if texts[one].startswith(id_)), 0)
        else:
            self._show(chosen.batch if chosen is not None else None)

    def move(self, by: int) -> None:
        """Move the cursor by rows, as far as there are any."""
        self.at = max(0, min(self.at + by, len(self.shown) - 1))

    def go_to(self, place: int) -> None:
        """Put the cursor on a batch by its place in `tasks`, where it is shown."""
        found = _place_in(self.shown, place)
        if found is not None:
            self.at = found

    def window(self, rows: int) -> Sequence[int]:
        """The batches of a window of so many rows, by their places in `tasks`, the cursor's among them."""
        self.page = rows
        self._top = min(max(self._top, self.at - rows + 1), self.at)
        return self.shown[self._top : self._top + rows]

    def _show(self, batch: str | None) -> None:
        words, tasks = self.find.words, self.tasks
        places: Sequence[int] = range(len(tasks.batches))
        chosen = next((one for one in places if tasks.batches[one].batch == batch), None) if batch else None
        if self.only_waiting:
            places = [one for one in places if tasks.waits[one]]
        for word in words:  # one after the other: the next one looks at what is left
            places = [one for one in places if word in tasks.texts[one]]
        self.shown = places
        found = _place_in(places, chosen) if chosen is not None else None
        if found is not None:
            self.at = found
        elif chosen is not None:
            self.at = sum(1 for one in places if one < chosen)  # what follows it
        self.move(0)


def _place_in(places: Sequence[int], one: int) -> int | None:
    try:
        return places.index(one)
    except ValueError:
        return None
