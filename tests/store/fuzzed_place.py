"""A small appraisal with every kind of file in it, and everything that reads one, run on a file gone wrong.

The appraisal is made once by the program itself. A case exchanges one file (or, with chains and digests
made to fit again, the files that vouch for it), runs what reads it, and puts it back.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import signal
import stat
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from exports.differences_json import differences_object
from exports.package import package_files
from exports.tally_json import tally_object
from exports.tally_text import tally_lines
from store.access import find_batch
from store.appraisal import Appraisal, open_appraisal, read_description
from store.batch_register import read_register
from store.chain import chained
from store.claims import read_claims
from store.custody import read_custody
from store.drafts import read_draft
from store.keying_session import begin_keying, choose_pass
from store.layout import PassTag
from store.ledger import read_ledger
from store.operators import clerk_figures
from store.opinion_texts import opinion_draft, opinion_works, opinions_by_subject, typed_opinions
from store.pass_file import PassFile
from store.reconciling import open_review
from store.session_hold import read_holder
from store.status import progress
from store.tallying import tally_of
from store.verification import verify_appraisal
from tally.explanation import explain_scheme
from tally.readings import Reading
from tally.said import Refused, Said, in_english
from tui import program
from tui.practice.accuracy import practised
from tui.practice.paper import paper_of
from tui.practice.sheet_file import read_practice
from tui.reporting import batch_reports, circumstances

PATIENCE = 5
"""Seconds after which a case is said to hang; the slowest takes a tenth of one."""

SCHEME = """title = "Test"
unit = "Unit"
period = "2026H2"
language = "en"
grades = ["good", "fair", "poor"]
assumed = ["grades", "measures.satisfaction.base", "some text"]

[[forms]]
id = "org"
title = "Form"
layout = "single"
kind = "organization"
items = ["speed", "manner"]
overall = "overall"
due = "2026-12-31"

[[forms]]
id = "member"
title = "Members"
layout = "roster"
kind = "member"
items = ["work"]
decides = "each"

[[groups]]
id = "all"
label = "Raters"

[[groups]]
id = "guests"
label = "Guests"
pooled = false

[[panels]]
id = "p1"
form = "org"
raters = 5
minimum = { all = 3 }

[measures.satisfaction]
label = "Satisfaction"
grades = [1, 2]
base = "valid"

[measures.poor]
label = "Poor"
grades = [3]
base = "collected"

[[rules]]
id = "rectify"
kind = "organization"
when = "satisfaction < 60%"
verdict = "rectify"
consequences = ["a plan"]
band = "main"

[[rules]]
id = "pass"
kind = "organization"
when = "satisfaction >= 60%"
verdict = "pass"
band = "main"

[[rules]]
id = "talk"
kind = "member"
form = "member"
groups = ["all"]
when = "poor > 1/3"
verdict = "a talk"

[validity]
over_issued = "invalid"
blank_ballot = "valid"

[roles]
organizers = ["olga"]
clerks = ["wang", "zhao", "li"]
reviewers = ["chen"]

[keying]
rulings = "open"
"""
SUBJECTS = "id,name,kind,in,panel,head,class,login,eligible\nb1,Branch,organization,,p1,Head,one,,9\nm1,Ma,member,b1,,,,,\nm2,Mo,member,b1,,,,mo,\n"
PASSES = {
    "a1.csv": "ballot,row1,row2,row3,void,opinion\n1,1,2,3,,1\n2,3,3,3,,\n3,1,-,x,,1\n",
    "a2.csv": "ballot,row1,row2,row3,void,opinion\n1,1,2,1,,1\n2,3,3,3,,\n3,,,,1,1\n",
    "m1.csv": "ballot,row1,row2\n1,1,2\n2,3,3\n",
    "r.csv": "ballot,row,reading,reason\n1,3,2,misread-alike\n",
}


class Hung(BaseException):
    """Something waited; no handler of the program's may take it for its own."""


def run(folder: Path, who: str, *words: object, given: str = "") -> tuple[int, str, str]:
    """The command line in this process: its exit status and what it printed."""
    out, err = io.StringIO(), io.StringIO()
    call = ["--dir", str(folder), "--lang", "en", "--as", who, *map(str, words)]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), _standard_input(given):
        status = program.run(call)
    return status, out.getvalue(), err.getvalue()


@contextlib.contextmanager
def _standard_input(text: str) -> Iterator[None]:
    import sys

    before, sys.stdin = sys.stdin, io.StringIO(text)
    try:
        yield
    finally:
        sys.stdin = before


