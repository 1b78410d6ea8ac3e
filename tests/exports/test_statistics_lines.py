"""What a reader checks first: every line adds up, totals are sums, tables align, no page is wider than 100 cells."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from exports.document import Grid, Share
from exports.how_counted import HowCounted
from exports.paged_text import paged_text
from exports.statistics.documents import on_file_documents, published_documents, sent_up_documents
from exports.statistics.subtotals import summary_lines
from exports.statistics.text_widths import text_widths
from tally.measuring import measure_value
from tally.said import in_english
from tally.scheme import Decides, Kind
from tally.subjects import Subject, Subjects


def _beside(name):
    spec = importlib.util.spec_from_file_location(f"{name}_for_lines", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


cases, randoms = _beside("statistics_cases"), _beside("random_tallies")
few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def statistics(tally, translate=in_english):
    how = HowCounted(as_of="2026-12-10", open=tally.open)
    made = [make(tally, how, cases.CODE, translate) for make in (sent_up_documents, on_file_documents)]
    return [one for documents in made for one in documents]


def grids(document):
    return [(sheet, block) for sheet in document.sheets for block in sheet.blocks if isinstance(block, Grid)]


def figures(tally, grid, row):
    """The figures of a line by their heads; the shares in the order of the grades."""
    by_head = dict(zip([column.head for column in grid.columns], row, strict=True))
    return by_head, [by_head[grade] for grade in tally.scheme.grades]


@few
@given(st.data())
def test_every_line_of_a_settled_count_adds_up(data):
    tally = data.draw(randoms.tallies(cases, complete=True))
    lines = 0
    for document in statistics(tally):
        if document.name.startswith("ranking"):
            continue
        for _, grid in grids(document):
            for row in grid.rows:
                by_head, shares = figures(tally, grid, row)
                assert all(isinstance(share, Share) and share.base == by_head["valid"] for share in shares)
                marks = sum(share.count for share in shares) + by_head["abstain"] + by_head["spoiled"]
                assert by_head["valid"] == marks, (document.name, row)
                if by_head.get("collected", 0) is None:
                    # No bundle of a pooled group: a number stated nowhere, of nothing.
                    assert by_head["valid"] == by_head["invalid"] == 0
                elif "collected" in by_head:
                    assert by_head["collected"] == by_head["valid"] + by_head["invalid"], (document.name, row)
                lines += 1
    assert lines


@few
@given(st.data())
def test_a_line_that_does_not_add_up_is_told_by_how_much(data):
    tally = data.draw(randoms.tallies(cases))
    for document in statistics(tally):
        if not document.name.startswith("statistics-org"):
            continue
        for sheet, grid in grids(document):
            said = " ".join(block.text for block in sheet.blocks if hasattr(block, "text"))
            for row in grid.rows:
                by_head, shares = figures(tally, grid, row)
                marks = sum(share.count for share in shares) + by_head["abstain"] + by_head["spoiled"]
                assert by_head["valid"] == marks
                if by_head["collected"] not in (None, by_head["valid"] + by_head["invalid"]):
                    assert "! " in said, (row, said)
                    assert "ballots collected are not counted yet" in said or "are counted than were" in said


@few
@given(st.data())
def test_the_total_and_each_subtotal_are_sums_and_have_no_verdict(data):
    tally = data.draw(randoms.tallies(cases))
    scheme = tally.scheme
    (document, *_) = statistics(tally)
    subjects = list(dict.fromkeys(one.subject for one in tally.results if one.form == "org"))
    if len(subjects) < 2:
        assert all("Summary" not in sheet.titles[0] for sheet in document.sheets)
        return
    (_, grid), *_ = grids(document)
    lines = summary_lines(subjects, tally.subjects)
    assert len(lines) == len(grid.rows)
    own = {line.subject: row for line, row in zip(lines, grid.rows, strict=True) if not line.adds}
    assert sorted(own) == sorted(subjects)
    assert lines[-1].subject == "" and sorted(lines[-1].adds) == sorted(subjects)
    for line, row in zip(lines, grid.rows, strict=True):
        if not line.adds:
            continue
        assert row[-1] == ""
        for at, cell in enumerate(row[1:-1], start=1):
            parts = [own[subject][at] for subject in line.adds]
            if isinstance(cell, Share):
                assert cell == Share(sum(one.count for one in parts), sum(one.base for one in parts))
            elif isinstance(cell, int):
                assert cell == sum(part or 0 for part in parts)
            elif cell is None:
                assert None in parts
        results = {
            (one.subject, one.row): one for one in tally.results if one.form == "org" and not one.group
        }
        form = scheme.forms["org"]
        chosen = [
            next(
                one for (subject, _), one in results.items()
                if subject == name and (one.overall if form.decides is Decides.OVERALL else one.row is None)
            )
            for name in line.adds
        ]  # fmt: skip
        marks = chosen[0].marks
        for one in chosen[1:]:
            marks = marks + one.marks
        heads = [column.head for column in grid.columns]
        for measure in scheme.measures.values():
            if measure.label in heads and measure.base.value in ("valid", "marked") and marks.valid:
                value = measure_value(measure, marks, chosen[0].accounting, chosen[0].rows)
                assert row[heads.index(measure.label)].value == value.rate


@few
@given(st.data())
def test_all_organizations_together_are_the_sums_of_their_sheets(data):
    tally = data.draw(randoms.tallies(cases))
    (document, *_) = statistics(tally)
    sheets = [(sheet, grid) for sheet, grid in grids(document) if "Statistics table" in sheet.titles[0]]
    together = [grid for sheet, grid in grids(document) if "together" in sheet.titles[0]]
    assert len(together) == (len(sheets) > 1)
    for grid in together:
        sums = {}
        for _, other in sheets:
            line = ""
            for row in other.rows:
                label = row[0].split("(")[0].rstrip("* ")
                line = line if label.startswith("  ") else label
                by_head, shares = figures(tally, other, row)
                found = sums.setdefault((line, label), [0] * (len(shares) + 3))
                for at, one in enumerate((by_head["valid"], by_head["invalid"], by_head["abstain"], *shares)):
                    found[at] += one.count if isinstance(one, Share) else one
        line, seen = "", 0
        for row in grid.rows:
            label = row[0].split("(")[0].rstrip()
            line = line if label.startswith("  ") else label
            by_head, shares = figures(tally, grid, row)
            numbers = [
                by_head["valid"],
                by_head["invalid"],
                by_head["abstain"],
                *(one.count for one in shares),
            ]
            assert sums[line, label] == numbers, (line, label)
            seen += 1
        assert seen == len(sums)


@few
@given(st.data())
def test_nothing_is_wider_than_a_page_and_tables_align(data):
    tally = data.draw(randoms.tallies(cases))
    how = HowCounted(as_of="2026-12-10", open=tally.open)
    for document in (*statistics(tally), *published_documents(tally, how, cases.CODE, in_english)):
        block = []
        for line in [*paged_text(document, in_english).replace("\f", "").split("\n"), ""]:
            assert wcswidth(line) <= 100, (document.name, line)
            if line.startswith(("+--", "|")):
                block.append(wcswidth(line))
            else:
                assert len(set(block)) <= 1, (document.name, block)
                block = []


@few
@given(st.data())
def test_the_groups_of_a_line_add_up_to_its_pooled_one(data):
    tally = data.draw(randoms.tallies(cases, complete=True))
    for one in tally.results:
        if one.group is None:
            groups = [
                other.marks for other in tally.results
                if (other.form, other.subject, other.row) == (one.form, one.subject, one.row)
                and other.group and tally.scheme.groups[other.group].pooled
            ]  # fmt: skip
            assert sum(marks.valid for marks in groups) == one.marks.valid


def chain(*within):
    return Subjects({
        f"s{at}": Subject(f"s{at}", f"s{at}", Kind.ORGANIZATION, above) for at, above in enumerate(within)
    })  # fmt: skip


def shape(*within, rated=None):
    known = chain(*within)
    lines = summary_lines(rated or list(known.by_id), known)
    return [(line.subject, line.depth, "".join(line.adds)) for line in lines]


def test_a_block_is_the_general_branch_then_its_branches_then_their_subtotal():
    assert shape("", "s0", "s0", "") == [
        ("s0", 0, ""), ("s1", 1, ""), ("s2", 1, ""), ("s0", 0, "s0s1s2"), ("s3", 0, ""), ("", 0, "s0s1s2s3"),
    ]  # fmt: skip
    # The whole table has no subtotal beside its total.
    assert shape("", "s0", "s0") == [("s0", 0, ""), ("s1", 1, ""), ("s2", 1, ""), ("", 0, "s0s1s2")]
    # Branches that stand before their general branch in the file stand under it all the same.
    assert [one[0] for one in shape("s2", "", "", "s2")] == ["s1", "s2", "s0", "s3", "s2", ""]


def test_a_general_branch_that_was_not_rated_has_a_subtotal_and_no_line():
    assert shape("", "s0", "s0", "", rated=["s1", "s2", "s3"]) == [
        ("s1", 0, ""), ("s2", 0, ""), ("s0", 0, "s1s2"), ("s3", 0, ""), ("", 0, "s1s2s3"),
    ]  # fmt: skip
    assert [one[0] for one in shape("", "s0", "", rated=["s1", "s2"])] == ["s1", "s2", ""]
    # Two levels of them over the same branches have one subtotal.
    assert [one[0] for one in shape("", "s0", "s1", "s1", "", rated=["s2", "s3", "s4"])] == [
        "s2", "s3", "s1", "s4", "",
    ]  # fmt: skip


def test_blocks_within_blocks():
    assert [(one[0], one[1]) for one in shape("", "s0", "s1", "s0", "")] == [
        ("s0", 0), ("s1", 1), ("s2", 2), ("s1", 1), ("s3", 1), ("s0", 0), ("s4", 0), ("", 0),
    ]  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(-1, 6), min_size=2, max_size=7), st.sets(st.integers(0, 6), min_size=2))
def test_every_organization_has_one_line_whatever_stands_under_what(above, rated):
    within = [f"s{one}" if 0 <= one < len(above) and one != at else "" for at, one in enumerate(above)]
    chosen = [f"s{at}" for at in sorted(rated)]
    lines = summary_lines(chosen, chain(*within))
    assert sorted(line.subject for line in lines if not line.adds) == chosen
    assert sorted(lines[-1].adds) == chosen


@settings(max_examples=100, deadline=None)
@given(
    st.integers(-10, 120),
    st.lists(st.tuples(st.integers(1, 60), st.integers(4, 14), st.integers(0, 30)), min_size=1, max_size=3),
)
def test_text_columns_share_the_room(room, columns):
    wanted = [(["x" * widest], least, least + more) for widest, least, more in columns]
    widths = text_widths(room, wanted)
    assert all(least <= width <= most for width, (_, least, most) in zip(widths, wanted, strict=True))
    if sum(least for _, least, _ in wanted) <= room:
        assert sum(widths) <= room
