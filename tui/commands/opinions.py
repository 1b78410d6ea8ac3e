"""`pingyi opinions`: typing opinions, and settling those that two people typed differently."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from tally.said import Refused, Said
from tui.commands.words import say

if TYPE_CHECKING:
    from store.opinion_choices import OpinionReview, ProposedChoice
    from store.opinion_texts import OpinionWork
    from tui.desk import Desk


@click.command(help=say("Type the text of the ballots noted as having an opinion."))
@click.option("--batch", "batch_id", metavar="ID")
@click.option("--again", is_flag=True, help=say("Type texts a second time that another person has typed."))
@click.option("--differing", is_flag=True, help=say("The texts that two people typed differently."))
@click.option(
    "--take", "taken", multiple=True, metavar="N=first|second", help=say("Take one of ballot N's texts.")
)
@click.option(
    "--text", "typed", multiple=True, metavar="N=TEXT", help=say("What the paper says on ballot N.")
)
@click.option("--take-back", "undone", multiple=True, metavar="N", help=say("Undo your choice for ballot N."))
@click.pass_obj
def opinions(
    desk: Desk,
    batch_id: str | None,
    again: bool,
    differing: bool,
    taken: Sequence[str],
    typed: Sequence[str],
    undone: Sequence[str],
) -> int:
    """Type opinions, or settle differing ones: on the screen, or plainly where there is no terminal."""
    on_screen = sys.stdin.isatty() and sys.stderr.isatty()
    if differing or taken or typed or undone:
        if again:
            raise Refused(Said("--again is for typing; leave it out with --differing"))
        return _settle(desk, batch_id, _proposed(taken, typed), _numbers(undone), on_screen=on_screen)
    from store.opinion_texts import opinion_works

    works = opinion_works(desk.appraisal(), batch_id, again=again)
    if on_screen:
        from tui.opinions.opening import open_typing

        return open_typing(desk, works, again=again)
    return _type(desk, works)


def _type(desk: Desk, works: Iterable[OpinionWork]) -> int:
    """A line each from standard input (an empty one leaves a ballot for later)."""
    from store.opinion_texts import type_opinion

    appraisal = desk.appraisal()
    typed = 0
    for work in works:
        for number in work.left:
            asked = Said("batch {batch}, ballot {number} (empty: later)", batch=work.cover.id, number=number)
            click.echo(desk.words(asked) + ": ")
            text = sys.stdin.readline()
            if text.strip():
                type_opinion(appraisal, work.cover.id, number, text)
                typed += 1
    desk.say(Said("{count} opinions typed", count=typed))
    return 0


def _settle(
    desk: Desk, batch: str | None, proposed: list[ProposedChoice], undone: list[int], *, on_screen: bool
) -> int:
    """Choices as told, then what differs with its diff; 1 while one of them is open."""
    from store.opinion_choices import choose_texts, reviews_of_opinions, take_back_choice

    appraisal = desk.appraisal()
    if proposed or undone:
        if batch is None:
            raise Refused(Said("say which batch the ballots are of: --batch ID"))
        if undone and (proposed or len(undone) > 1):
            raise Refused(Said("take back one choice at a time, with nothing else"))
        (review,) = reviews_of_opinions(appraisal, batch)
        for number in undone:
            take_back_choice(appraisal, review, number)
        if proposed:
            choose_texts(appraisal, review, proposed)
    elif on_screen:
        from tui.opinions.opening import open_settling

        return open_settling(desk, reviews_of_opinions(appraisal, batch))
    reviews = reviews_of_opinions(appraisal, batch)
    _list(desk, reviews)
    return 1 if any(review.left for review in reviews) else 0


def _list(desk: Desk, reviews: Iterable[OpinionReview]) -> None:
    from tally.opinion_comparison import NORMALISATION, diff, marked
    from tui.opinions.choice_words import choice_words

    desk.say(NORMALISATION)
    asked = [(review, one) for review in reviews for one in review.asked]
    for review, one in asked:
        seen = one.difference
        desk.say(
            Said(
                "batch {batch}, ballot {number}: [-first, {first}-] {{+second, {second}+}}: {diff}",
                batch=review.cover.id,
                number=one.ballot,
                first=seen.first.by,
                second=seen.second.by,
                diff=marked(diff(seen.first.words, seen.second.words)),
            )
        )
        for other in seen.others:
            desk.say(Said("  {who} typed: {words}", who=other.by, words=other.words))
        if one.choice is not None and not one.typed_anew:
            desk.say(Said("  settled: {choice}", choice=choice_words(one.choice)))
        elif one.choice is not None:
            desk.say(
                Said("  {who} chose before; a text was typed anew since: settle it again", who=one.choice.by)
            )
    left = sum(one.is_open for _, one in asked)
    desk.say(
        Said(
            "{all} texts were typed differently, {left} of them still to be settled",
            all=len(asked),
            left=left,
        )
    )


def _proposed(taken: Iterable[str], typed: Iterable[str]) -> list[ProposedChoice]:
    """The choices of a call. Raises Refused for what cannot be read."""
    from store.opinion_choices import ProposedChoice
    from tally.opinion_choices import Chosen

    found = []
    for one in taken:
        number, which = _split(one)
        if which not in ("first", "second"):
            raise Refused(Said('"{text}" should be N=first or N=second', text=one[:40]))
        found.append(ProposedChoice(number, Chosen(which)))
    for one in typed:
        number, words = _split(one)
        found.append(ProposedChoice(number, Chosen.TYPED, words))
    return found


def _split(text: str) -> tuple[int, str]:
    before, sign, after = text.partition("=")
    if not sign:
        raise Refused(Said('"{text}" should be a ballot number, =, and the text', text=text[:40]))
    return _number(before), after


def _numbers(texts: Iterable[str]) -> list[int]:
    return [_number(text) for text in texts]


def _number(text: str) -> int:
    from tally.whole_numbers import parse_whole

    number = parse_whole(text.strip())
    if number is None:
        raise Refused(Said('"{text}" is no ballot number', text=text[:40]))
    return number
