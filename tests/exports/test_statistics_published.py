"""What is published: no group, and no difference between a total and what is shown, under five people."""

from __future__ import annotations

import csv
import importlib.util
import io
from collections import defaultdict
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports.document import Grid, Kept, Paragraph, Parts
from exports.how_counted import HowCounted
from exports.paged_text import paged_text
from exports.results_csv import RESULTS
from exports.statistics.documents import published_documents, published_results
from exports.statistics.small_groups import ShownGroups, shown_groups
from tally.said import in_english


def _beside(name):
    spec = importlib.util.spec_from_file_location(
        f"{name}_for_published", Path(__file__).with_name(f"{name}.py")
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


cases, randoms = _beside("statistics_cases"), _beside("random_tallies")
coal = cases.coal
sizes = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 12), max_size=7)


NUMBERS = ("row", "issued", "collected", "valid", "void", "count", "base")


def rows(tally):
    """The lines of published/results.csv; an empty cell is None."""
    text = published_results(tally, in_english).decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert not found or tuple(found[0]) == RESULTS
    return [
        {key: None if not cell else int(cell) if key in NUMBERS else cell for key, cell in row.items()}
        for row in found
    ]


def notice(tally):
    (document,) = published_documents(tally, HowCounted(), cases.CODE, in_english)
    (sheet,) = document.sheets
    return document, sheet


def grid_of(sheet):
    return next((block for block in sheet.blocks if isinstance(block, Grid)), None)


def said(sheet):
    inner = [one for block in sheet.blocks for one in (block.blocks if isinstance(block, Kept) else (block,))]
    return [one.text for one in inner if isinstance(one, Paragraph)]


def school(*bundles):
    return cases.of_preset("school", [("branch", "school", group, None, marks) for group, marks in bundles])


# -- the rule


@settings(max_examples=400, deadline=None)
@given(sizes, sizes)
def test_no_group_and_no_difference_is_under_five(pooled, unpooled):
    unpooled = {f"u{group}": size for group, size in unpooled.items()}
    shown = shown_groups(pooled, unpooled)
    if sum(pooled.values()) < 5:
        assert shown is None
        return
    every = {**pooled, **unpooled}
    assert all(every[group] >= 5 for group in shown.apart)
    rest = sum(pooled.values()) - sum(pooled[group] for group in shown.apart if group in pooled)
    # What a reader gets by subtracting everything that is shown apart from the total: nothing, or five and more.
    assert rest == 0 or rest >= 5 or not set(shown.apart) & set(pooled)
    if shown.folded:
        assert sum(pooled[group] for group in shown.folded) == rest >= 5
        assert not set(shown.folded) & set(shown.apart)
    # Nothing is folded without need: every group apart is shown where no group is under five.
    if all(size >= 5 for size in pooled.values()):
        assert set(pooled) <= set(shown.apart)


def test_small_groups_are_folded_and_the_next_smallest_with_them():
    assert shown_groups({"a": 20, "b": 3, "c": 2}, {}) == ShownGroups(("a",), ("b", "c"))
    assert shown_groups({"a": 20, "b": 6, "c": 2}, {}) == ShownGroups(("a",), ("b", "c"))
    assert shown_groups({"a": 20, "b": 6, "c": 6, "d": 4}, {}) == ShownGroups(("a", "b"), ("c", "d"))
    assert shown_groups({"a": 5, "b": 1}, {}) == ShownGroups(())
    assert shown_groups({"a": 5, "b": 0}, {}) == ShownGroups(("a",))
    assert shown_groups({"a": 2, "b": 2}, {}) is None
    assert shown_groups({"a": 5}, {"u": 4, "v": 5}) == ShownGroups(("a", "v"))


# -- the rows


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_published_row_nor_difference_stands_for_under_five_people(data):
    tally = data.draw(randoms.tallies(cases))
    scheme = tally.scheme
    lines = defaultdict(dict)
    for row in rows(tally):
        key = row["form"], row["subject"], row["row"]
        marks = lines[key].setdefault(row["group"], {})
        assert row["mark"] not in marks, "each mark of a line once"
        marks[row["mark"]] = row["count"]
        assert row["organization"] and scheme.forms[row["form"]].kind.value == "organization"
    for (form, subject, line), groups in lines.items():
        total = next(
            one for one in tally.results
            if (one.form, one.subject, one.row, one.group) == (form, subject, line, None)
        )  # fmt: skip
        people = {group: sum(marks.values()) / total.rows for group, marks in groups.items()}
        assert people[None] >= 5
        assert all(number >= 5 for number in people.values())
        shown = sum(
            number for group, number in people.items()
            if group is not None and (group not in scheme.groups or scheme.groups[group].pooled)
        )  # fmt: skip
        assert shown in (0, people[None]), "what is not shown apart is in the others, or nothing is shown"
        assert total.accounting.collected is None or total.accounting.collected >= 5


