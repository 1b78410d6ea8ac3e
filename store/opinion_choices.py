"""The reviewer's choice where two people typed the text of an opinion differently.

Both texts stay kept. A choice is a chained record in the reviewer's own file under review/, with who and when; it is
taken back by another one. What it was chosen between stands in it, so that a text typed anew afterwards cannot pass
for settled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from store import clock
from store.appraisal import Appraisal
from store.chain import Fields, chained, last_link
from store.chained_records import require_chain
from store.compared_opinions import compared_in
from store.folder_lock import hold_folder
from store.layout import READABLE_BY_GROUP
from store.opinion_files import choice_record, own_opinions, read_choices
from store.plain_file import require_plain
from store.reconciling import Reconciled, active_batches
from store.records import Records
from store.ruling import open_review
from tally.cover_sheets import CoverSheet
from tally.opinion_choices import Chosen, ComparedOpinion, TextChoice
from tally.opinion_words import unfit_text
from tally.said import Refused, Said


@dataclass(frozen=True, slots=True)
class OpinionReview:
    """The opinions of a batch that were typed in different words, as a reviewer sees them."""

    cover: CoverSheet
    attempts: tuple[int, int]
    asked: tuple[ComparedOpinion, ...]
    """The open ones, and those that a choice has settled."""

    @property
    def left(self) -> tuple[int, ...]:
        """The ballots that are still open."""
        return tuple(one.ballot for one in self.asked if one.is_open)

    def of(self, ballot: int) -> ComparedOpinion | None:
        """One ballot's, where there is something to settle."""
        return next((one for one in self.asked if one.ballot == ballot), None)


@dataclass(frozen=True, slots=True)
class ProposedChoice:
    """A choice that a reviewer is about to make; `words` where it is `Chosen.TYPED`."""

    ballot: int
    chosen: Chosen
    words: str = ""


_Make = Callable[[OpinionReview, int], list[TextChoice]]


def review_opinions(appraisal: Appraisal, batch: str) -> OpinionReview:
    """A batch's opinions for settling. Raises Refused where the person may not rule on it, or it is not all in
    custody."""
    return _review(appraisal, open_review(appraisal, batch))


def reviews_of_opinions(appraisal: Appraisal, batch: str | None = None) -> tuple[OpinionReview, ...]:
    """The same for one batch, or for every batch that this person may rule on."""
    if batch is not None:
        return (review_opinions(appraisal, batch),)
    found = []
    for registered in active_batches(appraisal):
        try:
            found.append(review_opinions(appraisal, registered.cover.id))
        except Refused:
            continue
    return tuple(found)


def choose_texts(
    appraisal: Appraisal, seen: OpinionReview, proposed: Sequence[ProposedChoice]
) -> OpinionReview:
    """Record choices, all or none, and return the batch as it then stands.

    `seen` is what the reviewer had before them. Raises Refused for a choice that is not possible: a ballot whose
    texts do not differ, a text that is empty or cannot be kept, one that this reviewer has settled already, and
    where a pass, a text or a choice changed meanwhile.
    """

    ballots = [one.ballot for one in proposed]
    if len(set(ballots)) < len(ballots):
        raise Refused(Said("the same place is ruled on twice"))

    def make(now: OpinionReview, number: int) -> list[TextChoice]:
        return [_choice(appraisal, now, one, number + place) for place, one in enumerate(proposed, start=1)]

    return _add(appraisal, seen, ballots, make)


def take_back_choice(appraisal: Appraisal, seen: OpinionReview, ballot: int) -> OpinionReview:
    """Undo this reviewer's own choice for a ballot, as a new record; the old one stays."""

    def make(now: OpinionReview, number: int) -> list[TextChoice]:
        one = now.of(ballot)
        if one is None or one.choice is None or not appraisal.person.is_called(one.choice.by):
            raise Refused(Said("ballot {number}: you have chosen no text here", number=ballot))
        who, at = appraisal.person.name, clock.now()
        back = TextChoice(
            number + 1, ballot, Chosen.TAKEN_BACK, "", one.texts, who, at, takes_back=one.choice.number
        )
        return [back]

    return _add(appraisal, seen, [ballot], make)


def _review(appraisal: Appraisal, reconciled: Reconciled) -> OpinionReview:
    asked = tuple(one for one in compared_in(appraisal, reconciled) if one.was_asked)
    return OpinionReview(reconciled.cover, reconciled.attempts, asked)


def _choice(appraisal: Appraisal, now: OpinionReview, proposed: ProposedChoice, number: int) -> TextChoice:
    one = now.of(proposed.ballot)
    if one is None:
        raise Refused(
            Said("ballot {number}: its opinion was not typed in different words", number=proposed.ballot)
        )
    if one.choice is not None and not one.is_open and appraisal.person.is_called(one.choice.by):
        raise Refused(
            Said("ballot {number}: you have settled this text; take that back first", number=proposed.ballot)
        )
    text = {
        Chosen.FIRST: one.difference.first.words,
        Chosen.SECOND: one.difference.second.words,
    }.get(proposed.chosen, proposed.words.strip())
    if not text:
        raise Refused(Said("ballot {number}: the text is empty", number=proposed.ballot))
    why = unfit_text(text)
    if why is not None:
        raise Refused(Said("ballot {number}, {why}", number=proposed.ballot, why=why))
    who, at = appraisal.person.name, clock.now()
    return TextChoice(number, proposed.ballot, proposed.chosen, text, one.texts, who, at)


def _add(
    appraisal: Appraisal,
    seen: OpinionReview,
    ballots: Sequence[int],
    make: _Make,
) -> OpinionReview:
    """Write what `make` makes of the batch as it stands under the lock and of the last record's number."""
    with hold_folder(appraisal.layout.folder("review")):
        reconciled = open_review(appraisal, seen.cover.id)
        now = _review(appraisal, reconciled)
        _require_as_seen(now, seen, ballots)
        every = read_choices(appraisal, now.cover.id, None)
        choices = make(now, max((choice.number for choice in every), default=0))
        path = own_opinions(appraisal, now.cover)

        def continued(existing: list[Fields]) -> list[Fields]:
            require_chain(existing, path)
            return chained(last_link(existing), [choice_record(one, now.attempts) for one in choices])

        require_plain(path)
        Records(path, READABLE_BY_GROUP).append(continued)
    return _review(appraisal, reconciled)


def _require_as_seen(now: OpinionReview, seen: OpinionReview, ballots: Sequence[int]) -> None:
    if now.attempts != seen.attempts:
        raise Refused(
            Said(
                "batch {batch}: a pass was given back and keyed afresh meanwhile; leave and open the batch again",
                batch=now.cover.id,
            )
        )
    for ballot in ballots:
        if now.of(ballot) != seen.of(ballot):
            raise Refused(
                Said(
                    "ballot {number}: its text was typed anew or settled meanwhile; leave and open it again",
                    number=ballot,
                )
            )
