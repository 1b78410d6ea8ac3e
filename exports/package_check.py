"""Checking a package: its checksums, and every figure recounted from the settled marks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping

from exports.check_code import check_code, in_groups
from exports.package import SUMS
from exports.settled_csv import BATCHES, MARKS, read_marks
from exports.statistics_csv import tidy_csv, wide_csv
from tally.appraisal_tally import Tally, tally_appraisal
from tally.comparison import Comparison
from tally.count_sheets import read_count_sheets
from tally.counting import BatchCount
from tally.cover_sheets import CoverSheet, row_count
from tally.csv_table import decode_utf8, read_csv
from tally.findings import mistakes_as_refusal
from tally.readings import check_marks
from tally.said import Refused, Said, Translate
from tally.scheme import Scheme
from tally.scheme_reader import read_scheme
from tally.settling import OpenBallot, SettledBallot, Settlement
from tally.subjects import read_subjects
from tally.whole_numbers import parse_whole

_SUM = re.compile(r"([0-9a-f]{64})  ([^/\0]+)")
MOST = 1_000_000
"""Ballots of one form, subject and group. A package that says more is none: nobody would count them."""
NEEDED = (
    "marks.csv",
    "batches.csv",
    "scheme.toml",
    "subjects.csv",
    "counts.csv",
    "statistics.csv",
    "results.csv",
    SUMS,
)


def check_package(files: Mapping[str, bytes], translate_for: Mapping[str, Translate]) -> tuple[Said, ...]:
    """Everything that does not fit; empty where all does. `translate_for`: the words by scheme language."""
    missing = [name for name in NEEDED if name not in files]
    if missing:
        return tuple(Said("{file} is missing", file=name) for name in missing)
    found = list(_sums(files))
    try:
        tally = _recount(files)
    except Refused as refused:
        return (*found, refused.said)
    translate = translate_for[tally.scheme.language]
    for name, now in (
        ("statistics.csv", wide_csv(tally, translate)),
        ("results.csv", tidy_csv(tally, translate)),
    ):
        found += _compare(name, files[name], now)
    code = in_groups(check_code(files))
    for form in tally.scheme.forms:
        name = f"statistics-{form}.txt"
        if name not in files:
            found.append(Said("{file} is missing", file=name))
        elif code not in files[name].decode(errors="replace"):
            found.append(
                Said("{file} does not carry the check code {code} of these marks", file=name, code=code)
            )
    return tuple(found)


def _sums(files: Mapping[str, bytes]) -> Iterator[Said]:
    listed = set()
    for line in files[SUMS].decode(errors="replace").splitlines():
        match = _SUM.fullmatch(line)
        if match is None:
            yield Said("{file} holds a line that is no checksum", file=SUMS)
            continue
        digest, name = match.groups()
        listed.add(name)
        if name not in files:
            yield Said("{file} is missing", file=name)
        elif hashlib.sha256(files[name]).hexdigest() != digest:
            yield Said("{file} is not what its checksum says", file=name)
    for name in files:
        if name != SUMS and name not in listed:
            yield Said("{file} has no checksum", file=name)


def _recount(files: Mapping[str, bytes]) -> Tally:
    reading = read_scheme(decode_utf8(files["scheme.toml"], "scheme.toml"))
    if reading.scheme is None:
        raise Refused(reading.findings[0].in_words())
    scheme = reading.scheme
    subjects, found = read_subjects(files["subjects.csv"], scheme)
    sheets, more = read_count_sheets(files["counts.csv"], scheme, subjects)
    refusal = mistakes_as_refusal((*found, *more))
    if refusal is not None:
        raise refusal
    return tally_appraisal(scheme, subjects, sheets, _batches(files, scheme))


def _batches(files: Mapping[str, bytes], scheme: Scheme) -> list[BatchCount]:
    ballots: dict[tuple[str, str, str], list[tuple[str, bool]]] = {}
    for record in read_csv(files["marks.csv"], "marks.csv", MARKS):
        key = (record["form"], record["subject"], record["group"])
        ballots.setdefault(key, []).append((read_marks(record["marks"]), record["void"] == "1"))
    counts = []
    for record in read_csv(files["batches.csv"], "batches.csv", BATCHES):
        key = (record["form"], record["subject"], record["group"])

        def number(column: str, line: int = record.line, text: Mapping[str, str] = record.values) -> int:
            found = parse_whole(text[column])
            if found is None or found > MOST:
                raise Refused(Said('batches.csv line {line}: "{value}" should be a whole number', line=line,
                                   value=text[column][:20]))  # fmt: skip
            return found

        if key[0] not in scheme.forms or key[2] not in scheme.groups:
            raise Refused(Said("batches.csv line {line}: unknown form or group", line=record.line))
        issued = number("issued") if record["issued"] else None
        cover = CoverSheet("B", *key, number("collected"), issued, 1, tuple(record["roster"].split()))
        rows = row_count(scheme.forms[key[0]], cover)
        settled = []
        for at, (marks, void) in enumerate(ballots.pop(key, ()), start=1):
            why = None if void else check_marks(marks, rows, len(scheme.grades))
            if why is not None:
                raise Refused(Said("marks.csv, ballot {number}: {why}", number=at, why=why))
            settled.append(SettledBallot(at, marks, void))
        absent, waiting = number("absent"), number("open")
        if len(settled) + absent + waiting != cover.collected:
            raise Refused(
                Said("marks.csv holds {found} ballots of {subject} {group}, batches.csv says {said}", found=len(settled),
                     subject=key[1], group=key[2], said=cover.collected - absent - waiting)
            )  # fmt: skip
        counts.append(BatchCount(cover, _settlement(settled, absent, waiting, number("opinions"))))
    if ballots:
        raise Refused(Said("marks.csv holds ballots of a bundle that batches.csv does not have"))
    return counts


def _settlement(settled: list[SettledBallot], absent: int, waiting: int, opinions: int) -> Settlement:
    nothing = Comparison(0, 0, (), {}, {}, 0, 0, 0, 0, (), ())
    start = len(settled) + 1
    return Settlement(
        comparison=nothing,
        settled=tuple(settled),
        absent=tuple(range(start, start + absent)),
        open_ballots=tuple(OpenBallot(number, None) for number in range(waiting)),
        open_questions=(),
        open_opinions=(),
        with_opinion=tuple(range(opinions)),
        answers={},
    )


def _compare(name: str, said: bytes, counted: bytes) -> Iterator[Said]:
    if said == counted:
        return
    theirs, ours = said.decode(errors="replace").split("\r\n"), counted.decode().split("\r\n")
    for line, (one, two) in enumerate(zip(theirs, ours, strict=False), start=1):
        if one != two:
            yield Said("{file} line {line} is not what the marks give: it says {said}, recounted {counted}", file=name,
                       line=line, said=one, counted=two)  # fmt: skip
            return
    yield Said("{file} has {said} lines, recounted {counted}", file=name, said=len(theirs), counted=len(ours))
