"""The one appraisal in which everybody works, made by the installed program's own commands."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from benchmarks.clerks import paper
from benchmarks.keying.appraisals import PINGYI
from benchmarks.large_appraisal import Size, scheme_text

ORGANIZER = "li"
IMPORTERS = ("sun", "qian")
"""Whose two passes the reviewers rule on."""
_WHERE = "org,b1,g1"


def make(
    folder: Path, seed: int, clerks: Iterable[str], keyed: dict[str, int], reviewers: Iterable[str],
    reviewed: dict[str, int],
) -> None:  # fmt: skip
    """Batches to be keyed and batches to be reviewed (id to sheets), the latter with both passes taken in."""
    folder.mkdir(parents=True)
    reviewers = list(reviewers)
    _call(folder, ORGANIZER, "new", "--preset", "school")
    scheme = scheme_text(Size(rows=paper.ROWS, subjects=1, groups=1)).partition("[roles]")[0]
    scheme += f"[roles]\norganizers = [{_quoted([ORGANIZER])}]\n"
    scheme += f"clerks = [{_quoted([*clerks, *IMPORTERS])}]\nreviewers = [{_quoted(reviewers)}]\n"
    (folder / "scheme.toml").write_text(scheme, encoding="utf-8")
    (folder / "subjects.csv").write_text("id,name,kind\nb1,第一支部,organization\n", encoding="utf-8")
    lines = [f"{batch},{_WHERE},{sheets},{sheets},1\n" for batch, sheets in (keyed | reviewed).items()]
    table = folder.parent / f"{folder.name}.csv"
    table.write_text("id,form,subject,group,collected,issued,first\n" + "".join(lines), encoding="ascii")
    _call(folder, ORGANIZER, "batch", "import", table)
    head = ",".join(["ballot", *(f"row{row}" for row in range(1, paper.ROWS + 1))])
    for which, name in enumerate(IMPORTERS, start=1):
        passes = folder.parent / f"{folder.name}-{name}"
        passes.mkdir()
        for batch, sheets in reviewed.items():
            marks = enumerate(paper.keyed_pass(seed, batch, sheets, which), start=1)
            text = "\n".join([head, *(",".join([str(number), *one]) for number, one in marks)])
            (passes / f"{batch}.csv").write_text(text + "\n", encoding="ascii")
        if reviewed:
            _call(folder, name, "import", passes)
    if reviewed:
        _call(folder, reviewers[0], "take-in")


def screen(folder: Path, name: str, command: str, batch: str) -> list[str | Path]:
    """The call that opens a screen as somebody."""
    return [PINGYI, "--dir", folder, "--lang", "zh", "--as", name, command, "--batch", batch]


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _call(folder: Path, name: str, *words: str | Path) -> None:
    call = [PINGYI, "--dir", folder, "--lang", "zh", "--as", name, *words]
    subprocess.run([str(word) for word in call], check=True, capture_output=True)
