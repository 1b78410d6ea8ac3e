"""The double-entry report of a small case with everything in it, as text, CSV and JSON."""

from __future__ import annotations

import csv
import gettext
import io
import os
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from wcwidth import wcswidth

from exports.circumstances import BatchReport
from exports.difference_csv import COLUMNS, differences_csv
from exports.difference_report import difference_report
from exports.differences_json import differences_object
from exports.double_entry_figures import DoubleEntryFigures
from exports.double_entry_report import DoubleEntryReport
from exports.how_counted import HowCounted
from exports.paged_text import paged_text
from tally.comparison import OPINION, WHOLE, compare
from tally.cover_sheets import CoverSheet
from tally.readings import Pass, PassReadings, Reading
from tally.rulings import SLIP, Ruling
from tally.said import in_english
from tally.scheme import Form, Group, Keying, Kind, Layout, Opinions, Scheme
from tally.settling import settle
from tally.slip_offers import offers
from tally.slips import Move, Slip, SlipKind, read_past_all
from tally.subjects import Subject, Subjects

GOLDEN = Path(__file__).parent / "golden"


def chinese():
    with as_file(files("tui") / "locale") as folder:
        return gettext.translation("pingyi", folder, languages=["zh"]).gettext


LANGUAGES = {"zh": chinese, "en": lambda: in_english}
SUBJECTS = Subjects({"b1": Subject("b1", "第一党支部", Kind("organization"))})


def scheme(**keying):
    form = Form(
        id="org", title="评议表", layout=Layout("single"), kind=Kind("organization"),
        items=("承诺践诺", "=办实事", "组织建设"), overall=None, overall_first=False, decides=None, due=None,
        rows_per_page=None,
    )  # fmt: skip
    return Scheme(
        title="t", unit="u", period="2026", language="zh", grades=("满意", "比较满意", "不太满意", "不满意"),
        assumed=(), forms={"org": form}, groups={"masses": Group("masses", "群众", True)}, panels={},
        measures={}, rules=(), keying=Keying(**keying),
    )  # fmt: skip


def readings(by_number):
    def one(value):
        if isinstance(value, Reading):
            return value
        return Reading("___", void=True) if value == "void" else Reading(value)

    return PassReadings.of(
        (number, one(value))
        for number, given in by_number.items()
        for value in (given if isinstance(given, list) else [given])
    )


def report(batch, names, first, second, rulings, ballots, of):
    """One batch as the store would hand it over."""
    cover = CoverSheet(batch, "org", "b1", "masses", ballots, None, 1, ("b1",))
    keyed = readings(first), readings(second)
    past = read_past_all([one.slip for one in rulings if one.slip], *keyed)
    as_keyed, comparison = (compare(cover.numbers, 3, *both, voids_reviewed=True) for both in (keyed, past))
    settlement = settle(comparison, *past, rulings, of)
    return BatchReport(
        cover, *names, *past, settlement, tuple(rulings), as_keyed, keyed,
        offers(cover.numbers, *past, comparison, settlement),
    )  # fmt: skip


def ruled(number, ballot, place, reading, first, second, reason="", by="chen"):
    return Ruling(number, ballot, place, reading, reason, by, "2026-12-10T09:00:00", first, second)


SWAP = Slip(SlipKind.SWAPPED, Pass.FIRST, (2, 3), moves=(Move(2, 0, 3), Move(3, 0, 2)))
WANG = {
    1: "111", 2: "321", 3: "123", 4: "112", 5: "222", 6: "void", 7: "444", 8: ["111", "112"],
    10: Reading("111", opinion=True), 11: "42-", 12: "x34",
}  # fmt: skip
ZHAO = {1: "111", 2: "123", 3: "321", 4: "113", 5: "222", 6: "333", 8: "111", 10: "111", 11: "x34", 12: "42-"}
RULINGS = [
    Ruling(1, 2, SLIP, "swapped", "", "chen", "2026-12-10T09:00:00", slip=SWAP),
    ruled(2, 4, 3, "4", "2", "3", "=HYPERLINK()"),
    ruled(3, 5, 1, "1", "2", "2", "misread-alike"),
    ruled(4, 5, 1, "1", "2", "2", "misread-alike", "sun"),
    ruled(5, 6, WHOLE, "333", "void", "333"),
    ruled(6, 7, WHOLE, "444", "444", ""),
    ruled(7, 8, WHOLE, "111", "111/112", "111"),
    ruled(8, 9, WHOLE, "absent", "", ""),
    ruled(9, 10, OPINION, "yes", "yes", "no"),
]
OTHER = ({1: "111", 2: "112", 3: "333"}, {1: "111", 2: "122", 3: "334"})
OTHER_RULINGS = [ruled(1, 2, 2, "1", "1", "2"), ruled(2, 3, 3, "4", "3", "4")]


