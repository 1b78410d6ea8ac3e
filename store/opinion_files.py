"""The files of opinions: texts typed by a clerk of the batch or a reviewer, and a reviewer's choices between them.

A clerk's lie in their own folder, a reviewer's under review/, one file a person and batch, each record chained to
the one before. Choices are read from review/ alone: nothing that a clerk can write is one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from store.access import batch_facts
from store.appraisal import Appraisal
from store.chain import Fields
from store.chained_records import read_chained
from store.claims import claims_on
from store.faults import Damaged
from store.person import same_name
from store.record_fields import WrongField, text, texts, whole, wholes
from store.review_files import OPINIONS, ReviewFiles
from tally.cover_sheets import CoverSheet
from tally.opinion_choices import Chosen, TextChoice
from tally.opinion_comparison import TypedText
from tally.opinion_words import unfit_text
from tally.said import Said

CHOSEN = "chosen"
"""The field that makes a record a choice."""


def own_opinions(appraisal: Appraisal, cover: CoverSheet) -> Path:
    """The file that this person writes for a batch: their own folder's where they keyed it, else review/'s."""
    mine = any(who == appraisal.person.key for _, who in batch_facts(appraisal, cover).claimed)
    if mine:
        return appraisal.layout.opinions(cover.id, appraisal.person.key)
    return appraisal.layout.opinions_by_reviewer(cover.id, appraisal.person.key)


def typed_opinions(
    appraisal: Appraisal, batch: str, review: ReviewFiles | None = None
) -> dict[int, tuple[TypedText, ...]]:
    """The texts of a batch that were typed apart, by ballot: each person's latest, who typed first first.

    `review`: the files of review/, where whoever goes through all batches has listed them. Raises Damaged for a file that cannot be trusted.
    """
    found: dict[int, dict[str, tuple[str, TypedText]]] = {}
    for path, key in _files(appraisal, batch, review):
        for record in _records(path, key):
            if CHOSEN in record:
                continue
            by_person = found.setdefault(record["ballot"], {})
            begun = by_person[key][0] if key in by_person else record["at"]
            by_person[key] = (begun, TypedText(record["by"], record["text"]))
    return {
        # Within one second the first pass's clerk comes first, then the second's, then reviewers.
        number: tuple(typed for _, typed in sorted(by_person.values(), key=lambda one: one[0]))
        for number, by_person in sorted(found.items())
    }


def read_choices(
    appraisal: Appraisal,
    batch: str,
    attempts: tuple[int, int] | None,
    review: ReviewFiles | None = None,
) -> tuple[TextChoice, ...]:
    """The reviewers' choices on these attempts at a batch's two passes, in their order; None: on any attempt.

    Raises Damaged for a file that cannot be trusted, and for a choice by somebody who keyed the batch.
    """
    keyed = {claim.key for claim in claims_on(appraisal, batch)}
    found = []
    for path, key in _reviewers_files(appraisal, batch, review):
        for record in _records(path, key):
            if CHOSEN not in record or (attempts is not None and record["attempts"] != list(attempts)):
                continue
            if attempts is not None and key in keyed:
                raise Damaged(path, Said("it belongs to another person or batch"))
            found.append(_choice(record))
    return tuple(sorted(found, key=lambda choice: choice.number))


def unsound_opinions(
    appraisal: Appraisal, batch: str, attempts: tuple[int, int], review: ReviewFiles
) -> Iterator[Said]:
    """What `verify` says of the files on a batch: that one cannot be trusted, by name."""
    try:
        typed_opinions(appraisal, batch, review)
        read_choices(appraisal, batch, attempts, review)
    except Damaged as damaged:
        yield damaged.said


def choice_record(choice: TextChoice, attempts: tuple[int, int]) -> Fields:
    """A choice as its record has it, without its link."""
    return {
        "number": choice.number,
        "attempts": list(attempts),
        "ballot": choice.ballot,
        CHOSEN: choice.chosen.value,
        "text": choice.text,
        "typists": [one.by for one in choice.texts],
        "texts": [one.words for one in choice.texts],
        "by": choice.by,
        "at": choice.at,
        "takes_back": choice.takes_back,
    }


def _records(path: Path, key: str) -> list[Fields]:
    """The records of one person's file, each of them sound. Raises Damaged."""
    records = read_chained(path)
    try:
        for record in records:
            if CHOSEN in record:
                _check_choice(path, record)
            else:
                whole(record, "ballot", least=1)
                text(record, "at")
                if unfit_text(text(record, "text")) is not None:
                    raise WrongField("text")
            text(record, "by")
    except WrongField:
        raise Damaged(path, Said("it holds no opinions")) from None
    if any(same_name(record["by"]) != key for record in records):
        raise Damaged(path, Said("it belongs to another person or batch"))
    return records


def _check_choice(path: Path, record: Fields) -> None:
    if path.parent.name != "review":
        raise WrongField(CHOSEN)
    wholes(record, "attempts", 2)
    choice = _choice(record)
    if not choice.is_sound or unfit_text(choice.text) is not None:
        raise WrongField(CHOSEN)
    if any(unfit_text(one.words) is not None for one in choice.texts):
        raise WrongField("texts")


def _choice(record: Fields) -> TextChoice:
    """The choice of a record. Raises WrongField."""
    try:
        chosen = Chosen(text(record, CHOSEN))
    except ValueError:
        raise WrongField(CHOSEN) from None
    typists, words = texts(record, "typists"), texts(record, "texts")
    if len(typists) != len(words):
        raise WrongField("typists")
    return TextChoice(
        number=whole(record, "number", least=1),
        ballot=whole(record, "ballot", least=1),
        chosen=chosen,
        text=text(record, "text"),
        texts=tuple(TypedText(by, one) for by, one in zip(typists, words, strict=True)),
        by=text(record, "by"),
        at=text(record, "at"),
        takes_back=None if record.get("takes_back") is None else whole(record, "takes_back", least=1),
    )


def _files(appraisal: Appraisal, batch: str, review: ReviewFiles | None) -> Iterator[tuple[Path, str]]:
    """The files on a batch and whose each is, as far as this person may see them."""
    clerks = dict.fromkeys(claim.key for claim in claims_on(appraisal, batch))
    for key in clerks:
        path = appraisal.layout.opinions(batch, key)
        if _is_there(path):
            yield path, key
    yield from _reviewers_files(appraisal, batch, review)


def _reviewers_files(
    appraisal: Appraisal, batch: str, review: ReviewFiles | None
) -> Iterator[tuple[Path, str]]:
    try:
        review = review or ReviewFiles(appraisal.layout.folder("review"))
    except PermissionError:
        return
    for path in review.opinions(batch):
        yield path, path.name[len(batch) + 1 : -len(OPINIONS)]


def _is_there(path: Path) -> bool:
    try:
        return os.path.lexists(path)
    except PermissionError:
        return False
