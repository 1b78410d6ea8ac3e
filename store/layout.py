"""Where everything lies in an appraisal's folder, and what the files are called.

The state of a batch can be told from file names: `B1.1.2` is batch B1, first pass, second attempt
(the first was given back).
"""

from __future__ import annotations

import re
from pathlib import Path

from tally.quick_dataclass import dataclass
from tally.readings import Pass

SCHEME = "scheme.toml"
SUBJECTS = "subjects.csv"
COUNTS = "counts.csv"
ACCOUNTS = "accounts"
"""Root-owned file: accounts are separate."""
PRACTICE = "practice.json"
"""The facsimile ballots of a practice appraisal."""
FOLDERS = ("batches", "board", "claims", "entry", "custody", "review", "ledger", "export")

READABLE_BY_ALL = 0o644
READABLE_BY_GROUP = 0o640
CLOSED = 0o440

_TAG = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,31})\.([12])\.([1-9]\d*)")


@dataclass(frozen=True, slots=True, order=True)
class PassTag:
    """One attempt at one pass of a batch, as file names have it."""

    batch: str
    number: int
    attempt: int

    @property
    def which(self) -> Pass:
        """First or second pass."""
        return Pass.FIRST if self.number == 1 else Pass.SECOND

    def __str__(self) -> str:
        return f"{self.batch}.{self.number}.{self.attempt}"


def read_tag(text: str) -> PassTag | None:
    """The tag that a file name begins with, or None."""
    match = _TAG.fullmatch(text)
    return PassTag(match[1], int(match[2]), int(match[3])) if match else None


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths inside one appraisal's folder."""

    root: Path

    def entry(self, clerk_key: str) -> Path:
        """A clerk's own folder."""
        return self.root / "entry" / clerk_key

    def pass_file(self, clerk_key: str, tag: PassTag) -> Path:
        """A clerk's file of one attempt at a pass."""
        return self.entry(clerk_key) / f"{tag}.json"

    def draft(self, clerk_key: str, tag: PassTag) -> Path:
        """The half-keyed ballot beside it."""
        return self.entry(clerk_key) / f"{tag}.draft"

    def hold(self, clerk_key: str, tag: PassTag) -> Path:
        """Held by the session that is keying the pass."""
        return self.entry(clerk_key) / f".{tag}.session.lock"

    def claim(self, tag: PassTag) -> Path:
        """Who keys the attempt."""
        return self.root / "claims" / str(tag)

    def custody(self, tag: PassTag) -> Path:
        """The exact bytes taken in."""
        return self.root / "custody" / f"{tag}.json"

    def board(self, name: str) -> Path:
        """A note on the board that all can read."""
        return self.root / "board" / name

    def rulings(self, batch: str, reviewer_key: str) -> Path:
        """One reviewer's rulings on a batch."""
        return self.root / "review" / f"{batch}.{reviewer_key}.json"

    def check_readings(self, batch: str, reader_key: str) -> Path:
        """What one reviewer read of a batch for sample checks. No batch id has a `+`."""
        return self.root / "review" / f"{batch}+check.{reader_key}.json"

    def check_draft(self, batch: str, reader_key: str) -> Path:
        """The half-read sheet beside it."""
        return self.root / "review" / f"{batch}+check.{reader_key}.draft"

    def opinions(self, batch: str, clerk_key: str) -> Path:
        """Opinions typed by a clerk of the batch."""
        return self.entry(clerk_key) / f"{batch}.opinions.json"

    def opinions_by_reviewer(self, batch: str, reviewer_key: str) -> Path:
        """Opinions typed by a reviewer."""
        return self.root / "review" / f"{batch}.{reviewer_key}.opinions.json"

    def folder(self, name: str) -> Path:
        """One of FOLDERS."""
        return self.root / name
