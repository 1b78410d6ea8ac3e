"""A pass read at once for counting is the pass as it is read event by event."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

from store.chain import chained
from store.custody import pass_content
from store.faults import Damaged
from store.layout import PassTag
from store.numbered_records import TABLE
from store.pass_events import CORRECT, DOUBLE, ENTER, entering, handing_in, opening
from store.split_passes import read_split
from tally.agreed_ballots import SplitPass, split_pass
from tally.pace import Pace
from tally.readings import Reading

AT = "2026-11-20T08:00:00+00:00"
PATH = "B1.1.1.json"
marks = st.text("12-x", min_size=3, max_size=3)
readings = st.one_of(
    marks.map(Reading),
    st.builds(Reading, marks, opinion=st.booleans(), filled=st.booleans(), words=st.sampled_from(["", "好"])),
    st.builds(Reading, st.text("1_", min_size=3, max_size=3), void=st.just(True)),
)
saves = st.lists(
    st.tuples(st.integers(1, 9), readings, st.sampled_from([None, Pace(4, 20, 0)]), st.booleans()), max_size=9
)


def written(events):
    records = chained("0" * 64, events)
    return json.dumps(
        {TABLE: {str(at): one for at, one in enumerate(records, start=1)}}, separators=(",", ":")
    ).encode()


def a_pass(saves):
    events, seen = [opening(PassTag("B1", 1, 1), "wang", 3, AT)], set()
    for number, reading, pace, double in saves:
        kind = ENTER if number not in seen else DOUBLE if double else CORRECT
        events.append(entering(kind, number, reading, AT, pace))
        seen.add(number)
    return [*events, handing_in(len(seen), len(seen), AT)]


@settings(max_examples=300, deadline=None)
@given(saves)
def test_the_same_ballots(saves):
    content = written(a_pass(saves))
    whole = split_pass(pass_content(content, Path(PATH)).as_readings())
    assert read_split(content, PATH, 3) == whole


@pytest.mark.parametrize(
    "change",
    [
        {"marks": "1"},
        {"marks": "1_1"},
        {"marks": 111},
        {"ballot": "1"},
        {"ballot": 0},
        {"ballot": True},
        {"kind": "enter "},
        {"void": "yes"},
        {"at": None},
        {"marks": None},
    ],
)
def test_what_is_no_ballot_is_refused_or_read_as_it_was_taken_in(change):
    """Nothing that reading event by event refuses is counted."""
    events = a_pass([(1, Reading("111"), None, False), (2, Reading("222"), None, False)])
    events[1] |= change
    content = written(events)
    try:
        whole = split_pass(pass_content(content, Path(PATH)).as_readings())
    except Damaged:
        if "at" in change:
            return  # the time of a save is not looked at here; taking in has refused it
        with pytest.raises(Damaged):
            read_split(content, PATH, 3)
    else:
        assert read_split(content, PATH, 3) == whole


def test_records_out_of_order_and_missing_ones():
    events = chained("0" * 64, a_pass([(1, Reading("111"), None, False)]))
    one, two, three = events
    shuffled = json.dumps({TABLE: {"1": one, "3": three, "2": two}}).encode()
    whole = pass_content(shuffled, Path(PATH), check_chain=False)
    assert read_split(shuffled, PATH, 3) == split_pass(whole.as_readings()) == SplitPass({1: "111"})
    for numbers in (("1", "2", "4"), ("2", "3", "4")):
        content = json.dumps({TABLE: dict(zip(numbers, events, strict=True))}).encode()
        with pytest.raises(Damaged):
            read_split(content, PATH, 3)


def test_the_table_is_tinydbs():
    assert TinyDB.default_table_name == TABLE
