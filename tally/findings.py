"""What a check of a scheme or of a file finds: where, and what would be right."""

from __future__ import annotations

from enum import Enum

from tally.quick_dataclass import dataclass
from tally.said import Refused, Said


class Level(Enum):
    """How much a finding weighs."""

    MISTAKE = "mistake"
    """The file cannot be used as it stands; every other command refuses it."""
    GAP = "gap"
    """The plan does not say what happens at some value: told before a ballot is keyed."""
    OVERLAP = "overlap"
    """Two rules of a band claim the same value."""
    NOTICE = "notice"
    """Consistent, and still something that people should settle before the meeting."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, with its place: a file's name, a line (from 1; 0: the whole file), a field."""

    level: Level
    file: str
    line: int
    field: str
    said: Said

    def in_words(self) -> Said:
        """The finding with its place in front, as one sentence."""
        if self.line and self.field:
            return Said(
                "{file} line {line}, {field}: {what}",
                file=self.file,
                line=self.line,
                field=self.field,
                what=self.said,
            )
        if self.line:
            return Said("{file} line {line}: {what}", file=self.file, line=self.line, what=self.said)
        return Said("{file}: {what}", file=self.file, what=self.said)


def mistakes_as_refusal(findings: tuple[Finding, ...]) -> Refused | None:
    """One refusal for the mistakes among `findings`: the first in words, and how many more."""
    wrong = [finding for finding in findings if finding.level is Level.MISTAKE]
    if not wrong:
        return None
    if len(wrong) == 1:
        return Refused(wrong[0].in_words())
    return Refused(
        Said(
            "{first} (and {more} more; pingyi check lists them all)",
            first=wrong[0].in_words(),
            more=len(wrong) - 1,
        )
    )
