"""The last record of the ledger is found by name, and a gap before it is told, not filled."""

from __future__ import annotations

import pytest

from store.faults import Damaged
from store.ledger import add_to_ledger, last_number, read_ledger, record_name

ENTRY = {"kind": "reopened", "reason": "again"}


@pytest.fixture
def folder(tmp_path):
    return tmp_path


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 8, 9, 33])
def test_it_is_the_number_of_records(folder, count):
    add_to_ledger(folder, [ENTRY] * count, "olga")
    assert last_number(folder) == count == len(read_ledger(folder))
    add_to_ledger(folder, [ENTRY], "olga")
    assert last_number(folder) == count + 1 == len(read_ledger(folder))


@pytest.mark.parametrize("missing", range(1, 21))
def test_a_gap_is_told_and_nothing_is_written_into_it(folder, missing):
    add_to_ledger(folder, [ENTRY] * 21, "olga")
    (folder / record_name(missing)).unlink()
    before = sorted(folder.iterdir())
    try:
        add_to_ledger(folder, [ENTRY], "olga")
    except Damaged as damaged:
        assert record_name(missing) in damaged.said.text()
        assert sorted(folder.iterdir()) == before
    else:
        assert not (folder / record_name(missing)).exists(), "the gap is seen by whoever reads the ledger"
    with pytest.raises(Damaged, match=f"record {missing} of the ledger is missing"):
        read_ledger(folder)


def test_what_follows_a_record_is_read_from_there(folder):
    add_to_ledger(folder, [ENTRY] * 9, "olga")
    whole = read_ledger(folder)
    for after in range(10):
        assert read_ledger(folder, after) == whole[after:]
        assert read_ledger(folder, after, 9) == whole[after:]
    assert read_ledger(folder, 2, 5) == whole[2:5]
