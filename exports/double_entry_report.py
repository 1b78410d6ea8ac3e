"""The double-entry report of a package: a line a bundle, a line a place in question, and all bundles together."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from exports.batch_differences import explained, numbers_in_words
from exports.circumstances import BatchReport
from exports.document import Block, Cell, Column, Document, Gap, Grid, Paragraph
from exports.double_entry_figures import DoubleEntryFigures, FiguresGathered
from exports.double_entry_summary import double_entry_summary
from exports.double_entry_terms import terms
from exports.error_figures import kappa_text
from exports.error_tables import KIND_WORDS, flush, line, place_text, together_blocks
from exports.how_counted import HowCounted
from exports.known_labels import KnownLabels
from exports.report_sheet import closing, report_sheet, signatures
from tally.comparison import Comparison
from tally.double_entry import DoubleEntry, several
from tally.rates import percent_text
from tally.said import Said, Translate
from tally.scheme import Layout, Scheme
from tally.subjects import Subjects

TITLE = Said("Double-entry report")
_SIGNED = (Said("Reviewer (signature): ______________________   Date: ____________"),)


class DoubleEntryReport:
    """The differences of all bundles, gathered one bundle at a time.

    `add` each bundle once, in the order in which they are to stand. Kept are the cells that will be printed and
    the figures of each bundle, never its readings. The report names clerks and ballot numbers: for the file only.
    While rulings are blind, readings that would tell of a place not yet ruled on are not shown.
    """

    def __init__(self, scheme: Scheme, subjects: Subjects, translate: Translate) -> None:
        self._scheme = scheme
        self._labels = KnownLabels(scheme, subjects)
        self._translate = translate
        self._bundles: list[tuple[Cell, ...]] = []
        self._places: list[tuple[Cell, ...]] = []
        self._notes: list[str] = []
        self._rows: Counter[tuple[str, int]] = Counter()
        self._entries: list[DoubleEntry] = []
        self._figures = FiguresGathered()
        self._kinds = {kind: said.text(translate) for kind, said in KIND_WORDS.items()}

    def add(self, report: BatchReport) -> None:
        """Take over one bundle."""
        cover, settlement, entry = report.cover, report.settlement, report.double_entry()
        names = (report.first_by or "-", report.second_by or "-")
        if settlement is None or entry is None:
            self._bundles.append((cover.id, cover.collected, *names, None, None, None, None, None))
            return
        keyed, agreement = entry.as_keyed, entry.as_keyed.agreement
        self._bundles.append(
            (
                cover.id,
                cover.collected,
                *names,
                keyed.compared_marks,
                keyed.mismatched_marks,
                None if agreement is None else percent_text(agreement, (Fraction(1),)),
                None if entry.kappa is None else kappa_text(entry.kappa),
                len(settlement.open_questions) + len(settlement.open_opinions),
            )
        )
        for said in (*numbers_in_words(keyed), *explained(report, entry)):
            self._notes.append(f"{cover.id}: {said.text(self._translate)}")
        self._add_places(report, entry)
        self._figures.add(entry)
        self._entries.append(without_ballots(entry))

    def merge(self, other: DoubleEntryReport) -> None:
        """Take over the bundles of another report after one's own."""
        self._bundles += other._bundles
        self._places += other._places
        self._notes += other._notes
        self._rows.update(other._rows)
        self._entries += other._entries
        self._figures.merge(other._figures)

    def figures(self) -> DoubleEntryFigures:
        """The figures of all bundles, without a name."""
        return self._figures.figures()

    def summary(self, how: HowCounted) -> Document:
        """The figures alone, for the superior body."""
        return double_entry_summary(self._scheme, self.figures(), how, self._translate)

    def document(self, how: HowCounted) -> Document:
        """The report on pages, signed by who vouches for it."""
        translate = self._translate
        blocks: list[Block] = [line(said, translate) for said in terms(self._scheme)]
        if self._entries:
            # Kinds are counted from differences, which are not kept.
            together = replace(several(self._entries), by_kind=dict(self.figures().by_kind))
            blocks += [Gap(), *flush(together_blocks(together, translate))]
        if self._rows:
            blocks += [Paragraph(Said("by row:").text(translate)), self._rows_grid()]
        if self._bundles:
            blocks += [
                Gap(),
                Paragraph(Said("each bundle:").text(translate)),
                self._grid(_BUNDLES, self._bundles),
            ]
        if self._notes:
            blocks += [Gap(), Paragraph(Said("not compared, and explained:").text(translate))]
            blocks += [Paragraph(note, 2, 2) for note in self._notes]
        if self._places:
            caption = Said("every place in question:").text(translate)
            blocks += [Gap(), Paragraph(caption), self._grid(_PLACES, self._places)]
        blocks += [Gap(), *closing(how, translate), *signatures(_SIGNED, translate)]
        return Document("differences", (report_sheet(TITLE, self._scheme, how, blocks, translate),))

    def _add_places(self, report: BatchReport, entry: DoubleEntry) -> None:
        """Every place with both readings as keyed and what counts in the end."""
        if not entry.differences:
            return
        cover, blind = report.cover, self._scheme.keying.rulings_blind
        labels = self._labels.of(cover)
        for one in entry.differences:
            hidden = entry.is_hidden(one, blind=blind)
            self._rows[cover.form, one.place] += 1
            self._places.append(
                (
                    cover.id,
                    one.ballot,
                    # The same few texts stand in very many rows; each is kept once.
                    sys.intern(place_text(one.place, labels, self._translate)),
                    "?" if hidden else one.first or "-",
                    "?" if hidden else one.second or "-",
                    one.final or "",
                    self._kinds[one.kind],
                )
            )

    def _rows_grid(self) -> Grid:
        """How many places each line of a form has: a line that is easily misread stands out."""
        order = {form: place for place, form in enumerate(self._scheme.forms)}
        rows = []
        for (id_, place), count in sorted(self._rows.items(), key=lambda one: (order[one[0][0]], one[0][1])):
            form = self._scheme.forms[id_]
            # A roster's lines are other members in every organization.
            labels = dict(enumerate(form.item_labels, 1)) if form.layout is Layout.SINGLE else {}
            rows.append((form.title, place_text(place, labels, self._translate), count))
        return self._grid(_ROWS, rows)

    def _grid(self, columns: Sequence[tuple[Said, int | None]], rows: Sequence[tuple[Cell, ...]]) -> Grid:
        """Columns without a width hold figures."""
        heads = tuple(
            Column(said.text(self._translate), figures=width is None, wrap_at=width)
            for said, width in columns
        )
        return Grid(heads, tuple(rows))


