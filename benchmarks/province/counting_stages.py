"""The stages that read one settled appraisal: tally, comparing, progress."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from benchmarks.province.own_process import Measured, run_command, run_work
from benchmarks.province.stage import Place, Stage, Work
from benchmarks.province.works.loading import TALLY_READS, TOLD_BY_NAMES

LOADING = "json.load of all that a tally reads"
PACKAGE = "package"


def work(module: str, function: str, *words: str) -> Callable[[Place], Measured]:
    """A function of `work`, called with the place's folder."""
    return lambda place: run_work(module, function, str(place.folder), *words)


def command(*words: str) -> Callable[[Place], Measured]:
    """A command of the program on the appraisal, by its reviewer."""
    return lambda place: run_command(["--dir", str(place.folder), "--as", "chen", *words])


def on_package(module: str, function: str, *, out: bool = False) -> Callable[[Place], Measured]:
    """A function of `work`, called with the folder of the exported package."""
    return lambda place: run_work(
        module, function, str(place.scratch / PACKAGE), *([str(place.scratch)] if out else [])
    )


def export_once(place: Place) -> None:
    """The package, where it is not there yet."""
    if not (place.scratch / PACKAGE).exists():
        command("export", "--out", str(place.scratch / PACKAGE))(place)


def tally_stage() -> Stage:
    """Counts and verdicts beside databases that count the same marks."""
    works = [
        Work("hashing the custody files", lambda place: run_work("loading", "hash_files", str(place.folder / "custody"))),
        Work("json.load of the custody files", work("loading", "load", "custody")),
        Work(LOADING, work("loading", "load", *TALLY_READS)),
        Work("tally and verdicts (tally_of)", work("tallying", "tally"), ours=True),
        Work("pingyi tally", command("tally"), ours=True),
    ]  # fmt: skip
    left_out = []
    if find_spec("duckdb"):
        works += [
            Work("DuckDB on custody, rulings, batches", work("duckdb_counts", "custody")),
            Work("DuckDB on the first pass alone", work("duckdb_counts", "one_pass")),
            Work("DuckDB on the exported marks.csv", on_package("duckdb_counts", "exported")),
        ]
    else:
        left_out.append("DuckDB is not installed (pip install duckdb)")
    if find_spec("pandas"):
        works += [
            Work("pandas on custody, rulings, batches", work("pandas_counts", "custody")),
            Work("pandas on the exported marks.csv", on_package("pandas_counts", "exported")),
        ]
    else:
        left_out.append("pandas is not installed (pip install pandas)")
    works += [
        Work("SQLite: loading one table and its index", on_package("sqlite_counts", "load", out=True), once=True),
        Work("SQLite: counting that table", lambda place: run_work("sqlite_counts", "count", str(place.scratch))),
    ]  # fmt: skip
    return Stage("tally", "tally and verdicts", LOADING, works, prepare=export_once, left_out=tuple(left_out))


def comparing_stage() -> Stage:
    """Both passes compared and explained, beside the tally, which compares them too."""
    tallying = "tally and verdicts (tally_of)"
    return Stage(
        "comparing",
        "comparing two passes",
        tallying,
        [
            Work(LOADING, work("loading", "load", *TALLY_READS)),
            Work(tallying, work("tallying", "tally")),
            Work("comparing", work("tallying", "compare_passes"), ours=True),
            Work("comparing and explaining, with offers", work("tallying", "explain_differences"), ours=True),
            Work("pingyi differences", command("differences"), ours=True),
        ],
    )


def progress_stage() -> Stage:
    """How far every batch is, beside listing the names that tell it."""
    listing = "os.listdir of the three folders"
    return Stage(
        "progress",
        "progress of every batch",
        listing,
        [
            Work(listing, work("loading", "list_names", *TOLD_BY_NAMES)),
            Work("the same with a stat of each file", work("loading", "stat_files", *TOLD_BY_NAMES)),
            Work("progress, first call", work("tallying", "first_progress"), ours=True),
            Work("progress, second call", work("tallying", "second_progress"), ours=True),
            Work("pingyi status", command("status"), ours=True),
        ],
    )
