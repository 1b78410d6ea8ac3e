"""What a ballot tells its rater: how to mark, what counts as blank, and what makes a row or a sheet void."""

from __future__ import annotations

from tally.said import Said
from tally.scheme import Opinions, Scheme


def ballot_rules(scheme: Scheme, rows: int) -> tuple[Said, ...]:
    """The rules of the count (domain.md, "The field" and "Who does what"), as this scheme has them.

    With one row, two marks in it make the row spoiled; that every row has two would say the same of the sheet,
    and a rater could not know which of both holds. So that is left out there.
    """
    sheet = (
        Said(
            "The whole sheet is void: two marks in every row; cannot be made out; not the official form; signed, or "
            "bears a sign."
        )
        if rows > 1
        else Said(
            "The whole sheet is void: cannot be made out; not the official form; signed, or bears a sign."
        )
    )
    rules = [
        Said("In each row tick the box of one grade, and only one."),
        Said(
            "A row with two marks, or one that cannot be read, does not count in that row; a row without a mark "
            "counts as an abstention."
        ),
        Said("A sheet without any mark is void.")
        if scheme.validity.blank_ballot_void
        else Said("A sheet without any mark is valid, as an abstention."),
        sheet,
    ]
    if scheme.keying.opinions is not Opinions.NONE:
        rules.append(Said("Do not write your name. Opinions are printed apart and lead back to no ballot."))
    else:
        rules.append(Said("Do not write your name."))
    return tuple(rules)
