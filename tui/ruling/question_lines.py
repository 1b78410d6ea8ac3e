"""How a place is asked, and how a ruling on it is shown."""

from __future__ import annotations

from exports.reason_words import REASON_WORDS, reason_in_words
from tally.comparison import Question, Why
from tally.rulings import VOID
from tally.said import Said
from tui.ruling.place_words import PlaceWords
from tui.ruling.reason_keys import reasons
from tui.ruling.recorded_keys import second_reviewer_words
from tui.ruling.state import Mode, RulingState
from tui.screen.cells import Line, Look, Span, line, pad, width, wrap

_WHY = {
    Why.VOID_IN_ONE: Said("one clerk keyed the ballot as void, the other did not"),
    Why.VOID_IN_BOTH: Said("both clerks keyed the ballot as void; confirm it on the paper"),
    Why.ONLY_FIRST: Said(
        "only the first pass has this ballot: the second clerk has probably missed the sheet"
    ),
    Why.ONLY_SECOND: Said(
        "only the second pass has this ballot: the first clerk has probably missed the sheet"
    ),
    Why.IN_NEITHER: Said("neither pass has this ballot"),
    Why.DOUBLED: Said("one pass has this number twice"),
    Why.OPINION_DIFFERS: Said("the clerks differ on whether there is an opinion"),
    Why.CORRECTION: Said("a second reading of this place is asked for"),
}
_LABEL = 12
"""Cells for whose reading it is, at the least."""
_BEHIND = (Mode.SHOWN, Mode.VISITED)
"""Modes in which the place is ruled on, so that readings may be shown."""


def question_lines(state: RulingState, words: PlaceWords, cells: int) -> list[Line]:
    """The place, what is asked of it, and, behind a ruling, what the passes and the reviewers read."""
    place, question = state.at.place, state.question
    if state.mode is Mode.SHEET:
        return _wrapped(_sheet_texts(words), cells)
    if state.mode is Mode.WHICH_ROW:
        return _wrapped(_which_row_texts(state, words), cells)
    if place > 0:
        found = [line(Span(one, Look.BOLD)) for one in wrap(words.row(place), cells)]
    elif state.correcting or question is None:
        found = _wrapped([words.text(Said("correcting the whole sheet"))], cells)
    else:
        found = _wrapped([words.text(_WHY[question.why])], cells)
    if state.correcting and place > 0:
        said = Said("Both passes agree here. What you read is recorded as a correction, with a reason.")
        found += _wrapped([words.text(said)], cells)
    elif state.mode not in _BEHIND and state.pile.second_reading(state.at):
        said = Said("Another reviewer has read this already; you are the second. Read it for yourself.")
        found += _wrapped([words.text(said)], cells)
    found.append(line())
    found += _wrapped(_asking_texts(state, words), cells)
    if question is not None and (state.mode in _BEHIND or _open_to_see(state, question)):
        found += [line(), *_reading_lines(state, question, words, cells)]
    return found


def _open_to_see(state: RulingState, question: Question) -> bool:
    """Whether the readings are shown while the place is asked: a second reviewer always reads blind."""
    return (
        not state.keying.rulings_blind
        and question.why is not Why.CORRECTION
        and not state.pile.second_reading(state.at)
    )


def _wrapped(texts: list[str], cells: int) -> list[Line]:
    return [line(one) for text in texts for one in (wrap(text, cells) if text else [""])]


def _sheet_texts(words: PlaceWords) -> list[str]:
    return [
        words.text(said)
        for said in (
            Said("Both passes agree on this sheet; nothing of it is asked for."),
            Said("If the paper reads otherwise: Enter (or c), and the row."),
        )
    ]


def _which_row_texts(state: RulingState, words: PlaceWords) -> list[str]:
    said = Said("Which row does the paper read otherwise than both passes? {typed}_", typed=state.typed)
    return [words.text(said), words.text(Said("0: the whole sheet (it is void, or it is not)"))]


def _asking_texts(state: RulingState, words: PlaceWords) -> list[str]:
    match state.mode:
        case Mode.ROW | Mode.CORRECTION:
            asked = words.text(Said("Look at the paper. What does it read?"))
            return [asked, "", *words.mark_keys(), *_again(state, words)]
        case Mode.WHOLE:
            choices = [Said("1 it is there: read all its rows"), Said("2 it is there and void")]
            question = state.question
            if question is not None and not (question.first and question.second):
                choices.append(Said("3 there is no such sheet"))
            asked = words.text(Said("Find the sheet in the pile."))
            return [asked, "", *map(words.text, choices), *_again(state, words)]
        case Mode.BALLOT:
            return _ballot_texts(state, words)
        case Mode.YES_NO:
            asked = words.text(Said("Is anything written in the opinion's field?"))
            return [asked, "", words.text(Said("1 yes   0 no")), *_again(state, words)]
        case Mode.REASON:
            return _reason_texts(state, words)
        case Mode.WORDS:
            return [words.text(Said("The reason in words: {typed}_", typed=state.typed))]
        case _:
            return []


def _again(state: RulingState, words: PlaceWords) -> list[str]:
    if state.correcting or not state.pile.offers_on(state.at.ballot):
        return []
    return ["", words.text(Said("Enter or e: the explanation that was passed over"))]


def _ballot_texts(state: RulingState, words: PlaceWords) -> list[str]:
    texts = [words.text(Said("Read the whole sheet, row by row, then Enter.")), ""]
    first = max(0, min(len(state.reading), state.rows - 1) - 5)
    for row in range(first, min(state.rows, first + 9)):
        code = state.reading[row] if row < len(state.reading) else " "
        here = ">" if row == len(state.reading) else " "
        texts.append(f"{here}[{code}] {row + 1:3} {words.labels[row + 1]} {words.mark(code)}")
    return texts


def _reason_texts(state: RulingState, words: PlaceWords) -> list[str]:
    if state.reading == VOID:
        asked = Said("Why is the sheet void?")
    elif state.correcting:
        asked = Said("Why do both clerks read it otherwise?")
    else:
        asked = Said("Neither clerk keyed this. Why?")
    codes = reasons(state)
    listed = [f"{at} {words.text(REASON_WORDS[code])}" for at, code in enumerate(codes, 1)]
    return [words.text(asked), "", *listed, f"{len(codes) + 1} " + words.text(Said("another reason"))]


def _reading_lines(state: RulingState, question: Question, words: PlaceWords, cells: int) -> list[Line]:
    place = (question.ballot, question.place)
    parts = [
        (words.text(Said("first pass")), words.value(question.first, question.place)),
        (words.text(Said("second pass")), words.value(question.second, question.place)),
    ]
    reasons_given: list[Said] = []
    if state.mode in _BEHIND:
        read = state.pile.read.get(place, ())
        if len(read) > 1:
            parts += [(one.by, words.value(one.reading, question.place)) for one in read]
        final = state.pile.finals.get(place, read[-1].reading if len(read) == 1 else None)
        if final is not None:
            parts.append((words.text(Said("the paper")), words.value(final, question.place)))
        reasons_given = [reason_in_words(one.reason) for one in read if one.reason]
    found: list[Line] = []
    room = max(_LABEL, *(width(label) + 1 for label, _ in parts))
    for label, value in parts:
        found += [line(Span(one, Look.BOLD)) for one in wrap(pad(label, room) + value, cells)]
    for reason in dict.fromkeys(reasons_given):
        found += _wrapped([words.text(Said("reason: {reason}", reason=reason))], cells)
    if state.mode is Mode.VISITED and (said := second_reviewer_words(state)) is not None:
        found += [line(), *_wrapped([words.text(said)], cells)]
    return found
