"""The files of a rolled-up package, each as pieces in their order: the sum of thousands of units is long."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version

from exports.check_sums import FILE as SUMS
from exports.data_package import FILE as DESCRIPTOR
from exports.data_package import PackageFacts, data_package
from exports.how_counted import FILE as CIRCUMSTANCES
from exports.how_counted import how_counted_json
from exports.paged_text import paged_text
from exports.rollup import csv_writing
from exports.rollup.digests import code_of
from exports.rollup.rolled_up import RolledUp
from exports.rollup.scheme_toml import scheme_toml
from exports.rollup.table import units_document
from exports.rollup.unit_package import OF_A_SUM
from tally.said import Translate

Put = Callable[[str, Iterable[bytes]], None]
"""Writes a file of the package: its name and its pieces, all of which have to be taken."""


def write_rolled_up(rolled: RolledUp, translate: Translate, put: Put) -> None:
    """Hand every file to `put`, the checksums last. The same sum gives the same bytes."""
    written = _Written(put)
    written.put("scheme.toml", [scheme_toml(rolled.scheme).encode()])
    written.put("results.csv", csv_writing.results(rolled, translate))
    written.put("statistics.csv", csv_writing.statistics(rolled))
    written.put("verdicts.csv", csv_writing.verdicts(rolled))
    written.put("units.csv", csv_writing.units(rolled))
    written.put("subjects.csv", csv_writing.subjects(rolled))
    written.put(CIRCUMSTANCES, [how_counted_json(rolled.how)])
    code = code_of(written.digests[name] for name in OF_A_SUM)
    for form in rolled.scheme.forms:
        document = units_document(rolled, form, code, translate)
        written.put(f"sent-up/{document.name}.txt", [paged_text(document, translate).encode()])
    written.put(DESCRIPTOR, [written.descriptor(rolled, translate)])
    lines = [f"{digest}  {name}\n" for name, digest in sorted(written.digests.items())]
    put(SUMS, ["".join(lines).encode()])


class _Written:
    """What was written, measured on its way."""

    def __init__(self, put: Put) -> None:
        self._put = put
        self.digests: dict[str, str] = {}
        self._sizes: dict[str, int] = {}
        self._heads: dict[str, bytes] = {}

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        digest = hashlib.sha256()
        self._sizes[name] = 0

        def passing() -> Iterator[bytes]:
            for piece in pieces:
                digest.update(piece)
                self._sizes[name] += len(piece)
                self._heads.setdefault(name, piece)
                yield piece

        self._put(name, passing())
        self.digests[name] = digest.hexdigest()

    def descriptor(self, rolled: RolledUp, translate: Translate) -> bytes:
        """`datapackage.json`, from the first piece of each file, which holds a CSV's head."""
        facts = PackageFacts(
            "rollup", rolled.scheme.title, rolled.how.as_of, version("pingyi"), len(rolled.scheme.grades)
        )
        said = json.loads(data_package(self._heads, facts, translate))
        for resource in said["resources"]:
            name = resource["path"]
            resource["bytes"] = self._sizes[name]
            resource["hash"] = f"sha256:{self.digests[name]}"
        return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
