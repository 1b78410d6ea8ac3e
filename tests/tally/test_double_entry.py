"""The figures of double entry on a small case counted by hand, and on real ballots with known errors."""

from fractions import Fraction

import pytest

from tally.clerk_errors import ClerkErrors
from tally.comparison import OPINION, WHOLE, compare
from tally.difference_kinds import Kind
from tally.double_entry import Charged, KindCount, double_entry, several
from tally.readings import Pass, Reading
from tally.rulings import SLIP, Ruling
from tally.settling import settle
from tally.slips import Move, Slip, SlipKind, read_past_all

WANG = {
    1: "111",
    2: "321",  # swapped with 3
    3: "123",
    4: "112",
    5: "222",
    6: "void",
    7: "444",
    8: ["111", "112"],
    10: Reading("111", opinion=True),
}
ZHAO = {1: "111", 2: "123", 3: "321", 4: "113", 5: "222", 6: "333", 8: "111", 10: "111"}
SWAP = Slip(SlipKind.SWAPPED, Pass.FIRST, (2, 3), moves=(Move(2, 0, 3), Move(3, 0, 2)))


def accepted(number, slip):
    kind, ballot = slip.kind.value, slip.ballots[0]
    return Ruling(number, ballot, SLIP, kind, "", "chen", "2026-12-10T09:00:00", slip=slip)


@pytest.fixture
def told(make):
    """Double entry of two passes with rulings."""

    def told(first, second, *rulings, ballots, rows=3, names=("wang", "zhao"), scheme=None):
        scheme = scheme or make.scheme(forms=[make.form(items=["a", "b", "c"])])
        keyed = make.readings(first), make.readings(second)
        numbers = range(1, ballots + 1)
        as_keyed = compare(numbers, rows, *keyed, voids_reviewed=True)
        past = read_past_all([one.slip for one in rulings if one.slip], *keyed)
        comparison = compare(numbers, rows, *past, voids_reviewed=True)
        settlement = settle(comparison, *past, rulings, scheme)
        return double_entry(names, as_keyed, keyed, settlement, rulings)

    return told


@pytest.fixture
def first_batch(make, told):
    return told(
        WANG,
        ZHAO,
        accepted(1, SWAP),
        make.ruling(2, 4, 3, "4", reason="faint", first="2", second="3"),
        make.ruling(3, 5, 1, "1", reason="misread-alike", first="2", second="2"),
        make.ruling(4, 5, 1, "1", reason="misread-alike", by="sun", first="2", second="2"),
        make.ruling(5, 6, WHOLE, "333", first="void", second="333"),
        make.ruling(6, 7, WHOLE, "444", first="444"),
        make.ruling(7, 8, WHOLE, "111", first="111/112", second="111"),
        make.ruling(8, 9, WHOLE, "absent"),
        make.ruling(9, 10, OPINION, "yes", first="yes", second="no"),
        ballots=10,
    )


@pytest.fixture
def second_batch(make, told):
    return told(
        {1: "111", 2: "112", 3: "333"},
        {1: "111", 2: "122", 3: "334"},
        make.ruling(1, 2, 2, "1", first="1", second="2"),
        make.ruling(2, 3, 3, "4", first="3", second="4"),
        ballots=3,
        names=("Zhao ", "li"),
    )


def test_errors_are_charged_by_what_counts_in_the_end(first_batch):
    """Wang: 4 marks by the swap, the third value, the correction. Zhao: the last two."""
    assert first_batch.clerks == (
        Charged("wang", Pass.FIRST, ClerkErrors(marks=21, wrong=6, by_slip=4, voids_wrong=1)),
        Charged("zhao", Pass.SECOND, ClerkErrors(marks=24, wrong=2)),
    )


def test_agreement_and_kappa_are_as_keyed(first_batch):
    """Codes 1, 2, 3: wang 10, 6, 2 and zhao 10, 5, 3 of 18, alike 13."""
    assert first_batch.as_keyed.agreement == Fraction(13, 18)
    assert first_batch.kappa == Fraction(13 * 18 - 136, 18 * 18 - 136) == Fraction(49, 94)


