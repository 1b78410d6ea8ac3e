"""Where a package is written: as a whole or not at all, and never over another count."""

from __future__ import annotations

import pytest

from exports.check_sums import FILE as SUMS
from exports.check_sums import sums
from tally.said import Refused
from tui import package_place
from tui.package_place import write_by_day, write_out


def package(text):
    files = {"marks.csv": text.encode(), "sent-up/verdicts.txt": b"v\n"}
    return {**files, SUMS: sums(files)}


def content(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_the_same_package_stays_and_another_of_the_day_gets_its_own_folder(tmp_path):
    first = write_by_day(tmp_path, "2026-12-10", package("a"))
    assert first == tmp_path / "2026-12-10"
    assert write_by_day(tmp_path, "2026-12-10", package("a")) == first
    second = write_by_day(tmp_path, "2026-12-10", package("b"))
    assert second == tmp_path / "2026-12-10-2"
    assert content(first) == package("a")
    assert content(second) == package("b")
    assert write_by_day(tmp_path, "2026-12-10", package("b")) == second
    (first / "marks.csv").write_bytes(b"forged")
    assert write_by_day(tmp_path, "2026-12-10", package("a")) == tmp_path / "2026-12-10-3"


def test_a_package_alone_is_replaced_and_its_old_files_are_gone(tmp_path):
    place = tmp_path / "out"
    assert (
        write_out(place, {**package("a"), "old.txt": b"", SUMS: sums({**package("a"), "old.txt": b""})})
        == place
    )
    assert write_out(place, package("b")) == place
    assert content(place) == package("b")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("strange", ["letter.odt", "sent-up/mine.txt"])
def test_other_files_are_not_touched(tmp_path, strange):
    place = write_out(tmp_path / "out", package("a"))
    (place / strange).write_text("mine")
    before = content(place)
    with pytest.raises(Refused):
        write_out(place, package("b"))
    assert content(place) == before
    with pytest.raises(Refused):
        write_out(tmp_path / "out" / "marks.csv", package("b"))


@pytest.mark.parametrize("fails_at", [1, 2, 3, "rename"])
def test_a_failure_leaves_what_was_there_and_nothing_else(tmp_path, monkeypatch, fails_at):
    place = write_out(tmp_path / "out", package("a"))
    done = []
    write = package_place.replace_durably

    def failing(path, content, mode):
        done.append(path)
        if len(done) == fails_at:
            raise OSError(28, "No space left on device")
        write(path, content, mode)

    monkeypatch.setattr(package_place, "replace_durably", failing)
    if fails_at == "rename":
        rename = type(place).rename
        monkeypatch.setattr(
            type(place), "rename",
            lambda self, to: rename(self, to) if "old" in str(to) + str(self) else _fail(),
        )  # fmt: skip
    with pytest.raises(OSError, match="space"):
        write_out(place, package("b"))
    assert content(place) == package("a")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def _fail():
    raise OSError(28, "No space left on device")
