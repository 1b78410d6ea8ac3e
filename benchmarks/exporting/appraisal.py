"""A large appraisal on disk, as keying, taking in and ruling would leave it: sealed by nobody, settled, seeded.

The files are written by the functions of `store` that make their records, but in one go and without syncs.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from store.appraisal import Appraisal, open_appraisal
from store.batch_register import read_registered
from store.chain import START, chained, last_link, sha256
from store.layout import PassTag
from store.ledger import record_name
from store.making import make_appraisal
from store.pass_events import ENTER, entering, handing_in, opening
from store.taking_in import cover_digest, description_digests
from tally.readings import Reading

AT = "2026-11-20T08:00:00+00:00"
GRADES = "1234-"
WEIGHTS = (60, 22, 9, 6, 3)


@dataclass(frozen=True, slots=True)
class Size:
    """How large it is: ballots of `rows` rows on `subjects` organizations, in bundles of `bundle`, of `groups`
    rater groups; `wrong` of each pass's marks are wrong, independently."""

    ballots: int = 100_000
    rows: int = 20
    subjects: int = 300
    groups: int = 4
    bundle: int = 50
    wrong: float = 0.003


def scheme_text(size: Size) -> str:
    """The scheme of such an appraisal."""
    items = ", ".join(f'"第{row}项工作开展情况"' for row in range(1, size.rows + 1))
    groups = "\n".join(
        f'[[groups]]\nid = "g{group}"\nlabel = "第{group}类评议员"' for group in range(1, size.groups + 1)
    )
    return f"""title = "2026年度群众评议"
unit = "某县"
period = "2026"
language = "zh"
grades = ["满意", "比较满意", "不太满意", "不满意"]

[[forms]]
id = "org"
title = "党组织群众评议表"
layout = "single"
kind = "organization"
items = [{items}]
decides = "pooled"

{groups}

[measures.satisfaction]
label = "满意率"
grades = [1, 2]
base = "valid"

[measures.dissatisfied]
label = "不满意率"
grades = [4]
base = "valid"

[[rules]]
id = "rectify"
kind = "organization"
when = "satisfaction < 60%"
verdict = "整改"
consequences = ["制定整改措施, 限期完成整改任务"]

[roles]
organizers = ["li"]
clerks = ["wang", "zhao"]
reviewers = ["chen"]
"""


