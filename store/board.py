"""The board: what everybody may know of an appraisal, in file names and tiny files. Never a mark.

`saved.B1.1.1` holds how many ballots are saved; `handed-in.`, `taken-in.` and `returned.` files say
what happened to a pass; of `settled.B1.001`, `differing.B1.002` … the highest number says whether
anything of a batch is still to be read from the paper; `sealed.001` and `reopened.001` count up. Nothing
on it is ever replaced but a clerk's own count of saved ballots.

Where accounts are separate a note counts only if its owner may say such a thing: the claimant of a
pass, a reviewer, an organizer; or root, for what was there before.
"""

from __future__ import annotations

import contextlib
import itertools
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from pathlib import Path
from typing import Any

from store.appraisal import Appraisal
from store.author import ROOT, account_key, owner_of
from store.durable_file import create_durably, replace_quickly
from store.faults import Damaged, NotSaved
from store.json_file import create_record, read_record
from store.layout import READABLE_BY_ALL, PassTag, read_tag
from store.person import same_name
from store.plain_file import plain_bytes
from tally.progress import AppraisalState
from tally.quick_dataclass import dataclass
from tally.readings import Pass
from tally.said import Refused, Said

OF_A_PASS = ("handed-in", "taken-in", "returned", "saved")
OF_A_BATCH = ("settled", "differing")
OF_ALL = ("sealed", "reopened")
_KINDS = frozenset((*OF_A_PASS, *OF_A_BATCH, *OF_ALL))


@dataclass(frozen=True, slots=True)
class Board:
    """The board at one moment, read from its file names."""

    handed_in: frozenset[PassTag] = frozenset()
    taken_in: frozenset[PassTag] = frozenset()
    returned: frozenset[PassTag] = frozenset()
    saved: frozenset[PassTag] = frozenset()
    settled: frozenset[str] = frozenset()
    seals: int = 0
    reopenings: int = 0
    folder: Path = field(default_factory=Path)
    foreign: tuple[str, ...] = ()
    """Notes whose owner may not say such a thing; they do not count."""
    _given_back: Counter[tuple[str, int]] = field(init=False, repr=False, compare=False)
    """How many attempts at a pass were given back."""

    def __post_init__(self) -> None:
        """Count what was given back, once."""
        object.__setattr__(self, "_given_back", Counter((tag.batch, tag.number) for tag in self.returned))

    @property
    def sealed(self) -> bool:
        """Whether the appraisal is sealed now."""
        return self.seals > self.reopenings

    @property
    def appraisal_state(self) -> AppraisalState:
        """The appraisal as a whole."""
        if self.sealed:
            return AppraisalState.SEALED
        return AppraisalState.REOPENED if self.seals else AppraisalState.OPEN

    def attempt(self, batch: str, which: Pass) -> int:
        """The attempt at a pass that counts now: one more than were given back."""
        if not self.returned:
            return 1
        return 1 + self._given_back.get((batch, which.number), 0)

    def tag(self, batch: str, which: Pass) -> PassTag:
        """The attempt at a pass that counts now, as files have it."""
        return PassTag(batch, which.number, self.attempt(batch, which))

    def ballots_saved(self, tag: PassTag) -> int:
        """How many ballots of a pass are saved; 0 where its clerk has saved none."""
        if tag not in self.saved:
            return 0
        try:
            return int(plain_bytes(f"{self.folder}/saved.{tag}") or b"0")
        except (ValueError, Damaged):
            return 0


def read_board(appraisal: Appraisal, kinds: Iterable[str] = _KINDS) -> Board:
    """Everything on the board, by one listing of the folder; or notes of these kinds alone."""
    kinds = tuple(kinds)
    asked_for = tuple(f"{kind}." for kind in kinds)
    # One name at a time: of a province's there are hundreds of thousands, and few are asked for.
    with os.scandir(appraisal.layout.folder("board")) as entries:
        names = (entry.name for entry in entries if entry.name.startswith(asked_for))
        return _board(appraisal, names, frozenset(kinds))


def board_of_names(appraisal: Appraisal, names: Iterable[str]) -> Board:
    """The board of names that were listed just now."""
    return _board(appraisal, names)


def board_of(appraisal: Appraisal, batch: str) -> Board:
    """What is on the board of one batch, and the seals: found by name, at the same cost whatever else is up."""
    folder = appraisal.layout.folder("board")
    return _board(appraisal, [*_up_on(str(folder), batch), *_seals_up(str(folder))])


def seals_of(appraisal: Appraisal) -> Board:
    """The seals and reopenings alone, found by name."""
    return _board(appraisal, _seals_up(str(appraisal.layout.folder("board"))))


