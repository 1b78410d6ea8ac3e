"""The submission package: tables, statistics, the settled marks and their checksums.

The same state gives the same bytes, on any machine and in any locale: no clock, no locale, no order
of a folder comes in.
"""

from __future__ import annotations

import hashlib
import re

from exports.check_code import check_code, in_groups
from exports.circumstances import Circumstances
from exports.definitions import form_of_count
from exports.difference_report import difference_report
from exports.plain_text import clean, wrap
from exports.rulings_list import rulings_list
from exports.settled_csv import batches_csv, marks_csv
from exports.spreadsheet import csv_bytes, free_text
from exports.statistics_csv import tidy_csv, wide_csv
from exports.statistics_table import WIDTH, statistics_table
from exports.verdict_words import verdict_lines
from exports.voids_list import voids_list
from tally.appraisal_tally import Tally
from tally.count_sheets import COLUMNS as COUNT_COLUMNS
from tally.csv_table import read_csv
from tally.said import Said, Translate
from tally.subjects import OPTIONAL, REQUIRED

SUMS = "SHA256SUMS"
REPORTS = ("verdicts.txt", "differences.txt", "rulings.txt", "voids.txt", "opinions.txt")
"""Printed beside the statistics tables; each says how the count was made."""
_SUBJECT_COLUMNS = tuple(column for column in (*REQUIRED, *OPTIONAL) if column != "login")
_TABLE = re.compile(r"^\s*\[{1,2}\s*([A-Za-z0-9_-]+)")


def package_files(tally: Tally, circumstances: Circumstances, translate: Translate) -> dict[str, bytes]:
    """Every file of the package by its name."""
    reports = circumstances.batches
    files: dict[str, bytes] = {
        "marks.csv": marks_csv(reports),
        "batches.csv": batches_csv(reports),
        "scheme.toml": without_roles(circumstances.scheme_text).encode(),
        "subjects.csv": _subjects(circumstances.subjects_text),
        "counts.csv": _counts(circumstances.counts_text),
        "statistics.csv": wide_csv(tally, translate),
        "results.csv": tidy_csv(tally, translate),
    }
    code = check_code(files)
    for form in tally.scheme.forms:
        table = statistics_table(tally, circumstances, form, code, translate)
        files[f"statistics-{form}.txt"] = table.encode()
    files["verdicts.txt"] = _verdicts(tally, code, circumstances, translate).encode()
    files["differences.txt"] = difference_report(tally.scheme, tally.subjects, reports, translate).encode()
    files["rulings.txt"] = rulings_list(tally.scheme, tally.subjects, reports, translate).encode()
    files["voids.txt"] = voids_list(tally.scheme, reports, translate, tally.set_aside).encode()
    files["opinions.txt"] = _opinions(tally, circumstances, translate).encode()
    foot = _foot(circumstances, translate).encode()
    for name in REPORTS:
        files[name] += foot
    if circumstances.practice:
        banner = Said("*** PRACTICE ***").text(translate)
        for name in REPORTS:
            files[name] = f"{banner}\n".encode() + files[name] + f"{banner}\n".encode()
    files[SUMS] = sums(files)
    return dict(sorted(files.items()))


def sums(files: dict[str, bytes]) -> bytes:
    """The checksums of all files but itself, as `sha256sum -c` takes them."""
    lines = [
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(files.items())
        if name != SUMS
    ]
    return "".join(lines).encode()


def without_roles(text: str) -> str:
    """A scheme's text without its [roles] table: a package names nobody."""
    kept, inside = [], False
    for line in text.splitlines(keepends=True):
        table = _TABLE.match(line)
        if table is not None:
            inside = table[1] == "roles"
        if not inside:
            kept.append(line)
    return "".join(kept).replace("\r\n", "\n")


def _subjects(text: str) -> bytes:
    if not text.strip():
        return csv_bytes(_SUBJECT_COLUMNS, [])
    records = read_csv(text.encode(), "subjects.csv", REQUIRED, OPTIONAL)
    texts = ("name", "head", "class")
    return csv_bytes(
        _SUBJECT_COLUMNS,
        [
            [free_text(record[column]) if column in texts else record[column] for column in _SUBJECT_COLUMNS]
            for record in records
        ],
    )


def _counts(text: str) -> bytes:
    if not text.strip():
        return csv_bytes(COUNT_COLUMNS, [])
    records = read_csv(text.encode(), "counts.csv", COUNT_COLUMNS[:2], COUNT_COLUMNS[2:])
    return csv_bytes(COUNT_COLUMNS, [[record[column] for column in COUNT_COLUMNS] for record in records])


def _verdicts(tally: Tally, code: str, circumstances: Circumstances, translate: Translate) -> str:
    lines = [Said("Verdicts and consequences").text(translate), clean(tally.scheme.title), ""]
    subject = None
    for verdict in tally.verdicts:
        if (verdict.form, verdict.subject) != subject:
            subject = (verdict.form, verdict.subject)
            known = tally.subjects.by_id.get(verdict.subject)
            lines += [
                "",
                f"{clean(known.name if known else verdict.subject)} ({tally.scheme.forms[verdict.form].title})",
            ]
        for said in verdict_lines(verdict, tally):
            text = said.text(translate)
            lead = "  " + text[: len(text) - len(text.lstrip(" "))]
            lines += [lead + one for one in wrap(text.strip(), WIDTH - len(lead), "  ")]
    if not tally.verdicts:
        lines.append(Said("no rule of the scheme speaks of a subject that was counted").text(translate))
    status = (
        Said("status: OFFICIAL (sealed)")
        if circumstances.sealed
        else Said("status: UNOFFICIAL (not sealed), for checking only")
    )
    lines += ["", status.text(translate), Said("check code: {code}", code=in_groups(code)).text(translate)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _foot(circumstances: Circumstances, translate: Translate) -> str:
    """How the count was made, and what was returned, corrected, added or reopened on the way."""
    every = (form_of_count(separate_accounts=circumstances.separate_accounts), *circumstances.remarks)
    lines = [one for said in every for one in wrap(said.text(translate), WIDTH, "  ")]
    return "\n" + "\n".join(lines) + "\n"


def _opinions(tally: Tally, circumstances: Circumstances, translate: Translate) -> str:
    lines = [Said("Opinions").text(translate), clean(tally.scheme.title)]
    for subject, texts in sorted(circumstances.opinions.items()):
        known = tally.subjects.by_id.get(subject)
        lines += ["", clean(known.name if known else subject)]
        for number, text in enumerate(sorted(texts), start=1):
            lines += wrap(f"{number}. {clean(text)}", WIDTH, "   ")
    noted = sum(len(report.settlement.with_opinion) for report in circumstances.batches if report.settlement)
    typed = sum(len(texts) for texts in circumstances.opinions.values())
    lines += [
        "",
        Said("ballots with an opinion: {noted}; texts typed: {typed}", noted=noted, typed=typed).text(
            translate
        ),
    ]
    if not circumstances.opinions:
        lines += ["", Said("no opinion was typed").text(translate)]
    return "\n".join(line.rstrip() for line in lines) + "\n"