def make(folder: Path, beside: Path) -> None:
    """The appraisal: batches in every state, passes given back, opinions, a seal and a reopening."""

    def ok(who: str, *words: object, given: str = "") -> None:
        status, out, err = run(folder, who, *words, given=given)
        assert status in (0, 1), (words, status, out, err)

    for name, text in PASSES.items():
        (beside / name).write_text(text)
    ok("olga", "new", "--preset", "school")
    (folder / "scheme.toml").write_text(SCHEME)
    (folder / "subjects.csv").write_text(SUBJECTS)
    ok(
        "olga",
        "counts",
        "set",
        "--form",
        "org",
        "--subject",
        "b1",
        "--group",
        "all",
        "--issued",
        9,
        "--collected",
        9,
    )
    org = ("--form", "org", "--subject", "b1", "--group", "all", "--collected")
    for batch in ("A1", "A2", "A3", "A4"):
        ok("olga", "batch", "add", batch, *org, 3)
    ok(
        "olga",
        "batch",
        "add",
        "M1",
        "--form",
        "member",
        "--subject",
        "b1",
        "--group",
        "all",
        "--collected",
        2,
    )
    ok(
        "olga",
        "batch",
        "add",
        "A5",
        "--supplement",
        "A1",
        "--collected",
        1,
        "--first",
        4,
        "--reason",
        "found later",
    )
    ok("olga", "batch", "correct", "A3", "--collected", 2, "--reason", "miscounted")
    ok("olga", "batch", "withdraw", "A4", "--reason", "wrong box")
    ok("wang", "import", "--batch", "A1", beside / "a1.csv")
    ok("zhao", "import", "--batch", "A1", beside / "a2.csv")
    ok("li", "import", "--batch", "M1", beside / "m1.csv")
    ok("chen", "take-in")
    ok("chen", "return", "--batch", "M1", "--pass", "first", "--reason", "wrong box")
    ok("li", "import", "--batch", "M1", beside / "m1.csv")
    ok("zhao", "import", "--batch", "M1", beside / "m1.csv")
    ok("chen", "take-in")
    ok("chen", "rule", "--batch", "A1", beside / "r.csv")
    ok("wang", "opinions", "--batch", "A1", given="more buses\n")
    ok("chen", "opinions", "--batch", "A1", given="more light\n")
    with begin_keying(open_appraisal(folder, "wang"), "A2") as session:
        session.save(1, Reading("123"))
        session.save(2, Reading("11x", opinion=True))
    ok("zhao", "import", "--batch", "A2", beside / "a2.csv")
    ok("olga", "seal", "--incomplete", "--reason", "the day is over")
    ok("olga", "reopen", "--reason", "a sheet was found")
    entry = folder / "entry" / "wang"
    (entry / "A2.1.1.draft").write_text(
        json.dumps({"ballot": 3, "marks": "1__", "void": False, "opinion": True, "words": "", "row": 1})
    )
    (entry / "A1.opinions.draft").write_text(json.dumps({"ballot": 1, "text": "half a te"}))
    sheets = {str(number): {"marks": "12x", "opinion": "", "signature": ""} for number in (1, 2, 3)}
    (folder / "practice.json").write_text(
        json.dumps({"language": "en", "sheets": {"A1": sheets, "A2": sheets}})
    )


@dataclass(frozen=True)
class Reader:
    """Something that reads files: `work` on the people's appraisals, and whether it may add files."""

    name: str
    work: Callable[[People], object]
    adds: bool = False


