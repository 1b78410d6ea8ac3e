"""`pingyi sample read`: straight to the sheets to be read next."""

from __future__ import annotations

from collections.abc import Callable

from store.appraisal import Appraisal
from store.check_progress import CheckNow, check_of, check_to_read, not_mine, open_of, to_read
from tally.said import Refused, Said, Translate
from tui.app import check_terminal, run_view
from tui.desk import Desk
from tui.practice.paper import paper_of
from tui.sampling.view import CheckView
from tui.screen.view import View


def open_check(desk: Desk, check: str | None) -> int:
    """Read the sheets of a check; ends when all are read or the reader leaves, and says in a line how far it is.

    Raises Refused where nothing is to be read by this person.
    """
    check_terminal()
    appraisal = desk.appraisal()
    view = check_view(appraisal, check, desk.translate, lambda: None)
    now = view.now
    status = run_view(view, desk.translate)
    after = check_of(appraisal, now.draw)
    desk.say(
        Said(
            "check {check}: {read} sheets read, {wrong} of them wrong in the count, {open} to be looked at again",
            check=now.draw.id,
            read=after.result.read,
            wrong=len(after.result.findings.wrong),
            open=len(after.result.findings.open),
        )
    )
    return status


def check_view(
    appraisal: Appraisal, check: str | None, translate: Translate, after: Callable[[], View | None]
) -> CheckView:
    """The screen on a check; `after` is what comes when it is left.

    Raises Refused where nothing is to be read by this person.
    """
    now = check_to_read(appraisal, check)
    if not to_read(appraisal, now) and not open_of(appraisal, now):
        raise Refused(_nothing(now, tuple(not_mine(appraisal, now).values())))
    return CheckView(appraisal, now, translate, lambda batch: paper_of(appraisal, batch, translate), after)


def _nothing(now: CheckNow, others: tuple[Said, ...]) -> Said:
    if others:
        return Said(
            "the sheets of check {check} are for another person: {why}", check=now.draw.id, why=others
        )
    if now.result.may_stop:
        return Said("check {check} may stop; nothing is left to be read", check=now.draw.id)
    return Said("check {check} has nothing to be read now (pingyi sample tells why)", check=now.draw.id)
