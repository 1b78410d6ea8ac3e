"""The words for the reasons of rulings and of void ballots."""

from __future__ import annotations

from tally.said import Said

REASON_WORDS = {
    "erased": Said("erased or corrected"),
    "two-marks": Said("two marks"),
    "illegible": Said("not legible"),
    "faint": Said("faint"),
    "misread-alike": Said("both clerks misread it alike"),
    "all-overmarked": Said("two marks in every row"),
    "unrecognizable": Said("cannot be made out"),
    "not-official": Said("not the official form"),
    "signed-or-marked": Said("signed, or bears a sign"),
    "over-quota": Said("over the allowed number"),
    "blank-ballot": Said("a sheet without any mark"),
}


def reason_in_words(reason: str) -> Said:
    """A reason's code in words; a reason that was written in words as it is."""
    return REASON_WORDS.get(reason) or Said("{reason}", reason=reason)
