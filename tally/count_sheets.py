"""Control totals (票数核对) from the signed count sheet, as `counts.csv` holds them."""

from __future__ import annotations

from tally.csv_table import Record, read_csv
from tally.findings import Finding, Level
from tally.quick_dataclass import dataclass
from tally.said import Said
from tally.scheme import Scheme
from tally.subjects import Subjects
from tally.whole_numbers import parse_whole

COUNTS_FILE = "counts.csv"
REQUIRED = ("form", "subject", "issued", "collected")
OPTIONAL = ("group", "present", "eligible", "set_aside")
COLUMNS = ("form", "subject", "group", "issued", "collected", "present", "eligible", "set_aside")


@dataclass(frozen=True, slots=True)
class CountSheet:
    """One line of the count sheet. `group` empty: all groups together.

    `set_aside` are sheets put aside as void at the box, part of `collected` and of no bundle.
    """

    form: str
    subject: str
    group: str
    issued: int | None
    collected: int | None
    present: int | None
    eligible: int | None
    set_aside: int


def read_count_sheets(
    content: bytes, scheme: Scheme, subjects: Subjects, file: str = COUNTS_FILE
) -> tuple[tuple[CountSheet, ...], tuple[Finding, ...]]:
    """Read counts.csv with every mistake in its values at once.

    Raises Refused where the file cannot be read as a table at all.
    """
    findings: list[Finding] = []
    sheets: list[CountSheet] = []
    seen: dict[tuple[str, str, str], int] = {}
    for record in read_csv(content, file, REQUIRED, OPTIONAL):

        def wrong(field: str, said: Said, line: int = record.line) -> None:
            findings.append(Finding(Level.MISTAKE, file, line, field, said))

        for field, what, known in (
            ("form", Said("form"), list(scheme.forms)),
            ("subject", Said("subject"), list(subjects.by_id)),
            ("group", Said("rater group"), ["", *scheme.groups]),
        ):
            if record[field] not in known:
                wrong(
                    field,
                    Said(
                        'there is no {what} "{id}"; there are {known}',
                        what=what,
                        id=record[field],
                        known=", ".join(filter(None, known[:12])) or "-",
                    ),
                )
        key = (record["form"], record["subject"], record["group"])
        if key in seen:
            wrong(
                "group", Said("the same form, subject and group stand on line {line} already", line=seen[key])
            )
        seen.setdefault(key, record.line)
        number = {
            name: _number(record, name, findings, file)
            for name in ("issued", "collected", "present", "eligible", "set_aside")
        }
        sheets.append(
            CountSheet(
                *key,
                number["issued"],
                number["collected"],
                number["present"],
                number["eligible"],
                number["set_aside"] or 0,
            )
        )
        collected = number["collected"]
        if collected is not None and (number["set_aside"] or 0) > collected:
            wrong("set_aside", Said("more sheets set aside than collected"))
    return tuple(sheets), tuple(findings)


def _number(record: Record, field: str, findings: list[Finding], file: str) -> int | None:
    value = record[field]
    if not value:
        return None
    number = parse_whole(value)
    if number is None:
        said = Said('"{value}" should be a whole number', value=value[:20])
        findings.append(Finding(Level.MISTAKE, file, record.line, field, said))
    return number
