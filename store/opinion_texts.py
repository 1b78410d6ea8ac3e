"""Opinions (意见建议): the text of the ballots noted as having one, typed apart from the marks, once.

A second person may type a text again (`again`), without seeing the first one's, for comparison
(store/opinion_choices.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from store import clock
from store.access import find_batch, require
from store.appraisal import Appraisal
from store.board import read_board
from store.chain import Fields, chained, last_link
from store.chained_records import require_chain
from store.compared_opinions import compared_in
from store.durable_file import replace_quickly
from store.faults import Damaged
from store.json_file import read_record
from store.layout import READABLE_BY_GROUP
from store.noted_opinions import noted_opinions
from store.opinion_files import own_opinions
from store.person import same_name
from store.plain_file import require_plain
from store.reconciling import active_batches, reconcile
from store.record_fields import WrongField, text, whole
from store.records import Records
from store.review_files import ReviewFiles
from tally.batch_life import Action
from tally.cover_sheets import CoverSheet
from tally.opinion_words import unfit_text
from tally.said import Refused, Said

DRAFT = ".draft"


@dataclass(frozen=True, slots=True)
class OpinionWork:
    """The ballots of a batch noted as having an opinion, and what is typed of them so far.

    Only this person's own texts are in it: whoever types a text again does not see the first one.
    """

    cover: CoverSheet
    noted: tuple[int, ...]
    typed: Mapping[int, str]
    by_others: Mapping[int, int]
    """How many other people have typed a text of the ballot, as far as this person can see."""
    again: bool = False
    """A text that one other person has typed is still to be typed by this one."""

    @property
    def left(self) -> tuple[int, ...]:
        """The ballots whose text is still to be typed by this person."""
        enough = 2 if self.again else 1
        return tuple(
            number
            for number in self.noted
            if number not in self.typed and self.by_others.get(number, 0) < enough
        )


def opinion_work(appraisal: Appraisal, batch: str, *, again: bool = False) -> OpinionWork:
    """What there is to type for a batch: a clerk sees the ballots they noted, a reviewer all of them.

    Raises Refused where the person neither keyed the batch nor reviews it.
    """
    cover = find_batch(appraisal, batch).cover
    require(appraisal, Action.TYPE_OPINIONS, cover)
    noted, texts = noted_opinions(appraisal, cover)
    mine, others = {}, {}
    for number in noted:
        own = [one.words for one in texts.get(number, ()) if appraisal.person.is_called(one.by)]
        if own:
            mine[number] = own[-1]
        others[number] = len({same_name(one.by) for one in texts.get(number, ())}) - bool(own)
    return OpinionWork(cover, noted, mine, others, again)


def opinion_works(
    appraisal: Appraisal, batch: str | None = None, *, again: bool = False
) -> tuple[OpinionWork, ...]:
    """What there is to type for one batch, or for every batch whose opinions this person may type."""
    if batch is not None:
        return (opinion_work(appraisal, batch, again=again),)
    found = []
    for registered in active_batches(appraisal):
        try:
            found.append(opinion_work(appraisal, registered.cover.id, again=again))
        except Refused:
            continue
    return tuple(found)


def type_opinion(appraisal: Appraisal, batch: str, ballot: int, words: str) -> None:
    """Keep the text of one ballot's opinion durably. A text typed again is a new record; the old stays."""
    work = opinion_work(appraisal, batch)
    if ballot not in work.noted:
        raise Refused(Said("ballot {number} is not noted as having an opinion", number=ballot))
    if not words.strip():
        raise Refused(Said("ballot {number}: the text is empty", number=ballot))
    why = unfit_text(words.strip())
    if why is not None:
        raise Refused(Said("ballot {number}, {why}", number=ballot, why=why))

    path = own_opinions(appraisal, work.cover)

    def continued(existing: list[Fields]) -> list[Fields]:
        require_chain(existing, path)
        record = {"ballot": ballot, "text": words.strip(), "by": appraisal.person.name, "at": clock.now()}
        return chained(last_link(existing), [record])

    path.parent.mkdir(mode=0o750, exist_ok=True)
    require_plain(path)
    Records(path, READABLE_BY_GROUP).append(continued)
    path.with_suffix(DRAFT).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class OpinionDraft:
    """A text half typed when the line dropped or the clerk left."""

    ballot: int
    text: str


def keep_opinion_draft(appraisal: Appraisal, batch: str, draft: OpinionDraft) -> None:
    """Keep what is typed so far of one opinion; it acknowledges nothing and is never counted."""
    path = own_opinions(appraisal, find_batch(appraisal, batch).cover)
    path.parent.mkdir(mode=0o750, exist_ok=True)
    content = json.dumps({"ballot": draft.ballot, "text": draft.text}, ensure_ascii=False).encode()
    replace_quickly(path.with_suffix(DRAFT), content, READABLE_BY_GROUP)


def opinion_draft(appraisal: Appraisal, batch: str) -> OpinionDraft | None:
    """The opinion that this person left half typed, or None; one that cannot be read is no draft."""
    path = own_opinions(appraisal, find_batch(appraisal, batch).cover).with_suffix(DRAFT)
    try:
        record = read_record(path)
        draft = OpinionDraft(whole(record, "ballot", least=1), text(record, "text"))
    except (OSError, Damaged, WrongField):
        return None
    return draft if unfit_text(draft.text) is None else None


def opinions_by_subject(appraisal: Appraisal) -> dict[str, tuple[str, ...]]:
    """All opinions of ballots settled to have one, by the subject of their bundle, without numbers.

    One a ballot: the reviewer's choice where there is one, else the first typist's; of texts that differ and wait for
    a reviewer all, one after the other. Sorted by their text, so that the order tells nothing about the ballots.
    """
    found: dict[str, list[str]] = {}
    board = read_board(appraisal)
    review = ReviewFiles(appraisal.layout.folder("review"))
    for registered in active_batches(appraisal):
        cover = registered.cover
        reconciled = reconcile(appraisal, board, cover, review.rulings(cover.id))
        if reconciled is None or not reconciled.settlement.with_opinion:
            continue
        for one in compared_in(appraisal, reconciled, review):
            found.setdefault(cover.subject, []).append(one.printed)
    return {subject: tuple(sorted(texts)) for subject, texts in found.items()}