def make(folder: Path, size: Size, seed: int = 1) -> Appraisal:
    """Make it in `folder` and open it as its reviewer."""
    make_appraisal(folder, "school")
    (folder / "scheme.toml").write_text(scheme_text(size), encoding="utf-8")
    lines = [f"b{at},第{at}党支部,organization\n" for at in range(1, size.subjects + 1)]
    (folder / "subjects.csv").write_text("id,name,kind\n" + "".join(lines), encoding="utf-8")
    draw = random.Random(seed)
    bundles = -(-size.ballots // size.bundle)
    covers = [
        (f"B{at + 1}", f"b{at % size.subjects + 1}", f"g{at // size.subjects % size.groups + 1}",
         min(size.bundle, size.ballots - at * size.bundle))
        for at in range(bundles)
    ]  # fmt: skip
    for id_, subject, group, sheets in covers:
        _register(folder, id_, subject, group, sheets)
    ledger: list[dict[str, object]] = [
        {"kind": "described", **description_digests(open_appraisal(folder, "chen"))}
    ]
    for id_, _, _, sheets in covers:
        ledger += _bundle(folder, draw, size, id_, sheets)
    numbered = [{"n": n, "at": AT, "by": "chen", **entry} for n, entry in enumerate(ledger, start=1)]
    for record in chained(START, numbered):
        _write(folder / "ledger" / record_name(int(record["n"])), record)
        if record["kind"] == "taken-in":
            note = {"by": "chen", "name": record["name"], "record": record["n"]}
            _write(folder / "board" / f"taken-in.{record['tag']}", note)
    return open_appraisal(folder, "chen")


def custody_bytes(folder: Path) -> list[bytes]:
    """The files of custody."""
    return [path.read_bytes() for path in sorted((folder / "custody").glob("*.json"))]


def _register(folder: Path, id_: str, subject: str, group: str, sheets: int) -> None:
    cover = {
        "id": id_, "form": "org", "subject": subject, "group": group, "collected": sheets, "issued": sheets, "first": 1,
        "roster": [subject], "supplement_to": "", "reason": "",
    }  # fmt: skip
    record = {"kind": "register", "by": "li", "reason": "", "at": AT, "cover": cover}
    _write(folder / "batches" / f"{id_}.001.json", record)


def _bundle(
    folder: Path, draw: random.Random, size: Size, id_: str, sheets: int
) -> Iterable[dict[str, object]]:
    """Both passes of a bundle in their clerks' folders and in custody, its rulings, and the ledger's entries."""
    paper = ["".join(draw.choices(GRADES, WEIGHTS, k=size.rows)) for _ in range(sheets)]
    registered = read_registered(folder / "batches", id_)
    assert registered is not None
    entries: list[dict[str, object]] = []
    passes = []
    for number, name in ((1, "wang"), (2, "zhao")):
        tag = PassTag(id_, number, 1)
        keyed = [_typed(draw, marks, size.wrong) for marks in paper]
        passes.append(keyed)
        events = [opening(tag, name, size.rows, AT)]
        events += [entering(ENTER, at, Reading(marks), AT) for at, marks in enumerate(keyed, start=1)]
        events.append(handing_in(sheets, sheets, AT))
        content, last = _records(chained(START, events))
        (folder / "entry" / name).mkdir(exist_ok=True)
        (folder / "entry" / name / f"{tag}.json").write_bytes(content)
        (folder / "custody" / f"{tag}.json").write_bytes(content)
        _write(folder / "claims" / str(tag), {"name": name, "at": AT})
        _write(folder / "board" / f"handed-in.{tag}", {"name": name})
        entries.append({
            "kind": "taken-in", "tag": str(tag), "name": name, "owner": 0, "sha256": sha256(content), "last_link": last,
            "count": sheets, "cover_sha256": cover_digest(registered),
        })  # fmt: skip
    rulings = [
        {
            "ballot": ballot,
            "place": row,
            "reading": true,
            "reason": _reason(true, one, two),
            "first": one,
            "second": two,
        }
        for ballot, (marks, first, second) in enumerate(zip(paper, *passes, strict=True), start=1)
        for row, (true, one, two) in enumerate(zip(marks, first, second, strict=True), start=1)
        if one != two
    ]
    if rulings:
        whole = {"attempts": [1, 1], "by": "chen", "at": AT, "takes_back": None}
        numbered = [{"number": at, **whole, **one} for at, one in enumerate(rulings, start=1)]
        content, last = _records(chained(START, numbered))
        name = f"{id_}.chen.json"
        (folder / "review" / name).write_bytes(content)
        entries.append({"kind": "ruled", "file": name, "count": len(numbered), "last_link": last})
    (folder / "board" / f"settled.{id_}.001").write_bytes(b"")
    return entries


def _reason(true: str, one: str, two: str) -> str:
    return "" if true in (one, two) else "misread-alike"


def _typed(draw: random.Random, marks: str, wrong: float) -> str:
    return "".join(draw.choice(GRADES) if draw.random() < wrong else code for code in marks)


def _records(records: list[dict[str, object]]) -> tuple[bytes, str]:
    numbered = {str(place): record for place, record in enumerate(records, start=1)}
    content = json.dumps({"_default": numbered}, ensure_ascii=False, separators=(",", ":")).encode()
    return content, last_link(records)


def _write(path: Path, record: Mapping[str, object]) -> None:
    path.write_text(json.dumps(record, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
