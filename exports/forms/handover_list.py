"""The handover list (移交清单): which paper leaves the unit, how it is sealed, who gives and who receives it.

The coal bureau's plan (四之3) has summary, ballots and statistics table go to the superior body; so the paper
leaves the unit, and two copies of this list say what went.
"""

from __future__ import annotations

from exports.document import Document, Gap, Kept, Paragraph, Parts, Ruled
from exports.forms.printing import Printing
from exports.forms.sheet_head import LINE, sheet
from exports.plain_text import clean
from tally.said import Said, Translate

_EMPTY_ROWS = 12
_HEADS = (
    Said("no."),
    Said("batch"),
    Said("form"),
    Said("subject"),
    Said("group"),
    Said("sheets"),
    Said("ballot numbers"),
    Said("seal number"),
)
_WIDTHS = (4, 10, 18, 16, 14, 6, 10, 12)


def handover_list(printing: Printing, translate: Translate) -> Document:
    """One list for everything, filled in with the bundles that are registered, the rest left to write."""

    def t(template: str, **values: object) -> str:
        return Said(template, **values).text(translate)

    bundles: list[tuple[str, ...]] = [
        (
            f"{number:>3}",
            cover.id,
            clean(printing.form_of(cover).title),
            clean(printing.name(cover.subject)),
            clean(printing.group_of(cover).label),
            str(cover.collected),
            f"{cover.numbers[0]}-{cover.numbers[-1]}",
            "",
        )
        for number, cover in enumerate(printing.printed_batches, start=1)
    ]
    together: tuple[str, ...] = (
        "",
        str(len(bundles)),
        "",
        "",
        t("total"),
        str(sum(c.collected for c in printing.printed_batches)),
        "",
        "",
    )
    if not bundles:
        bundles = [(f"{number:>3}", *([""] * 7)) for number in range(1, _EMPTY_ROWS + 1)]
        together = ("", "", "", "", t("total"), "", "", "")
    aside = str(printing.set_aside) if printing.set_aside else ""
    others = (
        (t("Count sheet"), "", ""),
        (t("Register of void ballots"), "", ""),
        (t("Sheets set aside at the box as void"), aside, ""),
        (t("Statistics tables (originals, sealed and signed)"), "", ""),
        (t("Summary of the appraisal"), "", ""),
        (t("Submission package (disk or file)"), "", t("check code: {code}", code=LINE)),
        ("", "", ""),
    )
    return Document(
        "handover-list",
        (
            sheet(
                printing,
                translate,
                t("Handover list"),
                (
                    Paragraph(t("Bundles of ballots, each sealed with its cover sheet")),
                    Ruled(tuple(said.text(translate) for said in _HEADS), (*bundles, together), _WIDTHS),
                    Gap(),
                    Paragraph(t("What goes with them")),
                    Ruled((t("document"), t("copies"), t("remark")), others, (50, 10, 34)),
                    Gap(),
                    Paragraph(
                        t(
                            "Seals were looked at and found whole, and the bundles counted, before signing. Broken seals "
                            "and missing sheets: {line}",
                            line=LINE * 2,
                        )
                    ),
                    Gap(),
                    Kept(
                        (
                            Parts(
                                (
                                    t("Handed over by (seal): {line}", line=LINE),
                                    t("Received by (seal): {line}", line=LINE),
                                    t("Witness: {line}", line=LINE),
                                    t("Date: ______________"),
                                )
                            ),
                            Paragraph(t("Two copies: one for the receiver, one for the unit.")),
                        )
                    ),
                ),
                facts=(t("To: {line}", line=LINE * 2),),
            ),
        ),
    )
