"""The queries of docs/scale.md, exactly as they stand there, beside what `rollup` says of the same packages."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
from pathlib import Path

import duckdb
import pytest

from exports.rollup.gathering import Gathering, Named
from exports.rollup.package import write_rolled_up
from exports.rollup.scheme_cache import Schemes
from exports.rollup.unit_package import PackageFiles, read_unit
from exports.spreadsheet import text_of

_SPEC = importlib.util.spec_from_file_location("unit_packages", Path(__file__).with_name("unit_packages.py"))
packages = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(packages)

DOCUMENT = (Path(__file__).parents[2] / "docs" / "scale.md").read_text(encoding="utf-8")
(SECTION,) = re.findall(r"^### DuckDB\n(.*?)(?=^#{1,3} |\Z)", DOCUMENT, flags=re.MULTILINE | re.DOTALL)
CREATE, SHARES, RATES = re.findall(r"^```sql\n(.*?)^```$", SECTION, flags=re.MULTILINE | re.DOTALL)


def rolled(made, unit):
    """The package that is the sum of packages, by name."""
    gathering, schemes = Gathering(Named(unit=unit)), Schemes()
    for where, files in made.items():
        digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        gathering.add(where, read_unit(PackageFiles(files, digests), schemes))
    found = {}
    translate = packages.TRANSLATE["en"]
    write_rolled_up(
        gathering.finish((), translate),
        translate,
        lambda name, pieces: found.__setitem__(name, b"".join(pieces)),
    )
    return found


@pytest.fixture(scope="module")
def units():
    """Units of different sizes, one of them with a comma, quotes and a line's end in its name."""
    names = ("Unit A", 'Unit "B", far', "Unit C", "Unit D")
    return {
        f"u{at}": packages.unit_files(name, seed=at, branches=1 + at, members=at, ballots=3 + 20 * at)
        for at, name in enumerate(names)
    }


def answers(folder, made):
    """What the second and the third query give of packages that lie where the document says."""
    for name, files in made.items():
        packages.write(folder / "packages" / name, files)
    before = Path.cwd()
    os.chdir(folder)
    try:
        with duckdb.connect() as connection:
            connection.execute(CREATE)
            return connection.sql(SHARES).fetchall(), connection.sql(RATES).fetchall()
    finally:
        os.chdir(before)


def cell(text):
    return text_of(text) or None


def said(made):
    """The same of the sum of all packages, rolled up once more so that everything is one unit, as `rollup` wrote it."""
    whole = rolled({"whole": rolled(made, "Nation")}, "World")
    shares = [
        (one["form"], cell(one["item"]), cell(one["group"]), one["mark"], int(one["count"]), int(one["base"]),
         one["percent"] or None)
        for one in packages.rows_of(whole["results.csv"])
    ]  # fmt: skip
    rates = [
        (one["form"], cell(one["item"]), cell(one["group"]), int(one["satisfaction_numerator"]),
         int(one["satisfaction_denominator"]), one["satisfaction_percent"] or None)
        for one in packages.rows_of(whole["statistics.csv"])
    ]  # fmt: skip
    return shares, rates


def in_order(rows):
    return sorted(rows, key=lambda row: [str(value) for value in row])


def test_the_queries_add_up_units_as_rollup_does(units, tmp_path):
    shares, rates = answers(tmp_path, units)
    wanted_shares, wanted_rates = said(units)

    assert in_order(shares) == in_order(wanted_shares)
    assert in_order(rates) == in_order(wanted_rates)
    # Two forms of two and three items and all of them pooled, three groups and all of them, five marks.
    assert len(shares) == 7 * 4 * 5
    assert len({row[4] for row in shares}) > 50


def test_sums_may_stand_for_their_units(units, tmp_path):
    county = rolled({name: units[name] for name in ("u1", "u3")}, "County")

    assert answers(tmp_path, {"u0": units["u0"], "county": county, "u2": units["u2"]}) == answers(
        tmp_path / "apart", units
    )


def test_what_a_package_publishes_is_not_counted_once_more(units, tmp_path):
    assert all("published/results.csv" in files for files in units.values())
    found = answers(tmp_path, units)
    for folder in (tmp_path / "packages").iterdir():
        shutil.rmtree(folder / "published")

    assert answers(tmp_path, {}) == found


def test_a_unit_more_changes_the_sums(units, tmp_path):
    fewer = {name: files for name, files in units.items() if name != "u2"}
    assert answers(tmp_path, fewer) != answers(tmp_path / "all", units)
