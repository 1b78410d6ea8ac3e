"""What double entry gave, in figures alone, for the superior body: no clerk's name and no ballot's number."""

from __future__ import annotations

from fractions import Fraction

from exports.document import Block, Document, Gap
from exports.double_entry_figures import DoubleEntryFigures
from exports.double_entry_terms import terms
from exports.error_tables import flush, kinds_table, line, passes_table
from exports.how_counted import HowCounted
from exports.report_sheet import closing, report_sheet
from tally.rates import percent_text
from tally.said import Said, Translate
from tally.scheme import Scheme


def double_entry_summary(
    scheme: Scheme, figures: DoubleEntryFigures, how: HowCounted, translate: Translate
) -> Document:
    """Agreement, kappa, differences by kind, and errors of 1,000 marks with their interval, by pass.

    By pass and not by clerk: whose errors they are is for the unit's own file (`on-file/differences.txt`).
    """
    blocks: list[Block] = [line(said, translate) for said in terms(scheme)]
    blocks.append(Gap())
    blocks += [line(said, translate, indent=0) for said in _agreement(figures)]
    if figures.by_kind:
        blocks += [Gap(), *kinds_table(figures.by_kind, None, translate)]
    elif figures.compared_ballots:
        blocks.append(line(Said("the two passes differed nowhere"), translate, indent=0))
    if figures.errors is not None:
        blocks += [Gap(), *passes_table(figures.errors, translate)]
    elif figures.bundles:
        blocks.append(
            line(Said("errors of the clerks: told once something is ruled on"), translate, indent=0)
        )
    blind = Said("what both clerks misread alike does not show here; only a sample check can tell of it")
    blocks += [Gap(), line(blind, translate, indent=0), *closing(how, translate)]
    sheet = report_sheet(Said("Double entry in figures"), scheme, how, flush(blocks), translate)
    return Document("double-entry", (sheet,))


def _agreement(figures: DoubleEntryFigures) -> list[Said]:
    found = [
        Said("bundles compared: {bundles}; keyed by {clerks} clerks", bundles=figures.bundles,
             clerks=figures.clerks)
    ]  # fmt: skip
    agreement = figures.agreement
    if agreement is None:
        return [*found, Said("no ballot could be compared"), Said("Cohen's kappa: nothing in common")]
    found.append(
        Said(
            "compared: {ballots} ballots, {marks} marks; {differing} marks differ; agreement {percent}%",
            ballots=figures.compared_ballots,
            marks=figures.compared_marks,
            differing=figures.differing_marks,
            percent=percent_text(agreement, (Fraction(1),)),
        )
    )
    found.append(
        Said("Cohen's kappa: {kappa}", kappa=figures.kappa_text)
        if figures.kappa is not None
        else Said("Cohen's kappa: not defined (both used one and the same code only)")
    )
    return found
