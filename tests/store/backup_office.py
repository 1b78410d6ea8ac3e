"""An appraisal in one account and its people, for the tests of backups; loaded by path."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from pathlib import Path

from store.access import find_batch
from store.appraisal import open_appraisal
from store.backup.making import make_backup
from store.importing import import_pass
from store.keying_session import begin_keying
from store.making import make_with_scheme
from store.opinion_texts import type_opinion
from store.organizing import add_batch
from store.reconciling import say_settled
from store.ruling import rule
from store.taking_in import take_in
from store.verification import verify_appraisal
from tally.readings import Reading
from tally.rulings import ProposedRuling

SCHEME = """title = "评议"
unit = "Unit"
period = "2026"
grades = ["G1", "G2", "G3", "G4"]

[[forms]]
id = "org"
title = "Form"
layout = "single"
kind = "organization"
items = ["a", "b"]

[[groups]]
id = "all"
label = "Raters"

[measures.satisfaction]
label = "Satisfaction"
grades = [1, 2]
base = "valid"
"""
FIRST = "ballot,row1,row2,opinion\n1,1,2,1\n2,1,1,\n3,4,4,\n"
SECOND = "ballot,row1,row2,opinion\n1,1,2,1\n2,1,3,\n3,4,4,\n"


class Office:
    """An appraisal in one account, and the people who work in it."""

    def __init__(self, folder: Path, batches: int = 3, more: str = "", *, make: bool = True) -> None:
        self.folder = folder
        if not make:
            return
        make_with_scheme(folder, SCHEME + more, b"id,name,kind\r\nb1,Branch,organization\r\n")
        for number in range(1, batches + 1):
            batch = {"form": "org", "subject": "b1", "group": "all", "collected": 3}
            add_batch(self.as_("olga"), id=f"B{number}", **batch)

    def as_(self, name: str):
        return open_appraisal(self.folder, name)

    def key(self, who: str, batch: str, text: str = FIRST) -> None:
        path = self.folder.parent / f"{who}.csv"
        path.write_text(text)
        import_pass(self.as_(who), batch, path)

    def take_in(self, batch: str | None = None) -> None:
        chen = self.as_("chen")
        for one in take_in(chen, batch):
            say_settled(chen, cover(chen, one.tag.batch))

    def rule(self, batch: str, reading: str = "1", who: str = "chen") -> None:
        rule(self.as_(who), batch, [ProposedRuling(2, 2, reading, "")])

    def backup(self, name: str = "one.backup", *, who: str = "chen", everything: bool = False) -> Path:
        path = self.folder.parent / name
        make_backup(self.as_(who), path, everything=everything)
        return path


def cover(appraisal, batch: str):
    return find_batch(appraisal, batch).cover


def problems(folder: Path) -> list[str]:
    return [str(said) for said in verify_appraisal(open_appraisal(folder, "chen"))]


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def listed(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def half_way(folder: Path) -> Office:
    """B1 settled with a ruling; B2's first pass in custody, its second being keyed; B3's handed in."""
    made = Office(folder)
    made.key("wang", "B1")
    made.key("zhao", "B1", SECOND)
    made.key("wang", "B2")
    made.take_in()
    made.rule("B1")
    made.key("wang", "B3")
    with begin_keying(made.as_("sun"), "B2") as session:
        session.save(1, Reading("12"))
    (made.folder / "entry" / "sun" / "B2.2.1.draft").write_text("{}")
    type_opinion(made.as_("wang"), "B1", 1, "open at noon")
    return made


class Forged:
    """A backup made by somebody who knows the format: manifest, digests and seal all fit."""

    def __init__(self, sound: bytes) -> None:
        with tarfile.open(fileobj=io.BytesIO(sound)) as tar:
            infos = tar.getmembers()
            self.members = [(info, tar.extractfile(info).read()) for info in infos[1:-1]]
            self.manifest = json.loads(tar.extractfile(infos[0]).read())
        self.listed = None
        self.more = ""
        """Behind the end of the manifest."""

    def find(self, path: str) -> int:
        return next(at for at, (info, _) in enumerate(self.members) if info.name == path)

    def add(self, path: str, content: bytes = b"{}", at: int | None = None, **more: object) -> None:
        info = tarfile.TarInfo(path)
        info.size, info.mode = len(content), 0o644
        for name, value in more.items():
            setattr(info, name, value)
        self.members.insert(len(self.members) if at is None else at, (info, content))

    def bytes(self) -> bytes:
        listed = self.listed or [
            {"path": info.name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for info, content in self.members
        ]
        head = json.dumps({**self.manifest, "files": []}, ensure_ascii=False)[: -len("]}")]
        lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in listed)
        manifest = f"{head}\n{lines}\n]}}\n{self.more}".encode()
        out = io.BytesIO()
        first = tarfile.TarInfo("MANIFEST.json")
        first.size = len(manifest)
        self._put(out, first, manifest)
        for info, content in self.members:
            self._put(out, info, content)
        last = tarfile.TarInfo("SHA256")
        last.size = 65
        out.write(last.tobuf(tarfile.PAX_FORMAT))
        seal = hashlib.sha256(out.getvalue()).hexdigest().encode() + b"\n"
        out.write(seal + bytes(-len(seal) % 512) + bytes(1024))
        out.write(bytes(-out.tell() % 10240))
        return out.getvalue()

    @staticmethod
    def _put(out: io.BytesIO, info: tarfile.TarInfo, content: bytes) -> None:
        out.write(info.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape"))
        out.write(content + bytes(-len(content) % 512))
