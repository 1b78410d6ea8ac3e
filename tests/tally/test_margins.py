"""Margins and what open work could change, held against trying every reading of every mark."""

import contextlib
import itertools
import os
import signal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tally.conditions import Comparison, Condition, parse_condition
from tally.least_change import Constraint, least_moves
from tally.margins import Case, margin_marks
from tally.measuring import row_alphabet
from tally.open_ballots import could_change

LONG = os.environ.get("PINGYI_LONG") == "1"
FIXED = ("collected", "issued", "eligible")


def outcome(case, marks):
    """What the rules of a case say of `marks` (a mark a character), reckoned mark by mark."""
    rates = {}
    for condition in case.conditions:
        for comparison in condition.comparisons:
            measure = case.measures[comparison.measure]
            counted = sum(code.isdigit() and int(code) in measure.grades for code in marks)
            if measure.base.value in FIXED:
                base = case.fixed_bases[measure.id]
            elif measure.base.value == "valid":
                base = sum(not (code.isdigit() and int(code) in measure.exclude) for code in marks)
            else:
                base = sum(code.isdigit() and int(code) not in measure.exclude for code in marks)
            if not base:
                return "no rate"
            rates[measure.id] = Fraction(counted, base)
    return tuple(condition.holds(rates) for condition in case.conditions)


def spelled(counts):
    return "".join(code * number for code, number in counts.items())


def readings(codes, number):
    """Every way to read `number` marks, the order of no account."""
    return map("".join, itertools.combinations_with_replacement(codes, number))


def changed(was, will):
    """How many marks have to read otherwise to turn one into the other."""
    return len(was) - sum(min(was.count(code), will.count(code)) for code in set(was))


# ---- the cases ----

thresholds = st.one_of(
    st.fractions(0, 1, max_denominator=6),
    st.sampled_from([Fraction(3, 5), Fraction(1, 3), Fraction(2, 3), Fraction(0), Fraction(1)]),
)


@st.composite
def measures(draw, make, id_, grades):
    counted = draw(st.sets(st.integers(1, grades), min_size=1, max_size=grades))
    base = draw(st.sampled_from(["valid", "marked", "valid", "marked", *FIXED]))
    exclude = draw(st.sets(st.integers(1, grades), max_size=1)) - counted if base not in FIXED else set()
    return make.measure(id_, counted, base, exclude)


def comparisons(names):
    return st.builds(Comparison, st.sampled_from(names), st.sampled_from(["<", "<=", ">", ">="]), thresholds)


def conditions(names, most=3):
    return st.lists(comparisons(names), min_size=1, max_size=most).map(lambda them: Condition(tuple(them)))


@st.composite
def cases(draw, make, most_marks=6, *, single=False):
    """One rule over one or two measures, or a band over one; on up to `most_marks` marks.

    `single`: one rule of one comparison.
    """
    grades = draw(st.integers(2, 4))
    both = {id_: draw(measures(make, id_, grades)) for id_ in ("a", "b")}
    if single:
        rules = [draw(conditions(["a"], 1))]
    elif draw(st.booleans()):
        rules = draw(st.lists(conditions(["a"], 2), min_size=1, max_size=3))
    else:
        rules = [draw(conditions(["a", "b"]))]
    marks = draw(st.text(row_alphabet(grades), min_size=1, max_size=most_marks))
    fixed = {id_: draw(st.integers(1, 8)) for id_, one in both.items() if one.base.value in FIXED}
    case = Case(tuple(rules), both, {code: marks.count(code) for code in row_alphabet(grades)}, fixed)
    assume(outcome(case, marks) != "no rate")
    return case


@settings(max_examples=250, deadline=None)
@given(choice=st.data())
def test_the_margin_is_the_true_least_number_of_changed_marks(make, choice):
    case = choice.draw(cases(make))
    was = spelled(case.marks)
    now = outcome(case, was)

    costs = [changed(was, will) for will in readings(case.marks, len(was)) if outcome(case, will) != now]

    assert margin_marks(case) == min(costs, default=None)


@settings(max_examples=250, deadline=None)
@given(choice=st.data())
def test_open_marks_that_could_change_an_outcome_are_never_called_harmless(make, choice):
    """Open marks may read anything, or drop out with a void or absent ballot."""
    case = choice.draw(cases(make, most_marks=5))
    known = choice.draw(st.text(list(case.marks), max_size=2))
    unknown = choice.draw(st.integers(0, 3))
    now = outcome(case, spelled(case.marks))

    changes = any(
        outcome(case, spelled(case.marks) + known + more) != now
        for number in range(unknown + 1)
        for more in readings(case.marks, number)
    )

    pending = {code: known.count(code) for code in case.marks}
    assert could_change(case, pending, unknown) or not changes


@settings(max_examples=250, deadline=None)
@given(choice=st.data())
def test_for_a_single_comparison_the_answer_is_exact(make, choice):
    """So a warning that is always given would be found out."""
    case = choice.draw(cases(make, most_marks=5, single=True))
    known = choice.draw(st.text(list(case.marks), max_size=2))
    unknown = choice.draw(st.integers(0, 3))
    now = outcome(case, spelled(case.marks))

    changes = any(
        outcome(case, spelled(case.marks) + known + more) != now
        for number in range(unknown + 1)
        for more in readings(case.marks, number)
    )

    pending = {code: known.count(code) for code in case.marks}
    assert could_change(case, pending, unknown) == changes


