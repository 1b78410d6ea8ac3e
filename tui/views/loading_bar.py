"""How far reading is, in one line."""

from __future__ import annotations

from tally.said import Said, Translate
from tui.results.bar import bar
from tui.screen.cells import Line, cut, line
from tui.views.reading import Phase, Step


def loading_line(step: Step | None, translate: Translate, width: int) -> Line:
    """The bar and its words. The figures keep their places, so that few cells differ from one time to the next."""
    step = step or Step()
    return line(cut(f"{bar(step.done, step.of)} {_words(step).text(translate)}", width))


def _words(step: Step) -> Said:
    done = str(step.done).rjust(len(str(step.of)))
    if step.phase is Phase.RESULTS:
        return (
            Said("putting the results together {done} of {of}", done=done, of=step.of)
            if step.of
            else Said("putting the results together")
        )
    if step.of:
        return Said("reading bundles {done} of {of}", done=done, of=step.of)
    return Said("reading bundles")