def both(of):
    """Two batches: in the first one 11 and 12, that look swapped, are still open; in the other zhao is first."""
    return [
        report("B1", ("wang", "zhao"), WANG, ZHAO, RULINGS, 12, of),
        report("B2", ("zhao", "li"), *OTHER, OTHER_RULINGS, 3, of),
    ]


def only(first, second, *rulings, ballots=2, **keying):
    of = scheme(**keying)
    return of, [report("B1", ("wang", "zhao"), first, second, rulings, ballots, of)]


def text(of, reports, language="en"):
    return "\n".join(difference_report(of, SUBJECTS, reports, LANGUAGES[language]())) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("blind", [True, False], ids=["blind", "open"])
def test_golden(language, blind):
    of = scheme(rulings_blind=blind)
    made = text(of, both(of), language)
    path = GOLDEN / f"differences-{'blind' if blind else 'open'}.{language}.txt"
    if os.environ.get("PINGYI_WRITE_GOLDEN"):
        path.write_text(made, "utf-8")
    assert made == path.read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_is_at_most_100_cells(language):
    of = scheme()
    assert max(wcswidth(line) for line in text(of, both(of), language).split("\n")) <= 100


def test_json_has_each_clerk_of_each_batch_and_over_all():
    of = scheme()
    told = differences_object(both(of), blind=True)
    first, second = told["batches"]

    assert first["errors"] == {
        "first": 1, "second": 1, "ruled": 1,
        "clerks": [
            {"name": "wang", "pass": "first", "marks": 21, "wrong": 6, "by_slip": 4,
             "voids_wrong": 1, "per_thousand": "95.24", "low": "11.75", "high": "303.77"},
            {"name": "zhao", "pass": "second", "marks": 24, "wrong": 2, "by_slip": 0,
             "voids_wrong": 0, "per_thousand": "83.33", "low": "10.26", "high": "269.97"},
        ],
    }  # fmt: skip
    assert [(one["name"], one["pass"], one["marks"], one["wrong"]) for one in told["clerks"]] == [
        ("li", "second", 9, 1),
        ("wang", "first", 21, 6),
        ("zhao", None, 33, 3),
    ]
    assert second["agreement"] == {
        "compared_ballots": 3, "compared_marks": 9, "mismatched_ballots": 2, "mismatched_marks": 2,
        "numerator": 7, "denominator": 9, "percent": "77.78", "kappa": "0.6604",
    }  # fmt: skip


def test_json_lists_places_as_keyed_and_explanations():
    of = scheme()
    batch = differences_object(both(of), blind=True)["batches"][0]

    assert batch["differences"] == [
        {"ballot": 2, "row": 1, "first": "3", "second": "1", "ruled": "1"},
        {"ballot": 2, "row": 3, "first": "1", "second": "3", "ruled": "3"},
        {"ballot": 3, "row": 1, "first": "1", "second": "3", "ruled": "3"},
        {"ballot": 3, "row": 3, "first": "3", "second": "1", "ruled": "1"},
        {"ballot": 4, "row": 3, "first": "2", "second": "3", "ruled": "4"},
        {"ballot": 6, "row": None, "first": "void", "second": "333", "ruled": "333"},
        {"ballot": 10, "row": "opinion", "first": "yes", "second": "no", "ruled": "yes"},
        *(
            {"ballot": ballot, "row": row, "first": None, "second": None, "ruled": None}
            for ballot in (11, 12)
            for row in (1, 2, 3)
        ),
    ]
    assert batch["corrections"] == [{"ballot": 5, "row": 1, "first": "2", "second": "2", "ruled": "1"}]
    assert batch["explanations"] == [
        {"kind": "swapped", "pass": None, "ballots": [11, 12], "row": None, "settles": 6, "accepted": False},
        {"kind": "swapped", "pass": "first", "ballots": [2, 3], "row": None, "settles": 4, "accepted": True},
    ]
    assert (batch["only_first"], batch["doubled_first"], batch["in_neither"]) == ([7], [8], [9])
    assert (batch["open"], batch["rows"]) == (6, 24)