def _up_on(folder: str, batch: str) -> Iterator[str]:
    """The names of the notes on one batch: attempts and numbers run from 1 without a gap."""
    for number in (1, 2):
        for attempt in itertools.count(1):
            up = [name for kind in OF_A_PASS if _is_up(folder, name := f"{kind}.{batch}.{number}.{attempt}")]
            yield from up
            if f"returned.{batch}.{number}.{attempt}" not in up:
                break
    yield from _numbered_up(folder, OF_A_BATCH, f".{batch}")


def _seals_up(folder: str) -> list[str]:
    for number in itertools.count(1):
        if not _is_up(folder, f"sealed.{number:03d}"):
            break
    sealed = [f"sealed.{one:03d}" for one in range(1, number)]
    reopened = [name for one in range(1, number) if _is_up(folder, name := f"reopened.{one:03d}")]
    return sealed + reopened


def _numbered_up(folder: str, kinds: Iterable[str], of: str) -> Iterator[str]:
    """The names of notes that are numbered through, of several kinds."""
    kinds = tuple(kinds)
    for number in itertools.count(1):
        up = [name for kind in kinds if _is_up(folder, name := f"{kind}{of}.{number:03d}")]
        if not up:
            return
        yield from up


def _is_up(folder: str, name: str) -> bool:
    return os.path.lexists(f"{folder}/{name}")


def _board(appraisal: Appraisal, names: Iterable[str], kinds: frozenset[str] = _KINDS) -> Board:
    """The board of these names, as far as their owners may say such a thing."""
    folder = appraisal.layout.folder("board")
    tags: dict[str, set[PassTag]] = {kind: set() for kind in OF_A_PASS}
    readings: dict[str, tuple[int, str]] = {}
    counts = dict.fromkeys(OF_ALL, 0)
    foreign = []
    may_say = _judge(appraisal)
    for name in names:
        kind, _, rest = name.partition(".")
        if kind not in kinds:
            continue
        tag = read_tag(rest) if kind in tags else None
        if not may_say(kind, tag, name):
            foreign.append(name)
        elif kind in tags:
            if tag is not None:
                tags[kind].add(tag)
        elif kind in OF_A_BATCH:
            batch, _, number = rest.rpartition(".")
            if batch and number.isdecimal():
                readings[batch] = max(readings.get(batch, (0, "")), (int(number), kind))
        else:
            counts[kind] += 1
    return Board(
        handed_in=frozenset(tags["handed-in"]),
        taken_in=frozenset(tags["taken-in"]),
        returned=frozenset(tags["returned"]),
        saved=frozenset(tags["saved"]),
        settled=frozenset(batch for batch, (_, kind) in readings.items() if kind == "settled"),
        seals=counts["sealed"],
        reopenings=counts["reopened"],
        folder=folder,
        foreign=tuple(sorted(foreign)),
    )


def note_saved(appraisal: Appraisal, tag: PassTag, ballots: int) -> None:
    """Say how many ballots of a pass are saved: a convenience. The ballot is saved whatever comes of it."""
    with contextlib.suppress(NotSaved):
        path = appraisal.layout.board(f"saved.{tag}")
        replace_quickly(path, str(ballots).encode(), READABLE_BY_ALL)


def note_handed_in(appraisal: Appraisal, tag: PassTag, record: dict[str, Any]) -> None:
    """Say that a pass was handed in. What counts is the pass itself, so a failure changes nothing:
    taking in looks at the file, and the note is put up when its clerk comes back."""
    with contextlib.suppress(Refused):
        note_pass(appraisal, "handed-in", tag, record)


def note_pass(appraisal: Appraisal, kind: str, tag: PassTag, record: dict[str, Any]) -> None:
    """Say what happened to a pass; saying it again changes nothing.

    Raises Refused where somebody who may not say it has put up a note of that name.
    """
    _put_up(appraisal, kind, tag, f"{kind}.{tag}", record)


def noted(appraisal: Appraisal, kind: str, tag: PassTag) -> bool:
    """Whether a note about a pass is up, by somebody who may say so; the rest of the board is not read."""
    path = appraisal.layout.board(f"{kind}.{tag}")
    return os.path.lexists(path) and _judge(appraisal)(kind, tag, path.name)


def note_settled(appraisal: Appraisal, batch: str, *, settled: bool) -> None:
    """Say whether anything of a batch is still to be read from the paper, where that is news."""
    kind = "settled" if settled else "differing"
    now = max(_numbered(appraisal, OF_A_BATCH, f".{batch}"), default=(0, "differing"))[1]
    if now != kind:
        _put_up_next(appraisal, OF_A_BATCH, kind, f".{batch}", b"")


