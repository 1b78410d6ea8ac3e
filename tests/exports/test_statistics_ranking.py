"""The ranking: places by exact rates, ties, and who stands without a place."""

from __future__ import annotations

import importlib.util
from fractions import Fraction
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from exports.document import Grid, Paragraph
from exports.how_counted import HowCounted
from exports.statistics.documents import on_file_documents, sent_up_documents
from exports.statistics.ranking_sheet import places_of
from tally.said import in_english

_SPEC = importlib.util.spec_from_file_location(
    "cases_for_ranking", Path(__file__).with_name("statistics_cases.py")
)
cases = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(cases)


def ranking(tally, make=sent_up_documents):
    every = make(tally, HowCounted(), cases.CODE, in_english)
    (document,) = (one for one in every if one.name.startswith("ranking"))
    (sheet,) = document.sheets
    return sheet


def rows(sheet):
    return next(block for block in sheet.blocks if isinstance(block, Grid)).rows


def test_ties_share_a_place_and_who_has_no_rate_stands_last_without_one():
    bundles = [
        ("org", "bureau", "staff", 3, "113"),
        ("org", "mine", "party", 3, "VV"),
        ("org", "b1", "party", 4, "1122"),
        ("org", "b2", "party", 6, "112233"),
        ("org", "office", "party", 1, "111"),
    ]
    sheet = ranking(cases.of_preset("coal-bureau", bundles))
    assert [(row[0], row[1], row[-1]) for row in rows(sheet)] == [
        ("1", "第一党支部", ""),
        ("2", "局党委", ""),
        ("2", "第二|党支部", ""),
        ("", "煤矿党总支", "no valid ballots"),
        ("", "机关党支部", "invalid appraisal"),
    ]
    said = [block.text for block in sheet.blocks if isinstance(block, Paragraph)]
    assert said[0].startswith("Ranked by 满意率 of: 创先争优活动开展情况; highest first")
    assert "decides nothing" in said[1]


def test_rates_that_print_alike_are_ranked_by_the_exact_fraction():
    # 6667/10000 and 2/3 both print 66.67.
    bundles = [("org", "b1", "party", 3, "113"), ("org", "b2", "party", 10000, "1" * 6667 + "3" * 3333)]
    found = rows(ranking(cases.of_preset("coal-bureau", bundles)))
    assert [(row[0], row[1], row[5].shown) for row in found] == [
        ("1", "第二|党支部", "66.67"), ("2", "第一党支部", "66.67"),
    ]  # fmt: skip


def test_members_are_ranked_within_their_roster_by_the_line_that_decides():
    sheet = ranking(cases.of_preset("school"), on_file_documents)
    assert "(kept on file, not posted)" in sheet.titles[0]
    assert [(row[0], row[1], row[2]) for row in rows(sheet)] == [("1", "陈老师", 24), ("2", "林老师", 24)]


@given(st.lists(st.fractions(0, 1, max_denominator=6), max_size=9))
def test_a_place_is_one_more_than_there_are_higher_rates(rates):
    places = places_of(rates)
    assert set(places) == set(rates)
    for rate in rates:
        assert places[rate] == 1 + sum(other > rate for other in rates)


def test_one_two_two_four():
    places = places_of([Fraction(1, 2), Fraction(1), Fraction(1, 2), Fraction(0)])
    assert sorted(places.items(), reverse=True) == [(Fraction(1), 1), (Fraction(1, 2), 2), (Fraction(0), 4)]
