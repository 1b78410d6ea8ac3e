"""How an explanation is put into words, confirmed and shown: no mark stands there that the reviewer did not type."""

from __future__ import annotations

from exports.slip_words import PASS_IN_WORDS, evidence_words, sheets_words, slip_words
from tally.comparison import OPINION, WHOLE
from tally.rulings import Ruling
from tally.said import Said
from tui.ruling.offer_keys import PLACES, ballots_of
from tui.ruling.place_words import PlaceWords
from tui.ruling.state import Case, Mode, RulingState
from tui.screen.cells import Line, Look, Span, cut, line, wrap


def offer_lines(state: RulingState, case: Case, words: PlaceWords, cells: int) -> list[Line]:
    """An explanation that is offered, in each of its modes."""
    offer = case.offer
    found = _bold(words.text(slip_words(offer.explanation.slips)), cells)
    match state.mode:
        case Mode.OFFER:
            rows = Said("Rows to read from the paper: {count}. Enter begins.", count=len(offer.probes))
            for said in (evidence_words(offer), sheets_words(offer), rows):
                found += _plain(words.text(said), cells)
            found += [line(), *_plain(words.text(Said("+ goes on row by row without it.")), cells)]
        case Mode.PROBE:
            found += [line(), *_probe_lines(case, words, cells)]
        case Mode.BORNE_OUT if case.slip is not None:
            said = Said(
                "The paper bears it out: it was {where}. Enter accepts it. Places that it settles: {count}",
                where=PASS_IN_WORDS[case.slip.which],
                count=len(case.places),
            )
            found += [line(), *_bold(words.text(said), cells), *_place_lines(state, words, cells)]
        case _:
            said = Said("The paper does not bear it out. Enter goes on row by row; nothing was recorded.")
            found += [line(), *_bold(words.text(said), cells)]
    return found


def accepted_lines(state: RulingState, accepted: Ruling, words: PlaceWords, cells: int) -> list[Line]:
    """An explanation that was accepted, with what it has settled where that was just now."""
    if accepted.slip is None:
        return []
    found = _bold(words.text(slip_words((accepted.slip,))), cells)
    said = Said("Accepted by {name}, confirmed on the paper", name=accepted.by)
    found += [line(), *_plain(words.text(said), cells)]
    # What was read there a moment ago would take the room of the places.
    for one in () if state.settled_now else accepted.paper:
        where = Said("ballot {number}, row {row}: {value}", number=one.ballot, row=one.row,
                     value=words.mark(one.code))  # fmt: skip
        found += _plain("  " + words.text(where), cells)
    if state.settled_now:
        settled = Said("Places that it has settled: {count}", count=len(state.settled_now))
        found += [line(), *_bold(words.text(settled), cells), *_place_lines(state, words, cells)]
    return found


def _probe_lines(case: Case, words: PlaceWords, cells: int) -> list[Line]:
    found: list[Line] = []
    for at, probe in enumerate(case.offer.probes[: len(case.read) + 1]):
        where = Said("Ballot {number}", number=probe.ballot)
        text = f"{words.text(where)}  {words.row(probe.row)}"
        if at < len(case.read):
            found.append(line(cut(f"  {text}  {words.mark(case.read[at])}", cells)))
        else:
            found += _bold(text, cells)
    asked = words.text(Said("Look at the paper. What does it read?"))
    return [*found, *_plain(asked, cells), line(), *(line(cut(key, cells)) for key in words.mark_keys())]


def _place_lines(state: RulingState, words: PlaceWords, cells: int) -> list[Line]:
    ballots = ballots_of(state)
    shown = ballots[state.cursor : state.cursor + PLACES]
    found = []
    for ballot, places in shown:
        rows = ", ".join(str(place) for place in places if place > 0)
        parts = [
            *([Said("the whole sheet")] if WHOLE in places else ()),
            *([Said("rows {rows}", rows=rows)] if rows else ()),
            *([Said("whether there is an opinion")] if OPINION in places else ()),
        ]
        said = Said("ballot {number}: {places}", number=ballot, places=tuple(parts))
        found.append(line(cut("  " + words.text(said), cells)))
    if len(ballots) > PLACES:
        more = Said("{first} to {last} of {all} ballots", first=state.cursor + 1,
                    last=state.cursor + len(shown), all=len(ballots))  # fmt: skip
        found.append(line(cut("  " + words.text(more), cells)))
    return found


def _plain(text: str, cells: int) -> list[Line]:
    return [line(one) for one in wrap(text, cells)]


def _bold(text: str, cells: int) -> list[Line]:
    return [line(Span(one, Look.BOLD)) for one in wrap(text, cells)]
