"""The bases that a package's marks do not give (ballots issued or collected, people entitled), in `statistics.csv`."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping

from exports.rollup.figures import Line, added
from exports.rollup.scheme_cache import SharedScheme
from exports.spreadsheet import text_of
from tally.csv_table import decode_utf8
from tally.said import Refused, Said

STATISTICS = "statistics.csv"
_DIGITS = 12


def read_bases(
    contents: Mapping[str, bytes], shared: SharedScheme, lines: Collection[Line]
) -> dict[tuple[Line, str], int | None]:
    """The bases that the marks do not give, out of `statistics.csv`, summed over subjects."""
    if not shared.fixed:
        return {}
    found = bases_apart(contents, shared, together=True).get("", {})
    wanted = [(line, measure) for line in lines for measure in shared.fixed]
    if found.keys() != set(wanted):
        raise Refused(Said("{file} has not the lines of results.csv", file=STATISTICS))
    return {key: found[key] for key in wanted}


def bases_apart(
    contents: Mapping[str, bytes], shared: SharedScheme, *, together: bool = False
) -> dict[str, dict[tuple[Line, str], int | None]]:
    """The bases by line and measure, of each subject by its id; `together`: summed, under the empty id."""
    measures, scheme = shared.fixed, shared.scheme
    found: dict[str, dict[tuple[Line, str], int | None]] = {}
    if not measures:
        return found
    if STATISTICS not in contents:
        raise Refused(Said("{file} is missing", file=STATISTICS))
    reader = csv.DictReader(
        io.StringIO(decode_utf8(contents[STATISTICS], STATISTICS), newline=""), strict=True
    )
    try:
        for row in reader:
            form = scheme.forms[row["form"]]
            item = text_of(row["item"])
            line = (form.id, form.item_labels.index(item) + 1 if item else 0, row["group"])
            sums = found.setdefault("" if together else row["subject"], {})
            for measure in measures:
                key = (line, measure)
                sums[key] = added(sums.get(key, 0), _base(row[f"{measure}_denominator"]))
    except (csv.Error, KeyError, ValueError, TypeError, AttributeError, Refused):
        raise Refused(
            Said("{file} line {line}: not what pingyi export writes", file=STATISTICS, line=reader.line_num)
        ) from None
    return found


def _base(cell: str) -> int | None:
    if len(cell) > _DIGITS:
        raise ValueError(cell)
    return int(cell) if cell else None
