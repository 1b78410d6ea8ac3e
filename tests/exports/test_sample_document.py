"""The sample checks on paper: the draw can be made again from it, and where there was none that is said."""

from __future__ import annotations

import importlib.util
import re
import subprocess
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from exports.draw_command import command_lines, draw_command
from exports.paged_text import paged_text
from exports.sample_document import samples_document

_SPEC = importlib.util.spec_from_file_location(
    "cases_for_sample_document", Path(__file__).with_name("counted_cases.py")
)
cases = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(cases)


def text(case, checks):
    return paged_text(samples_document(case.tally, checks, case.how, case.translate), case.translate)


def shell(command):
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    return done.stdout


def test_the_command_as_it_is_printed_draws_the_same_order():
    case = cases.Case()
    check = case.check()
    lines = text(case, [check]).split("\n")
    start = next(at for at, line in enumerate(lines) if line.startswith("    { for n in"))
    end = next(at for at in range(start, len(lines)) if not lines[at].endswith("\\"))
    order = [line.split()[1:] for line in shell("\n".join(lines[start : end + 1])).splitlines()]
    assert order == [[one.sheet.batch, str(one.sheet.ballot)] for one in check.check.plan.order]


def test_a_command_is_broken_where_a_shell_reads_on():
    command = draw_command(cases.Case().check().check)
    for width in (30, 60, 90):
        broken = "\n".join(command_lines(command, width))
        assert shell(broken) == shell(command)


@given(st.lists(st.integers(1, 9999), min_size=1, max_size=80), st.integers(20, 100))
def test_lists_of_numbers_keep_to_the_width(numbers, width):
    command = f"for n in {' '.join(map(str, numbers))}; do echo $n; done"
    lines = command_lines(command, width)
    assert max(map(len, lines)) <= width
    assert " ".join(line.removesuffix(" \\") for line in lines) == command


def test_what_was_found_is_told_and_there_are_lines_to_sign_on():
    case = cases.Case()
    wrong = next(iter(case.check().findings.by_sheet)).ballot
    made = text(case, [case.check(wrong={wrong})])
    assert f"- ballot {wrong} of batch B1" in made
    assert cases.SEED in made and "Dice thrown by (signature)" in made
    assert re.search(r"at most \d+ of 12 sheets", made)


def test_without_a_check_that_is_said_and_nothing_is_signed():
    case = cases.Case()
    made = text(case, [])
    assert "no sample of settled ballots was read again" in made
    assert "signature" not in made and "may not stop" not in made
