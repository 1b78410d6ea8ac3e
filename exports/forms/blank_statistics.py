"""The blank statistics table (空白统计表): the columns of the filled one, to attach to a plan or to fill by hand.

`tables.md` has the filled ones: the sheet of one organization, the unit's summary, the roster of members.
"""

from __future__ import annotations

from dataclasses import dataclass

from exports.document import Block, Document, Gap, Kept, Paragraph, Sheet
from exports.forms.blank_columns import BlankColumn, column_groups
from exports.forms.printing import Printing
from exports.forms.required import with_required
from exports.forms.sheet_head import LINE, sheet
from exports.forms.signatures import table_signatures
from exports.plain_text import cells, clean
from tally.explanation import measure_in_words
from tally.said import Said, Translate
from tally.scheme import Form, Layout
from tally.subjects import Subject

_LABEL, _ORGANIZATION, _NUMBER, _NAME, _SHARE = 20, 12, 4, 10, 9
_EMPTY_ROWS = 15
"""Rows where nobody is known yet."""


def blank_statistics(printing: Printing, translate: Translate) -> tuple[Document, ...]:
    """A document for each form; the roster's with the members' names where they are known."""
    return tuple(_Blank(printing, translate, form).document() for form in printing.forms)


@dataclass(frozen=True, slots=True)
class _Blank:
    printing: Printing
    translate: Translate
    form: Form

    def t(self, template: str, **values: object) -> str:
        return Said(template, **values).text(self.translate)

    def document(self) -> Document:
        owners = self.printing.owners(self.form)
        sheets = []
        if self.form.layout is Layout.ROSTER:
            some: tuple[Subject | None, ...] = owners or (None,)
            sheets = [self._roster(owner) for owner in some]
        else:
            if len(owners) > 1:
                sheets.append(self._summary(owners))
            sheets.append(self._organization(owners[0] if len(owners) == 1 else None))
        return Document(f"blank-statistics.{self.form.id}", tuple(sheets))

    # -- sheets

    def _organization(self, owner: Subject | None) -> Sheet:
        groups = [
            "  " + with_required(self.printing, self.form, owner, group)
            for group in self.printing.scheme.groups.values()
        ]
        labels: list[str] = []
        for place, item in enumerate(self.form.item_labels, start=1):
            labels += [f"{place} {clean(item)}", *groups]
        if len(self.form.item_labels) > 1:
            labels += [self.t("all rows pooled"), *groups]
        tables = column_groups(
            (BlankColumn(self.t("item / raters (required)"), _LABEL),),
            [(label,) for label in labels],
            (*self._accounting(), *self._figures()),
            every=1 + len(groups) if len(labels) > 12 else 1,
        )
        name = clean(owner.name) if owner else LINE
        facts = (self.t("Appraised: {name}", name=name),)
        return self._sheet(self.t("Statistics table: {title}", title=clean(self.form.title)), tables, facts)

    def _summary(self, owners: tuple[Subject, ...]) -> Sheet:
        tables = column_groups(
            (BlankColumn(self.t("organization"), _ORGANIZATION),),
            [(clean(name),) for name in (*(owner.name for owner in owners), self.t("total"))],
            (*self._accounting(), *self._figures(), BlankColumn(self.t("verdict"), 8)),
        )
        title = self.t("Summary: {title}", title=clean(self.form.title))
        return self._sheet(title, tables, ())

    def _roster(self, owner: Subject | None) -> Sheet:
        members = self.printing.roster(self.form, owner.id) if owner else ("",) * _EMPTY_ROWS
        items = self.form.item_labels
        rows: list[tuple[str, str]] = []
        for number, member in enumerate(members, start=1):
            rows.append((f"{number:>3}", clean(self.printing.name(member)) if member else ""))
            if len(items) > 1:
                rows += [
                    ("", "  " + self.t("item {number}", number=place)) for place in range(1, len(items) + 1)
                ]
        tables = column_groups(
            (BlankColumn(self.t("no."), _NUMBER), BlankColumn(self.t("name"), _NAME)),
            rows,
            (
                BlankColumn(self.t("post"), 8),
                self._narrow(Said("valid")),
                *self._figures(),
                BlankColumn(self.t("verdict"), 10),
            ),
            every=1 + len(items) if 1 < len(items) <= 12 else 1,
        )
        name = clean(owner.name) if owner else LINE
        facts = (self.t("Organization: {name}", name=name),)
        title = self.t("Statistics table: {title} (kept on file, not posted)", title=clean(self.form.title))
        legend = tuple(
            Paragraph(self.t("item {number}: {item}", number=place, item=clean(item)))
            for place, item in enumerate(items, start=1)
            if len(items) > 1
        )
        return self._sheet(title, (*legend, *tables), facts)

    # -- parts

    def _accounting(self) -> tuple[BlankColumn, ...]:
        return tuple(
            self._narrow(head) for head in (Said("issued"), Said("collected"), Said("valid"), Said("invalid"))
        )

    def _figures(self) -> tuple[BlankColumn, ...]:
        """The grades with count and percentage, blank and spoiled rows, the first measure."""
        measures = list(self.printing.scheme.measures.values())[:1]
        return (
            *(
                BlankColumn(f"{clean(grade)}%", max(_SHARE, min(cells(clean(grade)) + 1, 12)))
                for grade in self.printing.scheme.grades
            ),
            *(self._narrow(head) for head in (Said("abstain"), Said("spoiled"))),
            *(
                BlankColumn(clean(measure.label), max(6, min(cells(clean(measure.label)), 8)))
                for measure in measures
            ),
        )

    def _narrow(self, said: Said) -> BlankColumn:
        """A column of whole numbers, as wide as its head."""
        head = said.text(self.translate)
        return BlankColumn(head, max(4, cells(head)))

    def _sheet(self, title: str, body: tuple[Block, ...], facts: tuple[str, ...]) -> Sheet:
        scheme = self.printing.scheme
        totals = Paragraph(
            self.t(
                "entitled {line}, present {line}; issued {line}, collected {line}, valid {line}, invalid {line}; opinions "
                "{line}",
                line="______",
            )
        )
        notes = [measure_in_words(measure, scheme) for measure in scheme.measures.values()]
        notes += [
            Said("valid = all grades + abstain (blank) + spoiled; collected = valid + invalid (void)"),
            Said("abstain: the row bears no mark; spoiled: two marks, or unreadable; both stay in valid"),
            Said("percentages are of valid, each rounded half up by itself; they need not add up to 100"),
        ]
        foot: list[Paragraph | Gap] = [Paragraph(self.t("Notes:"))]
        foot += [
            Paragraph(f"{number}. {clean(said.text(self.translate))}")
            for number, said in enumerate(notes, start=1)
        ]
        foot.append(Paragraph(self.t("Verdicts: {line}", line=LINE * 6)))
        dated = Paragraph(self.t("Date of the appraisal: {line}", line=LINE))
        spaced: list[Block] = []
        for block in body:
            spaced += [block] if isinstance(block, Paragraph) else [block, Gap()]
        return sheet(
            self.printing,
            self.translate,
            title,
            (dated, totals, *spaced, *foot, Gap(), Kept((table_signatures(self.translate),))),
            facts=facts,
            form=self.form,
        )
