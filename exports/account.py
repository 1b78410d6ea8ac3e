"""A one-page account of how the count was made, in plain words, for an official who was not there.

It is covered by its digest and not made again by `pingyi verify`: what double entry and a sample check found
cannot be told from the settled marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from exports.account_words import Section, sections
from exports.check_code import in_groups
from exports.document import Block, Document, Gap, Paragraph
from exports.double_entry_figures import DoubleEntryFigures
from exports.how_counted import HowCounted
from exports.paged_text import paged_text
from exports.plain_text import cells, clean, wrap
from exports.report_sheet import report_sheet
from tally.appraisal_tally import Tally
from tally.residual_check import CheckResult
from tally.said import Said, Translate

_LONGEST = 12
"""Entries of a list that are told one by one where the page has room."""
_AIRY = 4
"""Empty lines between the parts are given up before a list is shortened below this."""
_ENTRY, _HEADING = 290, 190
"""Cells of an entry of a list, and of a title or fact, which people may have written at length: three lines, two."""


def account_document(
    tally: Tally,
    how: HowCounted,
    code: str,
    figures: DoubleEntryFigures,
    translate: Translate,
    checks: Sequence[CheckResult] = (),
) -> Document:
    """The account. It keeps to one page: lists are shortened, with how many more there are and the file of the
    package in which they stand."""
    found = sections(tally, how, figures, checks)
    signed = Paragraph(Said("check code: {code}", code=in_groups(code)).text(translate))
    layouts = [(most, True) for most in range(_LONGEST, _AIRY - 1, -1)]
    layouts += [(most, False) for most in range(_LONGEST, -1, -1)]
    for most, airy in layouts:
        blocks = [*_blocks(found, most, translate, airy=airy), signed]
        title = Said("How this count was made")
        sheet = report_sheet(title, tally.scheme, how, blocks, translate)
        titles, facts = (
            tuple(_short(text, _HEADING) for text in texts) for texts in (sheet.titles, sheet.facts)
        )
        document = Document("account", (replace(sheet, titles=titles, facts=facts),))
        if "\f" not in paged_text(document, translate):
            break
    return document


def _blocks(found: Sequence[Section], most: int, translate: Translate, *, airy: bool) -> list[Block]:
    """The parts with at most so many entries of each list."""
    blocks: list[Block] = []
    for section in found:
        text = " ".join(said.text(translate).strip() for said in section.sentences).replace("。 ", "。")
        blocks += [Gap()] if airy else []
        blocks.append(Paragraph(f"{section.title.text(translate)}: {text}", 0, 2))
        blocks += [
            Paragraph("- " + _short(entry.text(translate), _ENTRY), 2, 2) for entry in section.entries[:most]
        ]
        if len(section.entries) > most:
            more = Said("and {more} more, in {file}", more=len(section.entries) - most, file=section.where)
            blocks.append(Paragraph("- " + more.text(translate), 2, 2))
    return blocks


def _short(text: str, most: int) -> str:
    """A text of at most `most` cells; one that is cut shows it."""
    whole = clean(text)
    return whole if cells(whole) <= most else wrap(whole, most - 4)[0] + " ..."
