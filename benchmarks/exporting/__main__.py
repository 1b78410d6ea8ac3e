"""`python -m benchmarks.exporting`: writing the package of a large appraisal, beside json.load of its custody."""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.large_appraisal import Size, custody_bytes, make

TABLE = 0.001
"""Seconds that a table may take."""


def main() -> None:
    """Make the appraisal, export it by the command, and print the ratios."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exporting")
    parser.add_argument("--ballots", type=int, default=Size().ballots)
    parser.add_argument("--rows", type=int, default=Size().rows)
    parser.add_argument("--subjects", type=int, default=Size().subjects)
    parser.add_argument("--bundle", type=int, default=Size().bundle, help="ballots a bundle")
    parser.add_argument("--json", type=Path, help="write the figures to a file too")
    given = parser.parse_args()
    size = Size(given.ballots, given.rows, given.subjects, bundle=given.bundle)
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder) / "appraisal", size)
        loading = loaded(custody_bytes(Path(folder) / "appraisal"))
        runs = [exported(Path(folder), number) for number in range(3)]
        package = Path(folder) / "package-0"
        tables = sum(path.read_text(encoding="utf-8").count("\f") + 1 for path in package.rglob("*.txt"))
        verifying = timed("verify", str(package))
        size_of = sum(path.stat().st_size for path in package.rglob("*") if path.is_file())
    seconds = min(run for run, _ in runs)
    peak = max(memory for _, memory in runs)
    print(f"{size.ballots} ballots x {size.rows} rows, {size.subjects} subjects, {size.groups} groups, bundles of "
          f"{size.bundle}: a package of {size_of / 1e6:.0f} MB, {tables} printed pages")  # fmt: skip
    figures = {
        "json.loads of custody": loading,
        "pingyi export (best of 3)": seconds,
        "pingyi verify of the package": verifying,
    }
    for name, value in figures.items():
        print(f"{name:45} {value:7.2f} s   {value / loading:6.2f} x json.loads")
    for name, number in (("subjects", size.subjects), ("printed pages", tables)):
        limit = 3 * loading + number * TABLE + 1
        print(f"{f'3 x json.loads + 1 ms for each of {number} {name} + 1 s':60} {limit:7.2f} s")
    print(f"{'peak memory of one process':45} {peak:7.0f} MB")
    if given.json:
        found = {"seconds": figures, "peak_mb": peak, "package_bytes": size_of, "pages": tables}
        given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def loaded(contents: list[bytes]) -> float:
    """Seconds that json.loads takes for all files."""
    began = time.perf_counter()
    for content in contents:
        json.loads(content)
    return time.perf_counter() - began


def exported(folder: Path, number: int) -> tuple[float, float]:
    """Seconds of one export by the command, its start included, and the most memory so far in MB."""
    took = timed(
        "--dir",
        str(folder / "appraisal"),
        "--as",
        "chen",
        "export",
        "--out",
        str(folder / f"package-{number}"),
    )
    return took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def timed(*words: str) -> float:
    """Seconds of one call of the program."""
    program = Path(sys.executable).with_name("pingyi")
    began = time.perf_counter()
    subprocess.run([str(program), *words], check=True, stdout=subprocess.DEVNULL, env=dict(os.environ))
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
