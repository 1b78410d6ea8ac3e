"""The appraisals that are keyed, made by the installed program's own commands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

PINGYI = Path(sys.executable).with_name("pingyi")
_SCHEME = """title = "测量"
unit = "某单位"
period = "2026"
language = "zh"
grades = ["满意", "比较满意", "不太满意", "不满意"]

[[forms]]
id = "sheet"
title = "评议表"
layout = "{layout}"
kind = "{kind}"
items = [{items}]

[[groups]]
id = "all"
label = "代表"

[measures.satisfaction]
label = "满意率"
grades = [1, 2]
base = "valid"
"""


def _call(folder: Path, *words: object) -> None:
    call = [PINGYI, "--dir", folder, "--lang", "zh", *words]
    subprocess.run([str(word) for word in call], check=True, capture_output=True)


def _make(folder: Path, layout: str, kind: str, items: int, subjects: str, ballots: int) -> None:
    _call(folder, "new", "--preset", "school")
    labels = ", ".join(f'"评议项目{item}"' for item in range(1, items + 1))
    (folder / "scheme.toml").write_text(
        _SCHEME.format(layout=layout, kind=kind, items=labels), encoding="utf-8"
    )
    (folder / "subjects.csv").write_text(f"id,name,kind,in\n{subjects}", encoding="utf-8")
    _call(folder, "batch", "add", "B1", "--form", "sheet", "--subject", "b1", "--group", "all",
          "--collected", ballots)  # fmt: skip


def single_form(folder: Path, rows: int, ballots: int) -> None:
    """One organization, `rows` items a ballot."""
    _make(folder, "single", "organization", rows, "b1,第一支部,organization,\n", ballots)


def roster(folder: Path, members: int, items: int, ballots: int) -> None:
    """`members` members of one organization, `items` items each."""
    names = (f"张{'建国文'[at % 3]}{'华民军平'[at % 4]}" for at in range(members))
    lines = "".join(f"m{at},{name},member,b1\n" for at, name in enumerate(names, start=1))
    _make(folder, "roster", "member", items, f"b1,第一支部,organization,\n{lines}", ballots)


def keying(folder: Path) -> list[str | Path]:
    """The command that keys batch B1."""
    return [PINGYI, "--dir", folder, "--lang", "zh", "--as", "wang", "key", "--batch", "B1"]


def stored(folder: Path) -> list[str]:
    """The marks of the ballots as they lie in the pass, in the order of their saves."""
    (path,) = (folder / "entry").glob("*/B1.1.1.json")
    return re.findall(r'"marks": ?"([^"]*)"', path.read_text(encoding="utf-8"))
