"""The seed that people throw, and the order that it draws."""

import hashlib
import random
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tally import draw
from tally.draw import Sheet, draw_order, parse_seed, ticket
from tally.said import Said

SEED = "31415926535897932384"
THROWN = "46213 35164 25316 61452"
SHEETS = tuple(Sheet(batch, ballot) for batch in ("B1", "B2") for ballot in range(1, 51))
# By sha256sum and sort, not by the program.
PINNED = (Sheet("B1", 16), Sheet("B2", 2), Sheet("B2", 4), Sheet("B2", 20), Sheet("B1", 33))
PINNED_TICKET = "699eb1211e606624bebd2be6ef3b1d329d899e840f9c61a3d1b19a45dd10d3c6"


@pytest.mark.parametrize(
    "typed",
    [
        "31415926535897932384",
        "  31415 92653 58979 32384\n",
        "3141-5926-5358-9793-2384",
        "３１４１５９２６５３５８９７９３２３８４",
        "31415 — 92653 — 58979 – 32384",
        "31415　92653－58979\t32384",
    ],
)
def test_groups_and_full_width_digits_give_the_same_seed(typed):
    assert parse_seed(typed) == SEED


def test_a_seed_of_six_sided_dice_is_taken():
    assert parse_seed(THROWN) == THROWN.replace(" ", "")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "the seed has 0 digits and needs at least 20"),
        ("3141592653589793238", "the seed has 19 digits and needs at least 20"),
        ("31415 92653 58979 3238", "the seed has 19 digits"),
        ("3141592653589793238a", 'not "a"'),
        ("31415926535897932384.", 'not "."'),
        ("3141592653589793238²", 'not "²"'),
        ("3141592653589793238٤", 'not "٤"'),
        ("31415926535\x1b897932384", 'not "U+001B"'),
        ("00000000000000000000", "does not look thrown"),
        ("01101001100101101001", "does not look thrown"),
        ("01234567890123456789", "does not look thrown"),
        ("12345678901234567890", "does not look thrown"),
        ("98765432109876543210", "does not look thrown"),
        ("01234567899876543210", "does not look thrown"),
        ("12345612345612345612", "does not look thrown"),
        ("31415314153141531415", "does not look thrown"),
        ("13579135791357913579", "does not look thrown"),
    ],
)
def test_what_is_no_seed_is_told_in_words(typed, words):
    told = parse_seed(typed)
    assert isinstance(told, Said)
    assert words in str(told)


@pytest.mark.parametrize("faces", ["123456", "0123456789"])
def test_real_throws_are_never_refused(faces):
    dice = random.Random(20)
    for _ in range(20_000):
        thrown = "".join(dice.choices(faces, k=20))
        assert parse_seed(thrown) == thrown


def test_the_order_is_that_of_the_tickets_and_no_sheet_is_lost():
    order = draw_order(SEED, SHEETS)
    assert sorted(order) == sorted(SHEETS)
    tickets = [hashlib.sha256(f"{SEED},{one.batch},{one.ballot}".encode()).hexdigest() for one in order]
    assert tickets == sorted(tickets)
    assert [ticket(SEED, one) for one in order] == tickets


def test_the_order_is_pinned():
    assert draw_order(SEED, SHEETS)[:5] == PINNED
    assert ticket(SEED, Sheet("B1", 7)) == PINNED_TICKET


@given(st.permutations(SHEETS))
def test_the_order_given_does_not_matter(sheets):
    assert draw_order(SEED, sheets) == draw_order(SEED, SHEETS)


def test_another_seed_draws_another_order():
    assert draw_order(SEED, SHEETS) != draw_order(SEED[::-1], SHEETS)


def test_a_part_keeps_its_order_whatever_else_is_drawn_from():
    part = SHEETS[::3]
    among_all = tuple(sheet for sheet in draw_order(SEED, SHEETS) if sheet in part)
    assert draw_order(SEED, part) == among_all


def test_each_sheet_comes_first_equally_often():
    sheets = SHEETS[:10]
    first = [draw_order(f"{number:020}", sheets)[0] for number in range(5000)]
    for sheet in sheets:
        # 500 expected, standard deviation 21.
        assert 400 < first.count(sheet) < 600


@pytest.mark.parametrize("seed", ["", "31415 92653", "３１４１５", "x"])
def test_only_digits_make_a_ticket(seed):
    with pytest.raises(ValueError, match="seed"):
        ticket(seed, SHEETS[0])


def test_a_sheet_given_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        draw_order(SEED, [*SHEETS, SHEETS[3]])


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="no sha256sum here")
def test_the_command_of_the_documentation_draws_the_same_sheets():
    lines = draw.__doc__.splitlines()
    command = "\n".join(line for line in lines if line.startswith("    ")).replace("SEED", SEED)
    drawn = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout
    sheets = [line.split() for line in drawn.splitlines()]
    expected = draw_order(SEED, SHEETS[:50])
    assert sheets == [[ticket(SEED, one), one.batch, str(one.ballot)] for one in expected]
