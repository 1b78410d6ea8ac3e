"""The Table Schema of each CSV file of a package: types, what a cell may hold, keys.

https://specs.frictionlessdata.io/table-schema/. A primary key may hold no empty cell, so results.csv, where an empty
row and an empty group stand for all of them, and statistics.csv have `uniqueKeys` (version 2 of the standard)
instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exports.package_columns import Described
from exports.statistics.small_groups import others
from tally.marks import grade_codes
from tally.measuring import row_alphabet
from tally.scheme import Base, Kind, Scheme
from tally.verdicts import Status

_ID = {"pattern": "[A-Za-z][A-Za-z0-9_-]{0,31}"}
_IDS = frozenset(("form", "subject", "group", "batch", "organization", "rule", "band", "id", "in", "panel",
                  "supplement_to"))  # fmt: skip
_WHOLE = frozenset((
    "issued", "collected", "present", "eligible", "set_aside", "valid", "void", "absent", "open", "blank", "spoiled",
    "opinions", "first", "row", "count", "base", "ballot", "number", "margin_marks", "sheets_to_change", "subjects",
))  # fmt: skip
_FROM_ONE = frozenset(("ballot", "number", "row"))
_REQUIRED = {
    "marks.csv": ("form", "subject", "group", "ballot"),
    "batches.csv": ("batch", "form", "subject", "group", "first", "collected", "absent", "open", "void", "blank",
                    "opinions", "roster"),
    "subjects.csv": ("id", "name", "kind"),
    "counts.csv": ("form", "subject"),
    "results.csv": ("form", "subject", "name", "organization", "valid", "void", "mark", "grade", "count", "base"),
    "statistics.csv": ("form", "subject", "name", "organization", "valid", "void", "blank", "spoiled"),
    "verdicts.csv": ("form", "subject", "name", "status", "subjects"),
    "opinions.csv": ("kind", "form", "subject", "number"),
    "units.csv": ("id", "unit", "status"),
}  # fmt: skip
_PRIMARY = {
    "marks.csv": ("ballot",),
    "batches.csv": ("batch",),
    "subjects.csv": ("id",),
    "opinions.csv": ("form", "subject", "number"),
}
_UNIQUE = {
    "results.csv": ("form", "subject", "row", "group", "mark"),
    "statistics.csv": ("form", "subject", "row", "group"),
}
_OF_SUBJECTS = ("subject", "organization")


def table_schema(
    path: str,
    columns: Sequence[str],
    scheme: Scheme | None,
    tables: frozenset[str],
    words: Mapping[str, Described],
) -> dict[str, Any]:
    """The schema of the CSV file at `path`. `scheme` None: nothing is known of forms, groups and grades.

    `tables`: every CSV file of the package; a key leads only to one that is there.
    """
    file = path.rpartition("/")[2]
    known = _known(path, scheme) if scheme is not None else {}
    required = _REQUIRED.get(file, ())
    schema: dict[str, Any] = {
        "fields": [_field(file, column, known, words, required=column in required) for column in columns],
        "missingValues": [""],
    }
    if file in _PRIMARY:
        schema["primaryKey"] = list(_PRIMARY[file])
    if file in _UNIQUE:
        schema["uniqueKeys"] = [list(_UNIQUE[file])]
    keys = _foreign_keys(file, columns, tables)
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _foreign_keys(file: str, columns: Sequence[str], tables: frozenset[str]) -> list[dict[str, Any]]:
    if file == "subjects.csv":
        # "" is the table itself.
        return [_key("in", "", "id")]
    if "subjects.csv" not in tables:
        return []
    return [_key(column, "subjects", "id") for column in _OF_SUBJECTS if column in columns]


def _key(field: str, resource: str, to: str) -> dict[str, Any]:
    return {"fields": [field], "reference": {"resource": resource, "fields": [to]}}


_Constraints = Mapping[str, Any]


def _known(path: str, scheme: Scheme) -> dict[str, _Constraints]:
    """What columns may hold by the scheme."""
    folder, _, file = path.rpartition("/")
    codes = row_alphabet(len(scheme.grades))
    groups = list(scheme.groups)
    if folder == "published":
        groups.append(others(scheme))
    found: dict[str, _Constraints] = {
        "form": {"enum": list(scheme.forms)},
        "group": {"enum": groups},
        "mark": {"enum": [f"m{code}" for code in codes]},
        "marks": {"pattern": f"m[{''.join(codes[:-2])}x-]+"},
        "rule": {"enum": [rule.id for rule in scheme.rules]},
    }
    if file == "subjects.csv":
        found["panel"] = {"enum": list(scheme.panels)}
    for code in grade_codes(len(scheme.grades)):
        found[f"grade{code}"] = {"minimum": 0}
        found[f"grade{code}_percent"] = {"minimum": 0, "maximum": 100}
    for measure in scheme.measures.values():
        found[f"{measure.id}_numerator"] = found[f"{measure.id}_denominator"] = {"minimum": 0}
        # More marks than sheets issued is a fault that a table shows, so such a rate can be over 100.
        most = {"maximum": 100} if measure.base in (Base.VALID, Base.MARKED) else {}
        found[f"{measure.id}_percent"] = {"minimum": 0, **most}
    return {column: one for column, one in found.items() if one.get("enum") != []}


_HELD: Mapping[tuple[str, str], _Constraints] = {
    ("marks.csv", "void"): {"enum": [1]},
    ("verdicts.csv", "status"): {"enum": [status.value for status in Status]},
    ("units.csv", "status"): {"enum": ["official", "unofficial", "missing"]},
    ("units.csv", "complete"): {"enum": ["yes", "no"]},
    ("units.csv", "accounts"): {"enum": ["separate", "declared"]},
    ("batches.csv", "roster"): {"pattern": f"{_ID['pattern']}(?: {_ID['pattern']})*"},
}
"""What a column of one file may hold, whatever the scheme."""


def _field(
    file: str,
    column: str,
    known: Mapping[str, _Constraints],
    words: Mapping[str, Described],
    *,
    required: bool,
) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if required else {}
    kind = "string"
    if column in _WHOLE or column.endswith(("_numerator", "_denominator")) or _is_count(column):
        kind = "integer"
        constraints["minimum"] = 1 if column in _FROM_ONE else 0
    elif column == "percent" or column.endswith("_percent"):
        kind = "number"
        constraints["minimum"] = 0
        if column == "percent":
            constraints["maximum"] = 100
    elif column == "kind":
        constraints["enum"] = [one.value for one in Kind]
    elif column in _IDS and column not in known:
        constraints |= _ID
    held = _HELD.get((file, column)) or known.get(column)
    if held is not None:
        constraints |= held
        if "enum" in held:
            constraints.pop("minimum", None)
    found: dict[str, Any] = {"name": column, "type": kind}
    said = words.get(f"{file}:{column}") or words.get(column)
    if said is not None:
        found["title"] = said.title
        if said.description:
            found["description"] = said.description
    if constraints:
        found["constraints"] = constraints
    return found


def _is_count(column: str) -> bool:
    return column.startswith("grade") and column[5:].isdigit()