@st.composite
def programs(draw):
    """Marks by class and constraints with small weights, some classes empty."""
    classes = draw(st.integers(2, 5))
    now = draw(st.lists(st.integers(0, 4), min_size=classes, max_size=classes))
    weight = st.integers(-7, 7)
    target = draw(
        st.lists(
            st.builds(
                Constraint,
                st.tuples(*[weight] * classes),
                st.integers(-25, 15),
                st.booleans(),
            ),
            min_size=1,
            max_size=4,
        )
    )
    return tuple(now), tuple(target)


def vectors(total, classes):
    if classes == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in vectors(total - first, classes - 1):
            yield (first, *rest)


@settings(max_examples=1500 if LONG else 250, deadline=None)
@given(program=programs())
def test_the_least_moves_are_those_of_trying_every_vector(program):
    """Where moving greedily towards one constraint is not best for all of them."""
    now, target = program
    costs = [
        sum(max(0, was - will) for was, will in zip(now, vector, strict=True))
        for vector in vectors(sum(now), len(now))
        if all(one.lacks(vector) <= 0 for one in target)
    ]
    least = min(costs, default=None)

    assert least_moves(now, target) == least
    if least is not None:
        assert least_moves(now, target, least) is None
        assert least_moves(now, target, least + 1) == least


# ---- some by hand ----


def case_of(make, when, marks, *, base="valid", fixed=None, exclude=()):
    measures = {
        "satisfaction": make.measure("satisfaction", (1, 2), base, exclude),
        "dissatisfied": make.measure("dissatisfied", (4,)),
    }
    return Case(
        tuple(map(parse_condition, [when] if isinstance(when, str) else when)),
        measures,
        {code: marks.count(code) for code in row_alphabet(5)},
        fixed or {},
    )


@pytest.mark.parametrize(
    ("marks", "margin"),
    [("11144", 1), ("1114", 1), ("1111", 2), ("4444", 3), ("11-x4", 1), ("1", 1), ("11555", 1)],
)
def test_the_margin_of_one_rule(make, marks, margin):
    assert margin_marks(case_of(make, "satisfaction < 60%", marks)) == margin


def test_a_base_of_marks_is_emptied_by_blanks_where_that_is_nearest(make):
    """Over 40 % of one mark: to be under it takes a bad mark, or a blank that leaves no base."""
    assert margin_marks(case_of(make, "satisfaction > 0%", "1", base="marked")) == 1
    assert margin_marks(case_of(make, "satisfaction >= 0%", "1---", base="marked")) == 1
    assert margin_marks(case_of(make, "satisfaction >= 0%", "44-", base="marked")) == 2


def test_a_grade_that_leaves_the_base_can_be_nearest(make):
    """1 of 2 is under 60 %; when the bad mark reads "do not know", 1 of 1 is not."""
    assert margin_marks(case_of(make, "satisfaction < 60%", "14", exclude=(5,))) == 1
    assert margin_marks(case_of(make, "satisfaction < 60%", "1444", exclude=(5,))) == 2


def test_where_no_reading_leads_elsewhere_there_is_no_margin(make):
    assert margin_marks(case_of(make, "satisfaction <= 100%", "1144")) is None
    fixed = {"satisfaction": 100}
    assert margin_marks(case_of(make, "satisfaction < 60%", "11", base="issued", fixed=fixed)) is None


def test_the_margin_over_a_base_of_sheets_does_not_move_the_base(make):
    fixed = {"satisfaction": 10}

    assert margin_marks(case_of(make, "satisfaction < 30%", "11-444", base="issued", fixed=fixed)) == 1
    assert margin_marks(case_of(make, "satisfaction < 60%", "114444", base="issued", fixed=fixed)) == 4


def test_nothing_open_changes_nothing(make):
    assert not could_change(case_of(make, "satisfaction < 60%", "11144"), {}, 0)
    assert not could_change(case_of(make, "satisfaction < 60%", "11144"), {"1": 0, "4": 0}, 0)


def test_known_marks_of_open_ballots_count_as_they_stand(make):
    case = case_of(make, "satisfaction < 60%", "11144")

    assert could_change(case, {"4": 1}, 0)
    assert not could_change(case, {"1": 1}, 0)
    assert could_change(case, {"1": 1}, 2)
    assert not could_change(case, {"1": 2}, 1)


def test_without_a_rate_anything_open_could_change(make):
    assert could_change(case_of(make, "satisfaction < 60%", "--", base="marked"), {"4": 1}, 0)


@contextlib.contextmanager
def within(seconds):
    """Break off what takes longer."""

    def ring(*_):
        raise TimeoutError(f"not done after {seconds} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize(
    ("when", "margin"),
    [
        ("satisfaction < 60%", 151),
        ("satisfaction < 60% and dissatisfied > 1/3", 1001),
        (["satisfaction <= 1/3", "satisfaction > 1/3 and satisfaction < 2/3", "satisfaction > 2/3"], 1),
    ],
)
@pytest.mark.parametrize("rows", [1, 20])
def test_a_margin_over_three_thousand_ballots_is_found_while_a_person_waits(make, when, margin, rows):
    """Two measures that weigh the marks differently make four classes of marks."""
    case = case_of(make, when, "1235" * 750 * rows, exclude=(5,))

    with within(3):
        found = [margin_marks(case) for _ in range(100)]

    assert len(set(found)) == 1
    assert rows > 1 or found[0] == margin
