"""What each rule says of each subject, and where it says nothing."""

import pytest

from tally.count_sheets import CountSheet
from tally.counting import BatchCount
from tally.scheme import Kind, Validity
from tally.subjects import Subject
from tally.verdicts import Status

GROUPS = {"party": True, "masses": True, "leaders": False}


def of(tally, rule="rectify"):
    return [one for one in tally.verdicts if one.rule is not None and one.rule.id == rule]


@pytest.fixture(scope="module")
def rated(make):
    """A scheme with one rule, `rectify`, and whatever else a test gives."""

    def scheme(when="satisfaction < 60%", *, rule=None, **others):
        return make.scheme(rules=[make.rule("rectify", when, **(rule or {}))], **others)

    return scheme


# ---- whom a rule is for ----


def test_a_rule_is_for_its_kind_of_subject(make, rated):
    subjects = make.subjects(Subject("b1", "B", Kind.ORGANIZATION), Subject("m1", "M", Kind.MEMBER, "b1"))
    forms = [make.form("org"), make.form("staff", layout="roster", kind="member")]
    batches = [make.batch(["1"], id="B1"), make.batch(["1"], id="B2", form="staff", roster=("m1",))]

    def rated_by(*kinds):
        scheme = rated(rule={"kinds": kinds}, forms=forms)
        return [(one.form, one.subject) for one in make.tally(scheme, *batches, subjects=subjects).verdicts]

    assert rated_by("organization") == [("org", "b1")]
    assert rated_by("member") == [("staff", "m1")]
    assert sorted(rated_by("organization", "member")) == [("org", "b1"), ("staff", "m1")]


def test_a_rule_may_be_for_one_form_only(make, rated):
    forms = [make.form("org"), make.form("other")]
    batches = [make.batch(["1"], id=form, form=form) for form in ("org", "other")]

    everywhere = make.tally(rated(forms=forms), *batches).verdicts
    assert [one.form for one in everywhere] == ["org", "other"]
    assert [
        one.form for one in make.tally(rated(rule={"form": "other"}, forms=forms), *batches).verdicts
    ] == ["other"]


def test_each_member_of_a_roster_has_a_verdict_over_its_own_rows(make, rated):
    subjects = make.subjects(
        Subject("b1", "B", Kind.ORGANIZATION), *(Subject(one, one, Kind.MEMBER, "b1") for one in ("m1", "m2"))
    )
    scheme = rated(rule={"kinds": ["member"]}, forms=[make.form("staff", layout="roster", kind="member")])
    batch = make.batch(["14", "13", "41"], form="staff", roster=("m1", "m2"))

    found = of(make.tally(scheme, batch, subjects=subjects))

    assert [(one.subject, one.row, one.status) for one in found] == [
        ("m1", None, Status.DOES_NOT_APPLY),
        ("m2", None, Status.APPLIES),
    ]


def test_a_verdict_on_the_head_names_the_head(make, rated):
    batch = make.batch(["1"])

    assert of(make.tally(rated(rule={"on": "head"}), batch))[0].falls_on == "Li"
    assert of(make.tally(rated(), batch))[0].falls_on is None


# ---- which rows decide ----


@pytest.fixture(scope="module")
def deciding(make, rated):
    """Verdicts on a form of two items and an overall row; row 1 is bad, row 2 good, the last good."""

    def verdicts(decides, overall_first=False):
        form = make.form(items=("a", "b"), overall="all", decides=decides, overall_first=overall_first)
        return of(make.tally(rated(forms=[form]), make.batch(["411", "411", "114", "442"])))

    return verdicts


def test_the_overall_row_decides(deciding):
    (last,) = deciding("overall")
    assert (last.row, last.item, last.status) == (None, "all", Status.DOES_NOT_APPLY)
    assert last.measures["satisfaction"].rate.as_integer_ratio() == (3, 4)

    (first,) = deciding("overall", overall_first=True)
    assert first.status is Status.APPLIES
    assert first.measures["satisfaction"].rate.as_integer_ratio() == (1, 4)


def test_all_rows_together_decide(deciding):
    (one,) = deciding("pooled")

    assert (one.row, one.item) == (None, None)
    assert (one.measures["satisfaction"].numerator, one.measures["satisfaction"].denominator) == (7, 12)
    assert one.status is Status.APPLIES
    assert "all 3 rows pooled" in str(one.basis)


def test_every_row_decides_for_itself(deciding):
    assert [(one.row, one.item, one.status) for one in deciding("each")] == [
        (1, "a", Status.APPLIES),
        (2, "b", Status.DOES_NOT_APPLY),
        (3, "all", Status.DOES_NOT_APPLY),
    ]


