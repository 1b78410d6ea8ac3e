"""All bundles at once, by one process or two: the same count, and nothing counted that is not what was taken in."""

from __future__ import annotations

import json
import random
import shutil

import pytest
from small_appraisal import make_small

from store import bundle_counting
from store.appraisal import open_appraisal
from store.chain import chained, first_broken
from store.faults import Damaged
from store.keying_session import begin_keying
from store.numbered_records import TABLE
from store.organizing import correct_batch, withdraw_batch
from store.reconciling import batch_counts
from store.returning import return_pass
from store.ruling import accept, offered, open_review, rule
from store.taking_in import take_in
from store.tallying import tally_again
from tally.appraisal_tally import tally_appraisal
from tally.readings import Pass, Reading
from tally.rulings import PaperReading, ProposedRuling
from tally.slip_probes import borne_out

BALLOTS = 8


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Bundles of every sort: settled, with slips accepted, half keyed, given back, corrected, withdrawn."""
    folder = make_small(
        tmp_path_factory.mktemp("counting") / "appraisal",
        rows=3,
        batches=tuple((f"B{at}", BALLOTS) for at in range(1, 9)),
    )
    draw = random.Random(5)
    paper = {f"B{at}": _sheets(draw) for at in range(1, 9)}
    for batch, sheets in paper.items():
        if batch != "B8":
            _key(folder, "wang", batch, sheets)
            _key(folder, "zhao", batch, _mistyped(draw, sheets) if batch != "B3" else _swapped(sheets))
    chen = open_appraisal(folder, "chen")
    take_in(chen)
    for batch in ("B1", "B2", "B4"):
        screen = open_review(chen, batch)
        rule(
            chen,
            batch,
            [
                ProposedRuling(one.ballot, one.place, one.first or "absent", "faint")
                for one in screen.questions.values()
            ],
        )
    reconciled = open_review(chen, "B3")
    (offer, *_) = offered(reconciled)
    truth = {(one.ballot, one.row): paper["B3"][one.ballot].marks[one.row - 1] for one in offer.probes}
    as_read = [PaperReading(one.ballot, one.row, truth[one.ballot, one.row]) for one in offer.probes]
    slip = borne_out(offer.explanation, offer.probes, as_read)
    assert slip is not None
    accept(chen, "B3", slip, as_read)
    return_pass(open_appraisal(folder, "dong"), "B4", Pass.SECOND, "clerk ill")
    _key(folder, "sun", "B4", paper["B4"])
    take_in(chen, "B4")
    correct_batch(open_appraisal(folder, "olga"), "B8", {"collected": "9"}, "one more")
    withdraw_batch(open_appraisal(folder, "olga"), "B8", "a mistake")
    return folder


def _sheets(draw):
    sheets = {at: Reading("".join(draw.choices("1234", k=3))) for at in range(1, BALLOTS + 1)}
    sheets[3] = Reading("".join(draw.choices("1234", k=3)), opinion=True)
    sheets[4] = Reading("___", void=True)
    return sheets


def _mistyped(draw, sheets):
    number = draw.choice([1, 2, 5])
    return sheets | {number: Reading("-" + sheets[number].marks[1:])}


def _swapped(sheets):
    return sheets | {6: sheets[7], 7: sheets[6]}


def _key(folder, who, batch, sheets):
    with begin_keying(open_appraisal(folder, who), batch) as session:
        session.import_whole(tuple(sheets.items()))


def told(appraisal, count):
    tally = count(appraisal)
    return tuple(tally.results), tally.verdicts, tally.open, tally.batches, dict(tally.owner)


def one_by_one(appraisal):
    return tally_appraisal(appraisal.scheme, appraisal.subjects, appraisal.sheets, batch_counts(appraisal))


@pytest.mark.parametrize("few", [0, 1000])
def test_the_same_as_one_bundle_after_the_other(made, monkeypatch, few):
    monkeypatch.setattr(bundle_counting, "FEW", few)
    appraisal = open_appraisal(made, "olga")
    at_once = told(appraisal, tally_again)
    assert at_once == told(appraisal, one_by_one)
    assert at_once[3] == 7 and at_once[2].differences and any(one.accounting.void for one in at_once[0])


def test_two_processes_are_at_work(made, monkeypatch):
    """Else the case above would be the same twice."""
    monkeypatch.setattr(bundle_counting, "FEW", 0)
    called = []
    monkeypatch.setattr(
        bundle_counting, "both", lambda here, there, shared: called.append(1) or (here(), there())
    )
    tally_again(open_appraisal(made, "olga"))
    assert called == [1]


@pytest.fixture
def folder(made, tmp_path):
    return shutil.copytree(made, tmp_path / "copy")


def tamper(path, change):
    records = list(json.loads(path.read_bytes())[TABLE].values())
    change(records)
    records = chained(
        "0" * 64, [{key: value for key, value in one.items() if key != "link"} for one in records]
    )
    assert first_broken(records) is None
    content = json.dumps(
        {TABLE: {str(at): one for at, one in enumerate(records, start=1)}}, separators=(",", ":")
    )
    path.chmod(0o640)
    path.write_text(content)


@pytest.mark.parametrize("few", [0, 1000])
@pytest.mark.parametrize("batch", ["B1", "B7"])
def test_a_pass_whose_chain_was_made_anew_is_found_by_its_digest(folder, monkeypatch, few, batch):
    """In whichever half it lies, and whichever half its record lies in."""
    monkeypatch.setattr(bundle_counting, "FEW", few)
    tamper(folder / "custody" / f"{batch}.2.1.json", lambda records: records[1].update(marks="444"))
    with pytest.raises(Damaged, match=rf"{batch}\.2\.1.*not what was taken in"):
        tally_again(open_appraisal(folder, "olga"))


@pytest.mark.parametrize("few", [0, 1000])
def test_what_is_no_pass_any_more_and_what_is_gone(folder, monkeypatch, few):
    monkeypatch.setattr(bundle_counting, "FEW", few)
    path = folder / "custody" / "B2.1.1.json"
    content = path.read_bytes()
    for damaged in (b"", b"{}", content[:-1], b'{"_default":{}}', content.replace(b'"enter"', b'"entre"', 1)):
        path.chmod(0o640)
        path.write_bytes(damaged)
        with pytest.raises(Damaged, match="not what was taken in"):
            tally_again(open_appraisal(folder, "olga"))
    path.unlink()
    with pytest.raises(Damaged, match="not there any more"):
        tally_again(open_appraisal(folder, "olga"))


@pytest.mark.parametrize("few", [0, 1000])
@pytest.mark.parametrize("number", [1, 2, 5, 9])
def test_a_changed_record_of_the_ledger_is_found_in_either_half(folder, monkeypatch, few, number):
    monkeypatch.setattr(bundle_counting, "FEW", few)
    path = folder / "ledger" / f"{number:08d}.json"
    record = json.loads(path.read_bytes())
    path.chmod(0o640)
    path.write_text(
        json.dumps(record | {"at": "2020-01-01T00:00:00+00:00"}, sort_keys=True, separators=(",", ":"))
    )
    with pytest.raises(Damaged, match="chain does not fit"):
        tally_again(open_appraisal(folder, "olga"))


def test_a_pass_that_the_ledger_does_not_know(folder):
    """A copy put into custody with a note on the board, and no record."""
    last = max((folder / "ledger").iterdir())
    assert json.loads(last.read_bytes())["tag"].startswith("B4")
    last.unlink()
    with pytest.raises(Damaged, match=r"B4\.2\.2.*missing|record .* of the ledger is missing"):
        tally_again(open_appraisal(folder, "olga"))
