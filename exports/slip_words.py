"""Explanations in words, each kind in its own, without any mark: for the screen and the plain commands."""

from __future__ import annotations

from collections.abc import Sequence

from tally.readings import Pass
from tally.said import Said
from tally.slip_offers import Offer
from tally.slips import Slip, SlipKind

PASS_IN_WORDS = {
    Pass.FIRST: Said("the first pass"),
    Pass.SECOND: Said("the second pass"),
    None: Said("one of the two passes"),
}


def slip_words(slips: Sequence[Slip]) -> Said:
    """What the hand seems to have done; `slips` are the ways in which it can have happened."""
    slip = slips[0]
    passes = {one.which for one in slips}
    where = PASS_IN_WORDS[slip.which if len(passes) == 1 else None]
    ballots = slip.ballots
    match slip.kind:
        case SlipKind.SWAPPED:
            return Said(
                "Ballots {one} and {other} look swapped in {where}.",
                one=ballots[0],
                other=ballots[-1],
                where=where,
            )
        case SlipKind.ROW_SHIFT:
            return _row_shift(slips, where)
        case SlipKind.NUMBER_SHIFT:
            return _number_shift(slips, where)
        case SlipKind.MISNUMBERED:
            return _misnumbered(slips, where)
        case SlipKind.KEYED_TWICE:
            return Said(
                "Ballot {ballot} looks keyed twice in {where}: both readings seem to be of the same sheet.",
                ballot=ballots[0],
                where=where,
            )


def evidence_words(offer: Offer) -> Said:
    """What an explanation would settle, and what it would leave."""
    explanation = offer.explanation
    return Said(
        "It would settle {settles} of the {without} differences there, and leave {leaves}.",
        settles=explanation.settles,
        without=explanation.without,
        leaves=explanation.leaves,
    )


def sheets_words(offer: Offer) -> Said:
    """Which sheets to take out of the pile to confirm it."""
    sheets = tuple(dict.fromkeys(probe.ballot for probe in offer.probes))
    if len(sheets) == 1:
        return Said("Take the sheet out: {sheets}.", sheets=sheets[0])
    return Said("Take these sheets out: {sheets}.", sheets=", ".join(map(str, sheets)))


def _row_shift(slips: Sequence[Slip], where: Said) -> Said:
    runs = {slip.run.by for slip in slips if slip.run is not None}
    named = {"ballot": slips[0].ballots[0], "row": slips[0].row or 0, "where": where}
    if runs == {-1}:
        return Said(
            "Ballot {ballot}: a row looks missed in {where}, and from row {row} on the marks stand a row too high.",
            **named,
        )
    if runs == {1}:
        return Said(
            "Ballot {ballot}: a row looks keyed twice in {where}, and from row {row} on the marks stand "
            "a row too low.",
            **named,
        )
    return Said("Ballot {ballot}: from row {row} on the marks look moved by a row in {where}.", **named)


def _number_shift(slips: Sequence[Slip], where: Said) -> Said:
    steps = {
        (move.to > move.number) - (move.to < move.number)
        for slip in slips
        for move in slip.moves
        if move.to is not None
    }
    named = {"first": min(slips[0].ballots), "last": max(slips[0].ballots), "where": where}
    if steps == {1}:
        return Said(
            "From ballot {first} to {last} every sheet looks keyed under the number before its own in {where}.",
            **named,
        )
    if steps == {-1}:
        return Said(
            "From ballot {first} to {last} every sheet looks keyed under the number after its own in {where}.",
            **named,
        )
    return Said("From ballot {first} to {last} every sheet looks one number off in {where}.", **named)


def _misnumbered(slips: Sequence[Slip], where: Said) -> Said:
    moves = slips[0].moves
    if len(slips) == 1 and len(moves) == 1 and moves[0].to is not None:
        return Said(
            "What {where} has under ballot {under} looks like the sheet {own}.",
            where=where,
            under=moves[0].number,
            own=moves[0].to,
        )
    return Said(
        "One of the ballots {ballots} looks keyed under another's number in {where}.",
        ballots=", ".join(map(str, slips[0].ballots)),
        where=where,
    )
