"""Draws of sample checks in the ledger: everything from which anybody can draw the same sheets again.

A record names the attempts at each pass and the last ruling that the count rested on. None of these ever
leaves custody and review, so which sheets were drawn, and what the count had for each, can be told at any
time; the digest vouches for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from store.chain import Fields
from store.faults import Damaged
from store.ledger import each_record, record_name
from store.record_fields import WrongField, text, whole, wholes
from tally.said import Refused, Said

SAMPLED = "sampled"
"""The kind of a draw's record."""


@dataclass(frozen=True, slots=True)
class DrawnBatch:
    """What of a batch the count rested on: the attempts at its passes and the last ruling's number."""

    attempts: tuple[int, int]
    last_ruling: int


@dataclass(frozen=True, slots=True)
class Draw:
    """One draw: the population, the seed, and what was stated before it."""

    id: str
    form: str
    subject: str
    seed: str
    risk: Fraction
    size: int | None
    strata: Mapping[str, int]
    batches: Mapping[str, DrawnBatch]
    settled_sha256: str
    reason: str
    """Why it was drawn although another check of the same sheets was not finished; else empty."""
    by: str
    at: str

    @property
    def population(self) -> tuple[str, str]:
        """The form and the subject (a roster's organization)."""
        return self.form, self.subject

    def record(self) -> Fields:
        """The draw as the ledger keeps it."""
        return {
            "kind": SAMPLED,
            "check": self.id,
            "form": self.form,
            "subject": self.subject,
            "seed": self.seed,
            "risk": f"{self.risk.numerator}/{self.risk.denominator}",
            "size": self.size,
            "strata": dict(self.strata),
            "batches": {
                batch: {"attempts": list(one.attempts), "ruling": one.last_ruling}
                for batch, one in self.batches.items()
            },
            "settled_sha256": self.settled_sha256,
            "reason": self.reason,
        }


def read_draws(folder: Path) -> tuple[Draw, ...]:
    """Every draw of an appraisal, in order. Raises Damaged for a ledger or a record that is not sound."""
    return draws_in(each_record(folder), folder)


def draws_in(ledger: Iterable[Fields], folder: Path) -> tuple[Draw, ...]:
    """The draws among the ledger's records, in order. Raises Damaged for one that is none."""
    found: list[Draw] = []
    for record in ledger:
        if record["kind"] != SAMPLED:
            continue
        path = folder / record_name(record["n"])
        try:
            draw = _draw(record)
        except (WrongField, ValueError, ZeroDivisionError):
            raise Damaged(path, Said("it is no draw of a sample")) from None
        if draw.id != check_id(len(found) + 1):
            raise Damaged(path, Said("it is no draw of a sample"))
        found.append(draw)
    return tuple(found)


def check_id(number: int) -> str:
    """The id of the check drawn as the `number`-th."""
    return f"C{number}"


def find_draw(draws: Sequence[Draw], check: str) -> Draw:
    """A draw by its check's id, case aside. Raises Refused where there is none."""
    for draw in draws:
        if draw.id.casefold() == check.strip().casefold():
            return draw
    raise Refused(
        Said(
            'there is no {what} "{id}"; there are {known}',
            what=Said("check"),
            id=check,
            known=", ".join(draw.id for draw in draws) or "-",
        )
    )


def latest_draws(draws: Sequence[Draw]) -> tuple[Draw, ...]:
    """The last draw of each population, in the order of the draws."""
    last = {draw.population: draw for draw in draws}
    return tuple(draw for draw in draws if last[draw.population] is draw)


def _draw(record: Fields) -> Draw:
    """The draw of a record. Raises WrongField, and ValueError for a risk that is none."""
    strata, batches = record.get("strata"), record.get("batches")
    if not isinstance(strata, dict) or not isinstance(batches, dict) or not strata or not batches:
        raise WrongField("strata")
    numerator, _, denominator = text(record, "risk").partition("/")
    risk = Fraction(int(numerator), int(denominator))
    seed = text(record, "seed")
    if not 0 < risk < 1 or not (seed.isascii() and seed.isdigit()):
        raise WrongField("risk")
    return Draw(
        id=text(record, "check"),
        form=text(record, "form"),
        subject=text(record, "subject"),
        seed=seed,
        risk=risk,
        size=None if record.get("size") is None else whole(record, "size", least=1),
        strata={name: whole(strata, name, least=1) for name in strata},
        batches={batch: _drawn_batch(one) for batch, one in batches.items()},
        settled_sha256=text(record, "settled_sha256"),
        reason=text(record, "reason"),
        by=text(record, "by"),
        at=text(record, "at"),
    )


def _drawn_batch(fields: object) -> DrawnBatch:
    if not isinstance(fields, dict):
        raise WrongField("batches")
    first, second = wholes(fields, "attempts", 2)
    if not first or not second:
        raise WrongField("attempts")
    return DrawnBatch((first, second), whole(fields, "ruling"))
