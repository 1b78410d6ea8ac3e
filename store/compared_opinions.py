"""Every text that was typed of the opinions of a batch, from custody and files, with the reviewers' choices."""

from __future__ import annotations

from collections.abc import Mapping

from store.appraisal import Appraisal
from store.board import read_board
from store.opinion_files import read_choices, typed_opinions
from store.person import same_name
from store.reconciling import Reconciled, active_batches, reconcile
from store.review_files import ReviewFiles
from tally.opinion_choices import ComparedOpinion, compared_opinions
from tally.opinion_comparison import TypedText


def open_text_differences(appraisal: Appraisal) -> int:
    """How many ballots have an opinion whose differing texts no reviewer has settled yet, in all batches.

    They block sealing, not verdicts, as an open opinion does (design.md, "Comparing").
    """
    board = read_board(appraisal)
    review = ReviewFiles(appraisal.layout.folder("review"))
    found = 0
    for registered in active_batches(appraisal):
        reconciled = reconcile(appraisal, board, registered.cover, review.rulings(registered.cover.id))
        if reconciled is not None and reconciled.settlement.with_opinion:
            found += sum(one.is_open for one in compared_in(appraisal, reconciled, review))
    return found


def compared_in(
    appraisal: Appraisal, reconciled: Reconciled, review: ReviewFiles | None = None
) -> tuple[ComparedOpinion, ...]:
    """Every text of the ballots settled to have an opinion, with the choices on these passes. `review` as for
    `typed_opinions`."""
    choices = read_choices(appraisal, reconciled.cover.id, reconciled.attempts, review)
    return compared_opinions(texts_of(appraisal, reconciled, review), choices)


def texts_of(
    appraisal: Appraisal, reconciled: Reconciled, review: ReviewFiles | None = None
) -> Mapping[int, tuple[TypedText, ...]]:
    """Each person's text of the ballots settled to have an opinion, in the order of typing.

    First what was keyed with the marks, in the order of the passes; what somebody typed apart stands for what they
    had keyed. A number that a pass has twice may bring two texts of one person.
    """
    apart = typed_opinions(appraisal, reconciled.cover.id, review)
    passes = ((reconciled.first_by, reconciled.first), (reconciled.second_by, reconciled.second))
    found = {}
    for number in reconciled.settlement.with_opinion:
        typed = {same_name(one.by): one for one in apart.get(number, ())}
        texts: list[TypedText] = []
        for by, passed in passes:
            for reading in passed.by_number.get(number, ()):
                if reading.words.strip():
                    texts.append(typed.get(same_name(by)) or TypedText(by, reading.words.strip()))
        texts += typed.values()
        found[number] = tuple(dict.fromkeys(texts))
    return found
