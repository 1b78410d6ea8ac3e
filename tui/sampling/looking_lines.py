"""The page that shows both values of a sheet that does not read as the count, and the page at the end."""

from __future__ import annotations

from collections.abc import Sequence

from exports.checked_words import standing_words
from exports.draw_command import batches_of
from exports.row_labels import row_labels
from exports.sample_report import found_lines, pull_lines
from store.check_reading import CheckSession
from tally.comparison import WHOLE
from tally.residual_check import CheckResult
from tally.said import Said, Translate
from tui.keying.row_lines import mark_words
from tui.sampling.machine import Looking
from tui.screen.cells import Line, Look, Span, cut, line, pad, pad_left, width, wrap

LABEL = 22
VALUE = 26


def looking_lines(
    session: CheckSession, looking: Looking, translate: Translate, cells: int, height: int
) -> list[Line]:
    """Both values at each place that differs, and the question about the present one."""
    head = heading(session, translate)
    sheet = looking.sheet
    found = [
        line(Span(cut(head, cells), Look.BOLD)),
        line(),
        *_wrapped(
            Said(
                "Ballot {number} does not read as the count. Take the sheet up once more and look at each place.",
                number=sheet.sheet.ballot,
            ).text(translate),
            cells,
            Look.BOLD,
        ),
        line(),
        line(
            cut(
                pad("", 6 + LABEL)
                + pad(cut(Said("the paper as you read it").text(translate), VALUE - 1), VALUE)
                + Said("the count").text(translate),
                cells,
            )
        ),
    ]
    room = height - len(found) - 6
    first = max(0, min(looking.at - room // 2, len(looking.places) - room))
    for position, place in list(enumerate(looking.places))[first : first + room]:
        found.append(_place_line(session, looking, position, place, translate, cells))
    found += [()] * (height - 5 - len(found))
    message = looking.message.text(translate) if looking.message else ""
    if looking.alarm and message:
        message = "!! " + message
    found.append(line(Span(cut(message, cells), Look.BOLD if looking.alarm else Look.PLAIN)))
    asked = Said("1  the paper reads as I keyed it: the count is wrong here")
    found.append(line(cut(asked.text(translate), cells)))
    misread = Said("2  I misread it: the paper reads as the count")
    found.append(line(cut(misread.text(translate), cells)))
    found.append(line())
    keys = Said("1 2 answer   - back   Esc leave: it is asked again later")
    found.append(line(cut(keys.text(translate), cells - 1)))
    return found


def resting_lines(
    result: CheckResult,
    last: Said | None,
    not_mine: Sequence[Said],
    more: int,
    translate: Translate,
    cells: int,
    height: int,
) -> list[Line]:
    """What the sheets read so far show, and whether to read on."""
    findings = result.findings
    texts: list[Said | str] = [
        Said("Check {check}: {read} sheets are read.", check=result.check.id, read=result.read),
        "",
        Said("sheets in which the count is wrong: {wrong}", wrong=len(findings.wrong)),
        Said("sheets misread in the check: {misread}", misread=len(findings.misread)),
        "",
    ]
    if last is not None:
        texts[:0] = [last, ""]
    mended = [said for one in findings.wrong if not one.corrected for said in found_lines(one)]
    texts += [*mended[:4], *([""] if mended else [])]
    if result.may_stop:
        texts.append(Said("Every verdict stands; the check may stop."))
    else:
        waiting = [one for one in result.verdicts if not one.stands]
        texts += list(dict.fromkeys(standing_words(result, one) for one in waiting))[:4]
        if result.next_sheets:
            texts += [
                "",
                Said("To be read next:"),
                *pull_lines(result.next_sheets, batches_of(result.check))[:6],
            ]
        texts += not_mine[:3]
    found = [line()]
    for one in texts:
        found += _wrapped(one.text(translate) if isinstance(one, Said) else one, cells, Look.PLAIN)
    found = found[: height - 2]
    found += [()] * (height - 1 - len(found))
    keys = (
        Said("Enter: read {count} more sheets   Esc: leave", count=more) if more else Said("Enter Esc: leave")
    )
    found.append(line(cut(keys.text(translate), cells - 1)))
    return found


def heading(session: CheckSession, translate: Translate) -> str:
    """Which check and which bundle it is, and who reads."""
    appraisal, cover = session.appraisal, session.cover
    what, how = session.heading
    parts = [
        what.text(translate),
        Said("Batch {batch}", batch=cover.id).text(translate),
        appraisal.scheme.groups[cover.group].label,
        how.text(translate),
        appraisal.person.name,
    ]
    if appraisal.practice:
        parts.append(Said("PRACTICE").text(translate))
    return "  ".join(parts)


def _place_line(
    session: CheckSession, looking: Looking, position: int, place: int, translate: Translate, cells: int
) -> Line:
    sheet = looking.sheet
    words = mark_words(session.appraisal.scheme.grades, translate)
    here = position == looking.at
    if place == WHOLE:
        label = Said("the whole sheet").text(translate)
        read, counted = (
            (Said("void") if void else Said("not void")).text(translate)
            for void in (sheet.reading.void, sheet.counted.void)
        )
    else:
        labels = row_labels(session.appraisal.scheme, session.appraisal.subjects, session.cover)
        label = labels[place]
        read, counted = (
            f"[{marks[place - 1]}] {words.get(marks[place - 1], '')}"
            for marks in (sheet.reading.marks, sheet.counted.marks)
        )
    answer = ""
    if position < looking.at:
        answer = "2" if looking.answers[position] else "1"
    number = pad_left(str(place) if place != WHOLE else "", 3)
    text = (
        f"{number} "
        + pad(cut(label, LABEL - 1), LABEL)
        + pad(cut(read, VALUE - 1), VALUE)
        + pad(cut(counted, VALUE - 4), VALUE - 3)
        + answer
    )
    return line(Span(">" if here else " ", Look.BOLD), " ", Span(cut(text, cells - 2)))


def _wrapped(text: str, cells: int, look: Look) -> list[Line]:
    parts = wrap(text, cells) if width(text) > cells else [text]
    return [line(Span(one, look)) if one else line() for one in parts]
