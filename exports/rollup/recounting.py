"""Making a package again out of what it was made of: an appraisal's marks, or the figures of a sum's units."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version

from exports.check_sums import FILE as SUMS
from exports.check_sums import check_sums
from exports.data_package import FILE as DESCRIPTOR
from exports.how_counted import FILE as CIRCUMSTANCES
from exports.how_counted import VoidReason, read_how_counted
from exports.package_check import check_package
from exports.rollup import results_reading, scheme_cache, units, verdict_counts
from exports.rollup.base_reading import STATISTICS, bases_apart
from exports.rollup.figures import Figures, Total
from exports.rollup.how_together import how_of_units
from exports.rollup.package import write_rolled_up
from exports.rollup.packed import Packer
from exports.rollup.results_reading import Results, read_results_apart
from exports.rollup.rolled_up import RolledUp, SummedUnit
from exports.rollup.scheme_cache import Schemes
from exports.rollup.units import Row, read_units
from exports.rollup.verdict_counts import read_verdicts_apart
from tally.said import Refused, Said, Translate

_NEEDED = (
    DESCRIPTOR,
    scheme_cache.FILE,
    results_reading.FILE,
    STATISTICS,
    verdict_counts.FILE,
    units.FILE,
    CIRCUMSTANCES,
)

_FIGURES = (results_reading.FILE, verdict_counts.FILE)


def recount(files: Mapping[str, bytes], translate_for: Mapping[str, Translate]) -> tuple[Said, ...]:
    """Everything that does not fit in a package, of an appraisal or of a sum; empty where all does."""
    if units.FILE in files:
        return check_rolled_up(files, translate_for)
    return check_package(files, translate_for)


def check_rolled_up(files: Mapping[str, bytes], translate_for: Mapping[str, Translate]) -> tuple[Said, ...]:
    """Everything in a rolled-up package that is not its units' figures added up; empty where all fits."""
    missing = [name for name in (SUMS, *_NEEDED) if name not in files]
    if missing:
        return tuple(Said("{file} is missing", file=name) for name in missing)
    found = list(check_sums(files))
    try:
        rolled = read_rolled_up(files)
    except Refused as refused:
        return (*found, refused.said)
    made: set[str] = set()
    by_this_version = made_by(files) == version("pingyi")

    def compare(name: str, pieces: Iterable[bytes]) -> None:
        again = b"".join(pieces)
        made.add(name)
        # Another version may have written other words around the same figures.
        if name != SUMS and (by_this_version or name in _FIGURES):
            found.extend(_compare(name, files.get(name), again))

    write_rolled_up(rolled, translate_for[rolled.scheme.language], compare)
    if by_this_version:
        found += [
            Said("{file} is no part of such a package", file=name) for name in files if name not in made
        ]
    return tuple(found)


def made_by(files: Mapping[str, bytes]) -> str:
    """The version of this program that wrote a package; empty where it does not say so."""
    try:
        return str(json.loads(files[DESCRIPTOR])["pingyi"]["version"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def read_rolled_up(files: Mapping[str, bytes]) -> RolledUp:
    """A sum out of its package. Raises Refused, naming the file, where it is not what rollup writes."""
    read = read_units(files[units.FILE])
    how = read_how_counted(files[CIRCUMSTANCES])
    own = Schemes().read(files[scheme_cache.FILE])
    shared, scheme = own.shared, own.scheme
    results = read_results_apart(files[results_reading.FILE], shared.lines)
    verdicts = read_verdicts_apart(files[verdict_counts.FILE], shared.outcomes)
    strange = (results.keys() | verdicts.keys()) - {unit.id for unit in read.units}
    if strange:
        raise Refused(Said('there is no unit "{id}" in {file}', id=min(strange)[:40], file=units.FILE))
    bases = bases_apart(files, shared)
    subjects = read.subjects()
    voids = _voids(how.voids)
    below: dict[str, list[Row]] = {}
    for row in read.below:
        below.setdefault(row[0].partition("-")[0], []).append(row)
    packer, total = Packer(), Total()
    held = []
    for unit in read.units:
        counted = results.get(unit.id, Results())
        figures = Figures(
            subjects=subjects.get(unit.id, {}),
            sheets=counted.sheets,
            marks=counted.marks,
            bases=bases.get(unit.id, {}),
            verdicts=verdicts.get(unit.id, {}),
            voids=voids.get(unit.id, {}),
        )
        total.add(figures)
        held.append(SummedUnit(unit, packer.pack(figures), tuple(below.get(unit.id, ()))))
    return RolledUp(scheme, how_of_units(how, held), tuple(held), read.missing, packer.pack(total.figures))


def _voids(voids: Iterable[VoidReason]) -> dict[str, dict[tuple[str, str, str], int]]:
    found: dict[str, dict[tuple[str, str, str], int]] = {}
    for one in voids:
        found.setdefault(one.subject, {})[one.form, one.group, one.reason] = one.sheets
    return found


def _compare(name: str, said: bytes | None, again: bytes) -> Iterator[Said]:
    if said is None:
        yield Said("{file} is missing", file=name)
        return
    if said == again:
        return
    theirs, ours = (text.decode(errors="replace").split("\n") for text in (said, again))
    for line, (one, two) in enumerate(zip(theirs, ours, strict=False), start=1):
        if one != two:
            yield Said("{file} line {line} is not what the units' figures give: it says {said}, recounted {counted}",
                       file=name, line=line, said=one.strip()[:200], counted=two.strip()[:200])  # fmt: skip
            return
    yield Said("{file} has {said} lines, recounted {counted}", file=name, said=len(theirs), counted=len(ours))
