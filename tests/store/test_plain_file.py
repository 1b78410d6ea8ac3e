"""Reading a file that its owner may replace at any moment: what was opened is read as a whole."""

from __future__ import annotations

import os

import pytest

from store import plain_file
from store.faults import Damaged
from store.plain_file import plain_bytes


def test_a_save_between_opening_and_looking_is_no_damage(tmp_path, monkeypatch):
    path, newer = tmp_path / "B1.1.1.json", tmp_path / "newer"
    path.write_bytes(b"old")
    newer.write_bytes(b"new")
    opened = os.open

    def then_replaced(name, flags):
        handle = opened(name, flags)
        newer.replace(path)
        return handle

    monkeypatch.setattr(plain_file.os, "open", then_replaced)
    assert plain_bytes(path, only_link=True) == b"old"
    monkeypatch.undo()
    assert plain_bytes(path, only_link=True) == b"new"


def test_a_second_name_elsewhere_is_refused(tmp_path):
    path = tmp_path / "B1.1.1.json"
    path.write_bytes(b"old")
    os.link(path, tmp_path / "elsewhere")
    with pytest.raises(Damaged, match="a link or no plain file"):
        plain_bytes(path, only_link=True)
