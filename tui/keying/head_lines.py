"""The three lines above the rows: whose pass of which bundle, the form, and the ballot on the screen."""

from __future__ import annotations

from tally.said import Said, Translate
from tui.keying.session import SheetSession
from tui.keying.state import KeyingState
from tui.screen.cells import Line, Look, Span, cut, line, pad

TOP = 3
"""Lines above the rows."""


class HeadLines:
    """Draws the head of one session; only its third line changes."""

    def __init__(self, session: SheetSession, translate: Translate) -> None:
        appraisal, cover = session.appraisal, session.cover
        self._translate = translate
        what, which = session.heading
        parts: list[Said | str] = [
            what,
            Said("Batch {batch}", batch=cover.id),
            appraisal.scheme.groups[cover.group].label,
            which,
            appraisal.person.name,
        ]
        if appraisal.practice:
            parts.append(Said("PRACTICE"))
        self._head = "  ".join(one.text(translate) if isinstance(one, Said) else one for one in parts)
        subject = appraisal.subjects.by_id.get(cover.subject)
        self._title = f"{session.form.title}  {subject.name if subject else ''}"

    def lines(self, state: KeyingState, cells: int) -> list[Line]:
        """The three lines. The summary is of no ballot: its head names none."""
        count = Said("saved {saved} of {all}", saved=len(state.keyed), all=len(state.rules.numbers))
        number = "" if state.on_summary else self._text(Said("Ballot {number}", number=state.sheet.number))
        flags = "" if state.on_summary else "  ".join(self._text(said) for said in _flags(state))
        third = line(
            Span(pad(number, 14), Look.BOLD),
            pad(self._text(count), 24),
            Span(cut(flags, max(0, cells - 38)), Look.BOLD),
        )
        return [line(Span(cut(self._head, cells), Look.BOLD)), line(cut(self._title, cells)), third]

    def _text(self, said: Said) -> str:
        return said.text(self._translate)


def _flags(state: KeyingState) -> list[Said]:
    flags = (
        (state.not_saved, Said("[NOT SAVED]")),
        (state.sheet.void, Said("[VOID]")),
        (state.sheet.opinion, Said("[OPINION]")),
        (state.stood_at is not None, Said("[CORRECTING]")),
    )
    return [said for stands, said in flags if stands]