_BUNDLES = (
    (Said("batch"), 12), (Said("ballots"), None), (Said("first pass"), 14), (Said("second pass"), 14),
    (Said("marks compared"), None), (Said("differ"), None), (Said("agreement, %"), None),
    (Said("Cohen's kappa"), None), (Said("to read"), None),
)  # fmt: skip
_PLACES = (
    (Said("batch"), 12), (Said("ballot"), None), (Said("row"), 20), (Said("first pass"), 13),
    (Said("second pass"), 13), (Said("final"), 13), (Said("kind"), 14),
)  # fmt: skip
_ROWS = ((Said("form"), 40), (Said("row"), 30), (Said("places"), None))

_NO_BALLOTS = Comparison(0, 0, (), {}, {}, 0, 0, 0, 0, (), ())


def without_ballots(entry: DoubleEntry) -> DoubleEntry:
    """The figures of a bundle alone, for all bundles together: no reading and no list of ballots."""
    keyed = entry.as_keyed
    return replace(
        entry,
        as_keyed=replace(
            _NO_BALLOTS,
            compared_ballots=keyed.compared_ballots,
            compared_marks=keyed.compared_marks,
            mismatched_marks=keyed.mismatched_marks,
            mismatched_ballots=keyed.mismatched_ballots,
        ),
        differences=(),
        accepted=(),
        open_ballots=frozenset(),
        near_open=frozenset(),
    )
