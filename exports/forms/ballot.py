"""The blank ballots (评议表): one for each form, subject and rater group, to print as often as there are raters.

A ballot names no rater and bears no number. It bears the label of the rater group, printed: groups are counted
apart, so the sheets have to be told apart after one box for all, and a group ticked by the rater would be one
more place to go wrong. Rows stand in the order and under the numbers of the clerk's screen
(`tally.cover_sheets.ballot_rows`), grades from left to right as the keys 1 to 9.
"""

from __future__ import annotations

from dataclasses import dataclass

from exports.document import Block, Document, Gap, Kept, Paragraph, Ruled, Sheet
from exports.forms.ballot_rules import ballot_rules
from exports.forms.ballot_table import BallotTable, Page
from exports.forms.printing import PAGE, WIDTH, Printing
from exports.forms.sheet_head import LINE, sheet
from exports.plain_text import clean
from tally.cover_sheets import BallotRow, CoverSheet, ballot_rows
from tally.said import Said, Translate
from tally.scheme import Form, Group, Layout, Opinions, Scheme

EMPTY_ROSTER = 15
"""Lines of a roster ballot whose members are not known yet; fewer where each has several items."""
_AROUND = 14
"""Lines of a page that head, facts, page number, rules and gaps take at most, the opinion's box aside."""


def ballots(printing: Printing, translate: Translate) -> tuple[Document, ...]:
    """A document for each form, subject and group; one with lines to write on where no subject is known.

    Its name has points between the ids, which hold none: no two ballots have the same.
    """
    found = []
    for form in printing.forms:
        owners = printing.owners(form)
        if not owners:
            found.append(_Ballot(printing, translate, form, "", None).document(f"ballot.{form.id}"))
        found += [
            _Ballot(printing, translate, form, owner.id, group).document(
                f"ballot.{form.id}.{owner.id}.{group.id}"
            )
            for owner in owners
            for group in printing.groups
        ]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Ballot:
    printing: Printing
    translate: Translate
    form: Form
    owner: str
    group: Group | None

    def t(self, template: str, **values: object) -> str:
        return Said(template, **values).text(self.translate)

    def document(self, name: str) -> Document:
        rows = self._rows()
        long = self.form.rows_per_page or len(rows)
        parts = [rows[at : at + long] for at in range(0, len(rows), long)]
        room = PAGE - _AROUND
        pages = [Page(part, room - (self._opinion_lines() + 8 if part is parts[-1] else 0)) for part in parts]
        tables = BallotTable(self.printing, self.form, self.translate).tables(pages)
        sheets = []
        for part, table in zip(parts, tables, strict=True):
            blocks: list[Block] = list(self._instructions(len(rows))) if part is parts[0] else []
            blocks.append(table)
            if part is parts[-1]:
                blocks += self._foot()
            else:
                blocks.append(Paragraph(self.t("Please turn over: more rows follow.")))
            sheets.append(self._sheet(tuple(blocks), self._where(part, len(rows))))
        return Document(name, tuple(sheets))

    # -- parts

    def _rows(self) -> tuple[BallotRow, ...]:
        if self.owner:
            roster = self.printing.roster(self.form, self.owner)
        else:
            known_later = max(6, EMPTY_ROSTER // len(self.form.item_labels))
            roster = ("",) * (1 if self.form.layout is Layout.SINGLE else known_later)
        group = self.group.id if self.group else ""
        return ballot_rows(self.form, CoverSheet("", self.form.id, self.owner, group, 1, None, 1, roster))

    def _where(self, part: tuple[BallotRow, ...], rows: int) -> tuple[str, ...]:
        """Which rows a page holds, where the scheme turns it."""
        if len(part) == rows:
            return ()
        return (self.t("rows {first} to {last} of {all}", first=part[0].row, last=part[-1].row, all=rows),)

    def _sheet(self, blocks: tuple[Block, ...], where: tuple[str, ...]) -> Sheet:
        name = clean(self.printing.name(self.owner)) if self.owner else LINE
        facts = [
            self.t("Organization: {name}", name=name)
            if self.form.layout is Layout.ROSTER
            else self.t("Appraised: {name}", name=name),
            self.t("Raters: {group}", group=clean(self.group.label) if self.group else LINE),
        ]
        if self.form.layout is Layout.ROSTER and len(self.form.item_labels) == 1:
            facts.append(self.t("Item: {item}", item=clean(self.form.item_labels[0])))
        facts += where
        return sheet(
            self.printing, self.translate, self.form.title, blocks, facts=tuple(facts), form=self.form
        )

    def _instructions(self, rows: int) -> tuple[Block, ...]:
        rules = ballot_rules(self.printing.scheme, rows)
        return (
            Paragraph(self.t("How to fill it in:")),
            *(
                Paragraph(f"{number}. {said.text(self.translate)}")
                for number, said in enumerate(rules, start=1)
            ),
        )

    def _opinion_lines(self) -> int:
        if self.printing.scheme.keying.opinions is Opinions.NONE:
            return 0
        if self.form.layout is Layout.ROSTER:
            return 5
        return 12 if len(self.form.item_labels) <= 4 else 7

    def _foot(self) -> list[Block]:
        foot: list[Block] = []
        if self._opinion_lines():
            head = self.t("Opinions (may be left empty; do not sign)")
            foot += [Gap(), Kept((Ruled((head,), (("",),), (WIDTH - 2,), self._opinion_lines()),))]
        foot += [Gap(), numbering_place(self.printing.scheme, self.translate)]
        return foot


def numbering_place(scheme: Scheme, translate: Translate) -> Block:
    """Where the sheet's number comes after collection; a rater writes none.

    Ballots are numbered by a stamp on the back, or by slips laid between them (domain.md, "Who does what").
    """
    if not scheme.keying.numbered_by_stamp:
        return Paragraph(
            Said(
                "Left to the scrutineers: no number on this sheet; its numbered slip is laid on it after collection."
            ).text(translate)
        )
    words = Said(
        "Left to the scrutineers: after collection the number is stamped on the back, behind this box. Raters leave "
        "it empty."
    )
    return Kept((Ruled(("", ""), (("", words.text(translate)),), (20, WIDTH - 23), 4),))
