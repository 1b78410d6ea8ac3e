"""What the benchmarks measured, held against what is to be reached on one host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tabulate import tabulate


@dataclass(frozen=True, slots=True)
class Reached:
    """One figure; `limit`: the most that it may be, None where it is told only."""

    what: str
    measured: float
    limit: float | None
    unit: str = "x"


def reached(found: Mapping[str, Any]) -> list[Reached]:
    """The figures of the benchmarks that ran, by their names."""
    parts = {"province": _province, "starting": _starting, "clerks": _clerks, "home": _home}
    return [one for name, part in parts.items() if name in found for one in part(found[name])]


def table(held: list[Reached]) -> str:
    """All in one table."""
    rows = [
        [
            one.what,
            f"{one.measured:.2f} {one.unit}",
            "" if one.limit is None else f"{one.limit:g} {one.unit}",
            "" if one.limit is None or one.measured <= one.limit else "NOT REACHED",
        ]
        for one in held
    ]
    return tabulate(rows, ["figure", "measured", "at most", ""], disable_numparse=True)


def _province(found: Mapping[str, Any]) -> Iterator[Reached]:
    largest: dict[tuple[str, str], dict[str, Any]] = {}
    for one in found["figures"]:
        key = (one["stage"], one["what"])
        if key not in largest or one["number"] > largest[key]["number"]:
            largest[key] = one

    def ratio(
        what: str, one: tuple[str, str], other: tuple[str, str], limit: float | None
    ) -> Iterator[Reached]:
        if one in largest and other in largest:
            yield Reached(what, largest[one]["seconds"] / largest[other]["seconds"], limit)

    tally = ("tally", "tally and verdicts (tally_of)")
    if tally in largest:
        number = f"{largest[tally]['number']:,} ballots"
        yield from ratio(f"tally and verdicts of {number} : json.load of what it reads", tally,
                         ("tally", "json.load of all that a tally reads"), 1.5)  # fmt: skip
        for peer in ("DuckDB on custody, rulings, batches", "pandas on custody, rulings, batches"):
            yield from ratio(f"tally and verdicts of {number} : {peer}", tally, ("tally", peer), 1)
        for peer in ("DuckDB on the exported marks.csv", "pandas on the exported marks.csv",
                     "SQLite: counting that table"):  # fmt: skip
            yield from ratio(f"tally and verdicts of {number} : {peer}", tally, ("tally", peer), None)
        yield Reached(f"memory of tally and verdicts of {number}", largest[tally]["megabytes"], 64, "MB")
    explained = ("comparing", "comparing and explaining, with offers")
    yield from ratio("comparing and explaining both passes : tally", explained, ("comparing", tally[1]), 2)
    second = ("progress", "progress, second call")
    if second in largest:
        yield Reached("progress of every batch, second call", largest[second]["seconds"], 0.3, "s")
    for one in found["growth"]:
        if one["ours"] and one["ratio"] is not None:
            numbers = " to ".join(f"{number:,}" for number in one["numbers"])
            what = f"growth from {numbers}, cost of each: {one['stage']}: {one['what']}"
            yield Reached(what, one["ratio"], 1.15)


def _starting(found: Mapping[str, Any]) -> Iterator[Reached]:
    for words in ("status", "check", "tally --help"):
        if words in found["commands"]:
            yield Reached(f"start of pingyi {words} : python -c pass", found["commands"][words]["ratio"], 6)


def _clerks(found: Mapping[str, Any]) -> Iterator[Reached]:
    yield Reached("keys lost or changed", len(found["lost"]), 0, "")
    for one in found["rates"]:
        crowd, alone = one["crowd"], one["alone"]
        slow = crowd["rate"] <= 3
        who = f"{crowd['clerks']} clerks at {crowd['rate']:g} keys a second"
        many, single = crowd["delays_ms"]["every"], alone["delays_ms"]["every"]
        if many and single:
            yield Reached(f"{who}, p99 : one clerk alone", many["p99"] / single["p99"], 3 if slow else None)
            yield Reached(f"{who}, p99", many["p99"], None, "ms")
        yield Reached(f"{who}, memory of each", crowd["unshared_most"] / 1e6, 40 if slow else None, "MB")


def _home(found: Mapping[str, Any]) -> Iterator[Reached]:
    for what, milliseconds in found["until_ms"].items():
        batches, _, screen = what.partition(" ")
        yield Reached(f"{screen}, of {int(batches):,} batches", milliseconds / 1000, None, "s")
