"""Opinions (意见建议): the text of the ballots noted as having one, typed apart from the marks, once."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from store import clock
from store.access import batch_facts, find_batch, require
from store.appraisal import Appraisal
from store.batch_register import read_register
from store.board import read_board
from store.chain import Fields, chained, last_link
from store.chained_records import read_chained, require_chain
from store.claims import claims_on
from store.durable_file import replace_quickly
from store.faults import Damaged
from store.json_file import read_record
from store.layout import READABLE_BY_GROUP
from store.pass_file import PassFile
from store.plain_file import require_plain
from store.reconciling import active_batches, reconcile
from store.record_fields import WrongField, text, whole
from store.records import Records
from tally.batch_life import Action
from tally.cover_sheets import CoverSheet, row_count
from tally.opinion_words import unfit_text
from tally.said import Refused, Said


@dataclass(frozen=True, slots=True)
class OpinionWork:
    """The ballots of a batch noted as having an opinion, and the texts typed so far."""

    cover: CoverSheet
    noted: tuple[int, ...]
    typed: Mapping[int, str]

    @property
    def left(self) -> tuple[int, ...]:
        """The ballots whose text is still to be typed."""
        return tuple(number for number in self.noted if number not in self.typed)


def opinion_work(appraisal: Appraisal, batch: str) -> OpinionWork:
    """What there is to type for a batch: a clerk sees the ballots they noted, a reviewer all of them.

    Raises Refused where the person neither keyed the batch nor reviews it.
    """
    cover = find_batch(appraisal, batch).cover
    require(appraisal, Action.TYPE_OPINIONS, cover)
    return OpinionWork(cover, _noted(appraisal, cover), typed_opinions(appraisal, cover.id))


def opinion_works(appraisal: Appraisal, batch: str | None = None) -> tuple[OpinionWork, ...]:
    """What there is to type for one batch, or for every batch whose opinions this person may type."""
    if batch is not None:
        return (opinion_work(appraisal, batch),)
    found = []
    for registered in active_batches(appraisal):
        try:
            found.append(opinion_work(appraisal, registered.cover.id))
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

    path = _path(appraisal, work.cover)

    def continued(existing: list[Fields]) -> list[Fields]:
        require_chain(existing, path)
        record = {"ballot": ballot, "text": words.strip(), "by": appraisal.person.name, "at": clock.now()}
        return chained(last_link(existing), [record])

    path.parent.mkdir(mode=0o750, exist_ok=True)
    require_plain(path)
    Records(path, READABLE_BY_GROUP).append(continued)
    _draft_path(path).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class OpinionDraft:
    """A text half typed when the line dropped or the clerk left."""

    ballot: int
    text: str


def keep_opinion_draft(appraisal: Appraisal, batch: str, draft: OpinionDraft) -> None:
    """Keep what is typed so far of one opinion; it acknowledges nothing and is never counted."""
    path = _path(appraisal, find_batch(appraisal, batch).cover)
    path.parent.mkdir(mode=0o750, exist_ok=True)
    content = json.dumps({"ballot": draft.ballot, "text": draft.text}, ensure_ascii=False).encode()
    replace_quickly(_draft_path(path), content, READABLE_BY_GROUP)


def opinion_draft(appraisal: Appraisal, batch: str) -> OpinionDraft | None:
    """The opinion that this person left half typed, or None; one that cannot be read is no draft."""
    path = _draft_path(_path(appraisal, find_batch(appraisal, batch).cover))
    try:
        record = read_record(path)
        draft = OpinionDraft(whole(record, "ballot", least=1), text(record, "text"))
    except (OSError, Damaged, WrongField):
        return None
    return draft if unfit_text(draft.text) is None else None


def typed_opinions(appraisal: Appraisal, batch: str) -> dict[int, str]:
    """The texts of a batch by ballot: the latest of each, whoever typed it."""
    found: dict[int, tuple[str, str]] = {}
    for path in _files(appraisal, batch):
        records = read_chained(path)
        try:
            for record in records:
                number, at, words = whole(record, "ballot", least=1), text(record, "at"), text(record, "text")
                if unfit_text(words) is not None:
                    raise WrongField("text")
                if number not in found or found[number][0] <= at:
                    found[number] = (at, words)
        except WrongField:
            raise Damaged(path, Said("it holds no opinions")) from None
    return {number: words for number, (_, words) in sorted(found.items())}


def opinions_by_subject(appraisal: Appraisal) -> dict[str, tuple[str, ...]]:
    """All opinions of ballots settled to have one, by the subject of their bundle, without numbers.

    Sorted by their text, so that the order tells nothing about the ballots.
    """
    found: dict[str, list[str]] = {}
    board = read_board(appraisal)
    for registered in read_register(appraisal.layout.folder("batches")).values():
        cover = registered.cover
        reconciled = None if registered.withdrawn else reconcile(appraisal, board, cover)
        if reconciled is None:
            continue
        typed = typed_opinions(appraisal, cover.id)
        for number in reconciled.settlement.with_opinion:
            inline = {
                reading.words
                for passed in (reconciled.first, reconciled.second)
                for reading in passed.by_number.get(number, ())
                if reading.words
            }
            for words in [typed[number]] if number in typed else sorted(inline):
                found.setdefault(cover.subject, []).append(words)
    return {subject: tuple(sorted(texts)) for subject, texts in found.items()}


def _noted(appraisal: Appraisal, cover: CoverSheet) -> tuple[int, ...]:
    board = read_board(appraisal)
    for claim in claims_on(appraisal, cover.id):
        now = board.tag(cover.id, claim.tag.which)
        if claim.key == appraisal.person.key and claim.tag == now:
            rows = row_count(appraisal.scheme.forms[cover.form], cover)
            path = appraisal.layout.pass_file(claim.key, claim.tag)
            content = PassFile(path, claim.tag, appraisal.person, rows).read()
            readings = content.readings if content else {}
            return tuple(
                sorted(number for number, ones in readings.items() if any(one.opinion for one in ones))
            )
    reconciled = reconcile(appraisal, board, cover)
    if reconciled is None:
        raise Refused(
            Said(
                "batch {batch}: not both passes are in custody; take them in first "
                "(pingyi take-in --batch {batch})",
                batch=cover.id,
            )
        )
    return reconciled.settlement.with_opinion


def _path(appraisal: Appraisal, cover: CoverSheet) -> Path:
    mine = any(who == appraisal.person.key for _, who in batch_facts(appraisal, cover).claimed)
    if mine:
        return appraisal.layout.opinions(cover.id, appraisal.person.key)
    return appraisal.layout.opinions_by_reviewer(cover.id, appraisal.person.key)


def _draft_path(path: Path) -> Path:
    return path.with_suffix(".draft")


def _files(appraisal: Appraisal, batch: str) -> list[Path]:
    layout = appraisal.layout
    clerks = [claim.key for claim in claims_on(appraisal, batch)]
    own = [layout.opinions(batch, key) for key in dict.fromkeys(clerks)]
    reviewers = sorted(layout.folder("review").glob(f"{batch}.*.opinions.json"))
    return [path for path in (*own, *reviewers) if _is_there(path)]


def _is_there(path: Path) -> bool:
    try:
        return os.path.lexists(path)
    except PermissionError:
        return False