def test_differences_by_kind_and_by_whose_was_not_final(first_batch):
    assert first_batch.by_kind() == {
        Kind.MARKS: KindCount(1, 0, 1, 1),
        Kind.VOID: KindCount(1, 0, 1, 0),
        Kind.MISSING: KindCount(2, 0, 0, 1),
        Kind.DOUBLED: KindCount(1, 0, 1, 0),
        Kind.OPINION: KindCount(1, 0, 0, 1),
        Kind.SWAPPED: KindCount(4, 0, 4, 0),
        Kind.CORRECTION: KindCount(1, 0, 1, 1),
    }
    assert first_batch.by_row() == {WHOLE: 4, 1: 3, 3: 3, OPINION: 1}


def test_readings_stand_as_they_were_keyed(first_batch):
    shown = [(one.ballot, one.place, one.first, one.second, one.final) for one in first_batch.differences]
    assert shown == [
        (2, 1, "3", "1", "1"),
        (2, 3, "1", "3", "3"),
        (3, 1, "1", "3", "3"),
        (3, 3, "3", "1", "1"),
        (4, 3, "2", "3", "4"),
        (5, 1, "2", "2", "1"),
        (6, WHOLE, "void", "333", "333"),
        (7, WHOLE, "444", "", "444"),
        (8, WHOLE, "111/112", "111", "111"),
        (9, WHOLE, "", "", "absent"),
        (10, OPINION, "yes", "no", "yes"),
    ]
    assert [one.settles for one in first_batch.accepted] == [4]


def test_one_clerk_is_one_in_whichever_pass_of_whichever_batch(first_batch, second_batch):
    together = several([first_batch, second_batch])

    assert together.clerks == (
        Charged("li", Pass.SECOND, ClerkErrors(marks=9, wrong=1)),
        Charged("wang", Pass.FIRST, ClerkErrors(marks=21, wrong=6, by_slip=4, voids_wrong=1)),
        Charged("zhao", None, ClerkErrors(marks=33, wrong=3)),
    )
    assert together.agreement == Fraction(13 + 7, 18 + 9)
    assert together.by_kind[Kind.MARKS] == KindCount(3, 0, 2, 2)


def test_nothing_is_said_of_a_clerk_before_a_ruling(told, make):
    passes = ({1: "111", 2: "112"}, {1: "111", 2: "122"})
    assert told(*passes, ballots=2).clerks is None
    assert told(*passes, make.ruling(1, 2, 2, "1", first="1", second="2"), ballots=2).clerks is not None


def test_where_nothing_differs_no_error_is_found(told):
    entry = told({1: "111", 2: "112"}, {1: "111", 2: "112"}, ballots=2)

    assert [one.errors for one in entry.clerks] == [ClerkErrors(marks=6), ClerkErrors(marks=6)]
    assert entry.kappa == 1


def test_nothing_in_common_has_neither_agreement_nor_kappa(told):
    entry = told({1: "111"}, {2: "222"}, ballots=2)

    assert entry.as_keyed.agreement is None
    assert entry.kappa is None
    assert several([entry]).agreement is None


def test_one_code_only_has_no_kappa(told):
    entry = told({1: "111"}, {1: "111"}, ballots=1)

    assert entry.as_keyed.agreement == 1
    assert entry.kappa is None


def test_blind_readings_are_hidden_while_open(told, make):
    entry = told(
        {1: "112", 2: "221"},
        {1: "111", 2: "111"},
        make.ruling(1, 2, 2, "1", first="2", second="1"),
        ballots=2,
    )

    hidden = [(one.ballot, one.place, entry.is_hidden(one, blind=True)) for one in entry.differences]
    assert hidden == [(1, 3, True), (2, 1, True), (2, 2, False)]
    assert not any(entry.is_hidden(one, blind=False) for one in entry.differences)


def test_a_swapped_sheet_tells_nothing_of_an_open_place_of_the_other(told):
    """Under 2 wang keyed what is on 3, whose row 3 is still open: it must not be seen in 2."""
    first, second = {1: "111", 2: "324", 3: "123"}, {1: "111", 2: "123", 3: "321"}
    entry = told(first, second, accepted(1, SWAP), ballots=3)

    assert [one.ballot for one in entry.differences if one.final is None] == [3]
    assert all(entry.is_hidden(one, blind=True) for one in entry.differences)
    still_open = next(one for one in entry.differences if one.final is None)
    assert (still_open.place, still_open.kind, still_open.first, still_open.second) == (
        3,
        Kind.MARKS,
        "3",
        "1",
    )


