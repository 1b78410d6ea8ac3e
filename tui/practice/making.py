"""Making the practice appraisal: the coal bureau's plan, two bundles counted, two waiting to be keyed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from store import organizing, reconciling, taking_in
from store.access import find_batch
from store.appraisal import open_appraisal
from store.keying_session import begin_keying
from store.layout import PRACTICE, SCHEME
from store.making import make_with_scheme, preset_text
from tally.said import Refused, Said
from tui.practice.sheets import MEMBERS, ORGANIZATION, Bundle, bundles, long_bundle


@dataclass(frozen=True, slots=True)
class Cast:
    """The practice names. The first three are played by the person at the keyboard, one after the other."""

    clerk: str
    reviewer: str
    organizer: str
    other_clerk: str
    earlier_clerk: str


_CASTS = {
    "zh": Cast("练习录入员", "练习复核员", "练习组织者", "复录员小赵", "初录员小王"),
    "en": Cast("practice-clerk", "practice-reviewer", "practice-organizer", "second-clerk", "first-clerk"),
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "title": "练习:2026年下半年群众评议",
        "unit": "练习县煤炭管理局",
        "branch": "第一党支部",
        "head": "赵书记",
        "members": "王建国 张伟 李秀英 刘洋 陈静",
        "opinion-1": "窗口办事时间应当延长到中午。",
        "opinion-2": "希望多到井下听一听一线职工的意见。",
        "signature": "署名: 孙某",
    },
    "en": {
        "title": "Practice: mass appraisal, second half of 2026",
        "unit": "Practice County Coal Bureau",
        "branch": "First branch",
        "head": "Zhao",
        "members": "Wang-J Zhang-W Li-X Liu-Y Chen-J",
        "opinion-1": "The counter should stay open over noon.",
        "opinion-2": "Come and listen to those who work below ground.",
        "signature": "signed: Sun",
    },
}


def cast(language: str) -> Cast:
    """The practice names in a language."""
    return _CASTS[language]


def words(language: str) -> Mapping[str, str]:
    """The practice appraisal's own texts in a language."""
    return _WORDS[language]


def make_practice(folder: Path, language: str, sheets: int = 0) -> None:
    """Make the practice appraisal, with one more bundle of so many `sheets` for finding one's speed.

    Raises Refused where the folder holds another appraisal.
    """
    if (folder / SCHEME).exists():
        raise Refused(Said("there is an appraisal in {folder} already; choose another folder", folder=folder))
    people, texts = cast(language), words(language)
    make_with_scheme(
        folder, _scheme_text(language, people), organizing.csv_bytes(organizing.SUBJECT_COLUMNS, [])
    )
    paper = (*bundles(texts), *((long_bundle(sheets),) if sheets else ()))
    papers = {bundle.id: _paper(bundle, texts["signature"]) for bundle in paper}
    (folder / PRACTICE).write_text(
        json.dumps({"language": language, "sheets": papers}, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    organizer = open_appraisal(folder, people.organizer)
    organizing.add_subjects(organizer, _subjects(texts), SCHEME)
    organizer = open_appraisal(folder, people.organizer)
    for bundle in paper:
        organizing.add_batch(
            organizer,
            id=bundle.id,
            form=bundle.form,
            subject=ORGANIZATION,
            group=bundle.group,
            collected=len(bundle.sheets),
            issued=len(bundle.sheets),
        )
    for bundle in paper:
        _key_beforehand(folder, people, bundle)


def _key_beforehand(folder: Path, people: Cast, bundle: Bundle) -> None:
    """What was done before the practice begins, by the same ways that everybody goes."""
    if bundle.waits:
        # The first pass stays free: the other clerk takes the second one.
        with begin_keying(open_appraisal(folder, people.other_clerk), bundle.id, second=True) as session:
            session.import_whole(bundle.second_pass())
        return
    for clerk in (people.earlier_clerk, people.other_clerk):
        with begin_keying(open_appraisal(folder, clerk), bundle.id) as session:
            session.import_whole(tuple(bundle.sheets.items()))
    reviewer = open_appraisal(folder, people.reviewer)
    taking_in.take_in(reviewer, bundle.id)
    reconciling.say_settled(reviewer, find_batch(reviewer, bundle.id).cover)


def _paper(bundle: Bundle, signature: str) -> dict[str, dict[str, str]]:
    return {
        str(number): {
            "marks": reading.marks,
            "opinion": bundle.opinions.get(number, ""),
            "signature": signature if reading.void else "",
        }
        for number, reading in bundle.sheets.items()
    }


def _subjects(texts: Mapping[str, str]) -> list[dict[str, str]]:
    branch = {
        "id": ORGANIZATION,
        "name": texts["branch"],
        "kind": "organization",
        "panel": "branch",
        "head": texts["head"],
    }
    members = [
        {"id": id_, "name": name, "kind": "member", "in": ORGANIZATION}
        for id_, name in zip(MEMBERS, texts["members"].split(), strict=True)
    ]
    return [branch, *members]


def _scheme_text(language: str, people: Cast) -> str:
    if language == "zh":
        text = preset_text("coal-bureau")
        for field in ("title", "unit"):
            text = re.sub(
                rf'^({field}\s*=\s*)"[^"]*"',
                rf'\1"{words(language)[field]}"',
                text,
                count=1,
                flags=re.MULTILINE,
            )
    else:
        text = files("tui").joinpath("practice", "scheme-en.toml").read_text(encoding="utf-8")
    roles = (
        "\n[roles]\n"
        f'organizers = ["{people.organizer}"]\n'
        f'clerks     = ["{people.clerk}", "{people.other_clerk}", "{people.earlier_clerk}"]\n'
        f'reviewers  = ["{people.reviewer}"]\n'
    )
    return text + roles
