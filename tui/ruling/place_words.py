"""Places of a ballot and what can stand there, in the words of the scheme and the language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tally.comparison import OPINION, WHOLE
from tally.marks import BLANK, SPOILED
from tally.rulings import ABSENT, SLIP, VOID
from tally.said import Said, Translate

_VALUES = {
    VOID: Said("void"),
    ABSENT: Said("no such sheet"),
    "": Said("does not have it"),
    "yes": Said("an opinion"),
    "no": Said("no opinion"),
}


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Says places and values. `labels` are those of a ballot's rows."""

    grades: tuple[str, ...]
    labels: Mapping[int, str]
    translate: Translate

    def text(self, said: Said) -> str:
        """A sentence in the person's language."""
        return said.text(self.translate)

    def row(self, row: int) -> str:
        """A row by its number and its label."""
        return self.text(Said("Row {row}: {label}", row=row, label=self.labels[row]))

    def place(self, place: int) -> str:
        """A place in a list."""
        special = {
            WHOLE: Said("the whole sheet"),
            OPINION: Said("whether there is an opinion"),
            SLIP: Said("an explanation"),
        }.get(place)
        return self.text(special) if special is not None else self.row(place)

    def mark(self, code: str) -> str:
        """What a mark code means."""
        if code.isdigit():
            return self.grades[int(code) - 1]
        words = {BLANK: Said("blank"), SPOILED: Said("spoiled")}.get(code)
        return self.text(words) if words else ""

    def value(self, value: str, place: int) -> str:
        """What a pass or a ruling has at a place."""
        if "/" in value:
            return " / ".join(self.value(part, place) for part in value.split("/"))
        if value in _VALUES:
            return self.text(_VALUES[value])
        return self.mark(value) if place > 0 else value

    def mark_keys(self) -> list[str]:
        """Each mark key and what it marks."""
        grades = [f"{place} {label}" for place, label in enumerate(self.grades, 1)]
        return [*grades, self.text(Said("0 blank")), self.text(Said(". spoiled"))]
