"""Counting a package again: its settled marks, accounting and scheme through the same rules as the first time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from exports.how_counted import FILE as CIRCUMSTANCES
from exports.how_counted import HowCounted, VoidReason, read_how_counted
from exports.settled_csv import BATCHES, MARKS, Bundled, read_marks
from exports.spreadsheet import text_of
from tally.appraisal_tally import Tally, tally_appraisal
from tally.comparison import Comparison
from tally.count_sheets import read_count_sheets
from tally.counting import BatchCount
from tally.cover_sheets import CoverSheet, row_count
from tally.csv_table import Record, decode_utf8, read_csv
from tally.findings import mistakes_as_refusal
from tally.marks import BLANK, is_blank_ballot
from tally.readings import check_marks
from tally.said import Refused, Said
from tally.scheme import Scheme
from tally.scheme_reader import read_scheme
from tally.settling import OpenBallot, SettledBallot, Settlement
from tally.subjects import Subject, Subjects, read_subjects
from tally.whole_numbers import parse_whole

MOST = 1_000_000
"""Ballots of one form, subject and group. A package that says more is none: nobody would count them."""
NEEDED = ("marks.csv", "batches.csv", "scheme.toml", "subjects.csv", "counts.csv", CIRCUMSTANCES)


@dataclass(frozen=True, slots=True)
class Recount:
    """A package counted again, with what it says of how the count was made."""

    tally: Tally
    how: HowCounted


def recount(files: Mapping[str, bytes]) -> Recount:
    """Count the settled marks of a package again.

    `files`: by name, CSV in UTF-8. Raises Refused, naming file and line, where they cannot be counted.
    """
    for name in NEEDED:
        if name not in files:
            raise Refused(Said("{file} is missing", file=name))
    how = read_how_counted(files[CIRCUMSTANCES])
    reading = read_scheme(decode_utf8(files["scheme.toml"], "scheme.toml"))
    if reading.scheme is None:
        raise Refused(reading.findings[0].in_words())
    scheme = reading.scheme
    subjects, found = read_subjects(files["subjects.csv"], scheme)
    sheets, more = read_count_sheets(files["counts.csv"], scheme, subjects)
    refusal = mistakes_as_refusal((*found, *more))
    if refusal is not None:
        raise refusal
    subjects = Subjects({id_: _as_named(one) for id_, one in subjects.by_id.items()})
    tally = tally_appraisal(scheme, subjects, sheets, _bundled(files, scheme, how)).held()
    if tally.open.ballots != how.open.ballots:
        raise Refused(Said("{file} says that {said} ballots are open, batches.csv {found}", file=CIRCUMSTANCES,
                           said=how.open.ballots, found=tally.open.ballots))  # fmt: skip
    # Why a ballot is open does not show in the settled marks.
    return Recount(replace(tally, open=how.open), how)


def _as_named(subject: Subject) -> Subject:
    """A subject with its texts as they were before they were made safe for a spreadsheet."""
    return replace(
        subject, name=text_of(subject.name), head=text_of(subject.head), class_=text_of(subject.class_)
    )


@dataclass(slots=True)
class _Totals:
    """The bundles of one form, subject and group added up."""

    roster: tuple[str, ...]
    collected: int = 0
    issued: int | None = 0
    absent: int = 0
    waiting: int = 0
    void: int = 0
    blank: int = 0
    opinions: int = 0
    valid: list[str] = field(default_factory=list)
    voids: int = 0


def _bundled(files: Mapping[str, bytes], scheme: Scheme, how: HowCounted) -> list[BatchCount]:
    """The bundles of each form, subject and group as one, for the tally."""
    totals: dict[Bundled, _Totals] = {}
    for record in read_csv(files["batches.csv"], "batches.csv", BATCHES):
        _add_bundle(totals, record, scheme)
    for line, (form, subject, group, _, marks, void) in _marks(files["marks.csv"]):
        total = totals.get((form, subject, group))
        if total is None:
            raise Refused(Said("marks.csv holds ballots of a bundle that batches.csv does not have"))
        if void not in ("", "1"):
            raise Refused(Said('marks.csv line {line}, void: "{value}" should be 1 or empty', line=line,
                               value=void[:20]))  # fmt: skip
        if void:
            total.voids += 1
        else:
            total.valid.append(read_marks(marks))
    reasons: dict[Bundled, list[VoidReason]] = {}
    for one in how.voids:
        reasons.setdefault((one.form, one.subject, one.group), []).append(one)
    return [_count(key, total, reasons.get(key, []), scheme) for key, total in totals.items()]


def _marks(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    """The lines of marks.csv with their numbers; there may be a million."""
    text = decode_utf8(content, "marks.csv")
    head, _, rest = text.partition("\r\n")
    if head == ",".join(MARKS) and '"' not in text and "\0" not in text:
        for line, row in enumerate(rest.split("\r\n"), start=2):
            cells = row.split(",")
            if len(cells) == len(MARKS):
                yield line, cells
            elif row:
                raise Refused(Said("{file} line {line}: {found} values, the header has {expected} columns",
                                   file="marks.csv", line=line, found=len(cells),
                                   expected=len(MARKS)))  # fmt: skip
        return
    # Written by another program: with quotes, other ends of lines, or columns in another order.
    for record in read_csv(content, "marks.csv", MARKS):
        yield record.line, [record[column] for column in MARKS]


def _add_bundle(totals: dict[Bundled, _Totals], record: Record, scheme: Scheme) -> None:
    key = (record["form"], record["subject"], record["group"])
    if key[0] not in scheme.forms or key[2] not in scheme.groups:
        raise Refused(Said("batches.csv line {line}: unknown form or group", line=record.line))
    roster = tuple(record["roster"].split())
    total = totals.setdefault(key, _Totals(roster))
    if roster != total.roster:
        raise Refused(
            Said("batches.csv line {line}: not the roster of the bundles before it", line=record.line)
        )
    total.collected += _number(record, "collected")
    if not record["issued"]:
        total.issued = None
    elif total.issued is not None:
        total.issued += _number(record, "issued")
    total.absent += _number(record, "absent")
    total.waiting += _number(record, "open")
    total.void += _number(record, "void")
    total.blank += _number(record, "blank")
    total.opinions += _number(record, "opinions")


def _number(record: Record, column: str) -> int:
    found = parse_whole(record[column])
    if found is None or found > MOST:
        raise Refused(Said('batches.csv line {line}: "{value}" should be a whole number', line=record.line,
                           value=record[column][:20]))  # fmt: skip
    return found


def _count(key: Bundled, total: _Totals, reasons: Sequence[VoidReason], scheme: Scheme) -> BatchCount:
    cover = CoverSheet("B", *key, total.collected, total.issued, 1, total.roster)
    rows = row_count(scheme.forms[key[0]], cover)
    for at, marks in enumerate(total.valid, start=1):
        why = check_marks(marks, rows, len(scheme.grades))
        if why is not None:
            raise Refused(Said("marks.csv, ballot {number} of {subject} {group}: {why}", number=at, subject=key[1],
                               group=key[2], why=why))  # fmt: skip
    found = len(total.valid) + total.voids
    if found + total.absent + total.waiting != total.collected or total.voids != total.void:
        raise Refused(
            Said("marks.csv holds {found} ballots of {subject} {group}, {void} of them void; batches.csv says {said} "
                 "and {void_said}", found=found, subject=key[1], group=key[2], void=total.voids,
                 said=total.collected - total.absent - total.waiting, void_said=total.void)
        )  # fmt: skip
    why_void = [one.reason for one in reasons for _ in range(min(one.sheets, total.voids + 1))]
    if len(why_void) != total.voids:
        raise Refused(Said("{file} has {said} reasons for void ballots of {subject} {group}, marks.csv {found}",
                           file=CIRCUMSTANCES, said=len(why_void), subject=key[1], group=key[2],
                           found=total.voids))  # fmt: skip
    blank_voids = total.blank - sum(map(is_blank_ballot, total.valid))
    if not 0 <= blank_voids <= total.voids:
        raise Refused(Said("batches.csv says {said} ballots of {subject} {group} without a mark, which marks.csv "
                           "does not bear out", said=total.blank, subject=key[1], group=key[2]))  # fmt: skip
    settled = [SettledBallot(at, marks, void=False) for at, marks in enumerate(total.valid, start=1)]
    settled += [
        SettledBallot(len(total.valid) + at, BLANK * rows if at <= blank_voids else "", True, reason)
        for at, reason in enumerate(why_void, start=1)
    ]
    return BatchCount(cover, _settlement(settled, total))


def _settlement(settled: list[SettledBallot], total: _Totals) -> Settlement:
    nothing = Comparison(0, 0, (), {}, {}, 0, 0, 0, 0, (), ())
    start = len(settled) + 1
    return Settlement(
        comparison=nothing,
        settled=tuple(settled),
        absent=tuple(range(start, start + total.absent)),
        open_ballots=tuple(OpenBallot(number, None) for number in range(total.waiting)),
        open_questions=(),
        open_opinions=(),
        with_opinion=tuple(range(total.opinions)),
        answers={},
    )
