"""The statistics table (统计表) as plain text: what is attached to the submission.

One sheet for each organization on a form of one subject; one table for the members of a roster. At
most 100 cells wide: where the grades do not fit, the columns continue in a second block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from exports.ascii_table import ascii_table
from exports.check_code import in_groups
from exports.circumstances import Circumstances
from exports.definitions import how_counted, notes, void_words
from exports.plain_text import cells, centred, clean, wrap
from exports.verdict_words import SETTLED, short_verdict, verdict_lines
from tally.appraisal_tally import Result, Tally
from tally.counting import Accounting
from tally.measuring import thresholds_of
from tally.rates import percent_text
from tally.said import Said, Translate
from tally.scheme import Form, Layout
from tally.verdicts import Status, Verdict

WIDTH = 100
LABEL = 20
ACCOUNTING_HEADS = (Said("issued"), Said("collected"), Said("valid"), Said("invalid"))


@dataclass(frozen=True, slots=True)
class _Column:
    head: str
    align: str
    values: tuple[str, ...]
    wrap_at: int | None = None

    def width(self) -> int:
        widest = max((cells(value) for value in (self.head, *self.values)), default=0)
        return min(widest, self.wrap_at) if self.wrap_at else widest


def statistics_table(
    tally: Tally, circumstances: Circumstances, form_id: str, check_code: str, translate: Translate
) -> str:
    """All sheets of one form; `check_code` are the 16 digits of the package's check code."""
    form = tally.scheme.forms[form_id]
    results = [result for result in tally.results if result.form == form_id]
    writer = _Writer(tally, circumstances, form, check_code, translate)
    owners = list(dict.fromkeys(tally.owner[result.form, result.subject] for result in results))
    sheets = []
    if form.layout is Layout.SINGLE and len(owners) > 1:
        sheets.append(writer.summary(results))
    for owner in owners:
        of_owner = [result for result in results if tally.owner[result.form, result.subject] == owner]
        sheets.append(
            writer.organization(owner, of_owner)
            if form.layout is Layout.SINGLE
            else writer.roster(owner, of_owner)
        )
    if not sheets:
        sheets.append(writer.without_a_batch())
    return "\n\n\n".join("\n".join(line.rstrip() for line in sheet) for sheet in sheets) + "\n"


