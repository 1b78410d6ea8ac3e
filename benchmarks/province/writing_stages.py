"""The stages that write: importing, taking in, exporting; what is checked of it, and packages rolled up."""

from __future__ import annotations

import shutil

from benchmarks.large_appraisal import CLERKS
from benchmarks.province.counting_stages import LOADING, PACKAGE, command, export_once, on_package, work
from benchmarks.province.making import BALLOTS_A_UNIT, PASSES, units
from benchmarks.province.own_process import Measured, run_command, run_work
from benchmarks.province.stage import Place, Stage, Work, bundles
from benchmarks.province.works.loading import TALLY_READS


def import_stage() -> Stage:
    """Each clerk's passes imported from a folder of CSV files."""
    floor = "the same files written anew, each synced"

    def imported(place: Place, clerk: str) -> Measured:
        folder = place.scratch / PASSES / clerk
        return run_command(["--dir", str(place.folder), "--as", clerk, "import", str(folder)])

    return Stage(
        "import",
        "importing passes",
        floor,
        [
            Work("pingyi import, first pass", lambda place: imported(place, CLERKS[0]), ours=True, once=True),
            Work(
                "pingyi import, second pass", lambda place: imported(place, CLERKS[1]), ours=True, once=True
            ),
            Work(floor, work("durable", "of_import", "1"), once=True),
        ],
        kind="registered",
        unit="pass",
        number=bundles,
        waits=True,
    )


def taking_in_stage() -> Stage:
    """All handed-in passes taken into custody by one call."""
    floor = "the same files written anew, each synced"
    return Stage(
        "taking-in",
        "taking in both passes",
        floor,
        [
            Work("pingyi take-in", command("take-in"), ours=True, once=True),
            Work(floor, work("durable", "of_taking_in"), once=True),
        ],
        kind="handed-in",
        unit="pass",
        number=lambda size: 2 * bundles(size),
        waits=True,
    )


def export_stage() -> Stage:
    """The package written, and both ends checked."""

    def exported(place: Place) -> Measured:
        out = place.scratch / "exported"
        took = command("export", "--out", str(out))(place)
        shutil.rmtree(out)
        return took

    return Stage(
        "export",
        "export and verify",
        LOADING,
        [
            Work(LOADING, work("loading", "load", *TALLY_READS)),
            Work("hashing the package's files", on_package("loading", "hash_files")),
            Work("pingyi export", exported, ours=True),
            Work("pingyi verify PACKAGE", lambda place: run_command(["verify", str(place.scratch / PACKAGE)]), ours=True),
            Work("pingyi verify (the appraisal)", command("verify"), ours=True),
        ],
        prepare=export_once,
    )  # fmt: skip


def rollup_stage() -> Stage:
    """The packages of many units added up."""
    floor = "hashing the packages' files"

    def rolled(place: Place) -> Measured:
        out = place.scratch / "sum"
        took = run_command(["--lang", "zh", "rollup", str(place.folder), "--out", str(out), "--unit", "某市"])
        shutil.rmtree(out)
        return took

    return Stage(
        "rollup",
        "packages of many units added up",
        floor,
        [
            Work(floor, lambda place: run_work("loading", "hash_files", str(place.folder))),
            Work("pingyi rollup", rolled, ours=True),
        ],
        kind="packages",
        number=lambda size: units(size) * BALLOTS_A_UNIT,
    )
