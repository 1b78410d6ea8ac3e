"""Each clerk's work in figures, for the reviewer: ballots, keystrokes an hour, corrections. Never a mark."""

from __future__ import annotations

from store.access import require
from store.appraisal import Appraisal
from store.board import read_board
from store.claims import Claim, read_claims
from store.custody import pass_content, read_custody
from store.pass_events import PassContent
from store.taking_in import handed_in_bytes
from tally.batch_life import Action
from tally.pace import ClerkFigures, in_sum


def clerk_figures(appraisal: Appraisal) -> tuple[ClerkFigures, ...]:
    """The figures of everyone who has keyed, by name; passes given back count too, they were work.

    Raises Refused for whoever may not see counts yet (a clerk of an open batch).
    """
    require(appraisal, Action.LOOK)
    board = read_board(appraisal)
    passes: dict[str, list[tuple[Claim, PassContent]]] = {}
    for claim in read_claims(appraisal):
        content = (
            read_custody(appraisal, claim.tag) if claim.tag in board.taken_in else _open(appraisal, claim)
        )
        if content is not None:
            passes.setdefault(claim.key, []).append((claim, content))
    return tuple(_figures(by[0][0].name, [content for _, content in by]) for _, by in sorted(passes.items()))


def _figures(name: str, contents: list[PassContent]) -> ClerkFigures:
    paces = [pace for content in contents for pace in content.paces]
    return ClerkFigures(
        name=name,
        ballots=sum(content.ballots for content in contents),
        timed=len(paces),
        marks=sum(len(content.paces) * content.rows for content in contents),
        pace=in_sum(paces),
    )


def _open(appraisal: Appraisal, claim: Claim) -> PassContent | None:
    path = appraisal.layout.pass_file(claim.key, claim.tag)
    content = handed_in_bytes(appraisal, claim)
    return pass_content(content, path) if content else None
