"""A small appraisal of one organization in one account, for tests of the store; no roles but those given."""

from __future__ import annotations

from pathlib import Path

from store.appraisal import open_appraisal
from store.making import make_with_scheme
from store.organizing import add_batch, add_subjects

SCHEME = """
title = "T"
unit = "U"
period = "2026"
language = "en"
grades = ["A", "B", "C", "D"]
[[forms]]
id = "org"
title = "Form"
layout = "single"
kind = "organization"
items = [{items}]
[[groups]]
id = "all"
label = "All"
[measures.satisfaction]
label = "S"
grades = [1]
base = "valid"
"""


def make_small(
    folder: Path, rows: int = 1, batches: tuple[tuple[str, int], ...] = (), more: str = ""
) -> Path:
    """Make it in `folder`, with batches of so many sheets; olga is whoever organizes."""
    items = ", ".join(f'"item {row}"' for row in range(1, rows + 1))
    make_with_scheme(folder, SCHEME.format(items=items) + more, b"id,name,kind\r\n")
    add_subjects(open_appraisal(folder, "olga"), [{"id": "b1", "name": "B", "kind": "organization"}], "test")
    for batch, sheets in batches:
        olga = open_appraisal(folder, "olga")
        add_batch(olga, id=batch, form="org", subject="b1", group="all", collected=sheets)
    return folder
