"""`pingyi key`: straight to keying, and nothing imported that it does not need: a clerk waits for it."""

from __future__ import annotations

from store.batch_register import batch_ids
from store.keying_session import begin_keying, next_batch
from store.keying_session import take_over as end_other_window
from store.session_hold import HeldElsewhere
from tally.said import Refused, Said
from tui.app import check_terminal, run_view
from tui.desk import Desk
from tui.keying.view import KeyingView
from tui.practice.paper import paper_of
from tui.screen.view import View


def open_keying(desk: Desk, batch: str | None, *, take_over: bool = False) -> int:
    """Straight to keying; ends when the pass is handed in or left.

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
                "{held}; if that window is dead: pingyi key --batch {batch} --take-over",
                held=held.said,
                batch=chosen,
            )
        ) from None
    view: View = KeyingView(
        session, desk.translate, lambda _: None, paper_of(appraisal, chosen, desk.translate)
    )
    return run_view(view, desk.translate)
