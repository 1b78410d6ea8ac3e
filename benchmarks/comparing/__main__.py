"""`python -m benchmarks.comparing`: comparing and explaining a large appraisal, beside json.load of its files."""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from store.chain import START, chained, sha256
from store.custody import pass_content
from store.layout import PassTag
from store.pass_events import ENTER, entering, handing_in, opening
from tally.comparison import Comparison, compare
from tally.readings import Reading
from tally.slip_finding import explain

WRONG = 0.005
"""Of the marks of each pass, independent."""
SLIPS = 0.3
"""Of the bundles have two sheets swapped in one pass, and so many a sheet under another's number."""


def main() -> None:
    """Write the files, read and compare them, and print the ratios."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.comparing")
    parser.add_argument("--ballots", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=20)
    parser.add_argument("--bundle", type=int, default=100, help="ballots a bundle")
    parser.add_argument("--json", type=Path, help="write the figures to a file too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = list(written(Path(folder), given.ballots, given.rows, given.bundle))
        contents = [(path, path.read_bytes()) for path in files]
        loaded = timed_loading(contents)
        began = time.perf_counter()
        passes = []
        for path, content in contents:
            sha256(content)  # as custody does, against the ledger's record
            passes.append(pass_content(content, path, check_chain=False).as_readings())
        reading = time.perf_counter() - began
    numbers = range(1, given.bundle + 1)
    began = time.perf_counter()
    compared = [
        (one, two, compare(numbers, given.rows, one, two, voids_reviewed=True))
        for one, two in zip(passes[::2], passes[1::2], strict=True)
    ]
    comparing = time.perf_counter() - began
    began = time.perf_counter()
    explained = sum(len(explain(numbers, one, two, result)) for one, two, result in compared)
    explaining = time.perf_counter() - began
    report(given, loaded, reading, comparing, explaining, [one for _, _, one in compared], explained)


def report(
    given: argparse.Namespace,
    loaded: float,
    reading: float,
    comparing: float,
    explaining: float,
    compared: list[Comparison],
    explained: int,
) -> None:
    """Print the figures with their ratios to json.load, and write them where asked."""
    questions = sum(len(one.questions) for one in compared)
    print(
        f"{given.ballots} ballots x {given.rows} rows in bundles of {given.bundle}: "
        f"{questions} places differ, {explained} explanations"
    )
    whole = comparing + explaining
    figures = {
        "json.load of the files": loaded,
        "reading them, digests checked": reading,
        "comparing": comparing,
        "explaining": explaining,
        "comparing and explaining": whole,
        "reading, comparing and explaining": reading + whole,
    }
    for name, seconds in figures.items():
        print(f"{name:45} {seconds:7.2f} s   {seconds / loaded:6.2f} x json.load")
    print(f"{'3 x json.load + 1 s':45} {3 * loaded + 1:7.2f} s")
    if given.json:
        given.json.write_text(json.dumps({"seconds": figures}, indent=1) + "\n", encoding="utf-8")


def timed_loading(contents: list[tuple[Path, bytes]]) -> float:
    """Seconds that json.loads takes for all files."""
    began = time.perf_counter()
    for _, content in contents:
        json.loads(content)
    return time.perf_counter() - began


def written(folder: Path, ballots: int, rows: int, bundle: int) -> Iterator[Path]:
    """Custody files of two passes a bundle, as taking in leaves them; the same for the same arguments."""
    draw = random.Random(1)
    for at in range(ballots // bundle):
        paper = ["".join(draw.choices("1234-", (60, 22, 9, 6, 3), k=rows)) for _ in range(bundle)]
        slipped = draw.random()
        for number in (1, 2):
            keyed = {place: typed(draw, marks) for place, marks in enumerate(paper, start=1)}
            if number == 2 and slipped < SLIPS:
                keyed[10], keyed[11] = keyed[11], keyed[10]
            elif number == 2 and slipped < 2 * SLIPS:
                del keyed[20]
            path = folder / f"B{at}.{number}.1.json"
            path.write_bytes(pass_bytes(PassTag(f"B{at}", number, 1), keyed, rows))
            yield path


def typed(draw: random.Random, marks: str) -> str:
    """Marks with independent errors."""
    return "".join(draw.choice("1234-") if draw.random() < WRONG else code for code in marks)


def pass_bytes(tag: PassTag, keyed: dict[int, str], rows: int) -> bytes:
    """The bytes of a handed-in pass."""
    at = "2026-11-20T08:00:00+00:00"
    events = [opening(tag, "wang" if tag.number == 1 else "zhao", rows, at)]
    events += [entering(ENTER, number, Reading(marks), at) for number, marks in keyed.items()]
    events.append(handing_in(len(keyed), len(keyed), at))
    records = {str(place): record for place, record in enumerate(chained(START, events), start=1)}
    return json.dumps({"_default": records}, ensure_ascii=False, separators=(",", ":")).encode()


if __name__ == "__main__":
    main()
