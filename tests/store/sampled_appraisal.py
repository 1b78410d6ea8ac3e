"""A small settled appraisal for tests of the sample check: the paper, both passes, and what they got wrong alike."""

from __future__ import annotations

from pathlib import Path

from small_appraisal import make_small

from store.appraisal import Appraisal, open_appraisal
from store.keying_session import begin_keying
from store.reconciling import active_batches, say_settled
from store.taking_in import take_in
from tally.readings import Reading

SEED = "31415926535897932384"
RULE = """
[[rules]]
id = "rectify"
kind = "organization"
when = "satisfaction < {least}"
verdict = "rectify"
consequences = ["a plan"]
"""


def paper(number: int) -> str:
    """What sheet `number` says: two rows, mostly the first grade."""
    return "12" if number % 10 == 0 else "11"


def settle(
    folder: Path,
    batches: tuple[tuple[str, int], ...] = (("B1", 50),),
    alike: dict[tuple[str, int], str] | None = None,
    filled: frozenset[int] = frozenset(),
    filled_by: tuple[str, ...] = ("wang", "zhao"),
    least: str = "60%",
    more: str = "",
) -> Path:
    """Keyed twice by wang and zhao, taken in by chen, settled; `alike`: what both read where it is not the paper.

    `filled` are the numbers that those `filled_by` filled with one key.
    """
    make_small(folder, rows=2, batches=batches, more=RULE.format(least=least) + more)
    for batch, sheets in batches:
        for who in ("wang", "zhao"):
            with begin_keying(by(folder, who), batch) as session:
                for number in range(1, sheets + 1):
                    marks = (alike or {}).get((batch, number), paper(number))
                    session.save(number, Reading(marks, filled=number in filled and who in filled_by))
                session.hand_in(sheets)
    take_in(by(folder, "chen"))
    for registered in active_batches(by(folder, "chen")):
        say_settled(by(folder, "chen"), registered.cover)
    return folder


def by(folder: Path, who: str) -> Appraisal:
    """The appraisal as a person opens it."""
    return open_appraisal(folder, who)
