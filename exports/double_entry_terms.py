"""What the figures of double entry depend on, printed before them: the scheme's choices and how things are counted."""

from __future__ import annotations

from tally.opinion_comparison import NORMALISATION
from tally.said import Said
from tally.scheme import Fill, Opinions, Scheme


def terms(scheme: Scheme) -> list[Said]:
    """What the figures depend on."""
    keying = scheme.keying
    options = [
        Said("rulings: blind (readings are shown after the ruling)")
        if keying.rulings_blind
        else Said("rulings: open (both readings are shown)"),
        Said("a value that neither clerk keyed: needs a second reviewer")
        if keying.third_value_needs_second_reviewer
        else Said("a value that neither clerk keyed: needs a reason"),
        Said("voids: each is confirmed by the reviewer")
        if keying.voids_reviewed
        else Said("voids: stand where both clerks agree"),
        _FILLS[keying.fill],
    ]
    if keying.opinions is not Opinions.NONE:
        options.append(NORMALISATION)
    return [
        *options,
        Said(
            "ballots are matched by number; a number in one pass only, or in neither, is reported, not compared"
        ),
        Said(
            "a number that stands twice in a pass is reported, not compared; marks of void ballots are not compared"
        ),
        Said("differences, agreement and kappa: as keyed, before any explanation was accepted"),
        Said(
            "a clerk's errors: settled marks that read otherwise in the end, whichever pass it was; a mark "
            "that neither clerk keyed is an error of both; of 1,000 marks, with the 95 % interval of Clopper and "
            "Pearson, leaving aside marks that an accepted slip displaced (one movement of the hand, not many errors)"
        ),
    ]


_FILLS = {
    Fill.FIRST: Said("filling the rest of a ballot with one key: in the first pass only"),
    Fill.BOTH: Said("filling the rest of a ballot with one key: in both passes"),
    Fill.NONE: Said("filling the rest of a ballot with one key: not allowed"),
}
