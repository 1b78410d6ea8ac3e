"""Ballots told apart that need no closer look: what is counted is what comparing and settling each would give."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tally.agreed_ballots import SplitPass, count_split, split_pass
from tally.appraisal_tally import tally_appraisal
from tally.bundle_sums import BundleSums
from tally.comparison import compare
from tally.counting import BatchCount
from tally.readings import PassReadings, Reading
from tally.rulings import ABSENT, VOID, Ruling
from tally.settling import settle

ROWS = 2
LAST = 6
marks = st.sampled_from(["11", "12", "4-", "x3", "--"])
one_reading = st.one_of(
    marks.map(Reading),
    st.builds(Reading, marks, opinion=st.just(True)),
    st.builds(Reading, st.just("__"), void=st.just(True)),
    st.builds(Reading, marks, filled=st.just(True)),
)
a_pass = st.dictionaries(
    st.integers(1, LAST), st.lists(one_reading, min_size=1, max_size=2).map(tuple), max_size=LAST
)


@st.composite
def two_passes(draw):
    """Two passes that agree on most ballots."""
    first = draw(a_pass)
    second = first | draw(st.dictionaries(st.integers(1, LAST), st.tuples(one_reading), max_size=2))
    for number in draw(st.sets(st.integers(1, LAST), max_size=1)):
        second.pop(number, None)
    return PassReadings(first), PassReadings(second)


@st.composite
def some_rulings(draw, questions):
    """Rulings on questions and on places that nobody asks about."""
    places = [(one.ballot, one.place) for one in questions]
    places += draw(st.lists(st.tuples(st.integers(1, LAST), st.integers(0, ROWS)), max_size=2))
    chosen = draw(st.lists(st.sampled_from(places), max_size=6)) if places else []
    found = []
    for number, (ballot, place) in enumerate(chosen, start=1):
        reading = draw(
            st.sampled_from(("yes", "no") if place < 0 else ("1", "-") if place else ("12", VOID, ABSENT))
        )
        by = draw(st.sampled_from(["chen", "dong"]))
        found.append(Ruling(number, ballot, place, reading, "faint", by, "", "", ""))
    return found


@settings(max_examples=400, deadline=None)
@given(two_passes(), st.booleans(), st.booleans(), st.data())
def test_the_same_is_counted(make, passes, blank_is_void, voids_reviewed, data):
    scheme = make.scheme(
        forms=(make.form(items=("one", "two")),), rules=(make.rule("low", "satisfaction < 60%"),)
    )
    scheme = replace(
        scheme,
        validity=replace(scheme.validity, blank_ballot_void=blank_is_void),
        keying=replace(scheme.keying, voids_reviewed=voids_reviewed),
    )
    first, second = passes
    cover = make.cover(collected=LAST)
    comparison = compare(cover.numbers, ROWS, first, second, voids_reviewed=voids_reviewed)
    rulings = data.draw(some_rulings(comparison.questions))
    settlement = settle(comparison, first, second, rulings, scheme)
    split = count_split(cover, ROWS, split_pass(first), split_pass(second), rulings, scheme)
    one_by_one, at_once = BundleSums(scheme), BundleSums(scheme)
    one_by_one.add(BatchCount(cover, settlement))
    at_once.add(split)
    assert dict(at_once.counts) == dict(one_by_one.counts)
    assert (at_once.totals, at_once.open) == (one_by_one.totals, one_by_one.open)
    whole, parted = (
        tally_appraisal(scheme, make.subjects(), (), [one]) for one in (BatchCount(cover, settlement), split)
    )
    assert parted.verdicts == whole.verdicts
    assert parted.results == whole.results and len(parted.results) == len(tuple(whole.results))


def test_most_ballots_go_by_at_once(make):
    first = SplitPass({1: "11", 2: "12", 3: "4-"})
    second = SplitPass({1: "11", 2: "13"}, {3: (Reading("4-", opinion=True),)})
    split = count_split(make.cover(collected=3), ROWS, first, second, (), make.scheme())
    assert split.agreed == ("11",)
    assert split.settlement is not None
    assert [one.ballot for one in split.settlement.questions] == [2, 3]


def test_a_ballot_that_is_not_of_the_bundle_is_not_counted(make):
    keyed = SplitPass({1: "11", 2: "11"})
    assert count_split(make.cover(collected=1), ROWS, keyed, keyed, (), make.scheme()).agreed == ("11",)


@pytest.mark.parametrize("reading", [Reading("11", void=True), Reading("11", opinion=True)])
def test_a_void_and_an_opinion_are_looked_at_closely(reading):
    assert split_pass(PassReadings({1: (reading,)})).ordinary == {}
