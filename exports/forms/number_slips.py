"""The numbered slips (号条): one laid on each sheet of a bundle, so that two clerks can speak of the same one.

A slip's number is the sheet's place in the pile; nothing is written on a ballot, since a sign on it voids it
(domain.md, "Who does what").
"""

from __future__ import annotations

from exports.document import Document, Gap, Paragraph, Ruled, Sheet
from exports.forms.printing import Printing
from exports.forms.sheet_head import LINE, sheet
from exports.plain_text import clean
from tally.said import Said, Translate

ACROSS = 4
SLIP = 23
"""Cells of a slip's width."""
HEIGHT = 3


def number_slips(printing: Printing, translate: Translate) -> Document | None:
    """Slips for every bundle, or as many as were asked for; None where there is nothing to number by slips.

    Where the scheme numbers by stamp, bundles have no slips.
    """
    sheets: list[Sheet] = []
    if printing.slips is not None:
        sheets.append(_sheet(printing, translate, "", range(1, printing.slips + 1), ()))
    elif not printing.scheme.keying.numbered_by_stamp:
        for cover in printing.printed_batches:
            facts = (
                Said("Batch {batch}", batch=cover.id).text(translate),
                clean(printing.form_of(cover).title),
                clean(printing.name(cover.subject)),
                clean(printing.group_of(cover).label),
            )
            sheets.append(_sheet(printing, translate, cover.id, cover.numbers, facts))
    return Document("number-slips", tuple(sheets)) if sheets else None


def _sheet(
    printing: Printing, translate: Translate, batch: str, numbers: range, facts: tuple[str, ...]
) -> Sheet:
    def t(template: str, **values: object) -> str:
        return Said(template, **values).text(translate)

    bundle = t("Batch {batch}", batch=batch or LINE)
    texts = [f"  {bundle}\n  {one}" for one in (t("No. {number}", number=number) for number in numbers)]
    texts += [""] * (-len(texts) % ACROSS)
    rows = tuple(tuple(texts[at : at + ACROSS]) for at in range(0, len(texts), ACROSS))
    how = t(
        "Slips {first} to {last}. Cut along the lines and lay each on its sheet, in the order of the pile, so that its "
        "edge shows. Nothing is written on a ballot.",
        first=numbers[0],
        last=numbers[-1],
    )
    return sheet(
        printing,
        translate,
        t("Numbered slips"),
        (
            Paragraph(how),
            Gap(),
            Ruled(("",) * ACROSS, rows, (SLIP,) * ACROSS, HEIGHT),
        ),
        facts=facts,
    )
