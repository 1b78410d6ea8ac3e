"""The slips that were put into real ballots are all found, in the right pass, and none is made up."""

import pytest

from tally.comparison import compare
from tally.readings import Pass, PassReadings
from tally.slip_finding import explain
from tally.slips import SlipKind, read_past_all

PASSES = {"passA": Pass.FIRST, "passB": Pass.SECOND}


def injected(orsay):
    """Kind, pass (None for a swap: the marks cannot tell) and ballots of each slip of errors.json."""
    found = set()
    for name, which in PASSES.items():
        slips = orsay.errors["injected"][name]
        found |= {(SlipKind.SWAPPED, None, tuple(pair)) for pair in slips["adjacent_ballots_swapped"]}
        found |= {(SlipKind.ROW_SHIFT, which, (one["ballot"],)) for one in slips["row_run_shifted"]}
        found |= {(SlipKind.KEYED_TWICE, which, (one,)) for one in slips["keyed_twice_under_the_same_number"]}
        found |= {
            (SlipKind.MISNUMBERED, which, (one["ballot"], one["number_typed"]))
            for one in slips["keyed_under_another_ballots_number"]
        }
    return found


def explained(passes, size):
    """All explanations of a set cut into bundles of `size`."""
    found = []
    for start in range(1, passes.cover.collected + 1, size):
        numbers = range(start, min(start + size, passes.cover.collected + 1))
        first, second = (
            PassReadings({number: ones for number, ones in one.by_number.items() if number in numbers})
            for one in (passes.first, passes.second)
        )
        comparison = compare(numbers, passes.rows, first, second, voids_reviewed=True)
        found += explain(numbers, first, second, comparison)
    return found


def as_told(explanations):
    return {(one.kind, one.which, one.ballots) for one in explanations}


def test_every_slip_put_in_is_found_and_no_other(orsay):
    explanations = explained(orsay, 1733)

    assert as_told(explanations) == injected(orsay)
    assert len(explanations) == 8


@pytest.mark.parametrize("size", [50, 100])
def test_cut_into_bundles_the_slips_within_one_are_found_and_no_other(orsay, size):
    within = {one for one in injected(orsay) if len({(ballot - 1) // size for ballot in one[2]}) == 1}

    assert as_told(explained(orsay, size)) == within
    assert len(within) == 6


def test_each_says_where_it_starts_and_what_it_accounts_for(orsay):
    found = {one.ballots: (one.row, one.settles, one.without, one.leaves) for one in explained(orsay, 1733)}

    assert found == {
        (858, 859): (None, 18, 18, 0),
        (1708, 1709): (None, 12, 12, 0),
        (1254,): (7, 4, 5, 1),
        (1473,): (4, 8, 9, 1),
        (1356,): (None, 1, 1, 0),
        (1124,): (None, 1, 1, 0),
        (1541, 145): (None, 2, 2, 0),
        (1458, 375): (None, 2, 2, 0),
    }


def test_past_all_slips_only_key_errors_and_skipped_sheets_are_left(orsay):
    slips = []
    for one in explained(orsay, 1733):
        swapped = orsay.errors["injected"]["passA"]["adjacent_ballots_swapped"]
        which = one.which or (Pass.FIRST if list(one.ballots) in swapped else Pass.SECOND)
        slips += [slip for slip in one.slips if slip.which is which]
    first, second = read_past_all(slips, orsay.first, orsay.second)
    past = compare(orsay.cover.numbers, orsay.rows, first, second, voids_reviewed=True)
    errors = {
        (ballot, row)
        for name in PASSES
        for ballot, row, *_ in orsay.errors["injected"][name]["random_key_errors_list"]
    }
    both = orsay.errors["injected"]["different_wrong_marks_in_the_two_passes"]
    errors |= {(ballot, row) for ballot, row, *_ in both}

    left = {(one.ballot, one.place) for one in past.questions}

    assert left - errors == {(341, 0), (417, 0), (1593, 0), (1254, 7), (1473, 12)}


@pytest.mark.parametrize("size", [50, 100, 1000])
def test_real_double_entry_without_slips_is_not_explained(real_passes, size):
    assert explained(real_passes("cfout1000", ballots=1000, rows=10, grades=5), size) == []