def test_a_base_of_sheets_is_times_the_rows_that_are_pooled(make, rated):
    scheme = rated(
        forms=[make.form(items=("a", "b"))], measures=[make.measure("satisfaction", (1,), "collected")]
    )
    (one,) = of(make.tally(scheme, make.batch(["11", "14"]), sheets=[make.sheet(collected=3, set_aside=1)]))

    assert (one.measures["satisfaction"].numerator, one.measures["satisfaction"].denominator) == (3, 6)


# ---- whose ballots decide ----


@pytest.fixture(scope="module")
def by_groups(make, rated):
    """The verdict where the party is content, the masses are not, and the leaders shown apart are not."""

    def verdict(groups=(), *, base="valid", sheets=()):
        scheme = rated(
            rule={"groups": groups}, groups=GROUPS, measures=[make.measure("satisfaction", (1, 2), base)]
        )
        marks = {"party": ["1"] * 8 + ["4"], "masses": ["4"] * 3, "leaders": ["4"] * 30}
        batches = [make.batch(them, id=group, group=group) for group, them in marks.items()]
        (one,) = of(make.tally(scheme, *batches, sheets=sheets))
        return one

    return verdict


def test_all_pooled_groups_decide_and_no_other(by_groups):
    one = by_groups()

    assert (one.measures["satisfaction"].numerator, one.measures["satisfaction"].denominator) == (8, 12)
    assert one.status is Status.DOES_NOT_APPLY
    assert "all groups pooled" in str(one.basis)


def test_a_rule_may_be_for_some_groups_only(by_groups):
    one = by_groups(["masses"])
    assert one.measures["satisfaction"].rate == 0
    assert one.status is Status.APPLIES
    assert "group masses" in str(one.basis)

    both = by_groups(["masses", "leaders"])
    assert both.measures["satisfaction"].denominator == 33


def test_the_base_of_a_rule_for_some_groups_is_theirs(make, by_groups):
    assert by_groups(base="collected").measures["satisfaction"].denominator == 12
    assert by_groups(["party"], base="collected").measures["satisfaction"].denominator == 9
    sheets = [make.sheet(group="party", issued=20), make.sheet(group="masses", issued=10)]
    assert by_groups(["party"], base="issued", sheets=sheets).measures["satisfaction"].denominator == 20
    assert by_groups(base="issued", sheets=sheets).measures["satisfaction"].denominator == 30


def test_a_rule_for_a_group_without_ballots_has_no_valid_ballots(make, rated):
    scheme = rated(rule={"groups": ["masses"]}, groups=GROUPS)

    (one,) = of(make.tally(scheme, make.batch(["1"], group="party")))
    assert one.status is Status.NO_VALID_BALLOTS


# ---- where there is no verdict ----


def silent(verdicts, status):
    """All verdicts are of one status, and each rule has its own."""
    assert {one.status for one in verdicts} == {status}
    assert sorted(one.rule.id for one in verdicts) == ["basic", "incompetent", "rectify", "unaffected"]
    assert {one.margin_marks for one in verdicts} == {None}


def test_no_valid_ballots(make):
    tally = make.tally(make.coal(), make.batch(["void", "void"]))

    silent(tally.verdicts, Status.NO_VALID_BALLOTS)
    assert {one.could_change_by_open for one in tally.verdicts} == {False}


def test_an_empty_base_of_marks_has_no_valid_ballots_though_there_are_some(make, rated):
    measures = [make.measure("satisfaction", (1,), "marked")]

    (one,) = of(make.tally(rated(measures=measures), make.batch(["-", "x"])))
    assert one.status is Status.NO_VALID_BALLOTS
    assert "0/0" in str(one.basis)
    assert "0.00" not in str(one.basis)


def test_no_valid_ballots_over_a_base_of_sheets(make, rated):
    measures = [make.measure("satisfaction", (1,), "collected")]

    (one,) = of(make.tally(rated(measures=measures), make.batch(["void", "void"])))
    assert one.status is Status.NO_VALID_BALLOTS


@pytest.mark.parametrize(
    ("issued", "status"), [(1, Status.INVALID_APPRAISAL), (2, Status.APPLIES), (3, Status.APPLIES)]
)
def test_more_collected_than_issued_is_no_appraisal(make, rated, issued, status):
    on_cover = make.tally(rated(), make.batch(["4", "4"], issued=issued))
    on_sheet = make.tally(rated(), make.batch(["4", "4"]), sheets=[make.sheet(issued=issued, collected=2)])

    assert [one.status for one in (*of(on_cover), *of(on_sheet))] == [status, status]


def test_more_collected_than_issued_may_be_reported_only(make, rated):
    scheme = rated(validity=Validity(over_issued_invalid=False))

    assert of(make.tally(scheme, make.batch(["4", "4"], issued=1)))[0].status is Status.APPLIES


def test_an_invalid_appraisal_silences_every_rule(make):
    silent(make.tally(make.coal(), make.batch(["4"] * 3, issued=2)).verdicts, Status.INVALID_APPRAISAL)


