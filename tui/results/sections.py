"""The results of each subject as lines, made once, so that typing a name narrows them to some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from exports.tally_text import tally_lines
from tally.appraisal_tally import Result, Tally
from tally.residual_check import VerdictKey
from tally.said import Said, Translate
from tally.verdicts import Verdict
from tui.views.finding import fold
from tui.views.reading import Phase, Tell

EVERY = 20
"""Subjects between two times that are told."""


@dataclass(frozen=True, slots=True)
class Section:
    """One subject on one form: what typing finds (its id and name, folded), and its lines."""

    text: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sections:
    """What stands before all subjects, and the subjects in their order. All lines together are those of `pingyi tally`."""

    head: tuple[str, ...]
    subjects: tuple[Section, ...]


def read_sections(
    tally: Tally, translate: Translate, checked: Mapping[VerdictKey, Said], tell: Tell
) -> Sections:
    """The lines of `tally_lines`, subject by subject."""
    results: dict[tuple[str, str], list[Result]] = {}
    for result in tally.results:
        results.setdefault((result.form, result.subject), []).append(result)
    verdicts: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in tally.verdicts:
        verdicts.setdefault((verdict.form, verdict.subject), []).append(verdict)
    head = tally_lines(replace(tally, results=(), verdicts=()), translate)
    # One line of head is the least there is, and costs nothing to leave out again.
    alone = replace(tally, mismatches=())
    skipped = len(tally_lines(replace(alone, results=(), verdicts=()), translate))
    found = []
    for at, ((form, subject), each) in enumerate(results.items()):
        if at % EVERY == 0:
            tell(Phase.RESULTS, at, len(results))
        one = replace(alone, results=tuple(each), verdicts=tuple(verdicts.get((form, subject), ())))
        lines = tally_lines(one, translate, checked=checked)[skipped:]
        found.append(Section(fold(f"{subject}\n{each[0].name}"), tuple(lines)))
    return Sections(tuple(head), tuple(found))
