"""Checking a package: its checksums, and every table made again from the settled marks and compared."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from itertools import zip_longest

from exports.check_code import check_code, in_groups
from exports.check_sums import FILE as SUMS
from exports.check_sums import check_sums
from exports.csv_encoding import UTF_8, decoded
from exports.data_package import FILE as DESCRIPTOR
from exports.data_package import data_package
from exports.package import package_facts
from exports.recount import NEEDED, Recount, recount
from exports.statistics_files import statistics_csvs, statistics_files
from tally.said import Refused, Said, Translate


def check_package(files: Mapping[str, bytes], translate_for: Mapping[str, Translate]) -> tuple[Said, ...]:
    """Everything that does not fit; empty where all does. `translate_for`: the words by scheme language.

    Every digest is checked. What the settled marks, the accounting and the scheme give is made again and
    compared byte by byte, or, where another version of this program made the package, figure by figure. Reports
    that take more than these to make are covered by their digest.
    """
    missing = [name for name in (SUMS, DESCRIPTOR, *NEEDED) if name not in files]
    if missing:
        return tuple(Said("{file} is missing", file=name) for name in missing)
    found = list(check_sums(files))
    try:
        made_by, encoding = _descriptor(files[DESCRIPTOR])
        plain = decoded(files, encoding)
        again = recount(plain)
    except Refused as refused:
        return (*found, refused.said)
    translate = translate_for[again.tally.scheme.language]
    if made_by != version("pingyi"):
        return (*found, *_compare_figures(plain, again, translate))
    code = check_code(plain)
    made = statistics_files(again.tally, again.how, code, translate)
    for name, content in made.items():
        if name not in plain:
            found.append(Said("{file} is missing", file=name))
        else:
            found += _compare(name, plain[name], content, in_groups(code))
    rest = {name: content for name, content in files.items() if name not in (SUMS, DESCRIPTOR)}
    descriptor = data_package(rest, package_facts(again.tally, again.how.as_of, encoding), translate)
    found += _compare(DESCRIPTOR, files[DESCRIPTOR], descriptor, "")
    return tuple(found)


def _descriptor(content: bytes) -> tuple[str, str]:
    """The version that made a package, and the encoding of its CSV files."""
    try:
        said = json.loads(content)["pingyi"]
        made_by, encoding = said["version"], said.get("encoding", UTF_8)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        made_by = encoding = None
    if not isinstance(made_by, str) or not isinstance(encoding, str):
        raise Refused(Said("{file} is not what pingyi export writes", file=DESCRIPTOR))
    return made_by, encoding


def _compare(name: str, said: bytes, counted: bytes, code: str) -> Iterator[Said]:
    if said == counted:
        return
    theirs, ours = said.decode(errors="replace").split("\n"), counted.decode().split("\n")
    if code and name.endswith(".txt") and code not in said.decode(errors="replace"):
        yield Said("{file} does not carry the check code {code} of these marks", file=name, code=code)
    for line, (one, two) in enumerate(zip(theirs, ours, strict=False), start=1):
        if one != two:
            yield Said("{file} line {line} is not what the marks give: it says {said}, recounted {counted}", file=name,
                       line=line, said=one.strip(), counted=two.strip())  # fmt: skip
            return
    yield Said("{file} has {said} lines, recounted {counted}", file=name, said=len(theirs), counted=len(ours))


_FIGURES = {
    "results.csv": ("form", "subject", "row", "group", "mark", "count", "base"),
    "statistics.csv": ("form", "subject", "row", "group", "valid", "blank", "spoiled"),
    "verdicts.csv": ("form", "subject", "row", "rule", "band", "status"),
    "published/results.csv": ("form", "subject", "row", "group", "mark", "count", "base"),
}
"""The columns that every version writes, and that must be the same in all."""
_TOO = re.compile(
    r"issued|collected|valid|void|percent|margin_marks|sheets_to_change|grade\d|.+_(?:numerator|denominator|percent)"
)
"""Figures that must be the same where both versions write them."""


def _compare_figures(files: Mapping[str, bytes], again: Recount, translate: Translate) -> Iterator[Said]:
    """The counts and what became of each rule, where the words around them may be another version's."""
    made = dict(statistics_csvs(again.tally, again.how, translate))
    for name, always in _FIGURES.items():
        if name not in files:
            yield Said("{file} is missing", file=name)
            continue
        theirs, ours = _rows(files[name]), _rows(made[name])
        both = set(theirs.fieldnames or ()) & set(ours.fieldnames or ())
        columns = (*always, *sorted(column for column in both.difference(always) if _TOO.fullmatch(column)))
        for line, (one, two) in enumerate(
            zip_longest(_figures(theirs, columns), _figures(ours, columns)), start=2
        ):
            if one != two:
                yield Said("{file} line {line} is not what the marks give: it says {said}, recounted {counted}",
                           file=name, line=line, said=_told(one), counted=_told(two))  # fmt: skip
                break


def _rows(content: bytes) -> csv.DictReader[str]:
    return csv.DictReader(io.StringIO(content.decode("utf-8-sig", errors="replace"), newline=""))


def _figures(rows: csv.DictReader[str], columns: tuple[str, ...]) -> Iterator[tuple[str | None, ...]]:
    return (tuple(row.get(column) for column in columns) for row in rows)


def _told(figures: tuple[str | None, ...] | None) -> str:
    return "-" if figures is None else " ".join(one or "-" for one in figures)
