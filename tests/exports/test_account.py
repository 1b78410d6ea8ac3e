"""The account of a count: one page whatever the scheme and the count hold, and no claim that the count does not bear."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest
from wcwidth import wcswidth

from exports.account import account_document
from exports.double_entry_figures import DoubleEntryFigures
from exports.how_counted import VoidReason
from exports.paged_text import paged_text
from tally.scheme import Keying
from tally.settling import BLANK_BALLOT

_SPEC = importlib.util.spec_from_file_location(
    "cases_for_account", Path(__file__).with_name("counted_cases.py")
)
cases = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(cases)


def account(case=None, *, figures=None, checks=(), **how):
    case = case or cases.Case()
    figures = figures if figures is not None else case.double_entry.figures()
    document = account_document(
        case.tally, replace(case.how, **how), cases.CODE, figures, case.translate, checks
    )
    return paged_text(document, case.translate)


def flat(text):
    return " ".join(text.split())


def with_scheme(**changes):
    case = cases.Case()
    case.tally = replace(case.tally, scheme=replace(case.tally.scheme, **changes))
    return case


LONG = {
    "as it is": {},
    "many assumptions": {"assumed": tuple(f"第{at}条: " + "方案未写明的事项" * 40 for at in range(200))},
    "long title": {"title": "评议" * 400},
    "everything": {
        "title": "评议" * 400, "unit": "单位" * 300, "assumed": tuple(f"{at} " + "x" * 5000 for at in range(99)),
    },
}  # fmt: skip


@pytest.mark.parametrize("language", cases.LANGUAGES)
@pytest.mark.parametrize("scheme", LONG)
@pytest.mark.parametrize("remarks", [0, 1, 400])
def test_it_is_one_page(language, scheme, remarks):
    case = with_scheme(**LONG[scheme])
    case.translate = cases.LANGUAGES[language]()
    text = account(
        case,
        remarks=tuple(f"票捆B{at}: 初录退回重录 " + "理由" * 60 for at in range(remarks)),
        checks=[case.check()] * (remarks // 10),
        voids=tuple(
            VoidReason("org", "b1", "party", f"reason {at} " + "y" * 400, 1) for at in range(remarks)
        ),
        practice=True,
    )
    lines = text.rstrip("\n").split("\n")
    assert "\f" not in text
    assert len(lines) <= 60
    assert max(map(wcswidth, lines)) <= 100


def test_what_is_left_out_of_a_list_is_counted_and_the_file_is_named():
    text = account(remarks=tuple(f"remark {at}" for at in range(30)))
    shown = sum(f"- remark {at}\n" in text for at in range(30))
    assert 0 < shown < 30
    assert "30 things are on record:" in text
    assert f"- and {30 - shown} more, in on-file/differences.txt" in text


def test_everything_is_told_where_the_page_has_room():
    case = with_scheme(assumed=("one", "two"))
    text = account(case, remarks=("a pass was given back",))
    assert "more, in" not in text
    assert "- one\n" in text and "- two\n" in text and "- a pass was given back\n" in text


def test_the_sheets_of_each_form_are_told_once():
    text = account()
    assert "- 党组织创先争优群众评议表: issued not stated, collected 15, valid 12, void 3" in text
    assert "- 党员创先争优群众评议表: issued 6, collected 5, valid 4, void 0" in text, (
        "two members, one sheet each time"
    )


def test_who_vouches_for_the_two_passes():
    assert "nothing outside it vouches" in flat(account())
    assert "operating system" not in account()
    assert "the operating system kept the two passes apart" in flat(account(separate_accounts=True))
    assert "declared" not in account(separate_accounts=True)


def test_compared_and_differing_marks_are_told_as_they_are():
    figures = DoubleEntryFigures(
        bundles=3, clerks=4, compared_ballots=50, compared_marks=2000, differing_marks=3
    )
    text = flat(account(figures=figures))
    assert "2000 marks on 50 ballots were compared as keyed; 3 of them differed, 1.50 of 1,000." in text
    assert "4 clerks keyed 3 bundles." in text and "kappa" not in text
    assert "Nothing could be compared." in account(figures=DoubleEntryFigures())
    assert "3 bundles are not keyed twice yet." in flat(account(figures=DoubleEntryFigures()))


def test_rulings_are_told_as_the_scheme_has_them():
    assert "before either clerk's value was shown" in flat(account())
    keying = Keying(rulings_blind=False, third_value_needs_second_reviewer=True)
    text = flat(account(with_scheme(keying=keying)))
    assert "saw both clerks' values" in text and "second reviewer too" in text and "before either" not in text


def test_only_voids_that_a_reviewer_read_are_called_so():
    voids = (
        VoidReason("org", "b1", "party", "not-official", 2),
        VoidReason("org", "b1", "party", BLANK_BALLOT, 3),
        VoidReason("org", "b1", "party", "", 4),
    )
    text = account(voids=voids)
    assert "9 sheets in bundles are void; 2 of them a reviewer found void on the paper." in text
    assert "- not the official form: 2" in text
    keying = Keying(voids_reviewed=False)
    assert "was not read again" in flat(account(with_scheme(keying=keying), voids=voids))
    assert "No sheet in a bundle is void." in account(voids=())


def test_a_sample_check_is_told_or_that_there_was_none():
    case = cases.Case()
    assert "None: no settled ballots were drawn" in flat(account())
    text = flat(account(checks=[case.check(read=12)]))
    assert "12 of 12 sheets read, 0 of them wrong in the count; every verdict that was checked stands" in text
    assert "4 of 12 sheets read, 1 of them wrong in the count; not finished" in flat(
        account(checks=[case.check(wrong={next(iter(case.check().findings.by_sheet)).ballot})])
    )
    assert "None: no settled ballots" not in text


def test_what_is_open_is_told():
    assert "The count is NOT complete." in account()
    done = cases.Case(bundles=cases.BUNDLES[:1])
    assert "Open: The count is complete." in account(done)


def test_how_to_check_it_and_what_it_cannot_show():
    text = flat(account())
    for words in ("sha256sum -c SHA256SUMS", "pingyi verify FOLDER", "marks.csv", "both clerks misread alike",
                  "a ballot carries no name"):  # fmt: skip
        assert words in text
    assert "check code: 3fa9 c21b 77e0 12d4" in text
