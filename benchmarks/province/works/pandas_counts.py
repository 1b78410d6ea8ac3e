"""pandas counting settled marks: from the files of custody and rulings, and from the exported marks.

`pandas.read_json` does not read records that lie in an object, so `json.load` reads the files. Each row's marks
are counted by `value_counts` of one number for subject, group and mark: `groupby` and `crosstab` of the three took
5 and 18 times as long.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.province.works.counted import Counted, Counts


def exported(package: str) -> Callable[[], Counted]:
    """The settled marks that an export has written, counted."""

    def work() -> Counted:
        columns = {"subject": "category", "group": "category", "marks": "string", "void": "string"}
        frame = pd.read_csv(Path(package) / "marks.csv", dtype=columns, usecols=list(columns))
        frame = frame[frame.void.isna()]
        width = int(frame.marks.str.len().max())
        codes = frame.marks.to_numpy(dtype=f"S{width}").view("u1").reshape(len(frame), width)[:, 1:]
        return _counted(frame, codes)

    return work


def custody(folder: str) -> Callable[[], Counted]:
    """Two passes compared, rulings put in, marks counted."""

    def work() -> Counted:
        covers = pd.DataFrame(
            [one["cover"] for _, one in _read(Path(folder, "batches"))], columns=["id", "subject", "group"]
        )
        keyed: tuple[list[tuple[str, int, str]], ...] = ([], [])
        for _, one in _read(Path(folder, "custody")):
            events = one["_default"]
            opened = events["1"]
            keyed[opened["pass"] - 1].extend(
                (opened["batch"], event["ballot"], event["marks"])
                for event in events.values()
                if event["kind"] == "enter"
            )
        first, second = (
            pd.DataFrame(part, columns=["id", "ballot", "marks"]).set_index(["id", "ballot"])
            for part in keyed
        )
        together = first.join(second, rsuffix="_second", validate="one_to_one")
        rulings = pd.DataFrame(
            [
                (name.partition(".")[0], one["ballot"], one["place"], one["reading"])
                for name, file in _read(Path(folder, "review"))
                for one in file["_default"].values()
            ],
            columns=["id", "ballot", "place", "reading"],
        )
        width = int(together.marks.str.len().max())
        codes, others = (
            together[name].to_numpy(dtype=f"S{width}").view("u1").reshape(len(together), width).copy()
            for name in ("marks", "marks_second")
        )
        at = together.index.get_indexer(pd.MultiIndex.from_frame(rulings[["id", "ballot"]]))
        codes[at, rulings.place.to_numpy() - 1] = rulings.reading.to_numpy(dtype="S1").view("u1")
        others[at, rulings.place.to_numpy() - 1] = rulings.reading.to_numpy(dtype="S1").view("u1")
        if (codes != others).any():
            raise RuntimeError("the passes differ where nobody ruled")
        frame = together.reset_index().merge(covers, on="id", how="left", validate="many_to_one")
        return _counted(frame.astype({"subject": "category", "group": "category"}), codes)

    return work


def _read(folder: Path) -> Iterator[tuple[str, Any]]:
    """The name and content of each JSON file of a folder."""
    for name in os.listdir(folder):
        if name.endswith(".json") and name[0] != ".":
            with open(folder / name, "rb") as file:
                yield name, json.load(file)


def _counted(frame: pd.DataFrame, codes: npt.NDArray[np.uint8]) -> Counted:
    """Counts of each row's codes (a column of `codes` a row) by the frame's subject and group."""
    groups = len(frame.group.cat.categories)
    keys = (frame.subject.cat.codes.to_numpy(dtype="i8") * groups + frame.group.cat.codes.to_numpy()) * 256
    rows = [pd.Series(keys + codes[:, row]).value_counts(sort=False) for row in range(codes.shape[1])]

    def found() -> Counts:
        return {
            (
                frame.subject.cat.categories[key // 256 // groups],
                frame.group.cat.categories[key // 256 % groups],
                row,
                chr(key % 256),
            ): count
            for row, counted in enumerate(rows, start=1)
            for key, count in counted.items()
        }

    return Counted(found)
