"""Ballot accounting in words, above a table; and where a line of it does not add up, by how much."""

from __future__ import annotations

from collections.abc import Iterable

from exports.definitions import void_words
from exports.document import Paragraph
from exports.statistics.form_view import FormView
from tally.counting import Accounting
from tally.said import Said
from tally.scheme import Opinions


def accounting_paragraph(view: FormView, accounting: Accounting) -> Paragraph:
    """Entitled, present, issued, collected, valid, void with the reasons, blank ballots, opinions."""
    parts = [
        said.text(view.translate)
        for number, said in (
            (accounting.eligible, Said("entitled {number}", number=accounting.eligible)),
            (accounting.present, Said("present {number}", number=accounting.present)),
            (accounting.issued, Said("issued {number}", number=accounting.issued)),
            (accounting.collected, Said("collected {number}", number=accounting.collected)),
            (accounting.valid, Said("valid {number}", number=accounting.valid)),
        )
        if number is not None
    ]
    void = view.t("void {number}", number=accounting.void)
    reasons = _void_reasons(view, accounting)
    parts.append(f"{void} ({reasons})" if reasons else void)
    parts.append(view.t("blank ballots {number}", number=accounting.blank_ballots))
    if view.scheme.keying.opinions is not Opinions.NONE:
        parts.append(view.t("opinions {number}", number=accounting.opinions))
    return Paragraph(", ".join(parts))


def _void_reasons(view: FormView, accounting: Accounting) -> str:
    said = [*void_words(accounting.void_reasons.items())]
    aside = accounting.void - sum(accounting.void_reasons.values())
    if aside > 0:
        said.append(Said("set aside at the box {number}", number=aside))
    return ", ".join(one.text(view.translate) for one in said)


def not_counted(view: FormView, lines: Iterable[tuple[str, Accounting]]) -> tuple[Paragraph, ...]:
    """A sentence for each line, by its label, whose collected ballots are not its valid and void ones together."""
    found = []
    for label, sheets in lines:
        if sheets.collected is None:
            continue
        lacking = sheets.collected - sheets.valid - sheets.void
        if lacking > 0:
            said = Said("{line}: {number} ballots collected are not counted yet", line=label, number=lacking)
        elif lacking < 0:
            said = Said(
                "{line}: {number} ballots more are counted than were collected", line=label, number=-lacking
            )
        else:
            continue
        found.append(Paragraph(view.t("! {sentence}", sentence=said)))
    return tuple(found)
