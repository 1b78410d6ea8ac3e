"""The coal bureau's thresholds, at, just below and just above each of them."""

import pytest

from tally.verdicts import Status

APPLIES, NOT = Status.APPLIES, Status.DOES_NOT_APPLY


@pytest.fixture(scope="module")
def verdicts(make):
    """The verdicts on one row of so many satisfied, dissatisfied and other marks."""
    scheme = make.coal()

    def deciding(*, base, satisfied=0, dissatisfied=0):
        others = base - satisfied - dissatisfied
        marks = ["1"] * (satisfied // 2) + ["2"] * (satisfied - satisfied // 2)
        marks += ["4"] * dissatisfied + ["3", "-", "x"] * (others // 3) + ["3"] * (others % 3)
        return make.tally(scheme, make.batch(marks)).verdicts

    return deciding


def by_rule(verdicts):
    return {one.rule.id if one.rule else None: one.status for one in verdicts}


@pytest.mark.parametrize(
    ("base", "satisfied", "below"),
    [
        (3, 0, True),
        (3, 1, True),
        (3, 2, False),
        (3, 3, False),
        (5, 2, True),
        (5, 3, False),
        (5, 4, False),
        (30, 17, True),
        (30, 18, False),
        (30, 19, False),
        (50, 29, True),
        (50, 30, False),
        (50, 31, False),
        (60, 35, True),
        (60, 36, False),
        (60, 37, False),
        (3000, 1799, True),
        (3000, 1800, False),
        (3000, 1801, False),
    ],
)
def test_satisfaction_below_sixty_percent_and_not_at_it(verdicts, base, satisfied, below):
    found = by_rule(verdicts(base=base, satisfied=satisfied))

    assert found["rectify"] is (APPLIES if below else NOT)


BASIC, INCOMPETENT, UNAFFECTED, GAP = "basic", "incompetent", "unaffected", None


@pytest.mark.parametrize(
    ("base", "dissatisfied", "applying"),
    [
        (3, 0, UNAFFECTED),
        (3, 1, UNAFFECTED),
        (3, 2, GAP),
        (3, 3, INCOMPETENT),
        (5, 1, UNAFFECTED),
        (5, 2, BASIC),
        (5, 3, BASIC),
        (5, 4, INCOMPETENT),
        (30, 9, UNAFFECTED),
        (30, 10, UNAFFECTED),
        (30, 11, BASIC),
        (30, 19, BASIC),
        (30, 20, GAP),
        (30, 21, INCOMPETENT),
        (50, 16, UNAFFECTED),
        (50, 17, BASIC),
        (50, 33, BASIC),
        (50, 34, INCOMPETENT),
        (60, 20, UNAFFECTED),
        (60, 21, BASIC),
        (60, 39, BASIC),
        (60, 40, GAP),
        (60, 41, INCOMPETENT),
        (3000, 1000, UNAFFECTED),
        (3000, 1001, BASIC),
        (3000, 1999, BASIC),
        (3000, 2000, GAP),
        (3000, 2001, INCOMPETENT),
    ],
)
def test_dissatisfied_between_and_over_the_thirds(verdicts, base, dissatisfied, applying):
    band = [one for one in verdicts(base=base, dissatisfied=dissatisfied) if one.band == "secretary"]

    if applying is GAP:
        (gap,) = band
        assert (gap.rule, gap.band, gap.status) == (None, "secretary", Status.NOT_SETTLED)
    else:
        assert by_rule(band) == {
            rule: APPLIES if rule == applying else NOT for rule in (BASIC, INCOMPETENT, UNAFFECTED)
        }


def test_a_value_that_the_band_leaves_open_still_falls_on_the_head_and_shows_its_rate(verdicts):
    (gap,) = [one for one in verdicts(base=30, dissatisfied=20) if one.band]

    assert gap.falls_on == "Li"
    assert (gap.measures["dissatisfied"].numerator, gap.measures["dissatisfied"].denominator) == (20, 30)
    assert gap.margin_marks == 1
    assert "20/30 = 66.67%" in str(gap.basis)


@pytest.mark.parametrize(
    ("base", "dissatisfied", "printed"),
    [(3000, 1999, "66.63"), (3000, 2000, "66.67"), (3000, 2001, "66.70"), (30, 20, "66.67")],
)
def test_the_basis_prints_a_rate_that_does_not_contradict_the_verdict(verdicts, base, dissatisfied, printed):
    band = [one for one in verdicts(base=base, dissatisfied=dissatisfied) if one.band]

    assert all(f"dissatisfied {dissatisfied}/{base} = {printed}%" in str(one.basis) for one in band)


def test_more_decimals_are_printed_where_two_would_contradict_the_verdict(make):
    scheme = make.coal()
    tally = make.tally(scheme, make.batch(["1"] * 14999 + ["3"] * 10001))

    (rectify,) = [one for one in tally.verdicts if one.rule and one.rule.id == "rectify"]
    assert rectify.status is APPLIES
    assert "14999/25000 = 59.996%" in str(rectify.basis)


@pytest.mark.parametrize(
    ("base", "satisfied", "margin"),
    [
        (50, 30, 1),
        (50, 31, 2),
        (50, 29, 1),
        (50, 28, 2),
        (5, 3, 1),
        (60, 36, 1),
        (3000, 1799, 1),
        (3000, 0, 1800),
    ],
)
def test_the_margin_is_the_least_number_of_marks_to_the_other_side(verdicts, base, satisfied, margin):
    (rectify,) = [one for one in verdicts(base=base, satisfied=satisfied) if one.band is None]

    assert rectify.margin_marks == margin


@pytest.mark.parametrize(
    ("base", "dissatisfied", "margin"),
    [(30, 10, 1), (30, 11, 1), (30, 19, 1), (30, 15, 5), (50, 33, 1), (5, 0, 2)],
)
def test_the_margin_of_a_band_is_that_to_any_other_outcome(verdicts, base, dissatisfied, margin):
    band = [one for one in verdicts(base=base, dissatisfied=dissatisfied) if one.band]

    assert {one.margin_marks for one in band} == {margin}
