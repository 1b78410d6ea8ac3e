"""The results of each subject as lines, made once, so that typing a name narrows them to some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exports.tally_text import open_lines, subject_lines
from tally.appraisal_tally import Tally
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
    verdicts: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in tally.verdicts:
        verdicts.setdefault((verdict.form, verdict.subject), []).append(verdict)
    found = []
    for at, (form, subject) in enumerate(tally.rated):
        if at % EVERY == 0:
            tell(Phase.RESULTS, at, len(tally.rated))
        its = verdicts.get((form, subject), ())
        lines = ("", *subject_lines(tally, form, subject, its, translate, checked=checked))
        known = tally.subjects.by_id.get(subject)
        found.append(Section(fold(f"{subject}\n{known.name if known is not None else subject}"), lines))
    return Sections(tuple(open_lines(tally, translate)), tuple(found))
