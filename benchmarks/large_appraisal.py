"""A large appraisal on disk, seeded: with its batches alone, with both passes handed in, or settled and not sealed.

The files are as keying, taking in and ruling would leave them, written by the functions of `store` that make their
records, but in one go and without syncs. A bundle is drawn from the seed and its own number, so a smaller
appraisal of the same seed and subjects is the beginning of a larger one.
"""

from __future__ import annotations

import functools
import json
import multiprocessing
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from store.appraisal import Appraisal, open_appraisal
from store.batch_register import Registered
from store.chain import START, chained, last_link, sha256
from store.layout import PassTag
from store.ledger import record_name
from store.making import make_appraisal
from store.pass_events import ENTER, entering, handing_in, opening
from store.taking_in import cover_digest, description_digests
from tally.cover_sheets import CoverSheet
from tally.readings import Reading

AT = "2026-11-20T08:00:00+00:00"
GRADES = "1234-"
WEIGHTS = (60, 22, 9, 6, 3)
CLERKS = ("wang", "zhao")


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


class Stage(Enum):
    """How far it has come."""

    REGISTERED = "registered"
    HANDED_IN = "handed in"
    SETTLED = "settled"


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


def make(folder: Path, size: Size, seed: int = 1, stage: Stage = Stage.SETTLED) -> Appraisal:
    """Make it in `folder` and open it as its reviewer."""
    make_appraisal(folder, "school")
    (folder / "scheme.toml").write_text(scheme_text(size), encoding="utf-8")
    lines = [f"b{at},第{at}党支部,organization\n" for at in range(1, size.subjects + 1)]
    (folder / "subjects.csv").write_text("id,name,kind\n" + "".join(lines), encoding="utf-8")
    for name in CLERKS:
        (folder / "entry" / name).mkdir(exist_ok=True)
    ledger: list[dict[str, object]] = [
        {"kind": "described", **description_digests(open_appraisal(folder, "chen"))}
    ]
    # Bundles do not depend on one another but for the ledger's chain, which is made here.
    with multiprocessing.get_context("fork").Pool() as pool:
        bundle = functools.partial(_bundle, folder, size, seed, stage)
        for entries in pool.imap(bundle, range(-(-size.ballots // size.bundle)), chunksize=50):
            ledger += entries
        # Ended in peace: a worker that has taken over a handler of signals would not hear of being ended.
        pool.close()
        pool.join()
    if stage is Stage.SETTLED:
        numbered = [{"n": n, "at": AT, "by": "chen", **entry} for n, entry in enumerate(ledger, start=1)]
        for record in chained(START, numbered):
            _write(folder / "ledger" / record_name(int(record["n"])), record)
            if record["kind"] == "taken-in":
                note = {"by": "chen", "name": record["name"], "record": record["n"]}
                _write(folder / "board" / f"taken-in.{record['tag']}", note)
    return open_appraisal(folder, "chen")


def pass_files(folder: Path, out: Path) -> None:
    """The passes of an appraisal as files to import: `out/wang/B1.csv`, `out/zhao/B1.csv` and so on."""
    for number, name in enumerate(CLERKS, start=1):
        (out / name).mkdir(parents=True)
        for path in (folder / "entry" / name).glob(f"*.{number}.1.json"):
            keyed = [
                one for one in json.loads(path.read_bytes())["_default"].values() if one["kind"] == ENTER
            ]
            rows = len(keyed[0]["marks"])
            lines = [",".join(["ballot", *[f"row{row}" for row in range(1, rows + 1)]])]
            lines += [",".join([str(one["ballot"]), *one["marks"]]) for one in keyed]
            (out / name / f"{path.name.split('.')[0]}.csv").write_text(
                "\n".join(lines) + "\n", encoding="ascii"
            )


def custody_bytes(folder: Path) -> list[bytes]:
    """The files of custody."""
    return [path.read_bytes() for path in sorted((folder / "custody").glob("*.json"))]


def _bundle(folder: Path, size: Size, seed: int, stage: Stage, at: int) -> list[dict[str, object]]:
    """One bundle: its cover sheet, both passes in their clerks' folders and in custody, its rulings; returns the
    ledger's entries on it."""
    draw = random.Random(f"{seed} {at}")
    subject = f"b{at % size.subjects + 1}"
    group = f"g{at // size.subjects % size.groups + 1}"
    sheets = min(size.bundle, size.ballots - at * size.bundle)
    cover = CoverSheet(f"B{at + 1}", "org", subject, group, sheets, sheets, 1, (subject,))
    _register(folder, cover)
    if stage is Stage.REGISTERED:
        return []
    paper = "".join(draw.choices(GRADES, WEIGHTS, k=sheets * size.rows))
    passes = [_typed(draw, paper, size.wrong) for _ in CLERKS]
    entries: list[dict[str, object]] = []
    for number, (name, keyed) in enumerate(zip(CLERKS, passes, strict=True), start=1):
        tag = PassTag(cover.id, number, 1)
        events = [opening(tag, name, size.rows, AT)]
        ballots = enumerate(_ballots(keyed, size.rows), start=1)
        events += [entering(ENTER, ballot, Reading(marks), AT) for ballot, marks in ballots]
        events.append(handing_in(sheets, sheets, AT))
        content, last = _records(chained(START, events))
        (folder / "entry" / name / f"{tag}.json").write_bytes(content)
        _write(folder / "claims" / str(tag), {"name": name, "at": AT})
        _write(folder / "board" / f"handed-in.{tag}", {"name": name, "at": AT})
        (folder / "board" / f"saved.{tag}").write_text(str(sheets), encoding="ascii")
        if stage is Stage.HANDED_IN:
            continue
        (folder / "custody" / f"{tag}.json").write_bytes(content)
        entries.append({
            "kind": "taken-in", "tag": str(tag), "name": name, "owner": 0, "sha256": sha256(content), "last_link": last,
            "count": sheets, "cover_sha256": cover_digest(Registered(cover, False, "li")),
        })  # fmt: skip
    if stage is Stage.SETTLED:
        entries += _settled(folder, cover.id, size.rows, paper, *passes)
    return entries


def _register(folder: Path, cover: CoverSheet) -> None:
    fields = {name: getattr(cover, name) for name in CoverSheet.__slots__}
    record = {"kind": "register", "by": "li", "reason": "", "at": AT, "cover": fields}
    _write(folder / "batches" / f"{cover.id}.001.json", record)


def _settled(
    folder: Path, batch: str, rows: int, paper: str, first: str, second: str
) -> Iterator[dict[str, object]]:
    """The rulings on a bundle, and that it is settled; the ledger's entry on them where there are any."""
    whole = {"attempts": [1, 1], "by": "chen", "at": AT, "takes_back": None}
    rulings = [
        {
            "ballot": place // rows + 1,
            "place": place % rows + 1,
            "reading": true,
            "reason": "" if true in (one, two) else "misread-alike",
            "first": one,
            "second": two,
        }
        for place, (true, one, two) in enumerate(zip(paper, first, second, strict=True))
        if one != two
    ]
    if rulings:
        numbered = [{"number": at, **whole, **one} for at, one in enumerate(rulings, start=1)]
        content, last = _records(chained(START, numbered))
        name = f"{batch}.chen.json"
        (folder / "review" / name).write_bytes(content)
        yield {"kind": "ruled", "file": name, "count": len(numbered), "last_link": last}
    (folder / "board" / f"settled.{batch}.001").write_bytes(b"")


def _ballots(marks: str, rows: int) -> list[str]:
    return [marks[at : at + rows] for at in range(0, len(marks), rows)]


def _typed(draw: random.Random, marks: str, wrong: float) -> str:
    """The marks with each one wrong at this rate; a wrong mark may by chance be the right one."""
    codes = list(marks)
    for at in range(len(codes)):
        if draw.random() < wrong:
            codes[at] = draw.choice(GRADES)
    return "".join(codes)


def _records(records: list[dict[str, object]]) -> tuple[bytes, str]:
    numbered = {str(place): record for place, record in enumerate(records, start=1)}
    content = json.dumps({"_default": numbered}, ensure_ascii=False, separators=(",", ":")).encode()
    return content, last_link(records)


def _write(path: Path, record: Mapping[str, object]) -> None:
    content = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    path.write_text(content, encoding="utf-8")
