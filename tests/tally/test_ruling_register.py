"""What has become of every ruling: nothing is left out of the list that people sign."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tally.comparison import WHOLE
from tally.readings import Pass
from tally.ruling_register import Fate, ruling_register
from tally.rulings import SLIP, Ruling
from tally.scheme import Keying
from tally.slips import Move, Slip, SlipKind

FIRST = {1: "11", 2: "12", 3: "void"}
SECOND = {1: "11", 2: "13", 3: "void"}


@pytest.fixture
def register(make):
    """The register of three ballots of two rows: 1 agreed, 2 differs in row 2, 3 void in both."""

    def registered(*rulings, voids_reviewed=True, second_reviewer=False):
        keying = Keying(voids_reviewed=voids_reviewed, third_value_needs_second_reviewer=second_reviewer)
        settlement = make.settle(
            FIRST, SECOND, *rulings, ballots=3, rows=2, scheme=make.scheme(keying=keying)
        )
        return [
            (one.ruling.number, one.fate, one.also_by, one.is_correction)
            for one in ruling_register(rulings, settlement, voids_reviewed=voids_reviewed)
        ]

    return registered


@pytest.fixture
def row(make):
    """A ruling on row 2 of ballot 2."""

    def ruling(number, reading, by="chen", takes_back=None):
        return make.ruling(number, 2, 2, reading, by=by, takes_back=takes_back, first="2", second="3")

    return ruling


def test_a_ruling_that_settles_is_in_force(register, row):
    assert register(row(1, "2")) == [(1, Fate.IN_FORCE, (), False)]


def test_two_reviewers_with_one_reading_are_one_line(register, row):
    assert register(row(1, "4"), row(2, "4", "sun"), second_reviewer=True) == [
        (1, Fate.IN_FORCE, ("sun",), False)
    ]


def test_one_that_needs_a_second_reviewer_waits(register, row):
    assert register(row(1, "4"), second_reviewer=True) == [(1, Fate.WAITING, (), False)]


def test_one_taken_back_is_kept_and_the_record_that_did_it_is_no_ruling(register, row):
    assert register(row(1, "2"), row(2, "2", takes_back=1)) == [(1, Fate.TAKEN_BACK, (), False)]


def test_the_time_of_one_taken_back_is_when_that_was_done(make, row):
    one, undo = replace(row(1, "2"), at="early"), replace(row(2, "2", takes_back=1), at="late")
    settlement = make.settle(FIRST, SECOND, one, undo, ballots=3, rows=2)
    assert [found.at for found in ruling_register((one, undo), settlement, voids_reviewed=True)] == ["late"]


def test_one_read_again_is_replaced(register, row):
    assert register(row(1, "2"), row(2, "3")) == [
        (1, Fate.REPLACED, (), False),
        (2, Fate.IN_FORCE, (), False),
    ]


def test_one_that_another_reviewer_reads_otherwise_is_overruled(register, row):
    assert register(row(1, "2"), row(2, "3", "sun")) == [
        (1, Fate.OVERRULED, (), False),
        (2, Fate.IN_FORCE, (), False),
    ]


def test_one_on_an_agreed_place_is_a_correction(register, make):
    rulings = [make.ruling(number, 1, 1, "2", by=by, first="1", second="1", reason="faint")
               for number, by in ((1, "chen"), (2, "sun"))]  # fmt: skip
    assert register(rulings[0]) == [(1, Fate.WAITING, (), True)]
    assert register(*rulings) == [(1, Fate.IN_FORCE, ("sun",), True)]


@pytest.mark.parametrize("voids_reviewed", [True, False])
def test_confirming_a_void_is_a_correction_only_where_nobody_asks(register, make, voids_reviewed):
    void = make.ruling(1, 3, WHOLE, "void", first="void", second="void", reason="over-quota")
    ((_, fate, _, correction),) = register(void, voids_reviewed=voids_reviewed)
    assert correction is not voids_reviewed
    assert fate in (Fate.IN_FORCE, Fate.WAITING)


def test_an_accepted_slip_is_in_force_until_it_is_taken_back(register):
    slip = Slip(SlipKind.SWAPPED, Pass.FIRST, (1, 2), moves=(Move(1, 0, 2), Move(2, 0, 1)))
    accepted = Ruling(1, 1, SLIP, "swapped", "", "chen", "", slip=slip)
    assert register(accepted) == [(1, Fate.IN_FORCE, (), False)]
    assert register(accepted, replace(accepted, number=2, takes_back=1)) == [(1, Fate.TAKEN_BACK, (), False)]


def test_a_row_read_before_the_whole_sheet_is_not_in_force_any_more(make):
    """Row 2 of ballot 2, then the sheet as a whole by two; what is counted is what was read last."""
    row = make.ruling(1, 2, 2, "2", first="2", second="3")
    whole = {"first": "1_", "second": "1_", "reason": "signed-or-marked"}
    sheet = [make.ruling(at, 2, WHOLE, "void", by=by, **whole) for at, by in ((2, "chen"), (3, "li"))]
    settlement = make.settle(FIRST, SECOND, row, *sheet, ballots=3, rows=2)

    found = {
        one.ruling.number: one.fate for one in ruling_register((row, *sheet), settlement, voids_reviewed=True)
    }
    assert found[1] is Fate.OVERTAKEN
    assert found[2] is Fate.IN_FORCE


def test_every_reason_that_reviewers_gave_is_kept(make):
    rulings = [
        make.ruling(1, 3, WHOLE, "void", reason="not-official", first="void", second="void"),
        make.ruling(2, 3, WHOLE, "void", by="li", reason="over-quota", first="void", second="void"),
        make.ruling(3, 3, WHOLE, "void", by="sun", reason="over-quota", first="void", second="void"),
    ]
    settlement = make.settle(FIRST, SECOND, *rulings, ballots=3, rows=2)

    (one,) = ruling_register(rulings, settlement, voids_reviewed=True)
    assert one.reasons == ("not-official", "over-quota")
