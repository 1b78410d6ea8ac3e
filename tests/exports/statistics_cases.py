"""Appraisals of every preset, counted, for the statistics tables. No test stands here."""

from __future__ import annotations

import gettext
from importlib.resources import as_file, files

from exports.document import Grid, Kept, Paragraph, Parts
from exports.how_counted import HowCounted
from exports.paged_text import paged_text
from exports.statistics.documents import on_file_documents, published_documents, sent_up_documents
from tally.appraisal_tally import tally_appraisal
from tally.comparison import Comparison
from tally.count_sheets import CountSheet
from tally.counting import BatchCount
from tally.cover_sheets import CoverSheet
from tally.said import in_english
from tally.scheme import Layout
from tally.scheme_reader import read_scheme
from tally.settling import OpenBallot, SettledBallot, Settlement
from tally.subjects import read_subjects

CODE = "3fa9c21b77e012d4"
HEAD = "id,name,kind,in,panel,head,class\n"
SUBJECTS = {
    "coal-bureau": HEAD
    + "bureau,局党委,organization,,committee,李书记,\n"
    + "mine,煤矿党总支,organization,bureau,branch,孙书记,\n"
    + "b1,第一党支部,organization,mine,branch,赵书记,\n"
    + "b2,第二|党支部,organization,mine,branch,,\n"
    + "office,机关党支部,organization,bureau,branch,周书记,\n"
    + "m1,王建国,member,b1,,,书记\nm2,张  伟,member,b1,,,党员\nm3,欧阳正华,member,b1,,,离退休党员\n",
    "school": HEAD
    + "school,某县中学党支部,organization,,,校长,\n"
    + "t1,陈老师,member,school,,,教学\nt2,林老师,member,school,,,行政\n",
    "water-bureau": HEAD
    + "w1,水库管理所党支部,organization,,,,\nn1,何水清,member,w1,,,\nn2,江河,member,w1,,,\n",
}
BUNDLES = {
    "coal-bureau": (
        ("org", "bureau", "staff", 30, "1" * 20 + "2" * 6 + "34-V"),
        ("org", "bureau", "served", 6, "112233"),
        ("org", "mine", "party", 24, "1" * 14 + "2" * 5 + "33--x"),
        ("org", "mine", "masses", 12, "1" * 7 + "22244"),
        ("org", "mine", "served", 10, "1112223344"),
        ("org", "b1", "party", 21, "1" * 16 + "223-V"),
        ("org", "b1", "masses", 3, "114"),
        ("org", "b1", "served", 2, "44"),
        ("org", "b2", "party", 24, "4" * 14 + "1" * 7 + "VVV"),
        ("org", "office", "party", 3, "123"),
        ("member", "b1", "party", 9, ["111", "121", "141", "-24", "144", "124", "x34", "144", "V"]),
        ("member", "b1", "masses", 4, ["112", "123", "114", "124"]),
    ),
    "school": (
        ("branch", "school", "members", 12, ["1111"] * 7 + ["1212", "1-13", "22x1", "4433", "V"]),
        ("branch", "school", "teachers", 20, ["1121"] * 11 + ["2222"] * 5 + ["3333", "1234", "----"]),
        ("member", "school", "members", 7, ["11111111"] * 4 + ["12121314", "2222xx--", "V"]),
    ),
    "water-bureau": (
        ("branch", "w1", "party", 7, "111223-"),
        ("member", "w1", "party", 7, ["11", "12", "13", "2-", "44", "11", "12"]),
    ),
}
HOW = HowCounted(
    as_of="2026-12-10", sealed=True, separate_accounts=True, differing=3, ruled=3, absent=1,
    remarks=("票捆B3的初录2026-12-09退回重录: 录错捆",), opinions_noted=4, opinions_typed=4,
)  # fmt: skip


def chinese():
    with as_file(files("tui") / "locale") as folder:
        return gettext.translation("pingyi", folder, languages=["zh"]).gettext


