"""A submission package in which anything went wrong: `verify` says what does not fit, or that it is none."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

from exports.check_sums import FILE as SUMS
from exports.check_sums import sums
from exports.package import package_files
from exports.package_check import check_package
from exports.recount import NEEDED
from store.appraisal import open_appraisal
from tally.said import in_english
from tui.counting_once import count_once
from tui.language import translator

# By one process, so that what they share is made once.
pytestmark = pytest.mark.xdist_group("fuzzed packages")

CASES = 1500
LANGUAGES = {"en": in_english, "zh": translator("zh")}


def _beside(name: str) -> ModuleType:
    """A helper module of this folder, which is no package (`--import-mode=importlib`)."""
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


mutations = _beside("mutations")
fuzzed_appraisal = _beside("fuzzed_appraisal")


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    root = tmp_path_factory.mktemp("package")
    fuzzed_appraisal.make(root / "appraisal", root)
    chen = open_appraisal(root / "appraisal", "chen")
    counted = count_once(chen, in_english)
    files = package_files(counted.tally, counted.circumstances, counted.gathering, in_english)
    assert check_package(files, LANGUAGES) == ()
    return files


def _mutated(draw, name: str, files: dict[str, bytes]) -> bytes:
    if draw.random() < 0.3 or not name.endswith((".csv", ".toml")):
        return mutations.of_bytes(draw, files[name], list(files.values()))
    if name.endswith(".toml"):
        return mutations.of_toml(draw, files[name])
    return mutations.of_csv(draw, files[name])


def test_every_change_is_told_and_none_fails(package):
    draw = Random("pingyi package")
    cases = 0
    while cases < CASES:
        name = draw.choice(NEEDED if draw.random() < 0.8 else sorted(package))
        content = (
            draw.choice(list(mutations.NONSENSE.values()))
            if draw.random() < 0.1
            else _mutated(draw, name, package)
        )
        if content == package[name]:
            continue
        cases += 1
        forged = name != SUMS and draw.random() < 0.6
        files = {**package, name: content}
        if forged:
            files[SUMS] = sums(files)

        told = [said.text() for said in check_package(files, LANGUAGES)]

        same_sums = name == SUMS and set(content.split(b"\n")) == set(package[SUMS].split(b"\n"))
        if not forged and not same_sums:
            assert told, (name, content[:2000])
        if name in NEEDED and not forged and name != SUMS:
            assert any(name in one for one in told), (name, told)
    assert cases == CASES


@pytest.mark.parametrize("name", NEEDED)
def test_a_file_left_out_is_named(package, name):
    files = {other: content for other, content in package.items() if other != name}

    assert any(name in said.text() for said in check_package(files, LANGUAGES))


@pytest.mark.parametrize("value", ["²", "٣", "9" * 9, "9" * 5000, "-1", "1.0", ""])
@pytest.mark.parametrize("column", ["collected", "absent", "open", "opinions"])
def test_a_number_that_is_none_is_told_with_its_line(package, column, value):
    lines = package["batches.csv"].decode("utf-8-sig").split("\r\n")
    at = lines[0].split(",").index(column)
    cells = lines[1].split(",")
    cells[at] = value
    files = {**package, "batches.csv": "\r\n".join([lines[0], ",".join(cells), *lines[2:]]).encode()}

    assert any("batches.csv line 2" in said.text() for said in check_package(files, LANGUAGES))