def test_the_folded_rows_have_the_ballots_of_their_groups_together():
    tally = school(
        ("members", ["1111"] * 6 + ["V"]),
        ("activists", ["2222"] * 3 + ["V"]),
        ("teachers", ["1234"] * 2),
        ("delegates", ["4444"] * 1),
    )
    found = rows(tally)
    assert list(dict.fromkeys(row["group"] for row in found)) == [None, "members", "others"]
    assert {row["group_label"] for row in found if row["group"] == "others"} == {"Others"}
    first = [row for row in found if row["group"] == "others" and row["row"] == 1]
    assert {(row["issued"], row["collected"], row["valid"], row["void"]) for row in first} == {
        (None, 7, 6, 1)
    }
    assert [(row["mark"], row["count"], row["base"], row["percent"]) for row in first] == [
        ("m1", 2, 6, "33.33"), ("m2", 3, 6, "50.00"), ("m3", 0, 6, "0.00"), ("m4", 1, 6, "16.67"),
        ("m-", 0, 6, "0.00"), ("mx", 0, 6, "0.00"),
    ]  # fmt: skip
    whole = [row for row in found if row["group"] == "others" and row["row"] is None]
    assert {(row["valid"], row["base"]) for row in whole} == {(6, 24)}


def test_the_others_take_no_id_of_the_scheme():
    def edit(text):
        return text.replace('"served"', '"others"').replace("served =", "others =")

    bundles = [("org", "b1", "others", None, "111111"), ("org", "b1", "party", None, "123"),
               ("org", "b1", "masses", None, "12")]  # fmt: skip
    found = rows(coal(*bundles, edit=edit))
    assert list(dict.fromkeys(row["group"] for row in found)) == [None, "others", "others_"]


def test_ballots_that_are_void_do_not_make_a_group_larger():
    tally = school(("members", ["1111"] * 8), ("teachers", ["1111"] * 4 + ["V"] * 3))
    assert {row["group"] for row in rows(tally)} == {None}


def test_a_branch_with_fewer_than_five_and_an_invalid_appraisal_have_no_rows_and_no_rates():
    tally = coal(
        ("org", "b1", "party", None, "1111"),
        ("org", "b2", "party", 5, "444444"),
        ("org", "office", "party", None, "111222"),
    )
    assert {row["subject"] for row in rows(tally)} == {"office"}
    document, sheet = notice(tally)
    assert [row[0] for row in grid_of(sheet).rows if not row[0].startswith(" ")] == ["机关党支部"]
    words = said(sheet)
    assert "第一党支部: fewer than 5 valid ballots; no marks and no verdict are published" in words
    assert any(one.startswith("第二|党支部: invalid appraisal") for one in words)
    assert "整改" not in paged_text(document, in_english).split("Notes:")[0]


# -- the notice


def test_the_notice_has_rates_and_no_counts_by_group():
    tally = coal(
        ("org", "b1", "party", 21, "1" * 16 + "223-V"),
        ("org", "b1", "masses", 3, "114"),
        ("org", "b1", "served", 2, "44"),
    )
    document, sheet = notice(tally)
    assert document.name == "notice-org"
    branch, party, others = grid_of(sheet).rows
    assert [cell if isinstance(cell, str | int) else cell.shown for cell in branch] == [
        "第一党支部", 25, "72.00", "8.00", "4.00", "12.00", "4.00", "0.00", "80.00", "12.00",
    ]  # fmt: skip
    assert (party[0].strip(), others[0].strip()) == ("党员代表", "Others")
    assert party[1] == others[1] == ""
    assert all(not isinstance(cell, int) for row in (party, others) for cell in row)
    assert others[2].shown == "40.00"


def test_the_notice_sums_no_organizations():
    _, sheet = notice(cases.of_preset("coal-bureau"))
    labels = [row[0] for row in grid_of(sheet).rows]
    assert not [label for label in labels if "total" in label]


def test_corrective_work_has_lines_for_its_dates_where_something_follows():
    _, sheet = notice(coal(("org", "b1", "party", 9, "444444444"), ("org", "b2", "party", 9, "111111111")))
    parts = [block.parts for block in sheet.blocks if isinstance(block, Parts)]
    assert len(parts) == 1
    assert parts[0][0].strip() == "corrective work from: ____________"
    words = said(sheet)
    assert "- 要采取有力措施进行整改" in words
    assert '"不称职" (不满意票比例 above 2/3): applies' in words
    assert not [one for one in words if "赵书记" in one or "would have to read" in one]


def test_a_rule_over_a_small_group_is_not_published():
    def edit(text):
        return text.replace('verdict = "整改"', 'verdict = "整改"\ngroups = ["masses"]', 1)

    def words(masses):
        tally = coal(("org", "b1", "party", 9, "111111111"), ("org", "b1", "masses", 9, masses), edit=edit)
        return [one for one in said(notice(tally)[1]) if one.startswith('"整改"')]

    assert words("4444") == ['"整改" (满意率 below 60%): not published, for fewer than 5 ballots decide it']
    assert words("44444") == ['"整改" (满意率 below 60%): applies']


def test_a_form_that_nobody_was_rated_on_has_no_notice():
    assert (
        published_documents(coal(("member", "b1", "party", 2, ["111"])), HowCounted(), cases.CODE, in_english)
        == ()
    )
