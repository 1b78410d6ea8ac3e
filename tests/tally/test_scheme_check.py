"""What a scheme without mistakes leaves open."""

import pytest

from tally.findings import Level
from tally.scheme_reader import read_scheme


def found(text):
    reading = read_scheme(text)
    return [(one.level.value, one.line, one.field, str(one.said)) for one in reading.findings]


def with_line(example, number, line):
    lines = example.splitlines()
    lines[number - 1] = line
    return "\n".join(lines)


def without_panel(example):
    return with_line(example, 56, "")


def test_a_band_that_covers_everything_is_not_mentioned(example):
    assert found(without_panel(example)) == []


def test_a_gap_is_told_on_the_first_rule_of_its_band_with_the_measures_own_label(example):
    (gap,) = found(with_line(without_panel(example), 93, 'when = "dissatisfied < 1/3"'))

    assert gap[:3] == ("gap", 80, "rules[2]")
    assert 'band "head": where 不满意票比例 is exactly 1/3, no rule says anything' in gap[3]


def test_an_overlap_is_told_with_the_verdicts_that_claim_it(example):
    (overlap,) = found(with_line(without_panel(example), 93, 'when = "dissatisfied <= 40%"'))

    assert overlap[:3] == ("overlap", 80, "rules[2]")
    assert "is above 1/3 and at most 40%, several rules claim it (提醒谈话, 不影响)" in overlap[3]


def test_a_gap_leaves_the_scheme_usable(example):
    reading = read_scheme(with_line(example, 93, 'when = "dissatisfied < 1/3"'))

    assert reading.scheme is not None
    assert {one.level for one in reading.findings} == {Level.GAP, Level.NOTICE}


def test_rules_without_a_band_may_leave_values_out(example):
    text = without_panel(example).replace('band    = "head"', "")

    assert found(with_line(text, 93, 'when = "dissatisfied < 10%"')) == []


@pytest.mark.parametrize(
    ("minimum", "says"),
    [
        ("{ visitors = 30, staff = 19 }", None),
        (
            "{ visitors = 30, staff = 20 }",
            "(30 + 20) already fill its 50 raters; no place is left for 领导点评",
        ),
        ("{ visitors = 30, staff = 21 }", "add up to 51, more than its 50 raters"),
        ("{ visitors = 20, staff = 20, leaders = 10 }", "(20 + 20 + 10) already fill its 50 raters"),
    ],
)
def test_the_numbers_of_a_panel_are_added_up(example, minimum, says):
    notices = found(with_line(example, 56, f"minimum = {minimum}"))

    assert [one[:3] for one in notices] == ([("notice", 56, "panels[1].minimum")] if says else [])
    assert all(says in one[3] for one in notices)
    assert not any("no place is left" in one[3] for one in notices) or "领导点评" in says


@pytest.mark.parametrize(
    "path",
    [
        "grades",
        "language",
        "forms.window.decides",
        "forms.staff.overall",
        "groups.visitors.pooled",
        "panels.window.minimum",
        "measures.satisfaction.base",
        "measures.dissatisfied.exclude",
        "rules.rectify.groups",
        "rules.warning.consequences",
        "validity.blank_ballot",
        "keying.voids",
        "本方案没有写明评议员范围。",
        "A free sentence about what the plan does not say",
    ],
)
def test_an_assumption_names_a_field_or_is_a_sentence(example, path):
    assert found(with_line(without_panel(example), 18, f'assumed = ["{path}"]')) == []


@pytest.mark.parametrize(
    "path",
    [
        "colour",
        "measures.satisfied.base",
        "measures.satisfaction.bass",
        "measures.base",
        "forms.door.items",
        "forms.title",
        "forms.window.colour",
        "rules.rectify.label",
        "validity.voids",
        "keying.over_issued",
        "bands",
        "pooled_groups",
    ],
)
def test_an_assumption_that_names_no_field_is_a_mistake(example, path):
    (mistake,) = found(with_line(without_panel(example), 18, f'assumed = ["grades", "{path}"]'))

    assert mistake == ("mistake", 18, "assumed", f'entry 2: there is no field "{path}" in this scheme')


def test_a_field_of_a_table_that_is_left_out_whole_can_be_assumed(example):
    text = "\n".join(example.splitlines()[:95])
    for path in ("validity.over_issued", "keying.voids", "roles.clerks"):
        assert found(with_line(without_panel(text), 18, f'assumed = ["{path}"]')) == []
