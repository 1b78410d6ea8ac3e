"""What each column of a package's CSV files holds, in the words of the package's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tally.marks import grade_codes
from tally.said import Said, Translate
from tally.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Described:
    """A column: what it is called, and where that does not say it, what it holds."""

    title: str
    description: str = ""


_VALID = Said("valid ballots")
_VOID = Said("void ballots")
_COLUMNS: Mapping[str, Said | tuple[Said, Said]] = {
    "form": (Said("form"), Said("id of the form in scheme.toml")),
    "subject": (Said("subject"), Said("id of who or what is appraised, in subjects.csv")),
    "name": Said("name of the subject"),
    "organization": (
        Said("organization"),
        Said("id of the subject under which the sheets were bundled: on a roster, the members' organization"),
    ),
    "row": (Said("row"), Said("line of the ballot, from 1; empty: all rows of the subject together")),
    "item": Said("item"),
    "group": (Said("rater group"), Said("id of the rater group; empty: all groups that are added up")),
    "group_label": Said("name of the rater group"),
    "issued": (Said("ballots issued"), Said("empty where nobody stated it")),
    "collected": Said("ballots collected"),
    "valid": _VALID,
    "void": _VOID,
    "blank": (Said("blank"), Said("rows without a mark on valid ballots; they stay in the base")),
    "spoiled": (
        Said("spoiled"),
        Said("rows with two marks or an unreadable one on valid ballots; they stay in the base"),
    ),
    "mark": (Said("mark"), Said("m1 to m9: the grade by its place; m-: blank; mx: spoiled")),
    "grade": Said("name of the mark"),
    "count": (Said("how often"), Said("rows of valid ballots that bear the mark")),
    "base": (Said("base"), Said("rows of valid ballots: valid ballots times rows")),
    "percent": (Said("percentage"), Said("count of base, rounded half up to two decimals; empty over an empty base")),
    "verdict": Said("verdict"),
    "rule": Said("rule"),
    "band": (Said("band"), Said("rules of one band exclude each other")),
    "status": (Said("status"), Said("what became of the rule")),
    "falls_on": Said("whom the verdict falls on"),
    "basis": Said("what the verdict hangs on"),
    "margin_marks": Said("marks that would have to read otherwise for another verdict"),
    "sheets_to_change": Said("ballots that would have to read otherwise for another verdict"),
    "consequences": Said("what follows"),
    "checked": Said("what a sample check says of it"),
    "still_open": Said("what the ballots still open could do to it"),
    "marks.csv:subject": (Said("subject"), Said("the subject of the bundle: on a roster, the organization")),
    "marks.csv:group": Said("rater group"),
    "marks.csv:ballot": (Said("number"), Said("a fresh number, given in the order of the marks; not that on the paper")),
    "marks": (Said("marks"), Said("m, then one character a row: 1 to 9 the grade, - blank, x spoiled")),
    "marks.csv:void": (Said("void"), Said("1: the whole ballot is void")),
    "batch": Said("bundle"),
    "batches.csv:subject": (Said("subject"), Said("the subject of the bundle: on a roster, the organization")),
    "batches.csv:group": Said("rater group"),
    "batches.csv:blank": (Said("blank ballots"), Said("ballots without any mark, void or not")),
    "first": Said("first number in the bundle"),
    "absent": Said("numbers without a sheet"),
    "open": Said("ballots not settled yet"),
    "opinions": Said("ballots with an opinion"),
    "supplement_to": (Said("supplement to"), Said("the bundle whose forgotten sheets this one holds")),
    "roster": (Said("roster"), Said("ids of the subjects on the ballot, in the order of its rows")),
    "counts.csv:group": (Said("rater group"), Said("empty: the count sheet speaks of all groups together")),
    "present": Said("raters present"),
    "eligible": Said("raters who should come"),
    "set_aside": Said("void ballots set aside at the box"),
    "id": Said("id"),
    "subjects.csv:name": Said("name"),
    "kind": (Said("kind"), Said("organization or member")),
    "in": (Said("belongs to"), Said("id of the organization above it")),
    "panel": (Said("panel"), Said("id of the panel in scheme.toml: how many raters of which groups")),
    "head": Said("head of the organization"),
    "class": Said("class or post"),
    "number": (Said("number"), Said("counts the texts; not a ballot's")),
    "text": Said("text of the opinion"),
    "subjects": (Said("subjects"), Said("how many subjects of the unit")),
    "unit": Said("unit"),
    "title": Said("title of the appraisal"),
    "period": Said("period"),
    "as_of": Said("day of the last entry"),
    "units.csv:status": Said("status"),
    "complete": Said("whether the count is complete"),
    "accounts": Said("whether the clerks had separate accounts"),
    "check_code": Said("check code"),
}  # fmt: skip
"""By column, or by `file:column` where a file means something else by it."""


def column_words(translate: Translate) -> dict[str, Described]:
    """Every column's title and description, by column or by `file:column`."""
    found = {}
    for column, said in _COLUMNS.items():
        words = (said,) if isinstance(said, Said) else said
        found[column] = Described(*(one.text(translate) for one in words))
    return found


def scheme_column_words(scheme: Scheme, translate: Translate) -> dict[str, Described]:
    """The columns of the grades and measures, which a scheme names itself."""
    found = {}
    for code, label in zip(grade_codes(len(scheme.grades)), scheme.grades, strict=True):
        found[f"grade{code}"] = Described(label)
        found[f"grade{code}_label"] = Described(Said("name of the mark").text(translate))
        found[f"grade{code}_percent"] = Described(f"{label} %")
    for measure in scheme.measures.values():
        label = measure.label
        found[f"{measure.id}_numerator"] = Described(Said("{label}: numerator", label=label).text(translate))
        found[f"{measure.id}_denominator"] = Described(
            Said("{label}: denominator", label=label).text(translate)
        )
        found[f"{measure.id}_percent"] = Described(f"{label} %")
    return found