@pytest.mark.parametrize("base", ["issued", "eligible"])
def test_a_base_that_is_stated_nowhere_is_unknown(make, rated, base):
    measures = [make.measure("satisfaction", (1,), base)]
    scheme = rated(measures=measures)

    (one,) = of(make.tally(scheme, make.batch(["4", "4"])))
    assert one.status is Status.BASE_UNKNOWN
    assert one.margin_marks is None
    assert "its base is stated nowhere" in str(one.basis)
    stated = CountSheet("org", "b1", "", 4, 2, None, 4, 0)
    (known,) = of(make.tally(scheme, make.batch(["1", "1"]), sheets=[stated]))
    assert known.status is Status.APPLIES
    assert known.measures["satisfaction"].rate.as_integer_ratio() == (1, 2)


# ---- bands ----


def banded(make, *whens):
    return make.scheme(rules=[make.rule(f"r{place}", when, "band") for place, when in enumerate(whens)])


def test_two_rules_of_a_band_that_claim_a_value_contradict_each_other(make):
    scheme = banded(
        make, "dissatisfied < 1/2", "dissatisfied >= 1/2", "dissatisfied >= 50% and dissatisfied < 60%"
    )

    found = make.tally(scheme, make.batch(["4", "1"])).verdicts
    assert [(one.rule.id, one.status) for one in found] == [
        ("r0", Status.DOES_NOT_APPLY),
        ("r1", Status.CONTRADICTORY),
        ("r2", Status.CONTRADICTORY),
    ]
    found = make.tally(scheme, make.batch(["4", "4", "1"])).verdicts
    assert [one.status for one in found] == [Status.DOES_NOT_APPLY, Status.APPLIES, Status.DOES_NOT_APPLY]


def test_a_value_that_no_rule_of_a_band_claims_is_one_verdict_without_a_rule(make):
    scheme = banded(make, "dissatisfied < 1/2", "dissatisfied > 1/2")

    (one,) = make.tally(scheme, make.batch(["4", "1"])).verdicts
    assert (one.rule, one.band, one.status) == (None, "band", Status.NOT_SETTLED)


def test_a_rule_without_a_band_simply_does_not_apply(make):
    scheme = make.scheme(rules=[make.rule("a", "dissatisfied < 1/2"), make.rule("b", "dissatisfied > 1/2")])

    assert [one.status for one in make.tally(scheme, make.batch(["4", "1"])).verdicts] == [
        Status.DOES_NOT_APPLY
    ] * 2


def test_a_rule_over_two_measures_applies_where_both_hold(make):
    scheme = make.scheme(rules=[make.rule("rectify", "satisfaction < 60% and dissatisfied >= 1/2")])

    for marks, status in (
        ("1444", Status.APPLIES),
        ("1344", Status.APPLIES),
        ("1334", Status.DOES_NOT_APPLY),
        ("1144", Status.APPLIES),
        ("1114", Status.DOES_NOT_APPLY),
    ):
        (one,) = of(make.tally(scheme, make.batch(list(marks))))
        assert (marks, one.status) == (marks, status)
        assert set(one.measures) == {"satisfaction", "dissatisfied"}


# ---- what is still open ----


def rectify(make, first, second, *rulings, ballots, sheets=()):
    settlement = make.settle(first, second, *rulings, ballots=ballots, rows=1)
    batch = BatchCount(make.cover(collected=ballots), settlement)
    (one,) = of(make.tally(make.coal(), batch, sheets=sheets))
    return one


def test_a_verdict_rests_on_what_is_settled_and_says_whether_the_rest_could_change_it(make):
    """Three content of five settled: not below 60 %; the sixth ballot decides."""
    same = {1: "1", 2: "1", 3: "1", 4: "4", 5: "4"}
    one = rectify(make, same | {6: "1"}, same | {6: "4"}, ballots=6)

    assert one.status is Status.DOES_NOT_APPLY
    assert one.measures["satisfaction"].denominator == 5
    assert one.could_change_by_open

    settled = rectify(make, same | {6: "1"}, same | {6: "4"}, make.ruling(1, 6, 1, "1"), ballots=6)
    assert settled.status is Status.DOES_NOT_APPLY
    assert not settled.could_change_by_open


def test_open_ballots_that_are_too_few_cannot_change_a_verdict(make):
    same = dict.fromkeys(range(1, 10), "1")
    one = rectify(make, same | {10: "1"}, same | {10: "4"}, ballots=10)

    assert not one.could_change_by_open
    assert one.margin_marks == 4


def test_nothing_open_cannot_change_anything(make):
    verdicts = make.tally(make.coal(), make.batch(["1", "1", "1", "4", "4"])).verdicts

    assert {one.could_change_by_open for one in verdicts} == {False}


