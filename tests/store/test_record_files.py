"""Reading one record from a file: JSON that can be read in one way only, with every field of its kind."""

from __future__ import annotations

import json
import os
import socket

import pytest

from store.drafts import read_draft
from store.faults import Damaged
from store.json_file import read_record
from store.record_fields import WrongField, flag, text, texts, whole, wholes
from store.session_hold import read_holder
from tally.known_ids import KnownIds
from tally.said import Refused, Said

DAMAGED = {
    "empty": (b"", "it is empty"),
    "not UTF-8": (b'{"a":"\xff"}', "it is not UTF-8"),
    "cut off": (b'{"a":1', "it is not JSON"),
    "a list": (b"[]", "it holds no record"),
    "a name twice": (b'{"a":1,"a":2}', "stands in it twice"),
    "a name twice inside": (b'{"a":{"b":1,"b":2}}', "stands in it twice"),
    "NaN": (b'{"a":NaN}', "it is not JSON"),
    "infinite": (b'{"a":1e999}', "it is not JSON"),
    "thousands of digits": (b'{"a":1' + b"0" * 5000 + b"}", "it is not JSON"),
    "half a pair": (b'{"a":"\\ud800"}', "a character in it is broken"),
    "half a pair in a name": (b'{"\\udc00":1}', "a character in it is broken"),
    "100,000 brackets": (b'{"a":' + b"[" * 100_000, "it is not JSON"),
    "30 brackets": (b'{"a":' + b"[" * 30 + b"]" * 30 + b"}", "it is nested too deeply"),
}


@pytest.mark.parametrize(("content", "why"), DAMAGED.values(), ids=DAMAGED.keys())
def test_what_is_no_record_is_refused_by_name_and_stays(tmp_path, content, why):
    path = tmp_path / "A1.001.json"
    path.write_bytes(content)

    with pytest.raises(Damaged, match=rf"A1\.001\.json is damaged.*{why}"):
        read_record(path)

    assert path.read_bytes() == content


def test_a_whole_pair_of_surrogates_and_nesting_that_is_needed_are_read(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(b'{"a":"\\ud83d\\ude00","b":[[1]],"c":"' + b"[" * 50 + b'"}')

    assert read_record(path) == {"a": "\U0001f600", "b": [[1]], "c": "[" * 50}


def test_a_pipe_is_not_waited_for_and_a_link_not_followed(tmp_path):
    (tmp_path / "real.json").write_bytes(b"{}")
    (tmp_path / "link.json").symlink_to("real.json")
    os.mkfifo(tmp_path / "pipe.json")

    for name in ("link.json", "pipe.json"):
        with pytest.raises(Damaged, match=name):
            read_record(tmp_path / name)
    with pytest.raises(FileNotFoundError):
        read_record(tmp_path / "none.json")


@pytest.mark.parametrize("value", [None, True, 1.0, "1", -1, 10**12, [1], {}])
def test_only_a_whole_number_is_one(value):
    with pytest.raises(WrongField):
        whole({"a": value}, "a")
    with pytest.raises(WrongField):
        wholes({"a": [1, value]}, "a", 2)


def test_fields_of_their_kind_are_taken_as_they_are():
    record = {"t": "", "ts": ["a"], "n": 0, "ns": [1, 2], "f": True}

    assert (text(record, "t"), texts(record, "ts"), whole(record, "n"), wholes(record, "ns", 2)) == (
        "",
        ("a",),
        0,
        (1, 2),
    )
    assert (flag(record, "f"), flag(record, "left out")) == (True, False)
    for wrong in (
        lambda: text(record, "n"),
        lambda: texts(record, "ns"),
        lambda: flag(record, "n"),
        lambda: texts(record, "t"),
    ):
        with pytest.raises(WrongField):
            wrong()


@pytest.mark.parametrize("pid", [-1, 0, 1, True, "self", 2.0, None])
def test_a_hold_that_names_no_process_of_its_own_names_nobody(tmp_path, pid):
    """To end process -1 would be to end everything."""
    path = tmp_path / ".hold.lock"
    fields = {
        "pid": pid,
        "born": "1",
        "host": socket.gethostname(),
        "terminal": "",
        "origin": "",
        "since": "",
    }
    path.write_text(json.dumps(fields))
    assert read_holder(path) is None

    path.write_text(json.dumps({**fields, "pid": 4321}))
    holder = read_holder(path)
    assert holder is not None and holder.pid == 4321


@pytest.mark.parametrize(
    "wrong",
    [
        {"ballot": True},
        {"ballot": 0},
        {"marks": "12?"},
        {"marks": 1},
        {"row": 4},
        {"row": -1},
        {"void": 1},
        {"words": "\x1b"},
    ],
    ids=str,
)
def test_a_draft_that_the_screen_could_not_show_is_none(tmp_path, wrong):
    path = tmp_path / "a.draft"
    fields = {"ballot": 3, "marks": "1__", "void": False, "opinion": True, "words": "", "row": 3}
    path.write_text(json.dumps(fields))
    assert read_draft(path) is not None

    path.write_text(json.dumps({**fields, **wrong}))
    assert read_draft(path) is None


def test_an_id_that_the_scheme_lost_is_refused_in_words():
    known = KnownIds(Said("form"), {"org": 1})

    assert known["org"] == 1
    assert "x" not in known and known.get("x") is None
    with pytest.raises(Refused, match='no form "x"'):
        known["x"]
