"""`python -m benchmarks.rolling_up`: adding up the packages of many units, beside hashing the same files."""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import random
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import redirect_stdout
from importlib.metadata import version
from importlib.resources import files as resources
from pathlib import Path

from benchmarks.existing_folder import existing_folder
from exports.check_code import check_code
from exports.check_sums import FILE as SUMS
from exports.check_sums import sums
from exports.data_package import FILE as DESCRIPTOR
from exports.data_package import PackageFacts, data_package
from exports.how_counted import FILE as CIRCUMSTANCES
from exports.how_counted import HowCounted, how_counted_json
from exports.recount import recount
from exports.settled_csv import BATCHES, MARKS
from exports.spreadsheet import csv_bytes
from exports.statistics_files import statistics_files
from tui import language
from tui.program import run

UNIT = "某县煤炭管理局"
"""In the preset's scheme; every unit writes its own name there."""
GROUPS = {"org": ("party", "masses", "served", "retired"), "member": ("party", "masses")}


def main() -> None:
    """Write the packages, hash them, add them up by the command, and print the ratio."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rolling_up")
    parser.add_argument("--units", type=int, default=5_000)
    parser.add_argument("--branches", type=int, default=3, help="of a unit")
    parser.add_argument("--members", type=int, default=10, help="of a branch")
    parser.add_argument("--ballots", type=int, default=50, help="of a branch's form")
    parser.add_argument(
        "--different", type=int, default=20, help="packages with other marks; the rest repeat them"
    )
    parser.add_argument("--dir", type=existing_folder, default=None, help="where the packages are written")
    parser.add_argument("--json", type=Path, help="write the figures to a file too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.dir) as folder:
        packages = Path(folder) / "packages"
        number, size = written(packages, given)
        hashed = min(timed_hashing(packages) for _ in range(2))
        before = peak()
        out = Path(folder) / "sum"
        took = []
        for _ in range(2):
            shutil.rmtree(out, ignore_errors=True)
            began = time.perf_counter()
            with redirect_stdout(io.StringIO()):
                status = run(["--lang", "zh", "rollup", str(packages), "--out", str(out), "--unit", "某市"])
            took.append(time.perf_counter() - began)
            if status != 0:
                raise SystemExit(f"rollup ended with {status}")
        result = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
        hashing_out = timed_hashing(out)
    rolled = min(took)
    print(
        f"{given.units} packages, {number} files, {size / 2**20:.1f} MiB; the sum: {result / 2**20:.1f} MiB"
    )
    print(f"{'hashing the files':32} {hashed:7.2f} s")
    print(f"{'hashing the sum':32} {hashing_out:7.2f} s")
    print(f"{'rollup':32} {rolled:7.2f} s   {rolled / hashed:6.2f} x hashing")
    print(f"{'peak memory before and after':32} {before:.0f} MiB, {peak():.0f} MiB")
    if given.json:
        seconds = {"hashing the files": hashed, "hashing the sum": hashing_out, "rollup": rolled}
        text = json.dumps({"seconds": seconds, "peak_mib": peak(), "packages": given.units}, indent=1)
        given.json.write_text(text + "\n", encoding="utf-8")


def peak() -> float:
    """The most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed_hashing(folder: Path) -> float:
    """Seconds to read and hash every file below a folder."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    began = time.perf_counter()
    for path in paths:
        with path.open("rb") as file:
            hashlib.file_digest(file, "sha256").hexdigest()
    return time.perf_counter() - began


def written(folder: Path, given: argparse.Namespace) -> tuple[int, int]:
    """Write the packages; how many files, and bytes."""
    made = [dict(package(seed, given)) for seed in range(min(given.different, given.units))]
    number = size = 0
    for at in range(given.units):
        files = dict(made[at % len(made)])
        scheme = files["scheme.toml"].decode().replace(UNIT, f"{UNIT}第{at}单位")
        files["scheme.toml"] = scheme.encode()
        files[SUMS] = sums({name: content for name, content in files.items() if name != SUMS})
        for name, content in files.items():
            path = folder / f"{at:05}" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            number += 1
            size += len(content)
    return number, size


def package(seed: int, given: argparse.Namespace) -> Iterator[tuple[str, bytes]]:
    """One unit's package with marks drawn by `seed`."""
    draw = random.Random(seed)
    text = resources("store").joinpath("presets", "coal-bureau", "scheme.toml").read_text(encoding="utf-8")
    subjects: list[tuple[object, ...]] = []
    marks: list[tuple[object, ...]] = []
    batches: list[tuple[object, ...]] = []
    for at in range(given.branches):
        branch = f"b{at}"
        subjects.append((branch, f"第{at}党支部", "organization", "", "branch", f"书记{at}", "", ""))
        roster = [f"m{at}x{number}" for number in range(given.members)]
        subjects += [(one, f"党员{one}", "member", branch, "", "", "", "") for one in roster]
        for form, on_it in (("org", [branch]), ("member", roster)):
            for group in GROUPS[form] if on_it else ():
                ballots = max(1, given.ballots // len(GROUPS[form]))
                blank = 0
                for _ in range(ballots):
                    row = "".join(draw.choices("1234-", (60, 22, 9, 6, 3), k=len(on_it)))
                    blank += not row.strip("-")
                    marks.append((form, branch, group, len(marks) + 1, f"m{row}", ""))
                batches.append((f"B{len(batches)}", form, branch, group, 1, ballots, ballots, 0, 0, 0, blank, 0, "",
                                " ".join(on_it)))  # fmt: skip
    how = HowCounted(as_of="2026-12-10", sealed=True)
    columns = ("id", "name", "kind", "in", "panel", "head", "class", "eligible")
    made = {
        "marks.csv": csv_bytes(MARKS, marks),
        "batches.csv": csv_bytes(BATCHES, batches),
        "scheme.toml": text.encode(),
        "subjects.csv": csv_bytes(columns, subjects),
        "counts.csv": csv_bytes(("form", "subject", "issued", "collected"), ()),
        CIRCUMSTANCES: how_counted_json(how),
    }
    tally = recount(made).tally
    made |= statistics_files(tally, how, check_code(made), language.translator("zh"))
    facts = PackageFacts(
        "appraisal", tally.scheme.title, how.as_of, version("pingyi"), len(tally.scheme.grades)
    )
    made[DESCRIPTOR] = data_package(made, facts)
    made[SUMS] = sums(made)
    yield from made.items()


if __name__ == "__main__":
    main()
