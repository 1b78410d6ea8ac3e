"""Whether a verdict hangs on what the scheme had to assume."""

from dataclasses import replace

import pytest

from tally.assumptions import alternatives
from tally.counting import BatchCount
from tally.scheme import Base, Decides
from tally.verdicts import Status


def scheme_of(make, *assumed, when="satisfaction < 60%", grades=(1, 2), base="valid", band=None, **form):
    whens = [when] if isinstance(when, str) else when
    rules = [make.rule(f"r{place}", one, band) for place, one in enumerate(whens)]
    measures = [make.measure("satisfaction", grades, base), make.measure("dissatisfied", (4,))]
    scheme = make.scheme(measures=measures, rules=rules, forms=[make.form(**form)])
    return replace(scheme, assumed=assumed)


def notes(make, scheme, marks, rule=0):
    return [str(one) for one in make.tally(scheme, make.batch(marks, scheme)).verdicts[rule].notes]


BASE = "measures.satisfaction.base"
GRADES = "measures.satisfaction.grades"


def test_nothing_assumed_has_no_alternative(make):
    assert alternatives(scheme_of(make)) == ()
    assert notes(make, scheme_of(make), ["1", "4", "-", "-"]) == []


def test_a_sentence_names_nothing(make):
    assert alternatives(scheme_of(make, "the base. is not said", "forms.org.items", "grades")) == ()


def test_the_other_usual_bases_are_tried(make):
    def bases(base):
        found = alternatives(scheme_of(make, BASE, base=base))
        return [one.scheme.measures["satisfaction"].base for one in found]

    assert bases("valid") == [Base.MARKED, Base.COLLECTED]
    assert bases("issued") == [Base.VALID, Base.MARKED, Base.COLLECTED]
    assert len(alternatives(scheme_of(make, "measures.satisfaction"))) == 4


@pytest.mark.parametrize(
    ("grades", "tried"), [((1, 2), [{1}, {1, 2, 3}]), ((1,), [{1, 2}]), ((1, 2, 3), [{1, 2}]), ((4,), [])]
)
def test_one_of_the_first_grades_fewer_or_more_is_tried(make, grades, tried):
    found = alternatives(scheme_of(make, GRADES, grades=grades))

    assert [one.scheme.measures["satisfaction"].grades for one in found] == tried


def test_blank_rows_in_the_base_that_decide_are_noted(make):
    """2 of 4 with two blanks is below 60 %; 2 of the 2 that bear a grade is not."""
    (said,) = notes(make, scheme_of(make, BASE), ["1", "1", "-", "x"])

    assert said == (
        "assumed otherwise (satisfaction = (grade 1 + grade 2) / rows that bear a grade), "
        "this would not apply: satisfaction 2/2 = 100.00%"
    )
    assert notes(make, scheme_of(make, BASE), ["1", "1", "1", "x"]) == []


def test_a_base_of_sheets_collected_counts_the_void_ones(make):
    (said,) = notes(make, scheme_of(make, BASE), ["1", "1", "4", "void"])

    assert "ballots collected), this would apply: satisfaction 2/4 = 50.00%" in said


def test_a_base_of_sheets_collected_is_not_tried_while_some_are_open(make):
    """2 of 2 settled, 2 of 4 collected: the two open ballots would count as if they read nothing."""
    scheme = scheme_of(make, BASE)
    first = {1: "1", 2: "1", 3: "1", 4: "1"}
    settlement = make.settle(first, first | {3: "4", 4: "4"}, ballots=4, rows=1)
    (verdict,) = make.tally(scheme, BatchCount(make.cover(collected=4), settlement)).verdicts

    assert verdict.notes == ()
    sheets = [make.sheet(collected=9)]
    assert make.tally(scheme, make.batch(["1", "1"]), sheets=sheets).verdicts[0].notes == ()


def test_grades_that_decide_are_noted(make):
    (said,) = notes(make, scheme_of(make, GRADES), ["1", "2", "4"])
    assert "(grade 1) / valid ballots" in said
    assert "this would apply: satisfaction 1/3 = 33.33%" in said


def test_rows_that_would_decide_for_themselves_are_counted(make):
    """Pooled 5 of 6; alone the second row has 2 of 3, the third 1 of 3."""
    scheme = scheme_of(make, "forms.org.decides", items=("a", "b", "c"))
    (said,) = notes(make, scheme, ["111", "114", "144"])

    assert said == "assumed otherwise (org: every row decides for itself), this would apply in 1 of 3 rows"


def test_an_overall_row_that_decides_is_held_against_all_rows(make):
    scheme = scheme_of(make, "forms.org.decides", items=("a",), overall="whole", decides="overall")
    found = alternatives(scheme)

    assert [one.scheme.forms["org"].decides for one in found] == [Decides.POOLED, Decides.EACH]
    assert [said.split(", ")[1] for said in notes(make, scheme, ["41", "41"])] == [
        "this would apply: satisfaction 2/4 = 50.00%",
        "this would apply in 1 of 2 rows",
    ]


def test_a_form_of_one_row_has_no_other_deciding_row(make):
    assert alternatives(scheme_of(make, "forms.org.decides")) == ()


@pytest.mark.parametrize("void", [False, True])
def test_ballots_without_any_mark_that_decide_are_noted(make, void):
    """2 of 3, or 2 of 4 with the blank ballot: below 60 % only there."""
    scheme = scheme_of(make, "validity.blank_ballot")
    scheme = replace(scheme, validity=replace(scheme.validity, blank_ballot_void=void))
    (said,) = notes(make, scheme, ["1", "1", "4", "-"])

    if void:
        assert said.endswith("this would apply: satisfaction 2/4 = 50.00%")
    else:
        assert said.endswith("this would not apply: satisfaction 2/3 = 66.67%")


def test_a_gap_of_a_band_may_be_closed_by_another_choice(make):
    """2/3 is settled by no rule; over the marks given it is 100 %, over 2/3."""
    scheme = scheme_of(
        make, BASE, when=["satisfaction < 2/3", "satisfaction > 2/3"], band="band", grades=(1,)
    )
    (verdict,) = make.tally(scheme, make.batch(["1", "1", "-"], scheme)).verdicts

    assert verdict.status is Status.NOT_SETTLED
    marked, *rest = map(str, verdict.notes)
    assert '"r1" would apply: satisfaction 2/2 = 100.00%' in marked
    assert rest == []


def test_a_choice_that_leaves_the_value_open_is_noted_at_every_rule_of_the_band(make):
    scheme = scheme_of(make, BASE, when=["satisfaction < 2/3", "satisfaction > 2/3"], band="band")
    marks = ["1", "1", "4", "-"]

    assert ["would leave this open" in one for one in notes(make, scheme, marks, 0)] == [True]
    assert ["would leave this open" in one for one in notes(make, scheme, marks, 1)] == [True]
