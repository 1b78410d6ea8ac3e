"""What the figures of `benchmarks.clerks` rest on: which key a frame shows, percentiles, and what counts as lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.clerks.delays import percentile
from benchmarks.clerks.kept import first_departure
from benchmarks.clerks.shown_keys import ENTER, Keystroke, ShownMarks

FIRST = "\x1b[4;4H [1] 满意\x1b[5;4H\x1b[7m>[ ]\x1b[0m".encode()
SECOND = "\x1b[5;4H [3] 不太满意\x1b[6;4H\x1b[7m>[ ]\x1b[0m".encode()
BOTH = "\x1b[4;4H [1] 满意\x1b[5;4H [3] 不太满意\x1b[6;4H\x1b[7m>[ ]\x1b[0m".encode()
SAVED = b"\x1b[3;3H\x1b[1m2\x1b[0m\x1b[3;20H1\x1b[4;4H\x1b[7m>[ ]\x1b[0m     \x1b[5;6H ]   "
NOTICE = "\x1b[22;1H第1号已保存 (1/3) 链码 cd0538fa".encode()


def typed(codes):
    shown = ShownMarks()
    keys = [Keystroke(code, 1.0) for code in codes]
    shown.waiting.extend(keys)
    return shown, keys


def times(keys):
    return [(key.first, key.last) for key in keys]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=300), st.sampled_from([50, 99, 100]))
def test_a_percentile_is_the_least_value_that_so_many_do_not_exceed(values, of_a_hundred):
    found = percentile(values, of_a_hundred)
    assert found in values
    assert sum(value <= found for value in values) * 100 >= of_a_hundred * len(values)
    assert sum(value < found for value in values) * 100 < of_a_hundred * len(values)


def test_of_nothing_there_is_no_percentile():
    with pytest.raises(ValueError):
        percentile([], 99)


def test_each_frame_shows_its_key_and_a_save_its_last_byte():
    shown, keys = typed(["1", "3", ENTER])
    for at, content in enumerate((FIRST, SECOND, SAVED, NOTICE), start=2):
        shown.hear(content, at)
    assert times(keys) == [(2, 2), (3, 3), (4, 5)]
    assert not shown.waiting
    assert shown.unasked == 0


def test_one_frame_may_show_two_keys():
    shown, keys = typed(["1", "3", "2"])
    shown.hear(BOTH, 2)
    assert times(keys) == [(2, 2), (2, 2), (0, 0)]
    assert list(shown.waiting) == keys[2:]


def test_a_save_shows_the_marks_before_it_that_were_never_drawn_and_none_behind_it():
    shown, keys = typed(["1", "3", ENTER, "1"])
    shown.hear(SAVED, 2)
    assert times(keys) == [(2, 2), (2, 2), (2, 2), (0, 0)]
    assert list(shown.waiting) == keys[3:]


def test_a_mark_behind_a_save_is_not_shown_by_the_ballot_before():
    shown, keys = typed(["2", ENTER, "1"])
    shown.hear(FIRST, 2)
    assert times(keys) == [(0, 0)] * 3
    assert shown.unasked == 1, "a mark that nobody typed"


@given(st.lists(st.integers(0, len(FIRST + SECOND + SAVED)), max_size=20))
def test_however_the_bytes_are_cut_the_same_keys_are_shown(cuts):
    content = FIRST + SECOND + SAVED
    ends = [*sorted(cuts), len(content)]
    shown, keys = typed(["1", "3", ENTER])
    for at, (begin, end) in enumerate(zip([0, *ends], ends, strict=False), start=2):
        shown.hear(content[begin:end], at)
    assert all(key.shown and key.first <= key.last for key in keys)
    assert shown.unasked == 0


ONE, TWO, HALF = "12341234123412341234", "44444444443333333333", "-1"
CODES = [*ONE, ENTER, *TWO, ENTER, *HALF]
SAVES = [(1, ONE), (2, TWO)]
DRAFT = (3, HALF + "_" * 18)


def test_what_was_typed_and_is_kept_is_no_departure():
    assert first_departure(CODES, SAVES, DRAFT) is None
    assert first_departure(CODES[: -len(HALF)], SAVES, None) is None
    assert first_departure([], [], None) is None


@pytest.mark.parametrize(
    ("saved", "draft"),
    [
        pytest.param(SAVES[:1], DRAFT, id="a ballot lost"),
        pytest.param([*SAVES, (3, ONE)], DRAFT, id="a ballot invented"),
        pytest.param(SAVES[::-1], DRAFT, id="ballots in another order"),
        pytest.param([(1, ONE), (2, TWO[1:] + TWO[0])], DRAFT, id="marks in another order"),
        pytest.param([(1, ONE), (3, TWO)], DRAFT, id="under another number"),
        pytest.param(SAVES, None, id="the half ballot lost"),
        pytest.param(SAVES, (3, "-" + "_" * 19), id="the last key lost"),
        pytest.param(SAVES, (3, "1-" + "_" * 18), id="the half ballot in another order"),
        pytest.param(SAVES, (2, DRAFT[1]), id="the half ballot under another number"),
    ],
)
def test_anything_else_is_one(saved, draft):
    assert first_departure(CODES, saved, draft) is not None


def test_a_half_ballot_that_nobody_typed_is_a_departure():
    assert first_departure(CODES[: -len(HALF)], SAVES, DRAFT) is not None
