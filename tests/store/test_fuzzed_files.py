"""Whatever lies in the place of a file that the program reads: it works, or refuses in words, and keeps every byte.

Each kind of file is fuzzed by bytes, by values of its format (chains and digests made to fit again), by whole
files of nonsense and by things that are no files. The cases of a seed are the same every time.
"""

from __future__ import annotations

import importlib.util
import json
import resource
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

# By one process, so that what they share is made once.
pytestmark = pytest.mark.xdist_group("fuzzed files")


def _beside(name: str) -> ModuleType:
    """A helper module of this folder, which is no package (`--import-mode=importlib`)."""
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


mutations = _beside("mutations")
_beside("fuzzed_appraisal")
readers = _beside("fuzz_readers")
forging = _beside("forging")
fuzzed_place = _beside("fuzzed_place")


@dataclass(frozen=True)
class Kind:
    """One kind of file: which files are of it, how they are fuzzed, and who reads them.

    `first` reads every case; one of `others` does too, all of them where the file is nonsense. Those in
    `refusing` have to say the file's name where it cannot be read at all.
    """

    name: str
    files: tuple[str, ...]
    cases: int
    first: str
    others: tuple[str, ...]
    refusing: tuple[str, ...]
    format: str = "json"
    forged: bool = False
    """Whether the ledger vouches for the file, so that a change has to be made to fit to be read at all."""


KINDS = (
    Kind("scheme", ("scheme.toml",), 2000, "describe", ("status", "key", "tally", "differences", "practice", "verify",
         "package", "pingyi check", "pingyi batch list", "pingyi status"), ("status",), "toml"),
    Kind("subjects", ("subjects.csv",), 1300, "describe", ("status", "tally", "differences", "practice", "package",
         "opinions", "pingyi check", "pingyi status", "pingyi batch add"), ("status",), "csv"),
    Kind("counts", ("counts.csv",), 900, "describe", ("status", "tally", "package", "verify", "pingyi check"),
         ("status",), "csv"),
    Kind("cover sheets", ("batches/A1.001.json", "batches/A2.001.json", "batches/A3.001.json", "batches/A3.002.json",
         "batches/A4.002.json", "batches/A5.001.json", "batches/M1.001.json"), 1900, "register",
         ("status", "tally", "differences", "key", "review", "opinions", "practice", "verify", "package", "take-in",
          "pingyi batch list", "pingyi batch add", "pingyi batch correct"), ("register", "status", "tally")),
    Kind("claims", ("claims/A1.1.1", "claims/A1.2.1", "claims/A2.1.1", "claims/A2.2.1", "claims/M1.1.2"), 1300, "claims",
         ("choose", "status", "key", "opinions", "figures", "verify", "differences", "take-in", "pingyi return"),
         ("claims", "status")),
    Kind("the board", ("board/handed-in.A2.2.1", "board/taken-in.A1.1.1", "board/taken-in.M1.1.2", "board/returned.M1.1.1",
         "board/saved.A2.1.1", "board/sealed.001", "board/reopened.001", "board/settled.M1.001"), 1300, "custody",
         ("status", "choose", "tally", "key", "verify", "package", "review", "take-in", "pingyi seal",
          "pingyi batch correct"), ()),
    Kind("open passes", ("entry/wang/A2.1.1.json",), 2500, "a pass", ("key", "opinions", "figures", "verify", "take-in"),
         ("a pass", "key")),
    Kind("waiting passes", ("entry/zhao/A2.2.1.json",), 500, "take-in", ("figures", "verify", "pingyi status --operators"),
         ("take-in",)),
    Kind("passes taken in", ("entry/wang/A1.1.1.json",), 250, "verify", ("figures", "practice"), ("verify",)),
    Kind("drafts", ("entry/wang/A2.1.1.draft",), 1800, "a draft", ("key",), ()),
    Kind("opinion drafts", ("entry/wang/A1.opinions.draft",), 1200, "a typed draft", ("opinions",), ()),
    Kind("holds", ("entry/wang/.A2.1.1.session.lock",), 600, "choose", ("key",), ()),
    Kind("opinions", ("entry/wang/A1.opinions.json", "review/A1.chen.opinions.json"), 1300, "typed",
         ("opinion texts", "opinions", "package", "pingyi opinions", "verify"), ("typed", "opinion texts")),
    Kind("custody", ("custody/A1.1.1.json", "custody/A1.2.1.json", "custody/M1.1.2.json"), 1200, "custody",
         ("differences", "tally", "review", "figures", "verify", "opinions", "package"),
         ("custody", "differences", "verify"), forged=True),
    Kind("the ledger", ("ledger/00000001.json", "ledger/00000002.json", "ledger/00000005.json", "ledger/00000006.json",
         "ledger/00000008.json", "ledger/00000009.json"), 1300, "ledger", ("verify", "differences", "package", "take-in",
         "pingyi seal", "pingyi return"), ("ledger", "verify"), forged=True),
    Kind("rulings", ("review/A1.chen.json",), 650, "review", ("tally", "differences", "verify", "package"), ("review",),
         forged=True),
    Kind("practice sheets", ("practice.json",), 1500, "sheets", ("status", "practice"), ("sheets", "practice")),
)  # fmt: skip
SLOW = {
    "package",
    "verify",
    "opinions",
    "practice",
    "figures",
    "take-in",
    "pingyi seal",
    "pingyi return",
    "pingyi export",
}


