"""The bars of an export on stderr, one for each phase that takes its time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from tally.said import Said
from tui.desk import Desk
from tui.exporting import Phase, Progress
from tui.progress_bar import progress_bar

_WORDS = {
    Phase.READING: Said("reading bundles"),
    Phase.PRINTING: Said("printing tables"),
    Phase.WRITING: Said("writing files"),
}


@contextmanager
def export_bars(desk: Desk) -> Iterator[Progress]:
    """What to tell of an export; a bar is drawn where `progress_bar` draws one and it is known how much there is."""
    with ExitStack() as stack:
        phase: Phase | None = None
        bar: Callable[[int, int], None] | None = None

        def told(now: Phase, done: int, of: int) -> None:
            nonlocal phase, bar
            if now is not phase:
                stack.close()
                phase, bar = now, stack.enter_context(progress_bar(desk, _WORDS[now]))
            if bar is not None and of:
                bar(done, of)

        yield told
