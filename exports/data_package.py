"""`datapackage.json`: what each file of a package is, its columns and their constraints, and its digest.

Data Package (Frictionless), https://datapackage.org: any tool that knows the standard can read and check it. The
descriptor is a function of the files and of `PackageFacts` alone.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exports.package_columns import Described, column_words, scheme_column_words
from exports.package_schemas import table_schema
from tally.said import Translate, in_english
from tally.scheme import Scheme
from tally.scheme_reader import read_scheme

FILE = "datapackage.json"
UTF_8 = "utf-8"
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """What a package is: an `appraisal` or a `rollup`, of which day, made by which version of this program.

    `encoding`: of its CSV files, `utf-8` (with BOM) or `gb18030`; `grades`: how many the scale has.
    """

    kind: str
    title: str
    as_of: str
    version: str
    grades: int
    encoding: str = UTF_8


def data_package(files: Mapping[str, bytes], facts: PackageFacts, translate: Translate = in_english) -> bytes:
    """The descriptor of `files` (by name, as they are written), itself and the checksums left out.

    Of `scheme.toml` it takes what a cell may hold (forms, groups, grades) and `counting`: how many grades there are,
    how many rows a subject has on each form, and which groups the sum over all groups leaves out. With these and
    the marks a database counts again (docs/recount.md). `translate`: the words that describe the columns.
    """
    day = facts.as_of or "no-day"
    scheme = _scheme(files)
    descriptor: dict[str, Any] = {
        "profile": "data-package",
        "name": f"pingyi-{facts.kind}-{day}",
        "title": facts.title,
        # exports/rollup/unit_package.py finds the encoding in these lines without reading the rest.
        "pingyi": {"kind": facts.kind, "version": facts.version, "as_of": facts.as_of, "encoding": facts.encoding},
    }  # fmt: skip
    if scheme is not None and "marks.csv" in files:
        descriptor["counting"] = {
            "grades": len(scheme.grades),
            "rows": {form.id: len(form.item_labels) for form in scheme.forms.values()},
            "not_pooled": [group.id for group in scheme.groups.values() if not group.pooled],
        }
    words = column_words(translate)
    if scheme is not None:
        words |= scheme_column_words(scheme, translate)
    tables = frozenset(name for name in files if name.endswith(".csv"))
    descriptor["resources"] = [
        _resource(name, files[name], facts, scheme, tables, words) for name in sorted(files)
    ]
    return (json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n").encode()


def _scheme(files: Mapping[str, bytes]) -> Scheme | None:
    try:
        return read_scheme(files["scheme.toml"].decode()).scheme
    except (KeyError, UnicodeDecodeError):
        return None


def _resource(
    name: str,
    content: bytes,
    facts: PackageFacts,
    scheme: Scheme | None,
    tables: frozenset[str],
    words: Mapping[str, Described],
) -> dict[str, Any]:
    stem, _, ending = name.rpartition(".")
    is_table = ending == "csv"
    found: dict[str, Any] = {
        "name": resource_name(stem if is_table else name),
        # Without a type, a workbook would be read as a table with the title of its first sheet as its head.
        "type": "table" if is_table else "file",
        "profile": "tabular-data-resource" if is_table else "data-resource",
        "path": name,
        "format": ending,
        "mediatype": _MEDIA.get(ending, "application/octet-stream"),
    }
    if is_table:
        found["encoding"] = facts.encoding
        found["dialect"] = {
            "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True,
        }  # fmt: skip
    elif ending != "xlsx":
        found["encoding"] = UTF_8
    found["bytes"] = len(content)
    found["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
    if is_table:
        found["schema"] = table_schema(name, _head(content, facts.encoding), scheme, tables, words)
    return found


def resource_name(path: str) -> str:
    """The name of a file in the descriptor: unique, in lower case, with `-` for a folder."""
    return re.sub(r"[^a-z0-9._-]+", "-", path.lower())


def _head(content: bytes, encoding: str) -> Sequence[str]:
    # No name of a column needs quotes. Only the first line is copied, for the file may be long.
    line = content[: content.find(b"\r\n") % (len(content) + 1)]
    return line.removeprefix(_BOM).decode(encoding, "replace").split(",")


_MEDIA = {
    "csv": "text/csv",
    "txt": "text/plain",
    "md": "text/markdown",
    "json": "application/json",
    "toml": "application/toml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
