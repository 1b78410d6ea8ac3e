"""How my tasks are drawn: the head, a row a batch, what is looked for, and the foot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from store.appraisal import Appraisal
from tally.cover_sheets import CoverSheet
from tally.progress import BatchProgress, PassProgress, PassState
from tally.said import Said, Translate
from tally.state_words import BATCH_WORDS, PASS_WORDS
from tally.waiting import Part
from tui.screen.cells import Line, Look, Span, cut, line, pad, wrap
from tui.views.batch_list import BatchList
from tui.views.finding import find_line

AROUND = 6
"""Lines of the window that are no rows: three above, three below."""


def head_lines(appraisal: Appraisal, part: Part, translate: Translate, width: int) -> list[Line]:
    """What appraisal this is, and who is at the keyboard."""
    scheme = appraisal.scheme
    roles = [
        said.text(translate)
        for has, said in (
            (part.clerk, Said("clerk")),
            (part.reviewer, Said("reviewer")),
            (part.organizer, Said("organizer")),
        )
        if has
    ]
    who = Said("You are {person} ({roles})", person=appraisal.person.name, roles=", ".join(roles) or "-")
    practice = "  " + Said("PRACTICE").text(translate) if appraisal.practice else ""
    return [
        line(Span(cut(f"{scheme.title}  {scheme.unit}{practice}", width), Look.BOLD)),
        line(cut(who.text(translate), width)),
    ]


def narrowed_line(shown: BatchList, translate: Translate, width: int) -> Line:
    """What is looked for and how many batches are left; empty where nothing is."""
    find = shown.find
    if not (find.text or find.typing or shown.only_waiting):
        return line()
    every = len(shown.tasks.batches)
    parts = [Said("{count} of {all}", count=f"{len(shown.shown):,}", all=f"{every:,}")] if every else []
    if shown.only_waiting:
        parts.append(Said("only what waits for you"))
    return find_line(find, parts, translate, width)


def row_line(
    appraisal: Appraisal,
    one: BatchProgress,
    cover: CoverSheet,
    translate: Translate,
    width: int,
    *,
    here: bool,
    waits: bool,
    with_names: bool,
) -> Line:
    """One batch: the cursor, whether it waits for the person, and how far its passes are."""
    subject = appraisal.subjects.by_id.get(cover.subject)
    group = appraisal.scheme.groups[cover.group].label
    text = (
        pad(one.batch, 9)
        + pad(f"{subject.name if subject else cover.subject} {group}", 27)
        + pad(f"{one.ballots:4}", 6)
        + pad(_pass_words(one.first, translate, with_names), 14)
        + pad(_pass_words(one.second, translate, with_names), 14)
        + BATCH_WORDS[one.state].text(translate)
    )
    lead = (">" if here else " ") + ("*" if waits else " ")
    look = Look.REVERSE if here else Look.PLAIN
    return line(Span(lead, Look.BOLD), Span(cut(text, width - 2), look))


def foot_lines(
    message: str, alarm: bool, tasks: Line, translate: Translate, width: int, narrowed: bool
) -> list[Line]:
    """What is said, what waits (a long message has its place), and the keys."""
    first, *rest = wrap(("!! " if alarm else "") + message, width) or [""]
    look = Look.BOLD if alarm else Look.PLAIN
    hint = (
        Said("Enter open   + up down choose   Backspace erase   Esc all batches again")
        if narrowed
        else Said("+ - move  Enter open  . find  6 yours  / opinions  * results  5 check  Esc end")
    )
    return [
        line(Span(first, look)),
        line(Span(cut(" ".join(rest), width), look)) if rest else tasks,
        line(cut(hint.text(translate), width - 1)),
    ]


def waiting_line(waits: Iterable[bool], but: int, translate: Translate, width: int) -> Line:
    """How many batches wait for the person; `but`: so many of them do not, as was found when they were shown."""
    left = max(0, sum(waits) - but)
    return line(cut(Said("{count} batches wait for you here", count=f"{left:,}").text(translate), width))


def empty_words(shown: BatchList) -> Said:
    """Why there is no batch to choose."""
    if not shown.tasks.batches:
        return Said("no batch is registered yet: pingyi batch add")
    return Said("no batch is like that; Esc shows all of them again")


def empty_line(shown: BatchList, translate: Translate, width: int) -> Line:
    """What stands where no batch does."""
    return line(cut(empty_words(shown).text(translate), width))


def filled(lines: Sequence[Line], height: int) -> list[Line]:
    """Lines filled up to a height."""
    return [*lines, *[line()] * (height - len(lines))]


def _pass_words(one: PassProgress, translate: Translate, with_names: bool) -> str:
    words = PASS_WORDS[one.state].text(translate)
    if one.state is PassState.KEYING:
        words = f"{words} {one.keyed}"
    if with_names and one.by:
        words += f" {one.by}"
    return words