def test_a_batch_that_is_not_in_custody_could_change_a_verdict(make):
    waiting = BatchCount(make.cover("B2", collected=5), None)
    few = BatchCount(make.cover("B3", collected=1), None)

    assert of(make.tally(make.coal(), make.batch(["1"] * 5), waiting))[0].could_change_by_open
    assert not of(make.tally(make.coal(), make.batch(["1"] * 5), few))[0].could_change_by_open


def test_sheets_that_a_count_sheet_tells_of_and_no_bundle_holds_could_change_a_verdict(make):
    batch = make.batch(["1"] * 5)

    for collected, changes in ((5, False), (8, False), (9, True)):
        (one,) = of(make.tally(make.coal(), batch, sheets=[make.sheet(collected=collected)]))
        assert (collected, one.could_change_by_open) == (collected, changes)


def test_the_sheets_of_a_group_that_has_no_bundle_yet_could_change_a_verdict(make):
    scheme = make.coal(groups=GROUPS)
    sheets = [make.sheet(group="party", collected=5), make.sheet(group="masses", collected=40)]

    tally = make.tally(scheme, make.batch(["1"] * 5, group="party"), sheets=sheets)
    assert not tally.complete
    assert of(tally)[0].could_change_by_open


def test_the_sheets_of_a_group_shown_apart_cannot_change_a_verdict(make):
    scheme = make.coal(groups=GROUPS)
    party = make.batch(["1"] * 5, group="party")
    leaders = BatchCount(make.cover("B2", collected=50, group="leaders"), None)

    assert not of(make.tally(scheme, party, leaders))[0].could_change_by_open


def test_open_work_could_turn_no_verdict_into_one(make):
    settlement = make.settle({1: "void"}, {1: "1"}, ballots=1, rows=1)
    (one,) = of(make.tally(make.coal(), BatchCount(make.cover(collected=1), settlement)))

    assert one.status is Status.NO_VALID_BALLOTS
    assert one.could_change_by_open


# ---- how far it is from another verdict ----


def test_void_sheets_count_among_those_that_could_read_otherwise(make, rated):
    """Satisfied on 1 of 2: a void sheet that is valid and satisfied makes 2 of 3."""
    measures = [make.measure("satisfaction", (1,), exclude=(2, 3))]
    scheme = rated(measures=measures)

    def sheets(*marks):
        (one,) = of(make.tally(scheme, make.batch(list(marks))))
        return one.sheets_to_change

    assert sheets("1", "1", "1", "1", "1") == 3
    assert sheets("1", "4") == 1
    assert sheets("void", "void") == 1


def test_a_sheet_may_be_wrong_in_every_row_of_a_verdict(make, rated):
    scheme = rated(forms=[make.form(items=("a", "b", "c"))])
    (one,) = of(make.tally(scheme, make.batch(["111"] * 20)))

    assert (one.margin_marks, one.sheets_to_change) == (25, 9)


def test_without_a_verdict_no_number_of_sheets_makes_another(make, rated):
    (over,) = of(make.tally(rated(), make.batch(["1", "1"], issued=1)))
    (nothing,) = of(
        make.tally(rated(rule={"groups": ["masses"]}, groups=GROUPS), make.batch(["1"], group="party"))
    )

    assert over.sheets_to_change is None
    assert nothing.sheets_to_change is None


def test_the_open_ballots_are_spoken_of_in_words(make):
    same = dict.fromkeys(range(1, 10), "1")
    one = rectify(make, same | {10: "1"}, same | {10: "4"}, ballots=10)
    assert str(one.open_words) == 'even if the open ballot reads "grade 4", this stands'

    few = dict.fromkeys(range(1, 4), "1") | {4: "4", 5: "4"}
    two = rectify(make, few | {6: "1"}, few | {6: "4"}, ballots=6)
    assert str(two.open_words) == 'if the open ballot reads "grade 4", this would change'

    (settled,) = of(make.tally(make.coal(), make.batch(["1"] * 5)))
    assert settled.open_words is None


def test_open_rows_of_a_verdict_over_several_are_called_marks(make):
    scheme = make.coal(forms=[make.form(items=("a", "b"))])
    settlement = make.settle({1: "11", 2: "11"}, {1: "11", 2: "14"}, ballots=2, rows=2)
    (one,) = of(make.tally(scheme, BatchCount(make.cover(collected=2), settlement)))

    assert str(one.open_words) == 'even if the open mark reads "grade 4", this stands'


def test_without_a_rate_the_open_ballots_could_change_anything(make):
    settlement = make.settle({1: "void"}, {1: "1"}, ballots=1, rows=1)
    (one,) = of(make.tally(make.coal(), BatchCount(make.cover(collected=1), settlement)))

    assert str(one.open_words) == "what is still open could change this"