def test_a_sheet_keyed_twice_has_a_list_of_its_own():
    slip = Slip(SlipKind.KEYED_TWICE, Pass.FIRST, (1,), moves=(Move(1, 1, None),))
    accepted = Ruling(1, 1, SLIP, "keyed-twice", "", "chen", "2026-12-10T09:00:00", slip=slip)
    _, reports = only({1: ["123", "123"], 2: "111"}, {1: "123", 2: "111"}, accepted)
    (batch,) = differences_object(reports, blind=True)["batches"]

    assert batch["keyed_twice"] == [{"pass": "first", "ballot": 1, "accepted": True}]
    assert batch["explanations"] == []
    assert batch["doubled_first"] == [1], "as keyed"


def test_csv_is_one_line_a_place():
    of = scheme()
    content = differences_csv(of, SUBJECTS, both(of))

    assert content.startswith(
        b"\xef\xbb\xbfbatch,ballot,row,label,first,second,final,reason,reviewer,kind\r\n"
    )
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert tuple(lines[0]) == COLUMNS
    assert len(lines) == 17 + 2
    assert [tuple(one.values()) for one in lines[3:11]] == [
        ("B1", "3", "3", "组织建设", "3", "1", "1", "", "chen", "swapped"),
        ("B1", "4", "3", "组织建设", "2", "3", "4", "'=HYPERLINK()", "chen", "marks"),
        ("B1", "5", "1", "承诺践诺", "2", "2", "1", "misread-alike", "chen; sun", "correction"),
        ("B1", "6", "", "", "void", "m333", "m333", "", "chen", "void"),
        ("B1", "7", "", "", "m444", "", "m444", "", "chen", "missing"),
        ("B1", "8", "", "", "m111/m112", "m111", "m111", "", "chen", "doubled"),
        ("B1", "9", "", "", "", "", "absent", "", "chen", "missing"),
        ("B1", "10", "opinion", "", "yes", "no", "yes", "", "chen", "opinion"),
    ]
    assert [tuple(one.values()) for one in lines[12:13]] == [
        ("B1", "11", "2", "'=办实事", "", "", "", "", "", "marks")
    ]


def test_open_rulings_show_every_reading():
    of = scheme(rulings_blind=False)
    lines = differences_csv(of, SUBJECTS, both(of)).decode().split("\r\n")
    assert "B1,11,2,'=办实事,2,3,,,,marks" in lines
    batch = differences_object(both(of), blind=False)["batches"][0]
    assert batch["differences"][-1] == {"ballot": 12, "row": 3, "first": "4", "second": "-", "ruled": None}


def test_nothing_in_common_is_said_and_is_no_agreement():
    of, reports = only({1: "111"}, {2: "222"})
    said = text(of, reports)

    assert "no ballot could be compared" in said
    assert "Cohen's kappa: nothing in common" in said
    assert "agreement 100" not in said and "100.00" not in said
    (batch,) = differences_object(reports, blind=True)["batches"]
    assert (batch["agreement"]["percent"], batch["agreement"]["kappa"]) == (None, None)


def test_where_both_used_one_code_only_kappa_is_not_defined():
    of, reports = only({1: "111", 2: "111"}, {1: "111", 2: "111"})
    assert "Cohen's kappa: not defined" in text(of, reports)


def test_no_errors_are_told_before_a_ruling_and_none_found_where_nothing_differs():
    of, reports = only({1: "111", 2: "112"}, {1: "111", 2: "122"})
    assert "errors of the clerks: told once something is ruled on" in text(of, reports)
    assert differences_object(reports, blind=True)["batches"][0]["errors"] is None
    of, reports = only({1: "111", 2: "112"}, {1: "111", 2: "112"})
    assert "errors: none found by comparison" in text(of, reports)


def test_how_opinions_are_compared_is_said_unless_there_are_none():
    of, reports = only({1: "111", 2: "111"}, {1: "111", 2: "111"})
    assert "opinions typed twice: compared without regard to width" in text(of, reports)
    of, reports = only({1: "111", 2: "111"}, {1: "111", 2: "111"}, opinions=Opinions.NONE)
    assert "opinions typed twice" not in text(of, reports)


def test_before_custody_nothing_is_told():
    of = scheme()
    cover = replace(both(of)[0], first=None, second=None, settlement=None, rulings=(), as_keyed=None,
                    keyed=None, offers=())  # fmt: skip
    assert "nothing is compared yet" in text(of, [cover])
    (batch,) = differences_object([cover], blind=True)["batches"]
    assert (batch["in_custody"], batch["errors"], batch["explanations"]) == (False, None, [])
    assert differences_csv(of, SUBJECTS, [cover]).count(b"\n") == 1


def gathered(of, reports, language="en"):
    register = DoubleEntryReport(of, SUBJECTS, LANGUAGES[language]())
    for one in reports:
        register.add(one)
    return register


