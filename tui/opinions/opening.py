"""Opening the screens of opinions for `pingyi opinions`."""

from __future__ import annotations

from collections.abc import Sequence

from store.opinion_choices import OpinionReview
from store.opinion_texts import OpinionWork
from tally.said import Refused, Said
from tui.app import check_terminal, run_view
from tui.desk import Desk
from tui.opening import open_opinions
from tui.opinions.settling_view import SettlingView


def open_typing(desk: Desk, works: Sequence[OpinionWork], *, again: bool) -> int:
    """Type the opinions that are noted; `again`: those that another person has typed already."""
    if again and not any(work.left for work in works):
        raise Refused(Said("there is no opinion here for you to type a second time"))
    return open_opinions(desk, works)


def open_settling(desk: Desk, reviews: Sequence[OpinionReview]) -> int:
    """Settle the opinions that were typed in different words."""
    check_terminal()
    asked = [one for one in reviews if one.asked]
    if not asked:
        raise Refused(Said("no opinion was typed in different words"))
    return run_view(SettlingView(desk.appraisal(), asked, desk.translate, lambda: None), desk.translate)
