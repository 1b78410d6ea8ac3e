"""A backup (备份): a consistent copy of an appraisal while people work in it, in one file.

Every file is only ever replaced whole or made by a link, so each copy of a file is whole. What has to fit
together is seen to by the order:

1. While the reviewers' record is held at rest (`store/backup/record_at_rest.py`): the ledger is read, the board
   and the cover sheets are listed, and what is replaced in place and has to fit the ledger is copied: the
   rulings and the files that describe the appraisal. Reviewers wait so long, clerks never.
2. Then the cover sheets, notes and ledger records that were listed, and of custody what that ledger knows.
   None of these ever changes. A pass taken in meanwhile is left out; its clerk's file is still handed in.
3. Then what clerks write, against the order in which they write it: passes before claims, and within a
   clerk's folder a draft before its pass (`.draft` sorts before `.json`). So a pass never lacks its claim,
   and a ballot saved meanwhile stands in pass or draft, perhaps in both, as after a crash.

Claims and passes of batches registered after step 1 are left out. An appraisal that was reopened, or a
cover sheet that was corrected, during the copying would not fit; the backup is refused then.

Blind: the custody backup holds nothing that a clerk can still change. Of the clerks' folders it has only
files whose digest the ledger has (passes taken in or given back, opinions of a sealed appraisal), since
`verify` and the typing of opinions need them; no open pass, no draft. Passes handed in and not taken in
are not in it, and the board's notes of them neither, so that after restoring they are keyed again.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from store import clock
from store.access import require
from store.appraisal import Appraisal
from store.backup.format import Head
from store.backup.places import TOP, is_folder, place_of
from store.backup.record_at_rest import record_at_rest
from store.backup.writing import BackupWriter, kept, writing_backup
from store.board import OF_A_BATCH, OF_A_PASS, OF_ALL
from store.chain import START, Fields, sha256
from store.faults import Damaged
from store.layout import ACCOUNTS, FOLDERS, read_tag
from store.ledger import record_name
from store.person import same_name
from store.plain_file import plain_bytes
from tally.batch_life import Action
from tally.said import Refused, Said

_COVER = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,31})\.(\d{3})\.json")
_OF_A_CLERK = re.compile(r"(?:(?P<tag>.+\.[12]\.\d+)|[^.]+\.opinions)\.(?:json|draft)")


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup holds."""

    files: int
    passes: int
    """In custody."""
    records: int
    last_link: str
    """Of the ledger; the digits before its first record where there is none."""


def make_backup(appraisal: Appraisal, file: Path, *, everything: bool = False) -> Made:
    """Write a backup into a new file; `everything` takes the clerks' folders too.

    Raises Refused where the person may not, or the file cannot lie there; Damaged where the appraisal is
    not sound: a backup of it could not be restored.
    """
    _require(appraisal, everything=everything)
    with writing_backup(file, appraisal.folder) as out:
        copying = _Copying(appraisal, out, everything=everything)
        with record_at_rest(appraisal) as records:
            copying.at_rest(records)
        copying.the_rest()
        out.finish(
            Head(
                at=clock.now(),
                by=appraisal.person.name,
                kind="all" if everything else "custody",
                separate_accounts=appraisal.separate_accounts,
                title=appraisal.scheme.title,
                folders=tuple(
                    kept(appraisal.folder / path, path)
                    for path in (".", *FOLDERS, *_clerks(appraisal.folder))
                ),
            )
        )
        last = str(records[-1]["link"]) if records else START
        return Made(out.count, len(copying.taken), len(records), last)


def _require(appraisal: Appraisal, *, everything: bool) -> None:
    """A reviewer who keyed no open pass, or root; everything only for who owns the files anyway."""
    root = os.getuid() == 0
    if root and appraisal.separate_accounts:
        return
    require(appraisal, Action.LOOK)
    reviewers = {same_name(name) for name in appraisal.scheme.roles.reviewers}
    if reviewers and appraisal.person.key not in reviewers:
        raise Refused(
            Said(
                "{wanted}; {person} is not among them in scheme.toml, [roles]",
                wanted=Said("this is for reviewers"),
                person=appraisal.person.name,
            )
        )
    if not everything or root:
        return
    if appraisal.separate_accounts:
        raise Refused(
            Said("--all takes what clerks are keying too; where accounts are separate only root may (sudo)")
        )
    if appraisal.folder.stat().st_uid != os.getuid():
        raise Refused(
            Said("--all takes what clerks are keying too; only root or the account that owns the folder may")
        )


