"""The list of rulings and the register of void ballots, of a small case with everything in them."""

from __future__ import annotations

import gc
import gettext
import os
import types as types_module
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from wcwidth import wcswidth

from exports.circumstances import BatchReport
from exports.double_entry_report import DoubleEntryReport
from exports.how_counted import HowCounted
from exports.paged_text import paged_text
from exports.rulings_list import RulingsRegister
from exports.voids_list import VoidsRegister
from tally.comparison import WHOLE, Question, compare
from tally.cover_sheets import CoverSheet
from tally.difference_kinds import Difference
from tally.readings import Pass, PassReadings, Reading
from tally.rulings import SLIP, PaperReading, Ruling
from tally.said import in_english
from tally.scheme import Form, Group, Keying, Kind, Layout, Scheme, Validity
from tally.settling import Settlement, settle
from tally.slips import Move, Slip, SlipKind, read_past_all
from tally.subjects import Subject, Subjects

GOLDEN = Path(__file__).parent / "golden"
SUBJECTS = Subjects({"b1": Subject("b1", "第一党支部", Kind("organization"))})
SWAP = Slip(SlipKind.SWAPPED, Pass.FIRST, (1, 2), moves=(Move(1, 0, 2), Move(2, 0, 1)))


def chinese():
    with as_file(files("tui") / "locale") as folder:
        return gettext.translation("pingyi", folder, languages=["zh"]).gettext


LANGUAGES = {"zh": chinese, "en": lambda: in_english}


def scheme(*, blank_ballot_void=True, **keying):
    form = Form(
        id="org", title="评议表", layout=Layout("single"), kind=Kind("organization"),
        items=("承诺践诺", "办实事", "组织建设"), overall=None, overall_first=False, decides=None, due=None,
        rows_per_page=None,
    )  # fmt: skip
    keying = {"third_value_needs_second_reviewer": True} | keying
    return Scheme(
        title="创先争优", unit="u", period="2026", language="zh", grades=("满意", "比较满意", "不太满意", "不满意"),
        assumed=(), forms={"org": form}, groups={"masses": Group("masses", "群众", True)}, panels={},
        measures={}, rules=(), validity=Validity(blank_ballot_void=blank_ballot_void), keying=Keying(**keying),
    )  # fmt: skip


def readings(by_number):
    return PassReadings.of(
        (number, Reading("___", void=True) if marks == "void" else Reading(marks, opinion=number == 13))
        for number, marks in by_number.items()
    )


def report(of, first, second, rulings, ballots):
    cover = CoverSheet("B1", "org", "b1", "masses", ballots, None, 1, ("b1",))
    keyed = readings(first), readings(second)
    past = read_past_all([one.slip for one in rulings if one.slip and one.takes_back is None], *keyed)
    reviewed = of.keying.voids_reviewed
    as_keyed, comparison = (
        compare(cover.numbers, 3, *both, voids_reviewed=reviewed) for both in (keyed, past)
    )
    settlement = settle(comparison, *past, rulings, of)
    return BatchReport(cover, "wang", "zhao", *past, settlement, tuple(rulings), as_keyed, keyed)


def ruled(number, ballot, place, reading, first, second, reason="", by="chen", takes_back=None):
    at = f"2026-12-10T09:{number:02}:00+08:00"
    return Ruling(number, ballot, place, reading, reason, by, at, first, second, takes_back)


WANG = {
    1: "321", 2: "123", 3: "112", 4: "112", 5: "222", 6: "void", 7: "444", 8: "void", 9: "void", 10: "222",
    11: "---", 12: "111", 13: "111",
}  # fmt: skip
ZHAO = {
    1: "123", 2: "321", 3: "113", 4: "113", 5: "222", 6: "333", 8: "void", 9: "222", 10: "222",
    11: "---", 12: "112", 13: "111",
}  # fmt: skip
RULINGS = [
    Ruling(
        1, 1, SLIP, "swapped", "", "chen", "2026-12-10T09:01:00+08:00", slip=SWAP,
        paper=(PaperReading(1, 1, "1"), PaperReading(2, 1, "3")),
    ),
    ruled(2, 3, 3, "4", "2", "3", "erased"),
    ruled(3, 3, 3, "4", "2", "3", "erased", by="sun"),
    ruled(4, 4, 3, "2", "2", "3"),
    ruled(5, 4, 3, "2", "2", "3", takes_back=4),
    ruled(6, 4, 3, "3", "2", "3"),
    ruled(7, 5, 1, "1", "2", "2", "misread-alike"),
    ruled(8, 5, 1, "1", "2", "2", "misread-alike", by="sun"),
    ruled(9, 6, WHOLE, "333", "void", "333"),
    ruled(10, 7, WHOLE, "void", "444", "", "signed-or-marked"),
    ruled(11, 7, WHOLE, "void", "444", "", "signed-or-marked", by="sun"),
    ruled(12, 8, WHOLE, "void", "void", "void", "not-official"),
    ruled(13, 9, WHOLE, "void", "void", "222", "not-official"),
    ruled(14, 10, WHOLE, "void", "222", "222", "written | by hand"),
    ruled(15, 10, WHOLE, "void", "222", "222", "written | by hand", by="sun"),
    ruled(16, 12, 3, "4", "1", "2", "faint"),
]  # fmt: skip