def note_seal(appraisal: Appraisal, kind: str, number: int, record: dict[str, Any]) -> None:
    """Say that the appraisal was sealed or reopened for the `number`-th time; again changes nothing."""
    _put_up(appraisal, kind, None, f"{kind}.{number:03d}", record)


def sealed_since(appraisal: Appraisal, seals: int) -> bool:
    """Whether there is one seal more than `seals`; only its name is looked for, the board is not read."""
    path = appraisal.layout.board(f"sealed.{seals + 1:03d}")
    return os.path.lexists(path) and _judge(appraisal)("sealed", None, path.name)


def returns(appraisal: Appraisal, board: Board) -> list[dict[str, Any]]:
    """Every returned pass, with its tag, reason, reviewer and time."""
    return [
        {**read_record(appraisal.layout.board(f"returned.{tag}")), "tag": tag}
        for tag in sorted(board.returned)
    ]


@dataclass(frozen=True, slots=True)
class InHand:
    """A pass that a reviewer has had in hand, taken in or given back, as noted then."""

    tag: PassTag
    clerk: str
    reviewer: str
    """Both in the form in which names are compared."""


def in_hand(appraisal: Appraisal, board: Board, batch: str) -> tuple[InHand, ...]:
    """The passes of a batch that were taken in or given back. Raises Damaged for a note that names nobody."""
    found = []
    attempts = [
        PassTag(batch, which.number, attempt)
        for which in Pass
        for attempt in range(1, board.attempt(batch, which) + 1)
    ]
    for kind, tags in (("taken-in", board.taken_in), ("returned", board.returned)):
        for tag in (tag for tag in attempts if tag in tags):
            path = appraisal.layout.board(f"{kind}.{tag}")
            note = read_record(path)
            clerk, reviewer = note.get("name"), note.get("by")
            if not isinstance(clerk, str) or not isinstance(reviewer, str):
                raise Damaged(path, Said("it names nobody"))
            found.append(InHand(tag, same_name(clerk), same_name(reviewer)))
    return tuple(found)


def _put_up(appraisal: Appraisal, kind: str, tag: PassTag | None, name: str, record: dict[str, Any]) -> None:
    path = appraisal.layout.board(name)
    try:
        create_record(path, record, READABLE_BY_ALL)
    except FileExistsError:
        if not _judge(appraisal)(kind, tag, path.name):
            raise Refused(
                Said(
                    "board/{name} was put up by {who}, who may not; root moves it away (pingyi check --host tells how), "
                    "then try again",
                    name=path.name,
                    who=account_key(owner_of(path)),
                )
            ) from None


def _put_up_next(appraisal: Appraisal, kinds: Iterable[str], kind: str, of: str, content: bytes) -> None:
    """Put up a note under the next number; one that somebody else took meanwhile is passed over."""
    kinds = tuple(kinds)
    while True:
        taken = _numbered(appraisal, kinds, of, whoever=True)
        number = max(taken, default=(0, ""))[0] + 1
        with contextlib.suppress(FileExistsError):
            return create_durably(
                appraisal.layout.board(f"{kind}{of}.{number:03d}"), content, READABLE_BY_ALL
            )


def _numbered(
    appraisal: Appraisal, kinds: Iterable[str], of: str, *, whoever: bool = False
) -> list[tuple[int, str]]:
    """The numbers of the notes of some kinds, with their kind; of `whoever`, or of those who may say it."""
    may_say = _judge(appraisal)
    folder = appraisal.layout.folder("board")
    found = []
    for name in _numbered_up(str(folder), kinds, of):
        kind = name.partition(".")[0]
        if whoever or may_say(kind, None, name):
            found.append((int(name.rpartition(".")[2]), kind))
    return found


Judge = Callable[[str, PassTag | None, str], bool]


def _judge(appraisal: Appraisal) -> Judge:
    """Whether the owner of a note may say such a thing."""
    if not appraisal.separate_accounts:
        return lambda kind, tag, name: True
    roles = appraisal.scheme.roles
    reviewers, organizers = _keys(roles.reviewers), _keys(roles.organizers)
    anybody = reviewers | organizers | _keys(roles.clerks)

    def may_say(kind: str, tag: PassTag | None, name: str) -> bool:
        try:
            owner = owner_of(appraisal.layout.board(name))
            if owner == ROOT:
                return True
            if kind in ("saved", "handed-in"):
                return tag is not None and owner_of(appraisal.layout.claim(tag)) == owner
        except FileNotFoundError:
            return False
        who = account_key(owner)
        # Who left the scheme since stands in no list; what they had put up goes on counting, and `verify`
        # holds it against the ledger, which clerks never could write.
        return who in (organizers if kind in OF_ALL else reviewers) or who not in anybody

    return may_say


def _keys(names: Iterable[str]) -> frozenset[str]:
    return frozenset(same_name(name) for name in names)
