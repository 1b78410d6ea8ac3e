"""Making an appraisal's folder from a preset."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from store.durable_file import make_folder, replace_durably, sync_once
from store.faults import NotSaved
from store.layout import COUNTS, FOLDERS, READABLE_BY_ALL, SCHEME, SUBJECTS
from store.local_disk import require_local_disk
from store.organizing import SUBJECT_COLUMNS, csv_bytes
from tally.count_sheets import COLUMNS
from tally.said import Refused, Said
from tally.scheme_reader import read_scheme

PRESETS = ("school", "coal-bureau", "water-bureau")


def preset_text(name: str) -> str:
    """The scheme.toml of a preset. Raises Refused for a name that is none."""
    if name not in PRESETS:
        raise Refused(
            Said(
                'there is no {what} "{id}"; there are {known}',
                what=Said("preset"),
                id=name,
                known=", ".join(PRESETS),
            )
        )
    return files("store").joinpath("presets", name, SCHEME).read_text(encoding="utf-8")


def make_appraisal(folder: Path, preset: str, title: str | None = None, unit: str | None = None) -> None:
    """Make an appraisal in `folder`. Raises Refused where there is one already, or it cannot be written."""
    text = preset_text(preset)
    for field, value in (("title", title), ("unit", unit)):
        if value is not None:
            text = _with_field(text, field, value)
    make_with_scheme(folder, text, csv_bytes(SUBJECT_COLUMNS, []))


def make_with_scheme(folder: Path, scheme_text: str, subjects: bytes) -> None:
    """Make an appraisal out of a scheme's text; the scheme is written last, so that a folder is whole."""
    if (folder / SCHEME).exists():
        raise Refused(Said("there is an appraisal in {folder} already; choose another folder", folder=folder))
    require_local_disk(folder)
    reading = read_scheme(scheme_text)
    if reading.scheme is None:
        raise Refused(reading.findings[0].in_words())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in FOLDERS:
            make_folder(folder / name, 0o777)
        for name, content in ((SUBJECTS, subjects), (COUNTS, csv_bytes(COLUMNS, []))):
            if not (folder / name).exists():
                replace_durably(folder / name, content, READABLE_BY_ALL)
        replace_durably(folder / SCHEME, scheme_text.encode(), READABLE_BY_ALL)
        sync_once(folder)
    except (OSError, NotSaved) as error:
        raise Refused(
            Said(
                "an appraisal cannot be made in {folder} ({reason}); choose a folder that you may write",
                folder=folder,
                reason=error.why if isinstance(error, NotSaved) else error.strerror or error,
            )
        ) from None


def _with_field(text: str, field: str, value: str) -> str:
    """A top-level text of the scheme replaced, comments kept."""
    if not value.strip() or any(ord(character) < 32 for character in value):
        raise Refused(Said("{field} should be one line that is not empty", field=field))
    quoted = '"' + value.strip().replace("\\", "\\\\").replace('"', '\\"') + '"'
    pattern = re.compile(rf'^({field}\s*=\s*)"(?:[^"\\]|\\.)*"', re.MULTILINE)
    return pattern.sub(lambda match: match[1] + quoted, text, count=1)
