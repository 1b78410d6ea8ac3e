"""The opinions (意见建议) by subject: numbered, in the order of their texts, with nothing that leads to a ballot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exports.document import Block, Document, Gap, Paragraph
from exports.how_counted import HowCounted
from exports.plain_text import clean
from exports.report_sheet import closing, report_sheet
from exports.spreadsheet import free_text
from tally.appraisal_tally import Tally
from tally.said import Said, Translate
from tally.scheme import Kind

OPINIONS = ("kind", "form", "subject", "name", "number", "text")
"""The columns of `opinions.csv`."""

Opinions = Mapping[tuple[str, str], tuple[str, ...]]
"""The texts by form and subject of the bundle (of a roster its organization).

The form tells of whom a text speaks: what is written on the members' form is kept with the members.
"""


def opinions_document(
    tally: Tally, how: HowCounted, opinions: Opinions, translate: Translate, kind: Kind
) -> Document:
    """The opinions on the forms of one kind of subject, and how many were noted and typed.

    Within a subject they stand in the order of their texts, by code point. That order is made of nothing but
    the texts: not of the pile, the bundle, the group, the clerk or the time, so it tells no more than the texts
    themselves do; the same texts give the same list whoever's they are. The number counts within that order and
    is no ballot's. A text is shown on one line that is broken at the width of the page, escape sequences, control
    and direction characters taken out; as it was typed it is kept by the unit.
    """
    blocks: list[Block] = []
    typed = 0
    for form, subject, texts in _of_kind(opinions, tally, kind):
        title = clean(tally.scheme.forms[form].title)
        blocks += [
            Gap(),
            Paragraph(f"{clean(_name(tally, subject))} ({title})"),
        ]
        wide = len(str(len(texts)))
        for number, text in enumerate(texts, start=1):
            lead = f"{number}. "
            shown = clean(text) or Said("(nothing that can be printed)").text(translate)
            blocks.append(Paragraph(lead + shown, wide - len(str(number)), len(lead)))
        typed += len(texts)
    if not blocks:
        blocks = [Gap(), Paragraph(Said("no opinion was typed").text(translate))]
    count = Said(
        "ballots with an opinion: {noted}; texts typed: {typed}", noted=_noted(tally, kind), typed=typed
    )
    order = Said(
        "in the order of the texts; the numbers count them and are not the ballots'; nothing leads back to a ballot"
    )
    head = [Paragraph(said.text(translate), hanging=2) for said in (count, order)]
    blocks = [*head, *blocks, Gap(), *closing(how, translate)]
    return Document("opinions", (report_sheet(Said("Opinions"), tally.scheme, how, blocks, translate),))


def opinions_csv(tally: Tally, opinions: Opinions) -> Iterator[tuple[object, ...]]:
    """The rows of `opinions.csv`, by form and subject, numbered as in the printed list.

    Line ends inside a text stay, each as one LF inside the quotes: Excel, WPS and LibreOffice take that as a new
    line in the cell, where a CR would end the row in some of them. Other control characters, escape sequences and
    direction characters are taken out, for no spreadsheet file can hold them.
    """
    for kind in Kind:
        for form, subject, texts in _of_kind(opinions, tally, kind):
            name = free_text(clean(_name(tally, subject)))
            for number, text in enumerate(texts, start=1):
                yield kind.value, form, subject, name, number, free_text(cell_of_lines(text))


def cell_of_lines(text: str) -> str:
    """A text of several lines for one cell: each line clean, LF between them, none empty at either end."""
    return "\n".join(clean(line) for line in text.splitlines()).strip("\n")


def _of_kind(opinions: Opinions, tally: Tally, kind: Kind) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Form, subject and sorted texts, in the order of the scheme's forms and of the subjects."""
    order = {subject: place for place, subject in enumerate(tally.subjects.by_id)}
    forms = list(tally.scheme.forms)
    keys = sorted(opinions, key=lambda key: (forms.index(key[0]), order.get(key[1], len(order)), key[1]))
    for form, subject in keys:
        if tally.scheme.forms[form].kind is kind and opinions[form, subject]:
            yield form, subject, tuple(sorted(opinions[form, subject]))


def _name(tally: Tally, subject: str) -> str:
    known = tally.subjects.by_id.get(subject)
    return known.name if known is not None else subject


def _noted(tally: Tally, kind: Kind) -> int:
    """How many ballots of a kind's forms have an opinion, of every group, each sheet once."""
    noted = {
        (one.form, tally.owner[one.form, one.subject], one.group): one.accounting.opinions
        for one in tally.results
        if one.group is not None and tally.scheme.forms[one.form].kind is kind
    }
    return sum(noted.values())
