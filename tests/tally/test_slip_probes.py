"""Confirming an explanation on the paper: rows that tell, and what they bear out."""

import pytest

from tally.comparison import compare
from tally.readings import Pass
from tally.rulings import PaperReading
from tally.slip_probes import borne_out, probes
from tally.slips import Explanation, Move, RowRun, Slip, SlipKind

SHEETS = {1: "1234", 2: "4321", 3: "2222", 4: "1111", 5: "3434"}


@pytest.fixture
def confirm(make):
    """What to read for an explanation of two passes, and the sheets' own marks read there."""

    def confirming(explanation, first, second):
        one, two = make.readings(first), make.readings(second)
        comparison = compare(range(1, 6), 4, one, two, voids_reviewed=True)
        asked = {(question.ballot, question.place): question for question in comparison.questions}
        wanted = probes(explanation, one, two, asked)
        paper = tuple(PaperReading(p.ballot, p.row, SHEETS[p.ballot][p.row - 1]) for p in wanted)
        return wanted, paper, borne_out(explanation, wanted, paper)

    return confirming


def swap(which, low):
    moves = (Move(low, 0, low + 1), Move(low + 1, 0, low))
    return Slip(SlipKind.SWAPPED, which, (low, low + 1), moves=moves)


SWAPPED = Explanation(SlipKind.SWAPPED, (swap(Pass.FIRST, 1), swap(Pass.SECOND, 1)), 8, 8, 0)


@pytest.mark.parametrize("which", list(Pass))
def test_the_paper_tells_in_which_pass_two_sheets_were_swapped(confirm, which):
    swapped = SHEETS | {1: SHEETS[2], 2: SHEETS[1]}
    first, second = (swapped, SHEETS) if which is Pass.FIRST else (SHEETS, swapped)

    wanted, _, slip = confirm(SWAPPED, first, second)

    assert {probe.ballot for probe in wanted} == {1, 2}
    assert slip is not None
    assert slip.which is which


def test_rows_in_which_the_swapped_sheets_read_alike_are_not_asked_for(confirm):
    first = SHEETS | {1: "1211", 2: "1222"}
    second = SHEETS | {1: "1222", 2: "1211"}

    wanted, _, _ = confirm(SWAPPED, first, second)

    assert all(probe.row in (3, 4) for probe in wanted)


def test_a_paper_that_reads_otherwise_bears_nothing_out(confirm):
    swapped = SHEETS | {1: SHEETS[2], 2: SHEETS[1]}
    wanted, paper, _ = confirm(SWAPPED, SHEETS, swapped)
    other = PaperReading(paper[0].ballot, paper[0].row, "x")

    assert borne_out(SWAPPED, wanted, (other, *paper[1:])) is None
    assert borne_out(SWAPPED, wanted, paper[1:]) is None
    assert borne_out(SWAPPED, wanted, ()) is None
    assert borne_out(SWAPPED, (), paper) is None


def test_one_sheet_with_a_shifted_run_is_read_at_both_ends_of_the_run(confirm):
    slip = Slip(SlipKind.ROW_SHIFT, Pass.SECOND, (5,), row=1, run=RowRun(5, 1, 4, -1))
    explanation = Explanation(SlipKind.ROW_SHIFT, (slip,), 3, 4, 1)

    wanted, _, borne = confirm(explanation, SHEETS, SHEETS | {5: "434-"})

    assert [(probe.ballot, probe.row) for probe in wanted] == [(5, 2), (5, 4)]
    assert borne == slip


def test_of_many_sheets_the_first_one_in_the_middle_and_the_last_are_read(confirm):
    numbers = (1, 2, 3, 4)
    slip = Slip(SlipKind.NUMBER_SHIFT, Pass.SECOND, numbers, moves=tuple(Move(n, 0, n + 1) for n in numbers))
    explanation = Explanation(SlipKind.NUMBER_SHIFT, (slip,), 17, 17, 1)
    shifted = {number: SHEETS[number + 1] for number in numbers}

    wanted, _, borne = confirm(explanation, SHEETS, shifted)

    assert [probe.ballot for probe in wanted] == [2, 4, 5]
    assert borne == slip


def test_a_sheet_under_anothers_number_is_read_where_it_differs_from_that_other(confirm):
    slip = Slip(SlipKind.MISNUMBERED, Pass.FIRST, (4, 3), moves=(Move(3, 1, 4),))
    explanation = Explanation(SlipKind.MISNUMBERED, (slip,), 2, 2, 0)
    first = {1: SHEETS[1], 2: SHEETS[2], 3: [SHEETS[3], SHEETS[4]], 5: SHEETS[5]}

    wanted, _, borne = confirm(explanation, first, SHEETS)

    assert [probe.ballot for probe in wanted] == [3, 4]
    assert borne == slip


def test_a_place_on_which_nothing_is_asked_confirms_nothing(confirm):
    wanted, _, borne = confirm(SWAPPED, SHEETS, SHEETS)

    assert wanted == ()
    assert borne is None
