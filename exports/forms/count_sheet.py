"""The count sheet (计票核对单): the control totals, taken at the box and signed before anything is keyed.

Its columns are those of counts.csv (`tally.count_sheets`), which is filled in from it.
"""

from __future__ import annotations

from exports.document import Document, Gap, Kept, Paragraph, Parts, Ruled, Sheet
from exports.forms.printing import Printing
from exports.forms.required import with_required
from exports.forms.sheet_head import LINE, sheet
from exports.forms.signatures import box_signatures
from exports.plain_text import clean
from exports.reason_words import REASON_WORDS
from tally.said import Said, Translate
from tally.scheme import Form, Layout
from tally.subjects import Subject

_HEADS = (
    Said("rater group (required)"),
    Said("entitled"),
    Said("present"),
    Said("issued"),
    Said("collected"),
    Said("set aside as void"),
    Said("in bundles"),
    Said("bundles"),
)
_WIDTHS = (28, 8, 8, 8, 10, 12, 10, 7)
_AT_THE_BOX = ("unrecognizable", "not-official", "signed-or-marked", "all-overmarked")
"""For what a sheet can be set aside without reading its marks row by row (`exports.reason_words`)."""


def count_sheets(printing: Printing, translate: Translate) -> Document:
    """A sheet for each form and subject (or organization of a roster); one to copy where none is known."""
    sheets = []
    for form in printing.forms:
        owners: tuple[Subject | None, ...] = printing.owners(form) or (None,)
        sheets += [_sheet(printing, form, owner, translate) for owner in owners]
    return Document("count-sheets", tuple(sheets))


def _sheet(printing: Printing, form: Form, owner: Subject | None, translate: Translate) -> Sheet:
    def t(template: str, **values: object) -> str:
        return Said(template, **values).text(translate)

    labels = [with_required(printing, form, owner, group) for group in printing.scheme.groups.values()]
    rows = tuple((label, *([""] * (len(_HEADS) - 1))) for label in (*labels, t("total")))
    over = (
        t("more ballots collected than issued: the appraisal of that subject is invalid")
        if printing.scheme.validity.over_issued_invalid
        else t("more ballots collected than issued: reported, and the verdict stands")
    )
    rules = (
        t("In bundles = collected - set aside as void. The cover sheets of the bundles add up to it."),
        over,
        t("Sheets set aside stay with this sheet and are listed by reason; they lie in no bundle."),
    )
    one_row = (
        form.layout is Layout.SINGLE and len(form.item_labels) == 1
    )  # `exports.forms.ballot_rules` says why
    reasons = tuple(
        (REASON_WORDS[code].text(translate), "")
        for code in _AT_THE_BOX
        if not (one_row and code == "all-overmarked")
    )
    return sheet(
        printing,
        translate,
        t("Count sheet"),
        (
            Ruled(tuple(said.text(translate) for said in _HEADS), rows, _WIDTHS, 2 if len(rows) <= 8 else 1),
            Gap(),
            *(Paragraph(f"{number}. {rule}") for number, rule in enumerate(rules, start=1)),
            Gap(),
            Parts(
                (
                    t("Ballots printed: {line}", line=LINE),
                    t("Issued: {line}", line=LINE),
                    t("Left over, made useless at once: {line}", line=LINE),
                )
            ),
            Gap(),
            Ruled((t("set aside as void: reason"), t("sheets")), reasons, (40, 12)),
            Gap(),
            Kept(
                (
                    Paragraph(t("Counted and held against each other by two people:")),
                    Gap(),
                    box_signatures(translate),
                )
            ),
        ),
        facts=(
            Said("Form: {form}", form=clean(form.title)).text(translate),
            Said("Appraised: {name}", name=clean(owner.name) if owner else LINE).text(translate),
        ),
    )
