"""Each clerk's figures, for the reviewer, and the practising clerk's own."""

from __future__ import annotations

import pytest


@pytest.fixture
def place(appraisal, terminal):
    place = appraisal(grades=4, rows=4, batches=(("C1", 2),))
    desk = terminal("--dir", place.folder, "--lang", "en", "--as", "wang", "key", "--batch", "C1")
    desk.see("Ballot 1 ")
    desk.type("12-34" + "4\r" + "4321\r")
    desk.see_confirmed("Sheets counted")
    desk.type("2\r")
    assert desk.ended() == 0
    rows = "ballot,row1,row2,row3,row4\n1,1,3,4,4\n2,4,3,2,1\n"
    place.ok("import", "--batch", "C1", place.write("b.csv", rows), who="zhao")
    place.ok("take-in", who="chen")
    return place


def test_keystrokes_speed_and_corrections_without_a_mark(place):
    wang, zhao = place.ok("status", "--operators", "--json", who="chen").json["operators"]
    assert (wang["name"], wang["ballots"], wang["keyed_here"]) == ("wang", 2, 2)
    assert wang["keys"] == 7 + 5
    assert wang["corrections"] == 1
    assert wang["corrections_a_thousand_marks"] == "125.0"
    assert wang["seconds"] >= 0
    assert (zhao["name"], zhao["ballots"], zhao["keyed_here"], zhao["keys"]) == ("zhao", 2, 0, 0)
    assert zhao["keys_an_hour"] is None
    words = place.ok("status", "--operators", who="chen").out
    assert "wang: 2 ballots" in words
    assert "125.0 corrections" in words


def test_a_clerk_of_an_open_batch_does_not_see_them(appraisal):
    place = appraisal(grades=4, rows=1, batches=(("C1", 1), ("C2", 1)))
    place.ok("import", "--batch", "C1", place.write("a.csv", "ballot,row1\n1,1\n"), who="wang")
    assert "closed to you" in place.refused("status", "--operators", who="wang")


def test_what_keying_took_is_under_the_chain(place):
    """The figures are part of the pass: changing them is found like a changed mark."""
    (path,) = (place.folder / "custody").glob("C1.1.*")
    changed = path.read_text().replace('"pace"', '"pact"')
    assert changed != path.read_text()
    path.chmod(0o644)
    path.write_text(changed)
    assert place("verify", who="chen").status in (1, 2)


def test_the_practice_tells_speed_and_accuracy(tmp_path, terminal):
    desk = terminal("--lang", "en", "demo", tmp_path / "d")
    desk.see("PRACTICE")
    desk.type("\r")
    desk.see("PAPER")
    for ballot in ("1", "2", "4", "1", "2/", ".", "0", "3", "1", "1*"):  # the eighth reads 2
        desk.type(ballot + "\r")
    desk.see_confirmed("counted")
    desk.type("10\r")
    for words in ("As on the paper: 9 of 10 marks", "B3 ballot 8 row 1", "10 ballots", "keystrokes an hour"):
        desk.see(words)


def test_a_longer_bundle_for_finding_ones_speed(tmp_path, terminal):
    desk = terminal("--lang", "en", "demo", "--sheets", "50", tmp_path / "d")
    desk.see("PRACTICE")
    desk.type("q")
    assert desk.ended() == 0
    assert (tmp_path / "d" / "batches").is_dir()
    assert any("M2" in path.read_text() for path in (tmp_path / "d" / "batches").iterdir())
