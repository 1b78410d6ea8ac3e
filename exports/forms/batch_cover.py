"""The cover sheet of a bundle (票捆封面): what is in it, how it was sealed, and through whose hands it went."""

from __future__ import annotations

from exports.document import Block, Document, Gap, Kept, Paragraph, Ruled, Sheet
from exports.forms.printing import WIDTH, Printing
from exports.forms.sheet_head import LINE, sheet
from exports.forms.signatures import bundle_signatures
from exports.plain_text import clean
from tally.cover_sheets import CoverSheet
from tally.said import Said, Translate

_LABEL = 24
_WAY = (
    Said("bundle closed and sealed"),
    Said("out for the first pass"),
    Said("back from the first pass"),
    Said("out for the second pass"),
    Said("back from the second pass"),
    Said("out for the reviewer"),
    Said("back from the reviewer"),
    Said("handed over or filed"),
)
"""The bundle's way through the count, in the order of the work (design.md: from paper to settled ballots)."""


def batch_covers(printing: Printing, translate: Translate) -> tuple[Document, ...]:
    """An empty cover to copy, and one filled in for each bundle that is registered."""
    found = [Document("batch-cover", (_cover(printing, None, translate),))]
    if printing.printed_batches:
        sheets = tuple(_cover(printing, cover, translate) for cover in printing.printed_batches)
        found.append(Document("batch-covers-registered", sheets))
    return tuple(found)


def _cover(printing: Printing, cover: CoverSheet | None, translate: Translate) -> Sheet:
    def t(template: str, **values: object) -> str:
        return Said(template, **values).text(translate)

    numbered = (
        t("by a stamp on the back")
        if printing.scheme.keying.numbered_by_stamp
        else t("by slips laid between the sheets")
    )
    rows = [
        (t("batch"), cover.id if cover else ""),
        (t("form"), _with_id(printing.form_of(cover).title, cover.form) if cover else ""),
        (t("subject"), _with_id(printing.name(cover.subject), cover.subject) if cover else ""),
        (t("rater group"), _with_id(printing.group_of(cover).label, cover.group) if cover else ""),
        (
            t("ballot numbers"),
            t("from {first} to {last}", first=cover.numbers[0], last=cover.numbers[-1])
            if cover
            else t("from {first} to {last}", first=LINE, last=LINE),
        ),
        (t("sheets in the bundle"), str(cover.collected) if cover else ""),
        (t("issued to this group"), str(cover.issued) if cover and cover.issued is not None else ""),
        (t("numbered"), numbered),
    ]
    if cover and cover.supplement_to:
        reason = clean(cover.reason)
        rows.append((t("supplement to batch"), f"{cover.supplement_to} ({reason})"))
    about = Ruled(
        ("", ""),
        tuple((f" {one}", f" {two}") for one, two in rows),
        (_LABEL, WIDTH - _LABEL - 3),
    )
    heads = (t("step"), t("seal number"), t("day and time"), t("given by (signed)"), t("taken by (signed)"))
    steps = (*(said.text(translate) for said in _WAY), "")
    way = Ruled(heads, tuple((step, "", "", "", "") for step in steps), (26, 16, 16, 18, 18), 2)
    blocks: tuple[Block, ...] = (
        about,
        Gap(),
        Paragraph(t("Nothing that a ballot says is written here. The sheets are counted anew at each step.")),
        way,
        Gap(),
        Kept((bundle_signatures(translate),)),
    )
    return sheet(printing, translate, t("Cover sheet of a bundle"), blocks)


def _with_id(label: str, id_: str) -> str:
    return f"{clean(label)} ({id_})"