LANGUAGES = {"zh": chinese, "en": lambda: in_english}


def preset(name):
    return files("store").joinpath("presets", name, "scheme.toml").read_text(encoding="utf-8")


def settled(marks, rows, opinions=0, open_ballots=0, absent=0, reason="not-official"):
    """What two passes that agree leave of ballots: `V` is a void one."""
    ballots = tuple(
        SettledBallot(number, "" if one == "V" else one, one == "V", reason if one == "V" else "")
        for number, one in enumerate(marks, start=1)
    )
    start = len(ballots) + 1
    return Settlement(
        comparison=Comparison(0, 0, (), {}, {}, 0, 0, 0, 0, (), ()),
        settled=ballots,
        absent=tuple(range(start, start + absent)),
        open_ballots=tuple(OpenBallot(number, None) for number in range(open_ballots)),
        open_questions=(),
        open_opinions=(),
        with_opinion=tuple(range(opinions)),
        answers={},
    )


def bundle(scheme, subjects, number, form, subject, group, issued, marks, **more):
    chosen = scheme.forms[form]
    roster = (subject,)
    if chosen.layout is Layout.ROSTER:
        roster = tuple(one.id for one in subjects.members_of(subject, chosen.kind))
    cover = CoverSheet(
        f"B{number}", form, subject, group, len(marks) + more.get("open_ballots", 0) + more.get("absent", 0),
        issued, 1, roster,
    )  # fmt: skip
    rows = len(roster) * len(chosen.item_labels)
    return BatchCount(cover, settled(marks, rows, **more))


def tallied(text, subjects_text, bundles, counts=()):
    """A tally of `bundles`: (form, subject, group, issued, ballots' marks[, what else `settled` takes])."""
    scheme = read_scheme(text).scheme
    assert scheme is not None
    subjects, findings = read_subjects(subjects_text.encode(), scheme)
    assert not findings, findings
    batches = [
        bundle(scheme, subjects, number, *one[:5], **(one[5] if len(one) > 5 else {}))
        for number, one in enumerate(bundles, start=1)
    ]
    return tally_appraisal(scheme, subjects, [CountSheet(*one) for one in counts], batches)


def long_roster(members=70):
    """One branch whose roster takes several pages, rated by one group."""
    subjects = HEAD + "b1,第一党支部,organization,,branch,,\n"
    subjects += "".join(f"m{at},党员{at:02},member,b1,,,党员\n" for at in range(1, members + 1))
    ballots = ["".join("1234"[(at * at + ballot) % 4] for at in range(members)) for ballot in range(6)]
    return tallied(preset("coal-bureau"), subjects, [("member", "b1", "party", 6, ballots)])


def of_preset(name, bundles=None, counts=()):
    return tallied(preset(name), SUBJECTS[name], BUNDLES[name] if bundles is None else bundles, counts)


def documents(tally, translate=in_english, how=HOW):
    every = (sent_up_documents, on_file_documents, published_documents)
    return {one.name: one for document in every for one in document(tally, how, CODE, translate)}


def text(tally, name, how=HOW):
    """A document's text with its lines joined, for what it says."""
    return " ".join(paged_text(documents(tally, how=how)[name], in_english).split())


def coal(*bundles, counts=(), edit=None):
    text = preset("coal-bureau")
    return tallied(edit(text) if edit else text, SUBJECTS["coal-bureau"], bundles, counts)


def sheets_of(tally, name, how=HOW):
    return documents(tally, how=how)[name].sheets


def paragraphs(sheet):
    inner = [one for block in sheet.blocks for one in (block.blocks if isinstance(block, Kept) else (block,))]
    return [one.text for one in inner if isinstance(one, Paragraph)] + [
        part for one in inner if isinstance(one, Parts) for part in one.parts
    ]


def grids(sheet):
    return [block for block in sheet.blocks if isinstance(block, Grid)]
