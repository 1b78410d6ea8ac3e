"""Gaps and overlaps of a band, held against an evaluation of every small fraction."""

import itertools
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tally.bands import Coverage, Stretch, stretches, uncovered_or_contested
from tally.conditions import Comparison, Condition, parse_condition

COAL = ("a > 1/3 and a < 2/3", "a > 2/3", "a <= 1/3")

thresholds = st.one_of(
    st.fractions(0, 1, max_denominator=12), st.sampled_from([Fraction(0), Fraction(1), Fraction(3, 2)])
)
conditions = st.lists(
    st.builds(Comparison, st.just("a"), st.sampled_from(["<", "<=", ">", ">="]), thresholds),
    min_size=1,
    max_size=3,
).map(lambda comparisons: Condition(tuple(comparisons)))


def of(*texts: str) -> tuple[Coverage, ...]:
    return uncovered_or_contested([parse_condition(text) for text in texts])


def said(*texts: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(str(one.in_words()), one.claimed_by) for one in of(*texts)]


def covers(coverage: Coverage, value: Fraction) -> bool:
    """Whether a value lies in a range; an end that is no point is left out."""
    above = value >= coverage.first.low if coverage.first.is_point else value > coverage.first.low
    below = value <= coverage.last.high if coverage.last.is_point else value < coverage.last.high
    return above and below


def test_the_coal_bureaus_band_has_exactly_one_gap_at_exactly_two_thirds():
    point = Stretch(Fraction(2, 3), Fraction(2, 3))

    assert of(*COAL) == (Coverage(point, point, ()),)
    assert said(*COAL) == [("exactly 2/3", ())]


def test_a_band_that_covers_everything_once_has_nothing_to_report():
    assert of("a > 1/3", "a <= 1/3") == ()
    assert of("a >= 2/3", "a > 1/3 and a < 2/3", "a <= 1/3") == ()


def test_a_value_that_two_rules_claim_is_told_with_both():
    assert said("a >= 1/3", "a <= 1/3") == [("exactly 1/3", (0, 1))]


def test_ranges_are_said_with_their_ends():
    assert said("a < 60%", "a > 80%") == [("at least 60% and at most 80%", ())]
    assert said("a <= 60%", "a >= 80%") == [("above 60% and below 80%", ())]
    assert said("a < 60%", "a >= 80%") == [("at least 60% and below 80%", ())]
    assert said("a <= 60%", "a > 80%") == [("above 60% and at most 80%", ())]


def test_the_ends_of_the_scale_belong_to_it():
    assert said("a > 0%") == [("exactly 0%", ())]
    assert said("a < 100%") == [("exactly 100%", ())]
    assert said("a > 10%") == [("at least 0% and at most 10%", ())]


def test_a_threshold_beyond_the_scale_cuts_nothing_off_it():
    assert of("a <= 3/2") == ()
    assert said("a > 3/2") == [("at least 0% and at most 100%", ())]


def test_neighbouring_ranges_with_other_claims_are_told_apart():
    assert said("a < 1/2", "a < 1/3", "a > 1/2") == [
        ("at least 0% and below 1/3", (0, 1)),
        ("exactly 50%", ()),
    ]


def test_stretches_are_points_and_the_open_intervals_between_them():
    half = Fraction(1, 2)

    assert stretches([half, half, Fraction(2)]) == (
        Stretch(Fraction(0), Fraction(0)),
        Stretch(Fraction(0), half),
        Stretch(half, half),
        Stretch(half, Fraction(1)),
        Stretch(Fraction(1), Fraction(1)),
    )


@settings(max_examples=200, deadline=None)
@given(band=st.lists(conditions, min_size=1, max_size=4))
def test_gaps_and_overlaps_are_those_that_trying_every_value_finds(band, fractions_to_24):
    found = uncovered_or_contested(band)

    for value in fractions_to_24:
        claimed = tuple(place for place, one in enumerate(band) if one.holds({"a": value}))
        reported = [one.claimed_by for one in found if covers(one, value)]
        assert reported == ([] if len(claimed) == 1 else [claimed]), value


@settings(max_examples=200, deadline=None)
@given(band=st.lists(conditions, min_size=1, max_size=4))
def test_ranges_are_ascending_and_as_long_as_they_can_be(band):
    found = uncovered_or_contested(band)

    for one, two in itertools.pairwise(found):
        assert one.last.high <= two.first.low
        touching = one.last.high == two.first.low and (one.last.is_point or two.first.is_point)
        assert not (touching and one.claimed_by == two.claimed_by)