class _Copying:
    """One copying of an appraisal; `at_rest` first, then `the_rest`."""

    def __init__(self, appraisal: Appraisal, out: BackupWriter, *, everything: bool) -> None:
        self._root = appraisal.folder
        self._separate = appraisal.separate_accounts
        self._out = out
        self._everything = everything
        self._records: list[Fields] = []
        self._notes: list[str] = []
        self._covers: list[str] = []
        self.taken: dict[str, str] = {}
        """The digest of each pass that the ledger has as taken in, by its file's name."""
        self._closed: dict[str, Fields] = {}
        """The record that closed a pass, taking it in or giving it back, by tag."""

    def at_rest(self, records: list[Fields]) -> None:
        """What has to be copied or listed while the record is at rest."""
        self._records = records
        self._notes = _names(self._root / "board")
        self._covers = [name for name in _names(self._root / "batches") if _COVER.fullmatch(name)]
        self.taken = {
            f"{record['tag']}.json": record["sha256"] for record in records if record["kind"] == "taken-in"
        }
        for kind in ("returned", "taken-in"):
            self._closed |= {record["tag"]: record for record in records if record["kind"] == kind}
        for name in _names(self._root / "review"):
            if name.endswith(".json") or (self._everything and name.endswith(".draft")):
                self._one(f"review/{name}", may_go=name.endswith(".draft"))
        for name in sorted(TOP):
            if (name != ACCOUNTS or self._separate) and (self._root / name).is_file():
                self._one(name)

    def the_rest(self) -> None:
        """What never changes, and what clerks write. Raises Refused where it does not fit any more."""
        self._each("batches", self._covers)
        self._each("board", [name for name in self._notes if self._is_noted(name)])
        self._each("ledger", [record_name(place + 1) for place in range(len(self._records))])
        for name in sorted(self.taken):
            if sha256(self._one(f"custody/{name}")) != self.taken[name]:
                raise Damaged(self._root / "custody" / name, Said("it is not what was taken in"))
        if self._everything:
            self._clerks_folders()
        else:
            self._clerks_files_in_the_ledger()
        self._each("claims", [name for name in _names(self._root / "claims") if self._is_known(name)])
        self._require_unchanged()

    def _is_noted(self, name: str) -> bool:
        kind, _, rest = name.partition(".")
        if kind not in (*OF_A_PASS, *OF_A_BATCH, *OF_ALL):
            return False
        if kind not in ("saved", "handed-in") or self._everything:
            return True
        return rest in self._closed

    def _is_known(self, tag: str) -> bool:
        found = read_tag(tag)
        return found is not None and f"{found.batch}.001.json" in self._covers

    def _clerks_folders(self) -> None:
        paths = []
        for folder in _clerks(self._root):
            for name in _names(self._root / folder):
                match = _OF_A_CLERK.fullmatch(name)
                if match is not None and (match["tag"] is None or self._is_known(match["tag"])):
                    paths.append(f"{folder}/{name}")
        for path in sorted(paths):
            self._one(path, may_go=path.endswith(".draft"))

    def _clerks_files_in_the_ledger(self) -> None:
        digests = {
            f"entry/{same_name(record['name'])}/{tag}.json": record["sha256"]
            for tag, record in self._closed.items()
        }
        seals = [record for record in self._records if record["kind"] in ("sealed", "reopened")]
        if seals and seals[-1]["kind"] == "sealed":
            digests |= {name: one for name, one in seals[-1]["files"].items() if name.startswith("entry/")}
        for path in sorted(path for path in digests if place_of(path) is not None):
            content = plain_bytes(self._root / path)
            # What its clerk changed afterwards is left out; `verify` tells of it here as there.
            if content is not None and sha256(content) == digests[path]:
                self._out.add(kept(self._root / path, path), content)

    def _require_unchanged(self) -> None:
        def telling(notes: list[str], covers: list[str]) -> set[str]:
            return {name for name in notes if name.startswith("reopened.")} | {
                name for name in covers if not name.endswith(".001.json")
            }

        now = telling(_names(self._root / "board"), _names(self._root / "batches"))
        if now != telling(self._notes, self._covers):
            raise Refused(
                Said(
                    "a cover sheet was corrected or the appraisal reopened while it was copied; call it again"
                )
            )

    def _each(self, folder: str, names: list[str]) -> None:
        for name in names:
            self._one(f"{folder}/{name}")

    def _one(self, path: str, *, may_go: bool = False) -> bytes:
        """Copy a file and return its bytes. Only a draft may have gone since it was listed."""
        try:
            state = kept(self._root / path, path)
            content = plain_bytes(self._root / path)
        except FileNotFoundError:
            content = None
        if content is None:
            if may_go:
                return b""
            raise Damaged(self._root / path, Said("it is not there any more"))
        if place_of(path) is not None:
            self._out.add(state, content)
        return content


def _names(folder: Path) -> list[str]:
    """The files and folders in a folder, in order; nothing hidden: locks and temporary files are."""
    return sorted(path.name for path in folder.iterdir() if path.name[0] != ".")


def _clerks(root: Path) -> list[str]:
    """The clerks' own folders."""
    paths = [f"entry/{name}" for name in _names(root / "entry")]
    return [path for path in paths if is_folder(path) and stat.S_ISDIR((root / path).lstat().st_mode)]
