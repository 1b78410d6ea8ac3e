"""How far an export is, in one line of plain ASCII and words."""

from __future__ import annotations

from tally.said import Said, Translate
from tui.exporting import Phase
from tui.results.machine import Export, Mode, Step
from tui.screen.cells import Line, cut, line

CELLS = 30
"""Of the bar, without its brackets."""
DONE, LEFT = "#", "."


def bar(done: int, of: int) -> str:
    """A bar of `CELLS` cells: full only where all is done, and empty where it is not known how much there is."""
    full = CELLS * min(done, of) // of if of else 0
    return f"[{DONE * full}{LEFT * (CELLS - full)}]"


def bar_line(state: Export, translate: Translate, width: int) -> Line:
    """The bar and its words. The figures keep their places, so that few cells differ from one time to the next."""
    step = state.step or Step(Phase.READING)
    words = Said("stopping the export") if state.mode is Mode.STOPPING else _words(step)
    return line(cut(f"{bar(step.done, step.of)} {words.text(translate)}", width))


def _words(step: Step) -> Said:
    done = str(step.done).rjust(len(str(step.of)))
    match step.phase:
        case Phase.READING if step.of:
            return Said("reading bundles {done} of {of}", done=done, of=step.of)
        case Phase.READING:
            return Said("reading bundles")
        case Phase.PRINTING if step.of:
            return Said("printing tables {done} of {of}", done=done, of=step.of)
        case Phase.PRINTING:
            return Said("printing tables {done}", done=step.done) if step.done else Said("printing tables")
    return Said("writing files {done} of {of}", done=done, of=step.of)
