"""Subjects (评议对象): who or what is appraised, as `subjects.csv` lists them."""

from __future__ import annotations

from collections.abc import Mapping

from tally.csv_table import Record, read_csv
from tally.findings import Finding, Level
from tally.quick_dataclass import dataclass
from tally.said import Said
from tally.scheme import Form, Kind, Layout, Panel, Scheme
from tally.scheme_reader import ID
from tally.whole_numbers import parse_whole

SUBJECTS_FILE = "subjects.csv"
REQUIRED = ("id", "name", "kind")
OPTIONAL = ("in", "panel", "head", "class", "login", "eligible")


@dataclass(frozen=True, slots=True)
class Subject:
    """A Party organisation or a Party member.

    `within`: the organization it belongs to; `head`: who bears a verdict that falls on the head;
    `login`: a person who is also a user, kept from keying or ruling on a roster that they stand on;
    `eligible`: how many people are entitled to rate it, None where not stated.
    """

    id: str
    name: str
    kind: Kind
    within: str = ""
    panel: str = ""
    head: str = ""
    class_: str = ""
    login: str = ""
    eligible: int | None = None


@dataclass(frozen=True, slots=True)
class Subjects:
    """All subjects in the order of the file, which is the order of a roster's rows."""

    by_id: Mapping[str, Subject]

    def members_of(self, organization: str, kind: Kind) -> tuple[Subject, ...]:
        """The subjects of `kind` that belong to `organization`: a roster's rows."""
        return tuple(
            subject
            for subject in self.by_id.values()
            if subject.within == organization and subject.kind is kind
        )

    def panel_of(self, subject: str, form: Form, scheme: Scheme) -> Panel | None:
        """The panel that rates a subject on a form: the one it names, else the form's only one."""
        chosen = self.by_id[subject].panel if subject in self.by_id else ""
        panel = scheme.panels.get(chosen)
        if panel is not None and panel.form == form.id:
            return panel
        of_form = [panel for panel in scheme.panels.values() if panel.form == form.id]
        return of_form[0] if len(of_form) == 1 else None


def read_subjects(
    content: bytes, scheme: Scheme, file: str = SUBJECTS_FILE
) -> tuple[Subjects, tuple[Finding, ...]]:
    """Read subjects.csv with every mistake in its values at once.

    Raises Refused where the file cannot be read as a table at all (encoding, columns, length of a line).
    """
    findings: list[Finding] = []
    by_id: dict[str, Subject] = {}
    lines: dict[str, int] = {}

    for record in read_csv(content, file, REQUIRED, OPTIONAL):

        def wrong(field: str, said: Said, line: int = record.line) -> None:
            findings.append(Finding(Level.MISTAKE, file, line, field, said))

        id_ = record["id"]
        if not ID.fullmatch(id_):
            wrong("id", Said('"{id}" should be a letter, then letters, digits, _ or -, at most 32', id=id_))
        if id_ in by_id:
            wrong("id", Said('"{id}" stands twice; ids are unique', id=id_))
            continue
        if not record["name"]:
            wrong("name", Said("should be a name that is not empty"))
        kind = {kind.value: kind for kind in Kind}.get(record["kind"])
        if kind is None:
            wrong(
                "kind",
                Said(
                    '"{value}" is not known; write one of {allowed}',
                    value=record["kind"],
                    allowed="organization, member",
                ),
            )
        if record["panel"] and record["panel"] not in scheme.panels:
            wrong(
                "panel",
                Said(
                    'there is no {what} "{id}"; there are {known}',
                    what=Said("panel"),
                    id=record["panel"],
                    known=", ".join(scheme.panels) or "-",
                ),
            )
        by_id[id_] = Subject(
            id=id_,
            name=record["name"],
            kind=kind or Kind.ORGANIZATION,
            within=record["in"],
            panel=record["panel"],
            head=record["head"],
            class_=record["class"],
            login=record["login"],
            eligible=_eligible(record, findings, file),
        )
        lines[id_] = record.line
    for subject in by_id.values():
        _check_within(subject, by_id, lines, findings, file)
    return Subjects(by_id), tuple(sorted(findings, key=lambda finding: finding.line))


def _eligible(record: Record, findings: list[Finding], file: str) -> int | None:
    value = record["eligible"]
    if not value:
        return None
    number = parse_whole(value)
    if number is None:
        said = Said('"{value}" should be a whole number', value=value[:20])
        findings.append(Finding(Level.MISTAKE, file, record.line, "eligible", said))
    return number


def _check_within(
    subject: Subject,
    by_id: Mapping[str, Subject],
    lines: Mapping[str, int],
    findings: list[Finding],
    file: str,
) -> None:
    def wrong(said: Said) -> None:
        findings.append(Finding(Level.MISTAKE, file, lines[subject.id], "in", said))

    if not subject.within:
        return
    above = by_id.get(subject.within)
    if above is None:
        wrong(Said('there is no organization "{id}"', id=subject.within))
    elif above.kind is not Kind.ORGANIZATION:
        wrong(Said('"{id}" is a member; only an organization has members', id=subject.within))
    else:
        seen = {subject.id}
        while above is not None and above.within:
            if above.id in seen:
                wrong(Said("runs in a circle"))
                return
            seen.add(above.id)
            above = by_id.get(above.within)


def check_subjects(subjects: Subjects, scheme: Scheme, file: str = SUBJECTS_FILE) -> tuple[Finding, ...]:
    """What is consistent in subjects.csv and still should be settled before the meeting."""
    findings = []
    falls_on_head = any(rule.on.value == "head" for rule in scheme.rules)
    for subject in subjects.by_id.values():
        for form in scheme.forms.values():
            panels = [panel.id for panel in scheme.panels.values() if panel.form == form.id]
            if form.kind is subject.kind and len(panels) > 1 and not subject.panel:
                said = Said(
                    "{subject}: no panel chosen, so numbers of raters are not checked; write one of {panels}",
                    subject=subject.id,
                    panels=", ".join(panels),
                )
                findings.append(Finding(Level.NOTICE, file, 0, "panel", said))
            if form.layout is Layout.ROSTER and form.kind is subject.kind and not subject.within:
                said = Said(
                    "{subject}: belongs to no organization, so it stands on no roster", subject=subject.id
                )
                findings.append(Finding(Level.NOTICE, file, 0, "in", said))
        if falls_on_head and subject.kind is Kind.ORGANIZATION and not subject.head:
            said = Said(
                "{subject}: a verdict can fall on its head, who is not named; fill the column head",
                subject=subject.id,
            )
            findings.append(Finding(Level.NOTICE, file, 0, "head", said))
    return tuple(findings)
