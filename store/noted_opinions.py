"""Which ballots of a batch this person types opinions of, and the texts that are there already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from store.appraisal import Appraisal
from store.board import board_of
from store.claims import claims_on
from store.compared_opinions import texts_of
from store.opinion_files import typed_opinions
from store.pass_file import PassFile
from store.reconciling import reconcile
from tally.cover_sheets import CoverSheet, row_count
from tally.opinion_comparison import TypedText
from tally.readings import PassReadings
from tally.said import Refused, Said

Noted = tuple[tuple[int, ...], Mapping[int, tuple[TypedText, ...]]]
"""Numbers, and texts by number; the last of a person's is the one that stands."""


def noted_opinions(appraisal: Appraisal, cover: CoverSheet) -> Noted:
    """The ballots noted as having an opinion, and the texts of them that the program may look at for this person.

    A clerk's are those of their own pass, a reviewer's those settled to have one. Raises Refused where a reviewer
    asks before both passes are in custody.
    """
    board = board_of(appraisal, cover.id)
    for claim in claims_on(appraisal, cover.id):
        now = board.tag(cover.id, claim.tag.which)
        if claim.key == appraisal.person.key and claim.tag == now:
            rows = row_count(appraisal.scheme.forms[cover.form], cover)
            path = appraisal.layout.pass_file(claim.key, claim.tag)
            content = PassFile(path, claim.tag, appraisal.person, rows).read()
            # The other pass is closed to a clerk, its opinions too.
            return _in_own_pass(appraisal, cover, content.as_readings() if content else PassReadings({}))
    reconciled = reconcile(appraisal, board, cover)
    if reconciled is None:
        raise Refused(
            Said(
                "batch {batch}: not both passes are in custody; take them in first "
                "(pingyi take-in --batch {batch})",
                batch=cover.id,
            )
        )
    return reconciled.settlement.with_opinion, texts_of(appraisal, reconciled)


def _in_own_pass(appraisal: Appraisal, cover: CoverSheet, passed: PassReadings) -> Noted:
    apart = typed_opinions(appraisal, cover.id)
    texts: dict[int, tuple[TypedText, ...]] = {}
    for number, readings in passed.by_number.items():
        if any(one.opinion for one in readings):
            keyed = _keyed(appraisal.person.name, (one.words for one in readings))
            # What the clerk typed apart comes last: it stands for what they had keyed.
            texts[number] = (*keyed, *apart.get(number, ()))
    return tuple(sorted(texts)), texts


def _keyed(name: str, words: Iterable[str]) -> tuple[TypedText, ...]:
    return tuple(TypedText(name, one.strip()) for one in words if one.strip())
