"""Batches (票捆): physical bundles of numbered sheets, as their cover sheets describe them."""

from __future__ import annotations

from collections.abc import Iterable

from tally.csv_table import read_csv
from tally.quick_dataclass import dataclass
from tally.said import Refused, Said
from tally.scheme import Form, Layout, Scheme
from tally.scheme_reader import ID
from tally.subjects import Subjects
from tally.whole_numbers import parse_whole

REQUIRED = ("id", "form", "group", "collected")
OPTIONAL = ("subject", "issued", "first")
USUAL_BATCH = 100
"""Above this many ballots a batch is accepted with a warning: files stay small, slips stay findable."""
MOST_BALLOTS = 100_000


@dataclass(frozen=True, slots=True)
class CoverSheet:
    """One bundle: `collected` sheets of one form, subject (or roster) and group, numbered from `first`.

    `roster` holds the ids of the subjects whose rows the ballot bears, fixed when the batch is
    registered; for a form of one subject it is that subject alone. `supplement_to` names the batch
    whose forgotten sheets this one holds, and `reason` why.
    """

    id: str
    form: str
    subject: str
    group: str
    collected: int
    issued: int | None
    first: int
    roster: tuple[str, ...]
    supplement_to: str = ""
    reason: str = ""

    @property
    def numbers(self) -> range:
        """The numbers of its ballots."""
        return range(self.first, self.first + self.collected)


@dataclass(frozen=True, slots=True)
class BallotRow:
    """One line of a ballot: its number (from 1), the subject, and the item with its place (from 0)."""

    row: int
    subject: str
    item: str
    place: int
    overall: bool


def ballot_rows(form: Form, cover: CoverSheet) -> tuple[BallotRow, ...]:
    """The lines of a batch's ballots in the order of the paper: for each subject, its items."""
    labels = form.item_labels
    return tuple(
        BallotRow(at * len(labels) + place + 1, subject, label, place, place == form.overall_place)
        for at, subject in enumerate(cover.roster)
        for place, label in enumerate(labels)
    )


def row_count(form: Form, cover: CoverSheet) -> int:
    """How many lines a ballot of the batch has."""
    return len(cover.roster) * len(form.item_labels)


def make_cover_sheet(
    scheme: Scheme,
    subjects: Subjects,
    registered: Iterable[CoverSheet],
    *,
    id: str,
    form: str,
    subject: str,
    group: str,
    collected: str | int,
    issued: str | int | None = None,
    first: str | int | None = None,
    supplement_to: str = "",
    reason: str = "",
) -> CoverSheet:
    """A cover sheet checked against the scheme, the subjects and the batches registered so far.

    Raises Refused, saying what would be right, for an id that is taken or malformed, an unknown form,
    subject or group, numbers that are none, and a roster without members. Where a roster's rows were
    fixed by an earlier batch, this one has the same.
    """
    registered = tuple(registered)
    if not ID.fullmatch(id):
        raise Refused(
            Said('batch id "{id}" should be a letter, then letters, digits, _ or -, at most 32', id=id)
        )
    for other in registered:
        if other.id.casefold() == id.casefold():
            raise Refused(Said('there is already a batch "{id}"; choose another id', id=other.id))
    if form not in scheme.forms:
        raise Refused(_unknown(Said("form"), form, scheme.forms))
    if group not in scheme.groups:
        raise Refused(_unknown(Said("rater group"), group, scheme.groups))
    chosen = scheme.forms[form]
    if not subject:
        raise Refused(
            Said("batch {id}: say which organization's roster it is (subject)", id=id)
            if chosen.layout is Layout.ROSTER
            else Said("batch {id}: say which subject it grades (subject)", id=id)
        )
    if subject not in subjects.by_id:
        raise Refused(_unknown(Said("subject"), subject, subjects.by_id))
    roster = _roster(chosen, subject, subjects, registered)
    sheets = _whole(Said("collected"), collected, least=1)
    start = _whole(Said("first"), first, least=1) if first not in (None, "") else 1
    given = _whole(Said("issued"), issued, least=0) if issued not in (None, "") else None
    if supplement_to and all(other.id != supplement_to for other in registered):
        raise Refused(_unknown(Said("batch"), supplement_to, [other.id for other in registered]))
    return CoverSheet(id, form, subject, group, sheets, given, start, roster, supplement_to, reason)


def _roster(
    form: Form, subject: str, subjects: Subjects, registered: tuple[CoverSheet, ...]
) -> tuple[str, ...]:
    kind = subjects.by_id[subject].kind
    if form.layout is Layout.SINGLE:
        if kind is not form.kind:
            raise Refused(
                Said(
                    'form "{form}" grades subjects of kind {kind}; "{subject}" is of kind {other}',
                    form=form.id,
                    kind=form.kind.value,
                    subject=subject,
                    other=kind.value,
                )
            )
        return (subject,)
    for other in registered:
        if other.form == form.id and other.subject == subject:
            return other.roster
    members = tuple(member.id for member in subjects.members_of(subject, form.kind))
    if not members:
        raise Refused(
            Said(
                '"{subject}" has no {kind} in subjects.csv, so its roster is empty; fill the column in',
                subject=subject,
                kind=form.kind.value,
            )
        )
    return members


def read_cover_sheets(
    content: bytes, file: str, scheme: Scheme, subjects: Subjects, registered: Iterable[CoverSheet]
) -> tuple[CoverSheet, ...]:
    """Cover sheets from a CSV file, all or none. Raises Refused naming file and line."""
    known = list(registered)
    fresh = []
    for record in read_csv(content, file, REQUIRED, OPTIONAL):
        try:
            cover = make_cover_sheet(
                scheme,
                subjects,
                known,
                id=record["id"],
                form=record["form"],
                subject=record["subject"],
                group=record["group"],
                collected=record["collected"],
                issued=record["issued"],
                first=record["first"],
            )
        except Refused as refusal:
            raise Refused(
                Said("{file} line {line}: {what}", file=file, line=record.line, what=refusal.said)
            ) from None
        known.append(cover)
        fresh.append(cover)
    return tuple(fresh)


def _whole(what: Said, value: str | int | None, *, least: int) -> int:
    number = parse_whole(str(value))
    if number is None or not least <= number <= MOST_BALLOTS:
        raise Refused(
            Said(
                '{what}: "{value}" should be a whole number from {least} to {most}',
                what=what,
                value=str(value)[:20],
                least=least,
                most=MOST_BALLOTS,
            )
        )
    return number


def _unknown(what: Said, given: str, known: Iterable[str]) -> Said:
    shown = list(known)
    return Said(
        'there is no {what} "{id}"; there are {known}',
        what=what,
        id=given,
        known=(", ".join(shown[:12]) + (", ..." if len(shown) > 12 else "")) or "-",
    )
