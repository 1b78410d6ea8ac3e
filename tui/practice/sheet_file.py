"""`practice.json`: the language of a practice appraisal, and its paper ballots as their raters filled them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from store.faults import Damaged
from store.json_file import read_record
from store.layout import PRACTICE
from store.record_fields import WrongField, text
from tally.marks import BLANK, MOST_GRADES, SPOILED, grade_codes
from tally.opinion_words import unfit_text
from tally.said import Said
from tally.whole_numbers import parse_whole
from tui.language import LANGUAGES

_CODES = frozenset((*grade_codes(MOST_GRADES), BLANK, SPOILED))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One facsimile: its mark codes, the opinion written on it, and a signature that makes it void."""

    marks: str
    opinion: str
    signature: str


@dataclass(frozen=True, slots=True)
class PracticeFile:
    """What the file says: the language, and the sheets of each bundle by their numbers."""

    language: str
    sheets: Mapping[str, Mapping[int, Sheet]]

    def of(self, folder: Path, batch: str, rows: int) -> Mapping[int, Sheet] | None:
        """The sheets of a bundle whose ballots have so many rows; None where there are none of it.

        Raises Damaged where a sheet has another number of rows.
        """
        found = self.sheets.get(batch)
        if found is not None and any(len(sheet.marks) != rows for sheet in found.values()):
            raise Damaged(folder / PRACTICE, Said("it is no file of practice sheets"))
        return found


def read_practice(folder: Path) -> PracticeFile:
    """Read the file of an appraisal's folder. Raises Damaged, naming it; FileNotFoundError without one."""
    path = folder / PRACTICE
    record = read_record(path)
    try:
        language = text(record, "language")
        if language not in LANGUAGES:
            raise WrongField("language")
        bundles = _inner(record, "sheets")
        return PracticeFile(
            language,
            {
                batch: {_number(number): _sheet(_inner(bundle, number)) for number in bundle}
                for batch, bundle in ((batch, _inner(bundles, batch)) for batch in bundles)
            },
        )
    except WrongField:
        raise Damaged(path, Said("it is no file of practice sheets")) from None


def _inner(record: Mapping[str, object], name: str) -> dict[str, object]:
    value = record.get(name)
    if not isinstance(value, dict):
        raise WrongField(name)
    return value


def _number(name: str) -> int:
    number = parse_whole(name)
    if number is None or str(number) != name:
        raise WrongField(name)
    return number


def _sheet(record: Mapping[str, object]) -> Sheet:
    sheet = Sheet(text(record, "marks"), text(record, "opinion"), text(record, "signature"))
    if not _CODES.issuperset(sheet.marks) or unfit_text(sheet.opinion) or unfit_text(sheet.signature):
        raise WrongField("marks")
    return sheet
