"""A bar on stderr while a command works, where that is a terminal and the work takes over a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import click

from tally.said import Said
from tui.desk import Desk

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

AFTER = 1.0
"""Seconds before the bar is shown: what is done sooner needs none."""


@contextmanager
def progress_bar(desk: Desk, what: Said) -> Iterator[Callable[[int, int], None] | None]:
    """A function to tell how much of how much is done; None where nobody would see a bar."""
    if not sys.stderr.isatty():
        yield None
        return
    began = time.monotonic()
    bar: ProgressBar[int] | None = None
    with ExitStack() as stack:

        def told(done: int, of: int) -> None:
            nonlocal bar
            if bar is None:
                if time.monotonic() - began < AFTER:
                    return
                label = what.text(desk.translate)
                bar = stack.enter_context(click.progressbar(length=of, label=label, file=sys.stderr))
            bar.update(done - bar.pos)

        yield told
