"""Whole tables that other people published, made again from ballots with these counts.

The figures are in tests/data/published-tables.json, their origin in tests/data/README.md; single percentages are
compared in tests/tally/test_published_rates.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from exports.how_counted import HowCounted
from exports.paged_text import paged_text
from exports.results_csv import results_csv
from exports.statistics.documents import sent_up_documents
from tally.appraisal_tally import Result, Tally, tally_appraisal
from tally.comparison import compare
from tally.count_sheets import CountSheet
from tally.counting import BatchCount, ControlMismatch, MarkCounts
from tally.cover_sheets import CoverSheet
from tally.rates import percent_text
from tally.readings import PassReadings, Reading
from tally.said import in_english
from tally.scheme_reader import read_scheme
from tally.settling import settle
from tally.subjects import read_subjects
from tally.verdicts import Status

DATA = Path(__file__).parents[1] / "data" / "published-tables.json"
SOURCES: dict[str, Any] = {one["id"]: one for one in json.loads(DATA.read_text("utf-8"))["sources"]}

SCHEME = """
title = "published"
unit = "unit"
period = "2026"
language = "en"
grades = {grades}
[[forms]]
id = "org"
title = "form"
layout = "single"
kind = "organization"
items = {items}
decides = "{decides}"
{groups}
[measures.satisfaction]
label = "satisfaction rate"
grades = {satisfied}
base = "{base}"
[[rules]]
id = "good"
kind = "organization"
when = "satisfaction >= 1/2"
verdict = "good"
[keying]
voids = "agreed"
"""


def tallied(
    source: Mapping[str, Any],
    *,
    satisfied: Sequence[int] = (1,),
    base: str = "valid",
    decides: str = "pooled",
    groups: Mapping[str, Sequence[Sequence[int]]] | None = None,
    void: int = 0,
    sheets: Sequence[CountSheet] = (),
) -> Tally:
    """A tally of ballots, keyed twice alike, a bundle a group: `groups` has the counts of each row by label."""
    groups = groups or {"all": [row["counts"] for row in source["rows"]]}
    text = SCHEME.format(
        grades=json.dumps(source["grades"], ensure_ascii=False),
        items=json.dumps([row["label"] for row in source["rows"]], ensure_ascii=False),
        groups="\n".join(f'[[groups]]\nid = "g{at}"\nlabel = "{label}"' for at, label in enumerate(groups)),
        satisfied=list(satisfied),
        base=base,
        decides=decides,
    )
    scheme = read_scheme(text).scheme
    assert scheme is not None
    subjects, _ = read_subjects(b"id,name,kind\nb1,Branch,organization\n", scheme)
    batches = []
    for at, rows in enumerate(groups.values()):
        columns = ["".join(str(place) * count for place, count in enumerate(row, start=1)) for row in rows]
        ballots = [Reading("".join(one)) for one in zip(*columns, strict=True)]
        ballots += [Reading("_" * len(rows), void=True)] * void
        cover = CoverSheet(f"B{at}", "org", "b1", f"g{at}", len(ballots), None, 1, ("b1",))
        passed = PassReadings.of(enumerate(ballots, start=1))
        comparison = compare(cover.numbers, len(rows), passed, passed, voids_reviewed=False)
        batches.append(BatchCount(cover, settle(comparison, passed, passed, (), scheme)))
    return tally_appraisal(scheme, subjects, sheets, batches)


def pooled(tally: Tally) -> dict[int | None, Result]:
    return {one.row: one for one in tally.results if one.group is None}


def statistics_text(tally: Tally) -> str:
    documents = {one.name: one for one in sent_up_documents(tally, HowCounted(), "0" * 16, in_english)}
    return paged_text(documents["statistics-org"], in_english)


def shares(text: str) -> list[list[tuple[int, str]]]:
    """Of each line of the statistics table its counts with their percentages, over all groups of columns."""
    found: dict[tuple[str, str], list[tuple[int, str]]] = {}
    item = ""
    for line in text.splitlines():
        _, _, cells = line.partition("|")
        label, *others = cells.split("|")
        if not label.startswith("  "):
            item = label.strip()
        for cell in others:
            if share := re.fullmatch(r"\s*(\d+)\s+(\d+\.\d\d)\s*", cell):
                found.setdefault((item, label.strip()), []).append((int(share[1]), share[2]))
    return list(found.values())


def test_the_schools_table_comes_out_with_its_two_nudged_figures_put_right() -> None:
    source = SOURCES["school-appraisal"]
    tally = tallied(source, satisfied=(1, 2, 3))
    rows, text = pooled(tally), statistics_text(tally)

    assert tally.complete
    for line in (
        [(134, "95.04"), (4, "2.84"), (3, "2.13"), (0, "0.00")],  # 2.12 in print, so that it adds to 100.00
        [(134, "95.04"), (5, "3.55"), (2, "1.42"), (0, "0.00")],  # 1.41 in print, for the same reason
        [(127, "90.07"), (8, "5.67"), (6, "4.26"), (0, "0.00")],
        [(126, "89.36"), (9, "6.38"), (6, "4.26"), (0, "0.00")],
        [(132, "93.62"), (7, "4.96"), (2, "1.42"), (0, "0.00")],  # 1.42 for the same count of the same base
    ):
        assert line in shares(text)
    # Said under the table instead: two items, pooled and of their only group.
    assert "in 4 lines of this table their sum is off by +0.01" in " ".join(text.split())
    for number, row in enumerate(source["rows"], start=1):
        assert rows[number].marks == MarkCounts(tuple(row["counts"]))
        # 满意度高达100%: the three upper grades, over all 141.
        assert rows[number].measures["satisfaction"].percent() == "100.00"


def test_the_community_table_comes_out_as_it_was_printed() -> None:
    source = SOURCES["community-survey"]
    printed = shares(statistics_text(tallied(source, satisfied=(1, 2))))

    for row in source["rows"]:
        # It leaves trailing zeros out: 73.8, 1.6.
        texts = [one if one[-3] == "." else f"{one}0" for one in row["printed"]]
        assert list(zip(row["counts"], texts, strict=True)) in printed


def test_groups_add_up_to_the_published_total() -> None:
    source = SOURCES["town-meeting"]
    (row,) = source["rows"]
    groups = source["printed_also"]["groups"]
    tally = tallied(source, groups={label: [counts] for label, counts in groups.items()})
    printed = shares(statistics_text(tally))

    assert pooled(tally)[1].marks == MarkCounts(tuple(row["counts"]))
    assert [(5889, "62.16"), (3585, "37.84")] in printed
    for counts in groups.values():
        one = [(count, percent_text(Fraction(count, sum(counts)))) for count in counts]
        assert one in printed
    assert f"{row['of']},62.16" in results_csv(tally, in_english).decode("utf-8-sig")


def test_a_base_that_was_not_published_gives_no_percentage_and_no_verdict() -> None:
    source = SOURCES["standing-committee"]
    tally = tallied(source, base="eligible", decides="each")
    stated = pooled(tally)

    for number, row in enumerate(source["rows"], start=1):
        assert stated[number].marks == MarkCounts(tuple(row["counts"]))
        assert stated[number].marks.valid == source["printed_also"]["present"]
        assert stated[number].measures["satisfaction"].percent() is None
    assert {one.status for one in tally.verdicts} == {Status.BASE_UNKNOWN}
    # Over those present the published verdict follows: each item has half of them.
    over_present = tallied(source, base="valid", decides="each").verdicts
    assert [one.status for one in over_present] == [Status.APPLIES] * 8


def test_collected_is_valid_and_void_or_the_program_says_by_how_much_not() -> None:
    found = {}
    for year in (2011, 2013):
        source = SOURCES[f"workplace-ballot-{year}"]
        also = source["printed_also"]
        sheet = CountSheet("org", "b1", "", also["issued"], also["collected"], None, None, 0)
        found[year] = tallied(source, void=source["rows"][0]["spoiled"], sheets=(sheet,))

    accounting = pooled(found[2011])[1].accounting
    assert found[2011].complete and not found[2011].mismatches
    assert (accounting.issued, accounting.collected) == (14334, 12500)
    assert (accounting.valid, accounting.void) == (12390, 110)
    # 4289 + 3624 + 44 = 7957 slips are told of, 7905 were said to be returned.
    assert found[2013].mismatches == (ControlMismatch("org", "b1", "", 7905, 7957),)
    assert not found[2013].complete
