"""A small settled appraisal for tests of the sample check: the paper, both passes, and what they got wrong alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_appraisal import make_small

from store.appraisal import Appraisal, open_appraisal
from store.check_progress import check_of, check_to_read
from store.check_reading import CheckSession
from store.keying_session import begin_keying
from store.reconciling import active_batches, say_settled
from store.sampling import draw_samples
from store.taking_in import take_in
from store.verification import verify_appraisal
from tally.readings import Reading
from tally.said import Refused

SEED = "31415926535897932384"
OTHER = "27182818284590452353"
ROLES = """
[roles]
organizers = ["olga"]
clerks = ["wang", "zhao", "rita"]
reviewers = ["chen", "sun", "rita"]
"""
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


def everything(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(".lock")
    }


def refused(folder, call, *given, **named):
    """The sentence of a refusal; nothing may have changed."""
    before = everything(folder)
    with pytest.raises(Refused) as caught:
        call(*given, **named)
    assert everything(folder) == before
    return str(caught.value)


def drawn(folder, seed=SEED, who="olga", **given):
    (now,) = draw_samples(by(folder, who), seed, **given)
    return now


def read_all(folder, who="sun", wrong=None, look=True):
    """Read everything that is to be read next, as the paper says; `wrong`: what is keyed instead."""
    now = check_to_read(by(folder, who), None)
    for batch in sorted(now.draw.batches):
        session = CheckSession(by(folder, who), now, batch)
        for number in session.numbers:
            session.save(number, Reading((wrong or {}).get((batch, number), paper(number))))
        for number in list(session.open) if look else ():
            session.look_again(number, ())
    return check_of(by(folder, who), now.draw)


def verified(folder):
    return [str(said) for said in verify_appraisal(by(folder, "chen"))]