class People:
    """The appraisal as each person sees it, opened anew where what describes it is fuzzed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def olga(self) -> Appraisal:
        return open_appraisal(self.folder, "olga")

    @cached_property
    def chen(self) -> Appraisal:
        return open_appraisal(self.folder, "chen")

    @cached_property
    def wang(self) -> Appraisal:
        return open_appraisal(self.folder, "wang")

    @cached_property
    def zhao(self) -> Appraisal:
        return open_appraisal(self.folder, "zhao")


def _describe(people: People) -> object:
    description = read_description(people.folder)
    told = [finding.in_words() for finding in description.findings]
    if description.scheme is not None:
        told += explain_scheme(description.scheme, description.subjects)
    return told


def _status(people: People) -> object:
    return progress(people.olga)


def _register(people: People) -> object:
    folder = people.olga.layout.folder("batches")
    return [(one.cover.numbers, one.changes) for one in read_register(folder).values()], find_batch(
        people.olga, "a1"
    )


def _tally(people: People) -> object:
    counted = tally_of(people.chen)
    return json.dumps(tally_object(counted, "0", in_english, separate_accounts=False)), tally_lines(
        counted, in_english
    )


def _differences(people: People) -> object:
    return json.dumps(differences_object(batch_reports(people.chen), blind=True))


def _package(people: People) -> object:
    counted = tally_of(people.chen)
    return package_files(counted, circumstances(people.chen), in_english)


def _verify(people: People) -> object:
    return [str(said) for said in verify_appraisal(people.chen)]


def _figures(people: People) -> object:
    return [(one.keys_an_hour, one.corrections_text) for one in clerk_figures(people.chen)]


def _review(people: People) -> object:
    return open_review(people.chen, "A1").questions


def _key(people: People) -> object:
    with begin_keying(people.wang, "A2") as session:
        return session.keyed, session.draft


def _choose(people: People) -> object:
    return choose_pass(people.wang, "A2"), read_holder(
        people.folder / "entry" / "wang" / ".A2.1.1.session.lock"
    )


def _a_pass(people: People) -> object:
    """The open pass alone, as its session reads it."""
    path = people.folder / "entry" / "wang" / "A2.1.1.json"
    return PassFile(path, PassTag("A2", 1, 1), people.wang.person, 3).read()


def _a_draft(people: People) -> object:
    return read_draft(people.folder / "entry" / "wang" / "A2.1.1.draft")


def _custody(people: People) -> object:
    return [
        read_custody(people.chen, tag)
        for tag in (PassTag("A1", 1, 1), PassTag("A1", 2, 1), PassTag("M1", 1, 2))
    ]


def _claims(people: People) -> object:
    return read_claims(people.chen)


def _typed(people: People) -> object:
    return typed_opinions(people.chen, "A1")


def _typed_draft(people: People) -> object:
    return opinion_draft(people.wang, "A1")


def _ledger(people: People) -> object:
    return read_ledger(people.chen.layout.folder("ledger"))


def _sheets(people: People) -> object:
    return read_practice(people.folder)


def _opinions(people: People) -> object:
    return [work.left for person in (people.chen, people.wang) for work in opinion_works(person)]


def _opinion_texts(people: People) -> object:
    return (
        typed_opinions(people.chen, "A1"),
        opinions_by_subject(people.chen),
        opinion_draft(people.wang, "A1"),
    )


def _practice(people: People) -> object:
    read_practice(people.folder)
    found = []
    for batch in ("A1", "A2", "M1"):
        paper = paper_of(people.chen, batch, in_english)
        found += [paper(number, 40, 30) for number in (1, 2, 9)] if paper else []
    return found, practised(people.wang), practised(people.zhao)


def _take_in(people: People) -> object:
    status, out, err = run(people.folder, "chen", "take-in")
    return _answered(status, out, err)


def _answered(status: int, out: str, err: str) -> object:
    if status == 2:
        assert len(err.splitlines()) == 1, (out, err)
        raise Refused(Said("{text}", text=err))
    assert status in (0, 1), (status, out, err)
    return out


def _calling(name: str, who: str, *words: str, adds: bool = False, given: str = "") -> Reader:
    return Reader(name, lambda people: _answered(*run(people.folder, who, *words, given=given)), adds)


READERS = {
    reader.name: reader
    for reader in (
        Reader("describe", _describe),
        Reader("status", _status),
        Reader("register", _register),
        Reader("tally", _tally),
        Reader("differences", _differences),
        Reader("package", _package),
        Reader("verify", _verify),
        Reader("figures", _figures),
        Reader("review", _review),
        Reader("key", _key, adds=True),
        Reader("choose", _choose),
        Reader("a pass", _a_pass),
        Reader("a draft", _a_draft),
        Reader("a typed draft", _typed_draft),
        Reader("custody", _custody),
        Reader("claims", _claims),
        Reader("typed", _typed),
        Reader("ledger", _ledger),
        Reader("sheets", _sheets),
        Reader("opinions", _opinions),
        Reader("opinion texts", _opinion_texts),
        Reader("practice", _practice),
        Reader("take-in", _take_in, adds=True),
        _calling("pingyi check", "olga", "check"),
        _calling("pingyi status", "olga", "status"),
        _calling("pingyi status --operators", "chen", "status", "--operators", "--json"),
        _calling("pingyi batch list", "olga", "batch", "list"),
        _calling("pingyi tally", "chen", "tally"),
        _calling("pingyi differences", "chen", "differences"),
        _calling("pingyi verify", "chen", "verify"),
        _calling("pingyi opinions", "wang", "opinions", "--batch", "A1"),
        _calling("pingyi export", "chen", "export", adds=True),
        _calling("pingyi seal", "olga", "seal", "--incomplete", "--reason", "x", adds=True),
        _calling("pingyi return", "chen", "return", "--batch", "A2", "--pass", "second", "--reason", "x", adds=True),
        _calling("pingyi batch add", "olga", "batch", "add", "A9", "--form", "org", "--subject", "b1", "--group", "all",
                 "--collected", "3", adds=True),
        _calling("pingyi batch correct", "olga", "batch", "correct", "A3", "--collected", "3", "--reason", "x", adds=True),
    )
}  # fmt: skip


@dataclass
class Trouble:
    """One way in which a reader failed: with an exception, by hanging, or by changing a file."""

    reader: str
    what: str
    case: str
    count: int = 1


@dataclass
class Place:
    """The appraisal in a folder, with what every file holds when nothing is wrong."""

    root: Path
    troubles: dict[tuple[str, str], Trouble] = field(default_factory=dict)
    cases: int = 0
    refusals: int = 0
    """How often a reader refused; the others read what they were given."""

    def __post_init__(self) -> None:
        self.folder = self.root / "appraisal"
        make(self.folder, self.root)
        self.content = {path: path.read_bytes() for path in sorted(self._files())}
        self.modes = {path: stat.S_IMODE(path.stat().st_mode) for path in self.content}
        self.signs = _state(self.folder)
        self.people = People(self.folder)

    def path(self, name: str) -> Path:
        return self.folder / name

    def _files(self) -> list[Path]:
        return [
            Path(folder, name)
            for folder, _, names in os.walk(self.folder)
            for name in names
            if not (name.startswith(".") and name.endswith(".lock"))
        ]

    def try_case(self, what: str, changed: dict[Path, bytes | Callable[[Path], None]], readers: Iterable[str], *,
                 names: str = "", must_refuse: Iterable[str] = ()) -> None:  # fmt: skip
        """Put `changed` in place, run the readers, look at every file, put everything back.

        `names`: what a refusal or finding has to say, of the readers in `must_refuse`.
        """
        self.cases += 1
        for path, content in changed.items():
            self._put(path, content)
        signs = {path: _sign(path) for path in changed}
        opened_anew = any(path.parent == self.folder for path in changed)
        people = People(self.folder) if opened_anew else self.people
        for name in readers:
            told = self._run(READERS[name], people, what)
            if told is not None and name in must_refuse and names not in told:
                self._trouble(name, f"did not name {names}", f"{what}: {told[:200]}")
            if READERS[name].adds:
                self._look(READERS[name], signs, what)
        self._look(READERS["status"], signs, what)
        for path in changed:
            self._put_back(path)

    def _run(self, reader: Reader, people: People, what: str) -> str | None:
        """What was told: a refusal, or what the reader gave."""
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        try:
            return str(reader.work(people))
        except Refused as refused:
            self.refusals += 1
            return str(refused.said)
        except (Exception, Hung) as error:  # noqa: BLE001 - every other one is what is looked for
            last = traceback.extract_tb(error.__traceback__)[-1]
            ours = [one for one in traceback.extract_tb(error.__traceback__) if "/tests/" not in one.filename]
            mine = [
                one
                for one in ours
                if any(f"/{part}/" in one.filename for part in ("store", "tally", "exports", "tui"))
            ]
            at = (mine or ours or [last])[-1]
            where = f"{type(error).__name__} in {'/'.join(Path(at.filename).parts[-2:])}:{at.lineno}"
            self._trouble(reader.name, where, f"{what}: {str(error)[:200]}")
            return None
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _look(self, reader: Reader, changed: dict[Path, object], what: str) -> None:
        """Nothing that was there is changed; nothing is added but by who may add."""
        now = _state(self.folder)
        for path, sign in changed.items():
            # Who holds a pass writes that into the lock file; it is no record.
            if _sign(path) != sign and not path.name.endswith(".lock"):
                self._trouble(reader.name, f"changed the fuzzed {path.name}", what)
        fuzzed = {str(path) for path in changed}
        for name, sign in self.signs.items():
            if name not in fuzzed and now.get(name) != sign:
                self._trouble(reader.name, f"changed {Path(name).name}", what)
                self._put_back(Path(name))
        for name in now.keys() - self.signs.keys() - fuzzed:
            if any(name.startswith(f"{one}/") for one in fuzzed):
                continue
            if not reader.adds:
                self._trouble(reader.name, f"added {Path(name).name}", what)
            Path(name).unlink()

    def whole(self) -> bool:
        """Whether every file holds what it held at first, byte for byte."""
        return {path: path.read_bytes() for path in self._files()} == self.content

    def _put(self, path: Path, content: bytes | Callable[[Path], None]) -> None:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
        if callable(content):
            content(path)
        else:
            path.write_bytes(content)

    def _put_back(self, path: Path) -> None:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
        if path in self.content:
            path.write_bytes(self.content[path])
            path.chmod(self.modes[path])
            self.signs[str(path)] = _sign(path)

    def _trouble(self, reader: str, what: str, case: str) -> None:
        found = self.troubles.setdefault((reader, what), Trouble(reader, what, case, 0))
        found.count += 1

    def report(self) -> str:
        """Every trouble, the first case of each."""
        return "\n".join(
            f"{one.reader}: {one.what} ({one.count} times), first: {one.case}"
            for one in self.troubles.values()
        )

    def consistent(self, changed: dict[Path, bytes]) -> dict[Path, bytes]:
        """The same with digests in the ledger and its chain made to fit: what a forger would do."""
        ledger = sorted(path for path in self.content if path.parent.name == "ledger")
        try:
            records = [json.loads(changed.get(path, self.content[path])) for path in ledger]
        except ValueError:
            return changed
        for record in records:
            if not isinstance(record, dict):
                return changed
            _refit(record, self.folder, {**self.content, **changed})
        try:
            linked = chained("0" * 64, records)
        except (ValueError, RecursionError):
            return changed
        written = {path: _compact(record) for path, record in zip(ledger, linked, strict=True)}
        return {
            **changed,
            **{path: content for path, content in written.items() if content != self.content[path]},
        }


def _refit(record: dict[str, Any], folder: Path, files: dict[Path, bytes]) -> None:
    kind = record.get("kind")
    if kind == "described":
        for name in ("scheme", "subjects", "counts"):
            content = next(files[path] for path in files if path.parent == folder and path.stem == name)
            record[f"{name}_sha256"] = hashlib.sha256(content).hexdigest()
    name = {"taken-in": f"custody/{record.get('tag')}.json", "ruled": str(record.get("file"))}.get(str(kind))
    content = files.get(folder / name) if name and "\0" not in name else None
    if content is None:
        return
    if kind == "taken-in":
        record["sha256"] = hashlib.sha256(content).hexdigest()
    with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError, IndexError):
        events = list(json.loads(content)["_default"].values())
        record["last_link"] = events[-1]["link"]
        record["count"] = (
            len({e["ballot"] for e in events if "ballot" in e}) if kind == "taken-in" else len(events)
        )


def relinked(tables: Any) -> Any:
    """A TinyDB file's records with their links made to fit, where they are records at all."""
    with contextlib.suppress(AttributeError, TypeError, KeyError, ValueError, RecursionError):
        records = tables["_default"]
        if all(isinstance(record, dict) for record in records.values()):
            linked = chained("0" * 64, list(records.values()))
            return {**tables, "_default": dict(zip(records, linked, strict=True))}
    return tables


def _compact(record: object) -> bytes:
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        errors="surrogatepass"
    )


def _sign(path: Path) -> object:
    """What changes when a file is written: None where there is nothing."""
    try:
        state = path.lstat()
    except OSError:
        return None
    return (state.st_ino, state.st_mode, state.st_size, state.st_mtime_ns)


def _state(folder: Path) -> dict[str, object]:
    """The sign of every file below a folder, lock files aside."""
    found: dict[str, object] = {}
    folders = [str(folder)]
    for one in folders:
        with os.scandir(one) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif not entry.name.endswith(".lock"):
                    state = entry.stat(follow_symlinks=False)
                    found[entry.path] = (state.st_ino, state.st_mode, state.st_size, state.st_mtime_ns)
    return found


def _hung(*_: object) -> None:
    raise Hung


def watch() -> None:
    """From now on a case that waits too long is ended."""
    signal.signal(signal.SIGALRM, _hung)


def seeded(name: str) -> Random:
    """The generator of one kind of file: the same cases every time."""
    return Random(f"pingyi {name}")
