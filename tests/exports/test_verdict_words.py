"""What is said beside a verdict: its margin, a check, what is open, and what it hangs on."""

from types import SimpleNamespace

import pytest

from exports.verdict_words import hangs_on_few_marks, verdict_lines
from tally.measuring import MeasureValue
from tally.said import Said
from tally.verdicts import Status, Verdict

ASKS = "  this hangs on few marks: check a sample of this subject's ballots"
TALLY = SimpleNamespace()


def verdict(margin, base=100, **others):
    return Verdict(
        form="org", subject="b1", row=None, item=None, rule=None, band="band", status=Status.NOT_SETTLED,
        basis=Said("basis"), measures={"a": MeasureValue(1, base)}, falls_on=None, margin_marks=margin,
        could_change_by_open=False, **others,
    )  # fmt: skip


def lines(one, **named):
    return [str(said) for said in verdict_lines(one, TALLY, **named)][3:]


@pytest.mark.parametrize(
    ("margin", "base", "few"),
    [(1, 10, True), (2, 10, True), (3, 10, False), (3, 299, False), (3, 300, True), (30, 3000, True),
     (31, 3000, False), (None, 10, False)],
)  # fmt: skip
def test_few_marks_are_two_or_one_in_a_hundred_of_the_base(margin, base, few):
    assert hangs_on_few_marks(verdict(margin, base)) is few
    assert (ASKS in lines(verdict(margin, base))) is few


def test_the_margin_is_said_and_what_a_check_found_after_it():
    margin = "  13 marks would have to read otherwise for this to differ"

    assert lines(verdict(13)) == [margin]
    assert lines(verdict(13), checked=Said("checked")) == [margin, "  checked"]
    assert lines(verdict(1), checked=Said("checked")) == [
        "  1 mark would have to read otherwise for this to differ",
        "  checked",
    ]


def test_what_is_open_and_what_was_assumed_are_said():
    one = verdict(13, open_words=Said("open"), notes=(Said("one"), Said("two")))

    assert lines(one)[1:] == ["  open", "  note: one", "  note: two"]
