"""`pingyi key`: straight to keying, and nothing imported that it does not need: a clerk waits for it."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import sys
from pathlib import Path

from store.appraisal import Appraisal
from store.batch_register import batch_ids
from store.keying_session import begin_keying, next_batch
from store.keying_session import take_over as end_other_window
from store.session_hold import HeldElsewhere
from tally.said import Refused, Said, Translate
from tui.app import check_terminal, run_view
from tui.desk import Desk
from tui.keying.ending_words import ending_words
from tui.keying.view import KeyingView, Paper

_PLAIN_WORD = re.compile(r"[\w@%+=:,./-]+")
"""A word that a shell takes as it is, Chinese ones too."""


def open_keying(desk: Desk, batch: str | None, *, take_over: bool = False) -> int:
    """Straight to keying; ends when the pass is handed in or left, and says in a line how far it is.

    `take_over` ends this person's other window on the batch first.
    """
    check_terminal()
    appraisal = desk.appraisal()
    chosen = batch or next_batch(appraisal, batch_ids(appraisal.layout.folder("batches")))
    if chosen is None:
        raise Refused(Said("there is no batch for you to key now (pingyi status)"))
    if take_over:
        end_other_window(appraisal, chosen)
    try:
        session = begin_keying(appraisal, chosen)
    except HeldElsewhere as held:
        raise Refused(
            Said(
                "{held}; if that window is dead: {command}",
                held=held.said,
                command=take_over_command(desk, chosen),
            )
        ) from None
    view = KeyingView(session, desk.translate, lambda _: None, _paper(appraisal, chosen, desk.translate))
    status = run_view(view, desk.translate)
    said = ending_words(session.cover.id, view.state, view.next_time(), status)
    _say_last(desk.words(said))
    return status


def _paper(appraisal: Appraisal, batch: str, translate: Translate) -> Paper | None:
    if not appraisal.practice:
        return None
    from tui.practice.paper import paper_of

    return paper_of(appraisal, batch, translate)


def take_over_command(desk: Desk, batch: str) -> str:
    """What to type to take over, as the same person in the same folder."""
    words = ["pingyi"]
    if desk.folder != Path(os.environ.get("PINGYI_DIR") or "."):
        words += ["--dir", str(desk.folder)]
    if desk.declared is not None:
        words += ["--as", desk.declared]
    words += ["key", "--batch", batch, "--take-over"]
    return " ".join(word if _PLAIN_WORD.fullmatch(word) else shlex.quote(word) for word in words)


def _say_last(text: str) -> None:
    """Print a line where there is still somebody to read it: the line to the terminal may be gone by now."""
    if sys.stdout is None:
        return
    with contextlib.suppress(OSError, ValueError):
        content = f"{text}\n".encode(sys.stdout.encoding or "utf-8", errors="replace")
        os.write(sys.stdout.fileno(), content)