def case(**options):
    of = scheme(**options)
    return of, [report(of, WANG, ZHAO, RULINGS, 13)]


HOW = HowCounted(as_of="2026-12-10", remarks=("batch B1 is a supplement",))


def rulings(of, reports, language="en", how=HOW):
    translate = LANGUAGES[language]()
    register = RulingsRegister(of, SUBJECTS, translate)
    for one in reports:
        register.add(one)
    return paged_text(register.document(how), translate)


def voids(of, reports, language="en", how=HOW, set_aside=0):
    translate = LANGUAGES[language]()
    register = VoidsRegister(of, translate)
    for one in reports:
        register.add(one)
    return paged_text(register.document(how, set_aside), translate)


def lines_of(text, part):
    """The lines of the table under a heading, as cells; what a cell continues with is left out."""
    borders = 0
    found = []
    for line in text.split(part, 1)[1].split("\n"):
        borders += line.startswith("+")
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if borders == 2 and cells and cells[0]:
            found.append(cells)
        if borders == 3:
            break
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_golden(language):
    of, reports = case()
    made = {
        "rulings": rulings(of, reports, language),
        "voids": voids(of, reports, language),
    }
    for name, text in made.items():
        path = GOLDEN / f"signed.{language}.{name}.txt"
        if os.environ.get("PINGYI_WRITE_GOLDEN"):
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8"), path.name
        assert max(wcswidth(line) for line in text.split("\n")) <= 100


def test_what_a_second_reviewer_has_still_to_read_alone_is_not_told():
    of, reports = case()
    (*_, waiting) = lines_of(rulings(of, reports), "Kept, and not in force")
    assert waiting[:6] == ["B1", "12", "3 组织建设", "?", "?", "chen"]
    of, reports = case(rulings_blind=False)
    (*_, waiting) = lines_of(rulings(of, reports), "Kept, and not in force")
    assert waiting[3:6] == ["4", "faint", "chen"]


def test_a_ruling_taken_back_is_not_told_while_its_place_is_open_again():
    of = scheme()
    taken_back = [ruled(1, 3, 3, "2", "2", "3"), ruled(2, 3, 3, "2", "2", "3", takes_back=1)]
    text = rulings(of, [report(of, WANG, ZHAO, taken_back, 13)])
    assert [line[1:4] for line in lines_of(text, "Kept, and not in force")] == [["3", "3 组织建设", "?"]]
    now = [*taken_back, ruled(3, 3, 3, "3", "2", "3")]
    text = rulings(of, [report(of, WANG, ZHAO, now, 13)])
    assert [line[3] for line in lines_of(text, "Kept, and not in force")] == ["2"]


def test_an_accepted_explanation_has_its_paper_and_what_it_settled():
    of, reports = case()
    text = rulings(of, reports)
    cells = lines_of(text, "Explanations that were accepted")
    assert cells[0][:1] == ["B1"] and cells[0][2] == "4"
    assert "ballot 1 row 1: 1;" in text and "row 1: 3" in text


def test_readings_of_a_slip_that_ties_to_an_open_place_are_not_told():
    """Row 3 of sheet 2 was ruled on as keyed; past the swap row 2 of sheet 1 is asked for."""
    of = scheme()
    first, second = {1: "321", 2: "123"}, {1: "113", 2: "321"}
    early = ruled(1, 2, 3, "1", "3", "1")
    swap = replace(RULINGS[0], number=2, paper=())
    text = rulings(of, [report(of, first, second, [early, swap], 2)])
    (line,) = [line for line in text.split("\n") if line.startswith("|B1   |     2|3")]
    assert [cell.strip() for cell in line.split("|")[4:7]] == ["?", "?", "1"]