@pytest.fixture(scope="module")
def place():
    shared = Path("/dev/shm")
    root = Path(tempfile.mkdtemp(prefix="pingyi-fuzz-", dir=shared if shared.is_dir() else None))
    limits = resource.getrlimit(resource.RLIMIT_AS)
    # What reads a file without end is stopped before it takes the machine with it.
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, limits[1]))
    fuzzed_place.watch()
    try:
        with pytest.MonkeyPatch.context() as patch:
            # One time for all, so that a seed gives the same bytes every day.
            patch.setattr("store.clock.now", lambda: "2026-12-01T09:00:00+08:00")
            yield fuzzed_place.Place(root)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, limits)
        shutil.rmtree(root, ignore_errors=True)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_it_works_or_is_refused_in_words_and_every_byte_stays(place, kind):
    place.troubles.clear()
    before, refusals = place.cases, place.refusals
    draw = fuzzed_place.seeded(kind.name)
    _nonsense(place, kind)
    others = [content for content in place.content.values() if content]
    while place.cases - before < kind.cases:
        name = draw.choice(kind.files)
        path = place.path(name)
        content = _mutated(draw, kind, place.content.get(path, b"{}"), others)
        if content == place.content.get(path):
            continue
        changed = {path: content}
        if kind.forged and draw.random() < 0.8:
            changed = forging.consistent(place.folder, place.content, changed)
        chosen = dict.fromkeys((kind.first, *_also(draw, kind)))
        place.try_case(f"{name} = {content[:3000]!r}", changed, chosen)

    assert place.whole()
    assert not place.troubles, place.report()
    assert place.cases - before == kind.cases
    if kind.refusing and kind.first != "verify":  # which tells and does not refuse
        assert place.refusals - refusals > kind.cases // 10


def _writes(people) -> None:
    (people.folder / "counts.csv").write_bytes(b"another")


def _leaves(people) -> None:
    (people.folder / "board" / "new").write_bytes(b"")


def _waits(people) -> None:
    (people.folder / "claims" / "A1.1.1").read_bytes()


@pytest.mark.parametrize(
    ("work", "found"),
    [
        (_writes, "changed counts.csv"),
        (_leaves, "added new"),
        (_waits, "Hung"),
        (lambda people: 1 / 0, "ZeroDivisionError"),
        (lambda people: "nothing said", "did not name A1.1.1"),
    ],
    ids=["a file overwritten", "a file added", "a wait", "an exception", "nothing said"],
)
def test_the_search_itself_finds_what_it_looks_for(place, monkeypatch, work, found):
    monkeypatch.setattr(fuzzed_place, "PATIENCE", 0.2)
    monkeypatch.setitem(readers.READERS, "bad", readers.Reader("bad", work))
    place.troubles.clear()
    path = place.path("claims/A1.1.1")

    place.try_case("a pipe", {path: mutations.THINGS["a pipe"]}, ["bad"], names="A1.1.1", must_refuse=["bad"])

    assert found in place.report()
    assert place.whole()
    place.troubles.clear()


def test_there_are_twenty_thousand_cases():
    assert sum(kind.cases for kind in KINDS) >= 20_000


def _nonsense(place, kind) -> None:
    """Whole files of nonsense, files of another kind and things that are no files: refused by name."""
    draw = fuzzed_place.seeded(f"nonsense {kind.name}")
    for at, name in enumerate(kind.files):
        path = place.path(name)
        for what, content in mutations.NONSENSE.items():
            told = kind.refusing if kind.format == "json" else ()
            chosen = dict.fromkeys((kind.first, *kind.refusing, *_also(draw, kind)))
            place.try_case(f"{name}: {what}", {path: content}, chosen, names=path.name, must_refuse=told)
        for what, thing in mutations.THINGS.items():
            every = kind.others if at == 0 else _also(draw, kind)
            chosen = dict.fromkeys((kind.first, *kind.refusing, *every))
            place.try_case(
                f"{name}: {what}", {path: thing}, chosen, names=path.name, must_refuse=kind.refusing
            )
        for other, content in place.content.items():
            if other != path and content != place.content.get(path):
                place.try_case(f"{name}: {other.name}", {path: content}, (kind.first,))


def _also(draw, kind) -> tuple[str, ...]:
    """A third of the cases have a second reader; what reads everything comes seldom, since it takes long."""
    quick = [name for name in kind.others if name not in SLOW]
    slow = [name for name in kind.others if name in SLOW]
    chance = draw.random()
    if slow and chance < 0.04:
        return (draw.choice(slow),)
    return (draw.choice(quick),) if quick and chance > 0.7 else ()


def _mutated(draw, kind, content: bytes, others) -> bytes:
    if draw.random() < 0.35:
        return mutations.of_bytes(draw, content, others)
    if kind.format == "toml":
        return mutations.of_toml(draw, content)
    if kind.format == "csv":
        return mutations.of_csv(draw, content)
    try:
        value = mutations.of_json(draw, json.loads(content))
    except ValueError:
        return mutations.of_bytes(draw, content, others)
    if draw.random() < 0.75:
        value = forging.relinked(value)
    return mutations.json_bytes(draw, value)