def test_a_place_asked_only_past_a_slip_shows_what_was_keyed(told):
    """Row 3 agreed by chance while the sheets were swapped."""
    first, second = {1: "111", 2: "321", 3: "123"}, {1: "111", 2: "121", 3: "323"}
    entry = told(first, second, accepted(1, SWAP), ballots=3)

    shown = [(one.ballot, one.place, one.kind, one.past_slip) for one in entry.differences]
    assert shown == [
        (2, 1, Kind.SWAPPED, False),
        (2, 3, Kind.MARKS, True),
        (3, 1, Kind.SWAPPED, False),
        (3, 3, Kind.MARKS, True),
    ]
    assert [(one.first, one.second) for one in entry.differences if one.past_slip] == [("1", "1"), ("3", "3")]


def test_real_ballots_have_the_errors_that_were_put_in(make, orsay, orsay_rulings):
    scheme = make.scheme(grades=6, forms=[make.form(items=[f"item {row}" for row in range(1, 13)])])
    settlement = settle(orsay.comparison, orsay.first, orsay.second, orsay_rulings, scheme)
    entry = double_entry(("A", "B"), orsay.comparison, (orsay.first, orsay.second), settlement, orsay_rulings)

    known = orsay.errors["comparison"]
    wrong_a, wrong_b = (known[right] + known["neither_right"] for right in ("B_right", "A_right"))
    assert (wrong_a, wrong_b) == (118 + 3, 116 + 3)
    assert [one.errors.wrong for one in entry.clerks] == [wrong_a, wrong_b]
    # Beside the compared marks: two sheets in this pass only, two that are twice in the other one.
    assert [one.errors.marks for one in entry.clerks] == [known["compared_marks"] + 4 * 12] * 2
    count = entry.by_kind()[Kind.MARKS]
    assert count == KindCount(known["mismatched_marks"], 0, wrong_a, wrong_b)


def test_the_kappa_of_real_passes_is_that_of_a_table_counted_by_hand(data, told):
    """cfout1000: 1,000 forms of ten rows; expected agreement from the marginals of both passes."""
    passes = []
    for letter in "AB":
        lines = (data / f"cfout1000.pass{letter}.csv").read_text("utf-8").splitlines()[1:]
        passes.append({int(line.split(",")[0]): "".join(line.split(",")[1:11]) for line in lines})
    first, second = ("".join(passed[number] for number in sorted(passed)) for passed in passes)
    assert len(first) == len(second) == 10_000
    same = sum(one == other for one, other in zip(first, second, strict=True))
    chance = sum(Fraction(first.count(code) * second.count(code), 10**8) for code in set(first + second))
    entry = told(*passes, ballots=1000, rows=10)

    assert same == 10_000 - 23
    assert entry.kappa == (Fraction(same, 10_000) - chance) / (1 - chance)
    assert round(float(entry.kappa), 4) == 0.9967


def test_a_pair_is_one_in_whichever_order_they_keyed(told):
    """Both batches of a and b differ in one mark, where a has 1 and b has 2, whoever keyed first."""
    first = told({1: "112", 2: "111"}, {1: "122", 2: "111"}, ballots=2, names=("a", "b"))
    second = told({1: "122", 2: "111"}, {1: "112", 2: "111"}, ballots=2, names=("B ", "A"))
    alone = told({1: "111"}, {1: "111"}, ballots=1, names=("a", "c"))
    one, other = several([first, second, alone]).pairs

    assert (one.names, one.batches, one.marks, one.differ) == (("a", "b"), 2, 12, 2)
    # a: 10 ones and 2 twos; b: 8 ones and 4 twos; alike 10 of 12.
    assert one.kappa == (Fraction(10, 12) - Fraction(88, 144)) / (1 - Fraction(88, 144))
    assert (other.names, other.marks, other.differ, other.kappa) == (("a", "c"), 3, 0, None)


def test_who_settled_a_place_are_all_who_read_the_same_or_who_accepted_the_slip(first_batch):
    by = {(one.ballot, one.place): one.by for one in first_batch.differences}
    assert by[2, 1] == ("chen",), "the slip"
    assert by[5, 1] == ("chen", "sun")
    assert by[4, 3] == ("chen",)
