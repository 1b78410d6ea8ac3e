"""What ballots still open could do to a verdict, held against trying every way they could read."""

import importlib.util
import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tally.conditions import parse_condition
from tally.margins import Case
from tally.measuring import row_alphabet
from tally.open_ballots import OpenMarks, could_change, open_words

LABELS = ("g1", "g2", "g3", "g4")


def _beside(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


brute = _beside("test_margins")


def ways(case, unknown):
    """Every way the unknown marks may read; a shorter one has ballots that dropped out as void."""
    for number in range(unknown + 1):
        yield from brute.readings(case.marks, number)


def codes(case, text):
    return {code: text.count(code) for code in case.marks}


@settings(max_examples=300, deadline=None)
@given(choice=st.data())
def test_in_one_row_the_answer_is_exact_for_every_rule(make, choice):
    """Bands, two measures and two thresholds at once included; a base of sheets collected apart."""
    case = choice.draw(brute.cases(make, most_marks=5))
    case = Case(
        case.conditions,
        {
            name: make.measure(name, one.grades, "issued" if one.base.value == "collected" else one.base,
                               one.exclude)
            for name, one in case.measures.items()
        },
        case.marks,
        case.fixed_bases,
    )  # fmt: skip
    known = choice.draw(st.text(list(case.marks), max_size=2))
    unknown = choice.draw(st.integers(0, 3))
    was = brute.spelled(case.marks)
    now = brute.outcome(case, was)

    changes = any(brute.outcome(case, was + known + more) != now for more in ways(case, unknown))

    assert could_change(case, codes(case, known), unknown) == changes


@settings(max_examples=400, deadline=None)
@given(choice=st.data())
def test_the_sentence_is_true_of_every_way_the_open_ballots_may_read(make, choice):
    case = choice.draw(brute.cases(make, most_marks=5))
    grades = len(case.marks) - 2
    known = choice.draw(st.text(list(case.marks), max_size=2))
    unknown = choice.draw(st.integers(0, 3))
    was = brute.spelled(case.marks)
    now = brute.outcome(case, was)
    marks = OpenMarks(codes(case, known), unknown, 1)
    changeable = could_change(case, marks.known, unknown)

    said = open_words(case, marks, LABELS[:grades], changeable=changeable)

    if not known and not unknown:
        assert said is None
        return
    text = str(said)
    differs = {more: brute.outcome(case, was + known + more) != now for more in ways(case, unknown)}
    if "stands" in text:
        assert not changeable
        assert not any(differs.values())
    elif "will change" in text or "changes this" in text:
        assert all(differs.values())
    elif "would change" in text:
        for part in text.split("; "):
            found = re.search(r"(?:at least|all) (\d+)", part)
            number = int(found[1]) if found else 1
            code = re.search(r'"g(\d)"', part)[1]
            assert all(change for more, change in differs.items() if more.count(code) >= number), part
            assert not all(change for more, change in differs.items() if more.count(code) >= number - 1), part
    else:
        assert text == "what is still open could change this"
        assert changeable


# ---- some by hand ----


def satisfied(make, marks, when="a < 60%", base="valid", fixed=None):
    measures = {"a": make.measure("a", (1, 2), base), "b": make.measure("b", (4,))}
    return Case(
        tuple(map(parse_condition, [when] if isinstance(when, str) else when)),
        measures,
        {code: marks.count(code) for code in row_alphabet(4)},
        fixed or {},
    )


def words(case, unknown, known="", rows=1):
    marks = OpenMarks({code: known.count(code) for code in case.marks}, unknown, rows)
    return str(open_words(case, marks, LABELS, changeable=could_change(case, marks.known, unknown)))


@pytest.mark.parametrize(
    ("marks", "unknown", "sentence"),
    [
        ("1" * 9 + "4", 3, 'even if all 3 open ballots read "g4", this stands'),
        ("1" * 9 + "4", 1, 'even if the open ballot reads "g4", this stands'),
        ("1" * 7 + "444", 3, 'if all 3 open ballots read "g4", this would change'),
        ("1" * 7 + "444", 4, 'if at least 3 of the 4 open ballots read "g4", this would change'),
        ("111" + "44", 1, 'if the open ballot reads "g4", this would change'),
        ("1" * 5 + "4" * 5, 3, 'if all 3 open ballots read "g1", this would change'),
        ("4" * 9, 3, 'even if all 3 open ballots read "g1", this stands'),
    ],
)
def test_the_grade_named_is_the_one_that_pushes_to_the_threshold(make, marks, unknown, sentence):
    assert words(satisfied(make, marks), unknown) == sentence


def test_a_band_may_be_left_both_ways(make):
    case = satisfied(make, "1" * 5 + "4" * 5, ["a < 45%", "a >= 45% and a < 55%", "a >= 55%"])

    assert words(case, 2) == (
        'if all 2 open ballots read "g4", this would change; '
        'if all 2 open ballots read "g1", this would change'
    )


def test_marks_of_several_rows_are_called_marks(make):
    assert words(satisfied(make, "1" * 9), 2, rows=3) == 'even if all 2 open marks read "g4", this stands'
    assert "open marks read" in words(satisfied(make, "11144"), 2, rows=3)


def test_known_rows_of_open_ballots_are_taken_as_they_stand(make):
    assert words(satisfied(make, "11144"), 0, "4") == (
        "counting the rows already agreed on open ballots changes this"
    )
    assert words(satisfied(make, "11144"), 0, "1") == (
        "counting the rows already agreed on open ballots, this stands"
    )
    assert words(satisfied(make, "11144"), 1, "444") == (
        "whatever the open ballots read (1), this will change"
    )


def test_an_absent_ballot_leaves_the_base_of_those_collected(make):
    """Of 4 collected 2 are satisfied and one is open: 3 of 4, 2 of 4, or, where it is absent, 2 of 3."""
    when = "a > 60% and a < 70%"

    assert could_change(satisfied(make, "114", when, "collected", {"a": 4}), {}, 1)
    assert not could_change(satisfied(make, "114", when, "issued", {"a": 4}), {}, 1)


def test_of_two_measures_both_have_to_be_reached_at_once(make):
    """One open ballot can push either rate over its threshold and never both."""
    case = satisfied(make, "1144", "a > 55% and b > 55%")

    assert not could_change(case, {}, 3)
    assert words(case, 3) == "whatever the open ballots read (3), this stands"
    assert [case.rates()[name] > 0 for name in ("a", "b")] == list(itertools.repeat(True, 2))
