"""A unit's package as what a sum takes of it: who, how it was counted, and its figures."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from exports.check_code import COVERED
from exports.check_sums import FILE as SUMS
from exports.csv_encoding import UTF_8, decoded
from exports.data_package import FILE as DESCRIPTOR
from exports.how_counted import FILE as CIRCUMSTANCES
from exports.how_counted import HowCounted, read_how_counted
from exports.plain_text import clean
from exports.rollup import results_reading, scheme_cache, units, verdict_counts
from exports.rollup.base_reading import STATISTICS, read_bases
from exports.rollup.digests import NOTHING, check_digests, code_of
from exports.rollup.figures import Figures
from exports.rollup.results_reading import Results, read_results
from exports.rollup.roll import LONGEST
from exports.rollup.scheme_cache import Schemes, SharedScheme, UnitScheme
from exports.rollup.units import ReadUnits, read_units
from exports.rollup.verdict_counts import read_verdicts
from tally.said import Refused, Said

_NEEDED = (scheme_cache.FILE, results_reading.FILE, verdict_counts.FILE, CIRCUMSTANCES, DESCRIPTOR)
READ = frozenset((SUMS, *_NEEDED, *COVERED, STATISTICS, units.FILE))
"""The files whose content a sum needs; of the others the digest is enough."""
OF_A_SUM = (results_reading.FILE, scheme_cache.FILE, "subjects.csv", units.FILE, verdict_counts.FILE)
"""What the check code of a rolled-up package covers, in this order."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DESCRIBED = 4096
_ENCODING = re.compile(rb'"pingyi": \{[^{}"]*(?:"[a-z_]+": "[^"\\]*",\s*)*"encoding": "([a-z0-9-]+)"\s*\}')
"""As `exports.data_package` writes it; the descriptor is long, and nothing else of it is asked for."""


@dataclass(frozen=True, slots=True)
class PackageFiles:
    """The files of a package by name: the content of those in `READ`, the SHA-256 of all."""

    contents: Mapping[str, bytes]
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UnitPackage:
    """What a sum takes of a package. `below`: the units of one that is a sum itself."""

    scheme: UnitScheme
    name: str
    title: str
    how: HowCounted
    complete: bool
    check_code: str
    figures: Figures
    below: ReadUnits | None


def read_unit(files: PackageFiles, schemes: Schemes) -> UnitPackage:
    """A package whose digests fit, read. Raises Refused with the first thing that does not fit."""
    contents = files.contents
    if SUMS not in contents:
        raise Refused(Said("{file} is missing", file=SUMS))
    for said in check_digests(contents[SUMS], files.digests):
        raise Refused(said)
    for name in _NEEDED:
        if name not in contents:
            raise Refused(Said("{file} is missing", file=name))
    how = read_how_counted(contents[CIRCUMSTANCES])
    if how.as_of and not _DAY.fullmatch(how.as_of):
        raise Refused(Said("{file} is not what pingyi export writes", file=CIRCUMSTANCES))
    if how.practice:
        raise Refused(Said("it is a practice, no appraisal"))
    encoding = _encoding(contents[DESCRIPTOR])
    digests = files.digests
    if encoding != UTF_8:
        contents = decoded(contents, encoding)
        # The check code is over the files in UTF-8.
        digests = {**digests, **{name: _digest(contents[name]) for name in READ & contents.keys()}}
    scheme = schemes.read(contents[scheme_cache.FILE])
    below = read_units(contents[units.FILE]) if units.FILE in contents else None
    # A subject of a sum's lines is a unit: how many subjects that has stands with the units.
    results = read_results(contents[results_reading.FILE], scheme.shared.lines)
    if below is not None:
        results.subjects = below.all_subjects()
    return UnitPackage(
        scheme=scheme,
        name=units.one_line(scheme.unit, scheme_cache.FILE),
        title=units.one_line(scheme.title, scheme_cache.FILE),
        how=how,
        complete=_complete(results, how) if below is None else below.complete,
        check_code=code_of(digests.get(name, NOTHING) for name in (OF_A_SUM if below else COVERED)),
        figures=_figures(results, contents, scheme.shared, how),
        below=below,
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _encoding(content: bytes) -> str:
    match = _ENCODING.search(content, 0, _DESCRIBED)
    if match is not None:
        return match[1].decode()
    try:
        encoding = json.loads(content)["pingyi"].get("encoding", UTF_8)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        encoding = None
    if not isinstance(encoding, str):
        raise Refused(Said("{file} is not what pingyi export writes", file=DESCRIPTOR))
    return encoding


def _figures(
    results: Results, contents: Mapping[str, bytes], shared: SharedScheme, how: HowCounted
) -> Figures:
    voids: dict[tuple[str, str, str], int] = {}
    for one in sorted(how.voids, key=lambda one: (one.form, one.group, one.reason)):
        key = (one.form, one.group, clean(one.reason)[:LONGEST])
        voids[key] = voids.get(key, 0) + one.sheets
    return Figures(
        subjects=results.subjects,
        sheets=results.sheets,
        marks=results.marks,
        bases=read_bases(contents, shared, results.marks),
        verdicts=read_verdicts(contents[verdict_counts.FILE], shared.outcomes),
        voids=voids,
    )


def _complete(results: Results, how: HowCounted) -> bool:
    """Something was counted, nothing is open, and the sheets are as many as were counted at the box."""
    work = how.open
    waiting = work.batches + work.ballots + work.differences + work.missing + work.doubled
    return bool(results.marks) and not waiting and results.fits