def pages(of, reports, language="en"):
    translate = LANGUAGES[language]()
    return paged_text(gathered(of, reports, language).document(HowCounted(as_of="2026-12-10")), translate)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("blind", [True, False], ids=["blind", "open"])
def test_golden_of_the_package(language, blind):
    of = scheme(rulings_blind=blind)
    made = pages(of, both(of), language)
    path = GOLDEN / f"differences-paged-{'blind' if blind else 'open'}.{language}.txt"
    if os.environ.get("PINGYI_WRITE_GOLDEN"):
        path.write_text(made, "utf-8")
    assert made == path.read_text("utf-8")
    for page in made.split("\f"):
        lines = page.rstrip("\n").split("\n")
        assert len(lines) <= 60 and max(map(wcswidth, lines)) <= 100


def lines_under(text, caption):
    """The rows of the table under a caption down to the next empty line, as cells; on whichever pages they stand."""
    found = []
    for line in text.split(caption, 1)[1].split("\n")[1:]:
        if line.startswith("|"):
            found.append([cell.strip() for cell in line.split("|")[1:-1]])
        elif not line:
            break
    return found


def test_the_report_of_a_package_has_a_line_a_bundle():
    of = scheme()
    (_, _, *found) = lines_under(pages(of, both(of)), "each bundle:")
    assert found == [
        ["B1", "12", "wang", "zhao", "24", "11", "54.17", "0.3654", "6"],
        ["B2", "3", "zhao", "li", "9", "2", "77.78", "0.6604", "0"],
    ]


def test_the_report_of_a_package_hides_what_has_still_to_be_read_blind():
    of = scheme()
    places = lines_under(pages(of, both(of)), "every place in question:")
    shown = {(line[0], line[1], line[2]): line[3:5] for line in places if line[1].isdigit()}
    assert len(shown) == 19
    assert shown["B1", "4", "3 组织建设"] == ["2", "3"]
    assert {tuple(value) for key, value in shown.items() if key[1] in ("11", "12")} == {("?", "?")}
    of = scheme(rulings_blind=False)
    assert "?" not in str(lines_under(pages(of, both(of)), "every place in question:"))


def test_the_report_of_a_package_has_all_bundles_together_as_the_command_has_them():
    of = scheme()
    together = gathered(of, both(of)).figures()
    assert (together.bundles, together.clerks, together.compared_marks, together.differing_marks) == (
        2,
        3,
        33,
        13,
    )
    whole = text(of, both(of)).split("All 2 batches together")[1]
    first, second = (
        [line.strip() for line in one.split("\n") if line.strip().startswith("|")]
        for one in (whole, pages(of, both(of)).split("All 2 batches together")[1].split("by row:")[0])
    )
    assert second == first


def test_the_errors_of_a_pass_are_those_of_its_clerks():
    of = scheme()
    first, second = gathered(of, both(of)).figures().errors
    assert (first.marks, first.wrong, first.by_slip, first.voids_wrong) == (21 + 9, 6 + 1, 4, 1)
    assert (second.marks, second.wrong) == (24 + 9, 2 + 1)


def test_a_bundle_that_is_not_in_custody_has_its_line_without_figures():
    of = scheme()
    waiting = replace(both(of)[0], first=None, second=None, settlement=None, rulings=(), as_keyed=None,
                      keyed=None, offers=())  # fmt: skip
    (_, _, line) = lines_under(pages(of, [waiting]), "each bundle:")
    assert line == ["B1", "12", "wang", "zhao", "-", "-", "-", "-", "-"]
    assert gathered(of, [waiting]).figures() == DoubleEntryFigures()


def test_the_summary_that_goes_up_has_kinds_kappa_and_passes_and_no_name():
    of = scheme()
    translate = LANGUAGES["en"]()
    made = paged_text(gathered(of, both(of)).summary(HowCounted()), translate)
    assert "bundles compared: 2; keyed by 3 clerks" in made
    assert f"Cohen's kappa: {gathered(of, both(of)).figures().kappa_text}" in made
    kinds = lines_under(made, "by kind:")
    assert ["two ballots swapped", "4", "0"] in kinds and ["marks", "9", "6"] in kinds
    passes = {line[0]: line[1:] for line in lines_under(made, "errors of each pass, by the final values:")}
    assert passes["first pass"] == ["30", "7", "4", "100.00", "21.12 - 265.29", "1"]
    assert not [name for name in ("wang", "zhao", "li,", "chen", "sun", "B1", "B2") if name in made]