class _Writer:
    def __init__(
        self, tally: Tally, circumstances: Circumstances, form: Form, check_code: str, translate: Translate
    ) -> None:
        self.tally = tally
        self.about = circumstances
        self.form = form
        self.check_code = check_code
        self.translate = translate

    def t(self, template: str, **values: object) -> str:
        return Said(template, **values).text(self.translate)

    # -- sheets

    def organization(self, owner: str, results: Sequence[Result]) -> list[str]:
        first = next(result for result in results if result.row is None and result.group is None)
        shown = [one for one in results if one.row is not None or len(self.form.item_labels) > 1]
        labels, rows = [], []
        for result in shown:
            labels.append(self._label(result))
            rows.append(result)
        columns = [
            _Column(self.t("item / raters (required)"), "l", tuple(labels), LABEL),
            *self._accounting_columns(rows),
            *self._mark_columns(rows),
        ]
        name = self._name(owner)
        lines = self.head(self.t("Statistics table: {title}", title=self.form.title), name)
        lines += self._paragraph(self._accounting_words(first.accounting))
        lines += self._tables(columns)
        lines += self._shortfalls(owner)
        lines += self._verdicts(
            [one for one in self.tally.verdicts if one.form == self.form.id and one.subject == owner]
        )
        return [*lines, *self._foot()]

    def roster(self, owner: str, results: Sequence[Result]) -> list[str]:
        pooled = [result for result in results if result.group is None]
        several = len(self.form.item_labels) > 1
        shown = [result for result in pooled if (result.row is not None) or several]
        numbers = {
            subject: at for at, subject in enumerate(dict.fromkeys(one.subject for one in pooled), start=1)
        }
        labels = []
        for result in shown:
            if result.row is None:
                labels.append("  " + self.t("all rows pooled"))
            elif several:
                labels.append(f"{numbers[result.subject]} {result.name} {result.item}")
            else:
                labels.append(f"{numbers[result.subject]} {result.name}")
        verdicts = [
            self._cell(
                [
                    one
                    for one in self.tally.verdicts
                    if (one.form, one.subject, one.row)
                    == (self.form.id, result.subject, self._verdict_row(result))
                ]
                if self._carries_verdict(result)
                else []
            )
            for result in shown
        ]
        columns = [
            _Column(self.t("no. / name"), "l", tuple(labels), LABEL),
            *self._accounting_columns(shown)[2:],
            *self._mark_columns(shown),
            _Column(self.t("verdict"), "l", tuple(verdicts), 12),
        ]
        lines = self.head(
            self.t("Statistics table: {title} (kept on file, not posted)", title=self.form.title),
            self._name(owner),
        )
        lines += self._paragraph(self._accounting_words(pooled[0].accounting))
        lines += self._tables(columns)
        lines += self._shortfalls(owner)
        for subject in numbers:
            mine = [one for one in self.tally.verdicts if one.form == self.form.id and one.subject == subject]
            telling = [one for one in mine if one.status is not Status.DOES_NOT_APPLY]
            if telling:
                lines.append(f"({numbers[subject]}) {self._name(subject)}")
                lines += self._verdicts(telling)
        return [*lines, *self._foot()]

    def summary(self, results: Sequence[Result]) -> list[str]:
        overall = [one for one in results if one.group is None and one.row == self._deciding_row()]
        total = overall[0].marks
        for one in overall[1:]:
            total = total + one.marks
        labels = [self.t("total"), *(one.name for one in overall)]
        issued = [one.accounting.issued for one in overall]
        rows = [
            [
                _added(issued),
                str(sum(one.accounting.collected or 0 for one in overall)),
                str(sum(one.accounting.valid for one in overall)),
                str(sum(one.accounting.void for one in overall)),
            ],
            *(self._accounting_cells(one.accounting) for one in overall),
        ]
        heads = [one.text(self.translate) for one in ACCOUNTING_HEADS]
        columns = [_Column(self.t("organization"), "l", tuple(labels), LABEL)]
        columns += [_Column(head, "r", tuple(row[at] for row in rows)) for at, head in enumerate(heads)]
        marks = [total, *(one.marks for one in overall)]
        columns += [
            _Column(
                f"{clean(grade)}%",
                "r",
                tuple(_count_and_share(one.grades[at], one.valid) for one in marks),
            )
            for at, grade in enumerate(self.tally.scheme.grades)
        ]
        columns.append(
            _Column(
                self.t("verdict"),
                "l",
                (
                    "",
                    *(
                        self._cell(
                            [v for v in self.tally.verdicts if (v.form, v.subject) == (one.form, one.subject)]
                        )
                        for one in overall
                    ),
                ),
                14,
            )
        )
        lines = self.head(self.t("Summary: {title}", title=self.form.title), "")
        return [*lines, *self._tables(columns), *self._foot()]

    def without_a_batch(self) -> list[str]:
        return [*self.head(self.form.title, ""), self.t("no batch of this form is registered"), *self._foot()]

    # -- parts

    def head(self, title: str, name: str) -> list[str]:
        scheme = self.tally.scheme
        lines = [centred(self.t("*** PRACTICE ***"), WIDTH)] if self.about.practice else []
        lines.append(centred(clean(title), WIDTH))
        lines.append(centred(clean(scheme.title), WIDTH))
        parts = [
            self.t("Unit (seal): {unit} {name}", unit=clean(scheme.unit), name=clean(name)).rstrip(),
            self.t("Date: {day}", day=self.about.as_of or "-"),
            self.t("Period: {period}", period=period_in_words(scheme.period).text(self.translate)),
            self.t("Figures: ballots, %"),
        ]
        return [*lines, *_packed(parts)]

    def _foot(self) -> list[str]:
        lines = [self.t("Notes:")]
        for number, said in enumerate(notes(self.tally, self.form.id), start=1):
            lines += wrap(f"{number}. {clean(said.text(self.translate))}", WIDTH, "   ")
        for said in how_counted(self.tally, self.about):
            lines += wrap(said.text(self.translate), WIDTH, "   ")
        lines.append(self.t("check code: {code}", code=in_groups(self.check_code)))
        lines += _packed(
            [
                self.t("Scrutineer: ____________"),
                self.t("Clerks: ____________ (first pass) ____________ (second pass)"),
                self.t("Reviewer: ____________"),
            ]
        )
        lines += _packed(
            [
                self.t("Filled in by: ____________"),
                self.t("Responsible (signature): ____________"),
                self.t("Date: ______________"),
            ]
        )
        if self.about.practice:
            lines.append(centred(self.t("*** PRACTICE ***"), WIDTH))
        return lines

    def _label(self, result: Result) -> str:
        if result.group is not None:
            label = self.tally.scheme.groups[result.group].label
            for one in self.tally.panels:
                if (one.form, one.subject, one.group) == (result.form, result.subject, result.group):
                    return f"  {label}({one.required})" + ("*" if one.missing else "")
            return f"  {label}"
        if result.row is None:
            return self.t("all rows pooled")
        return f"{result.row} {result.item}"

    def _accounting_words(self, accounting: Accounting) -> str:
        parts = []
        for number, said in (
            (accounting.eligible, Said("entitled {number}", number=accounting.eligible)),
            (accounting.present, Said("present {number}", number=accounting.present)),
            (accounting.issued, Said("issued {number}", number=accounting.issued)),
            (accounting.collected, Said("collected {number}", number=accounting.collected)),
            (accounting.valid, Said("valid {number}", number=accounting.valid)),
            (accounting.void, Said("void {number}", number=accounting.void)),
            (accounting.blank_ballots, Said("blank ballots {number}", number=accounting.blank_ballots)),
            (accounting.opinions, Said("opinions {number}", number=accounting.opinions)),
        ):
            if number is not None:
                parts.append(said.text(self.translate))
        reasons = ", ".join(said.text(self.translate) for said in void_words(accounting.void_reasons.items()))
        return ", ".join(parts) + (" (" + self.t("void: {reasons}", reasons=reasons) + ")" if reasons else "")

    def _accounting_cells(self, accounting: Accounting) -> list[str]:
        return [
            "-" if number is None else str(number)
            for number in (accounting.issued, accounting.collected, accounting.valid, accounting.void)
        ]

    def _accounting_columns(self, rows: Sequence[Result]) -> list[_Column]:
        heads = [one.text(self.translate) for one in ACCOUNTING_HEADS]
        values = [self._accounting_cells(one.accounting) for one in rows]
        return [_Column(head, "r", tuple(row[at] for row in values)) for at, head in enumerate(heads)]

    def _mark_columns(self, rows: Sequence[Result]) -> list[_Column]:
        columns = [
            _Column(
                f"{clean(grade)}%",
                "r",
                tuple(_count_and_share(one.marks.grades[at], one.marks.valid) for one in rows),
            )
            for at, grade in enumerate(self.tally.scheme.grades)
        ]
        columns.append(_Column(self.t("abstain"), "r", tuple(str(one.marks.blank) for one in rows)))
        columns.append(_Column(self.t("spoiled"), "r", tuple(str(one.marks.spoiled) for one in rows)))
        for measure in list(self.tally.scheme.measures.values())[:1]:
            cuts = thresholds_of(self.tally.scheme, measure.id)
            columns.append(
                _Column(
                    measure.label, "r", tuple(one.measures[measure.id].percent(cuts) or "-" for one in rows)
                )
            )
        return columns

    def _tables(self, columns: Sequence[_Column]) -> list[str]:
        """The columns in as many blocks as the width asks for, each with the labels on its left."""
        label, rest = columns[0], list(columns[1:])
        lines: list[str] = []
        while rest:
            block = [label]
            room = WIDTH - 2 - label.width()
            while rest and (len(block) == 1 or rest[0].width() + 1 <= room):
                room -= rest[0].width() + 1
                block.append(rest.pop(0))
            if lines:
                lines.append("")
            rows = list(zip(*(column.values for column in block), strict=True))
            lines += ascii_table(
                [column.head for column in block],
                rows,
                "".join(column.align for column in block),
                [column.wrap_at for column in block],
            )
        return lines

    def _shortfalls(self, owner: str) -> list[str]:
        lines = []
        for one in self.tally.panels:
            if (one.form, one.subject) == (self.form.id, owner) and one.missing:
                who = self.tally.scheme.groups[one.group].label if one.group else self.t("all groups")
                lines += self._paragraph(
                    "* "
                    + self.t(
                        "{group}: at least {required} are asked for, {collected} collected, {missing} lacking",
                        group=who,
                        required=one.required,
                        collected=one.collected,
                        missing=one.missing,
                    )
                )
        return lines

    def _verdicts(self, verdicts: Sequence[Verdict]) -> list[str]:
        lines = [self.t("Verdicts:")] if verdicts else []
        ordered = sorted(verdicts, key=lambda one: one.status is Status.DOES_NOT_APPLY)
        for verdict in ordered:
            for said in verdict_lines(verdict, self.tally):
                text = said.text(self.translate)
                lead = "  " + text[: len(text) - len(text.lstrip(" "))]
                lines += [lead + one for one in wrap(text.strip(), WIDTH - len(lead), "  ")]
        return lines

    def _cell(self, verdicts: Sequence[Verdict]) -> str:
        said = [short_verdict(verdict) for verdict in verdicts]
        texts = list(dict.fromkeys(one.text(self.translate) for one in said if one is not None))
        if texts:
            return "; ".join(texts)
        return "--" if verdicts and all(one.status in SETTLED for one in verdicts) else ""

    def _deciding_row(self) -> int | None:
        place = self.form.overall_place
        if self.form.decides.value == "overall" and place is not None:
            return place + 1
        return None

    def _carries_verdict(self, result: Result) -> bool:
        if self.form.decides.value == "each":
            return result.row is not None
        if self.form.decides.value == "overall":
            return result.overall
        return result.row is None or len(self.form.item_labels) == 1

    def _verdict_row(self, result: Result) -> int | None:
        return result.row if self.form.decides.value == "each" else None

    def _name(self, subject: str) -> str:
        subjects = self.tally.subjects.by_id
        return subjects[subject].name if subject in subjects else subject

    def _paragraph(self, text: str) -> list[str]:
        return wrap(text, WIDTH, "   ")


def period_in_words(period: str) -> Said:
    """`2026`, `2026H2` or `2026-12` for a reader."""
    if period.endswith("H1"):
        return Said("first half of {year}", year=period[:4])
    if period.endswith("H2"):
        return Said("second half of {year}", year=period[:4])
    if "-" in period:
        return Said("{year}, month {month}", year=period[:4], month=int(period[5:]))
    return Said("the year {year}", year=period)


def _count_and_share(count: int, valid: int) -> str:
    share = percent_text(Fraction(count, valid)) if valid else "-"
    return f"{count:>2} {share:>6}"


def _added(numbers: Sequence[int | None]) -> str:
    known = [number for number in numbers if number is not None]
    return str(sum(known)) if len(known) == len(numbers) else "-"


def _packed(parts: Sequence[str]) -> list[str]:
    """Parts side by side, as many on a line as fit whole."""
    lines = [parts[0]]
    for part in parts[1:]:
        if cells(lines[-1]) + 3 + cells(part) <= WIDTH:
            lines[-1] += "   " + part
        else:
            lines.append(part)
    return [line for whole in lines for line in wrap(whole, WIDTH, "   ")]
