"""An appraisal's folder, opened: its scheme, subjects and count sheets, and who is at the keyboard."""

from __future__ import annotations

import os
from pathlib import Path

from store.layout import ACCOUNTS, COUNTS, FOLDERS, PRACTICE, SCHEME, SUBJECTS, Layout
from store.local_disk import require_local_disk
from store.person import Person, account_name, declared_person
from store.plain_file import plain_bytes
from tally.count_sheets import CountSheet, read_count_sheets
from tally.csv_table import decode_utf8
from tally.findings import Finding, mistakes_as_refusal
from tally.quick_dataclass import dataclass
from tally.said import Refused, Said
from tally.scheme import Scheme
from tally.scheme_reader import read_scheme
from tally.subjects import Subjects, check_subjects, read_subjects


@dataclass(frozen=True, slots=True)
class Appraisal:
    """One appraisal as one person sees it."""

    layout: Layout
    scheme: Scheme
    subjects: Subjects
    sheets: tuple[CountSheet, ...]
    person: Person
    separate_accounts: bool
    practice: bool
    findings: tuple[Finding, ...]

    @property
    def folder(self) -> Path:
        """The appraisal's folder."""
        return self.layout.root


@dataclass(frozen=True, slots=True)
class Description:
    """The three files that describe an appraisal, read with every finding."""

    scheme: Scheme | None
    subjects: Subjects
    sheets: tuple[CountSheet, ...]
    findings: tuple[Finding, ...]


def accounts_are_separate(folder: Path) -> bool:
    """Whether the folder holds the root-owned file that `host setup` writes."""
    try:
        return os.lstat(folder / ACCOUNTS).st_uid == 0 and (folder / ACCOUNTS).is_file()
    except FileNotFoundError:
        return False


def read_description(folder: Path) -> Description:
    """Read scheme.toml, subjects.csv and counts.csv, mistakes and all.

    Raises Refused where there is no appraisal, or a file cannot be read as text or as a table.
    """
    text = decode_utf8(_bytes(folder / SCHEME, required=True), SCHEME)
    reading = read_scheme(text, SCHEME)
    if reading.scheme is None:
        return Description(None, Subjects({}), (), reading.findings)
    findings = list(reading.findings)
    subjects = Subjects({})
    sheets: tuple[CountSheet, ...] = ()
    content = _bytes(folder / SUBJECTS, required=False)
    if content:
        subjects, found = read_subjects(content, reading.scheme)
        findings += found
        findings += check_subjects(subjects, reading.scheme)
    content = _bytes(folder / COUNTS, required=False)
    if content:
        sheets, found = read_count_sheets(content, reading.scheme, subjects)
        findings += found
    return Description(reading.scheme, subjects, sheets, tuple(findings))


def open_appraisal(folder: Path, declared: str | None = None) -> Appraisal:
    """Open an appraisal for a person. Raises Refused where it has mistakes, or the name is not allowed."""
    require_local_disk(folder)
    description = read_description(folder)
    refusal = mistakes_as_refusal(description.findings)
    if refusal is not None:
        raise refusal
    assert description.scheme is not None  # without a scheme there is a mistake among the findings
    separate = accounts_are_separate(folder)
    if separate and declared is not None:
        raise Refused(
            Said("accounts are separate here, so --as is not for this appraisal; log in as yourself")
        )
    person = Person(account_name()) if separate else declared_person(declared or account_name())
    layout = Layout(folder)
    for name in FOLDERS:
        if not layout.folder(name).is_dir():
            if separate:
                raise Refused(
                    Said(
                        "the folder {folder} is missing; root sets it up again: pingyi host setup --apply",
                        folder=layout.folder(name),
                    )
                )
            _restore_folder(layout.folder(name))
    return Appraisal(
        layout=layout,
        scheme=description.scheme,
        subjects=description.subjects,
        sheets=description.sheets,
        person=person,
        separate_accounts=separate,
        practice=(folder / PRACTICE).exists(),
        findings=description.findings,
    )


def _restore_folder(path: Path) -> None:
    """Make an empty folder that a copy or a version control left out."""
    try:
        path.mkdir(exist_ok=True)
    except OSError:
        raise Refused(
            Said("the folder {folder} is missing and cannot be made; ask who runs the host", folder=path)
        ) from None


def _bytes(path: Path, *, required: bool) -> bytes:
    if path.is_dir():
        raise Refused(Said("{file} is a folder; it should be a file", file=path))
    content = plain_bytes(path)
    if content is not None:
        return content
    if not required:
        return b""
    raise Refused(
        Said(
            "there is no appraisal in {folder} (no {file}); go to its folder, give --dir, or make one: "
            "pingyi new --preset school",
            folder=path.parent,
            file=path.name,
        )
    )