def test_nothing_ruled_on_is_said():
    of = scheme()
    text = rulings(of, [report(of, {1: "111"}, {1: "111"}, [], 1)])
    assert "no rulings" in text
    assert "no void ballots" in voids(of, [report(of, {1: "111"}, {1: "111"}, [], 1)])


def test_a_void_has_its_reason_who_confirmed_it_and_whose_it_was():
    of, reports = case()
    text = voids(of, reports)
    found = {line[3]: line[4:] for line in lines_of(text, "Register of void ballots")}
    assert {number: (line[1], line[2]) for number, line in found.items()} == {
        "7": ("chen, sun", "neither"), "8": ("chen", "both"), "9": ("chen", "first pass"),
        "10": ("chen, sun", "neither"), "11": ("the scheme", "-"),
    }  # fmt: skip
    assert "  not the official form: 2" in text
    assert "  together: 5" in text


def test_an_agreed_void_that_the_scheme_takes_as_it_is_has_no_reason():
    of = scheme(voids_reviewed=False)
    text = voids(of, [report(of, {1: "void"}, {1: "void"}, [], 1)])
    ((_, group, batch, number, reason, confirmed, where, when),) = lines_of(text, "Register")[:1]
    assert (group, batch, number, confirmed) == ("群众", "B1", "1", "-")
    assert (reason, where, when) == ("none asked for", "both", "-")


FAINT = "faint"


@pytest.mark.parametrize(
    ("records", "told"),
    [
        pytest.param(
            [
                ruled(1, 1, WHOLE, "122", "222", "222", FAINT),
                ruled(2, 1, WHOLE, "122", "222", "222", takes_back=1),
                ruled(3, 1, 1, "1", "2", "2", FAINT),
            ],
            [["whole ballot", "?"], ["1 承诺践诺", "?"]],
            id="a whole sheet taken back, one of its rows waits",
        ),
        pytest.param(
            [
                ruled(1, 1, 1, "1", "2", "2", FAINT),
                ruled(2, 1, 1, "1", "2", "2", takes_back=1),
                ruled(3, 1, WHOLE, "122", "222", "222", FAINT),
            ],
            [["whole ballot", "?"], ["1 承诺践诺", "?"]],
            id="a row taken back, its whole sheet waits",
        ),
        pytest.param(
            [
                ruled(1, 1, 2, "1", "2", "2", FAINT),
                ruled(2, 1, 2, "1", "2", "2", takes_back=1),
                ruled(3, 1, 1, "1", "2", "2", FAINT),
            ],
            [["1 承诺践诺", "?"], ["2 办实事", "1"]],
            id="another row says nothing of it",
        ),
    ],
)
def test_a_sheet_and_its_rows_do_not_tell_of_each_other(records, told):
    of = scheme()
    text = rulings(of, [report(of, {1: "222"}, {1: "222"}, records, 1)])
    assert [line[2:4] for line in lines_of(text, "Kept, and not in force")] == told


def test_a_sheet_in_force_does_not_tell_of_a_row_that_waits():
    of = scheme()
    records = [
        ruled(1, 1, WHOLE, "133", "222", "222", FAINT),
        ruled(2, 1, WHOLE, "133", "222", "222", FAINT, by="sun"),
        ruled(3, 1, 1, "3", "2", "2", FAINT),
    ]
    text = rulings(of, [report(of, {1: "222"}, {1: "222"}, records, 1)])
    ((*_, first, second, ruling, _, _, _, _),) = lines_of(text, "List of rulings")
    assert (first, second, ruling) == ("?", "?", "?")


def test_what_was_read_to_confirm_a_slip_is_not_told_of_a_place_that_waits():
    of = scheme()
    records = [RULINGS[0], ruled(2, 1, 1, "4", "1", "1", FAINT)]
    text = rulings(of, [report(of, {1: "321", 2: "123"}, {1: "123", 2: "321"}, records, 2)])
    assert "ballot 1 row 1: ?;" in text


def test_a_void_has_the_day_and_the_minute_of_its_confirmation():
    of, reports = case()
    text = voids(of, reports)
    when = {line[3]: line[7] for line in lines_of(text, "Register of void ballots")}
    assert when == {"7": "2026-12-10", "8": "2026-12-10", "9": "2026-12-10", "10": "2026-12-10", "11": "-"}
    assert text.count("09:11") == 1


def test_sheets_void_at_the_box_are_told_though_they_are_in_no_bundle():
    of = scheme()
    reports = [report(of, {1: "111"}, {1: "111"}, [], 1)]
    assert "set aside" not in voids(of, reports)
    assert "set aside at the box, in no bundle and not listed here: 3" in voids(of, reports, set_aside=3)


