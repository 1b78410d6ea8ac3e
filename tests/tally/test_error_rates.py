"""Clopper and Pearson's interval and Cohen's kappa, against published figures, brute force and scipy."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tally.error_rates import Interval, clopper_pearson, cohens_kappa

COUNTS = [
    (0, 1),
    (1, 1),
    (0, 10),
    (10, 10),
    (1, 10),
    (3, 1000),
    (34, 10_000),
    (340, 100_000),
    (99_990, 100_000),
    (0, 10**7),
    (1, 10**7),
    (100_000, 10**7),
    (5 * 10**6, 10**7),
    (10**7 - 1, 10**7),
]


def chance_of_at_most(errors, marks, rate):
    """P(X <= errors) of the binomial distribution, by its definition."""
    return sum(math.comb(marks, k) * rate**k * (1 - rate) ** (marks - k) for k in range(errors + 1))


@given(st.integers(1, 60).flatmap(lambda marks: st.tuples(st.integers(0, marks), st.just(marks))))
@settings(deadline=None)
def test_at_each_end_the_binomial_tail_is_what_was_asked(counts):
    errors, marks = counts
    ends = clopper_pearson(errors, marks)
    if errors > 0:
        assert 1 - chance_of_at_most(errors - 1, marks, ends.low) == pytest.approx(0.025, abs=1e-10)
    if errors < marks:
        assert chance_of_at_most(errors, marks, ends.high) == pytest.approx(0.025, abs=1e-10)
    assert 0 <= ends.low <= errors / marks <= ends.high <= 1


def test_none_and_all_wrong_have_one_closed_end():
    assert clopper_pearson(0, 50) == Interval(0.0, pytest.approx(1 - 0.025 ** (1 / 50), abs=1e-14))
    assert clopper_pearson(50, 50) == Interval(pytest.approx(0.025 ** (1 / 50), abs=1e-14), 1.0)


def test_no_marks_have_no_rate():
    assert clopper_pearson(0, 0) is None


def test_another_confidence_leaves_another_tail():
    assert clopper_pearson(0, 20, Fraction(9, 10)).high == pytest.approx(1 - 0.05 ** (1 / 20), abs=1e-14)


@pytest.mark.parametrize(
    ("errors", "marks", "confidence"),
    [(2, 1, "19/20"), (-1, 5, "19/20"), (0, -1, "19/20"), (0, 5, "1"), (0, 5, "0")],
)
def test_counts_that_cannot_be_are_refused(errors, marks, confidence):
    with pytest.raises(ValueError, match=r"errors|confidence"):
        clopper_pearson(errors, marks, Fraction(confidence))


@pytest.mark.parametrize(("errors", "marks"), COUNTS)
def test_the_ends_are_scipys(errors, marks):
    stats = pytest.importorskip("scipy.stats")
    ends = clopper_pearson(errors, marks)
    exact = stats.binomtest(errors, marks).proportion_ci(0.95, "exact")
    low = stats.beta.ppf(0.025, errors, marks - errors + 1) if errors else 0.0
    high = stats.beta.ppf(0.975, errors + 1, marks - errors) if errors < marks else 1.0
    assert ends.low == pytest.approx(low, abs=1e-11, rel=1e-6)
    assert ends.high == pytest.approx(high, abs=1e-11, rel=1e-6)
    assert (ends.low, ends.high) == pytest.approx((exact.low, exact.high), abs=1e-9)


def test_kappa_worked_by_hand():
    # 200 pairs, agreement 0.70; by chance 0.60 * 0.50 + 0.30 * 0.30 + 0.10 * 0.20 = 0.41.
    counts = {
        ("1", "1"): 88, ("1", "2"): 14, ("1", "3"): 18,
        ("2", "1"): 10, ("2", "2"): 40, ("2", "3"): 10,
        ("3", "1"): 2, ("3", "2"): 6, ("3", "3"): 12,
    }  # fmt: skip
    assert cohens_kappa(counts) == Fraction(70 - 41, 100 - 41)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("123-x"), st.sampled_from("123-x")), st.integers(0, 40), max_size=25
    )
)
def test_kappa_by_its_definition(pairs):
    readings = [pair for pair, count in pairs.items() for _ in range(count)]
    n = len(readings)
    kappa = cohens_kappa(pairs)
    if not n:
        assert kappa is None
        return
    agreed = Fraction(sum(one == other for one, other in readings), n)
    chance = sum(
        Fraction(sum(one == code for one, _ in readings), n)
        * Fraction(sum(other == code for _, other in readings), n)
        for code in "123-x"
    )
    assert kappa == (None if chance == 1 else (agreed - chance) / (1 - chance))


def test_one_code_only_says_nothing_of_agreement():
    assert cohens_kappa({("1", "1"): 500}) is None
    assert cohens_kappa({}) is None
    assert cohens_kappa({("1", "2"): 500}) == 0
    with pytest.raises(ValueError, match="-1 pairs"):
        cohens_kappa({("1", "1"): -1})