def test_a_void_for_which_two_reviewers_gave_two_reasons_shows_both():
    of = scheme()
    both = [
        ruled(1, 1, WHOLE, "void", "void", "void", reason="not-official"),
        ruled(2, 1, WHOLE, "void", "void", "void", reason="over-quota", by="sun"),
    ]
    text = rulings(of, [report(of, {1: "void"}, {1: "void"}, both, 1)])
    assert "official" in text
    assert "number" in text, "over the allowed number"


def many(of, batches=40):
    """The case again and again, as so many bundles."""
    one = report(of, WANG, ZHAO, RULINGS, 13)
    return [replace(one, cover=replace(one.cover, id=f"B{at}")) for at in range(1, batches + 1)]


@pytest.mark.parametrize("make", [rulings, voids])
def test_a_long_list_is_signed_at_its_end_and_every_page_says_what_it_is(make):
    of = scheme()
    pages = make(of, many(of), how=replace(HOW, practice=True)).split("\f")
    assert len(pages) > 4
    for number, page in enumerate(pages, start=1):
        lines = page.rstrip("\n").split("\n")
        assert len(lines) <= 60 and max(map(wcswidth, lines)) <= 100
        assert lines[0].strip() == lines[-1].strip() == "*** PRACTICE ***"
        assert lines[1].strip() in ("List of rulings", "Register of void ballots")
        assert f"page {number} of {len(pages)}" in page and "Period: the year 2026" in page
        assert ("signature" in page) is (number == len(pages))
    table = [line for page in pages for line in page.split("\n") if "|batch" in line or "|no.|" in line]
    assert len(table) >= len(pages) - 1, "the columns' heads stand on every page with a table"


def test_a_register_numbers_its_sheets_through_and_counts_them():
    of = scheme()
    text = voids(of, many(of, 3))
    cells = [line.split("|")[1].strip() for line in text.split("\n") if line.startswith("|")]
    numbers = [int(cell) for cell in cells if cell.isdigit()]
    assert numbers == list(range(1, 16))
    assert "together: 15" in text and "not the official form: 6" in text


def test_a_list_says_the_form_of_the_count_and_what_happened_on_the_way():
    of, reports = case()
    for text in (rulings(of, reports), voids(of, reports)):
        assert "declared names" in text and "batch B1 is a supplement" in text
        assert "UNOFFICIAL" in text
    sealed = replace(HOW, sealed=True, separate_accounts=True)
    assert "OFFICIAL (sealed)" in rulings(of, reports, how=sealed)
    assert "separate accounts" in voids(of, reports, how=sealed)


def reachable(root):
    """The types of everything that an object holds, classes and modules aside."""
    seen, waiting, types = set(), [root], set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, (type, types_module.ModuleType, types_module.FunctionType)):
            continue
        seen.add(id(one))
        types.add(type(one))
        waiting += gc.get_referents(one)
    return types


def test_a_gatherer_keeps_no_reading_of_a_bundle():
    """An appraisal can hold thousands of bundles; only the lines that will be printed are kept of each."""
    of = scheme()
    for gatherer in (
        RulingsRegister(of, SUBJECTS, in_english),
        VoidsRegister(of, in_english),
        DoubleEntryReport(of, SUBJECTS, in_english),
    ):
        gatherer.add(report(of, WANG, ZHAO, RULINGS, 13))
        kept = reachable(gatherer)
        assert not kept & {BatchReport, PassReadings, Reading, Ruling, Settlement, Question, Difference}


@pytest.mark.parametrize(
    "make",
    [
        lambda of: RulingsRegister(of, SUBJECTS, in_english),
        lambda of: VoidsRegister(of, in_english),
        lambda of: DoubleEntryReport(of, SUBJECTS, in_english),
    ],
    ids=["rulings", "voids", "double entry"],
)
def test_bundles_gathered_in_two_parts_give_the_same_list(make):
    of = scheme()
    bundles = [*many(of, 3), *(replace(one, first_by="li", second_by="sun") for one in many(of, 2))]
    whole, first, second = make(of), make(of), make(of)
    for place, one in enumerate(bundles):
        whole.add(one)
        (first if place < 2 else second).add(one)
    first.merge(second)
    assert paged_text(first.document(HOW), in_english) == paged_text(whole.document(HOW), in_english)
    if isinstance(whole, DoubleEntryReport):
        assert first.figures() == whole.figures()
        assert whole.figures().clerks == 4
