"""One form's results, found without searching, and what all its sheets have in common."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from exports.document import Kept
from exports.how_counted import HowCounted
from exports.plain_text import clean
from exports.statistics.foot import foot
from exports.statistics.mark_columns import MarkColumns
from tally.appraisal_tally import Tally
from tally.panels import PanelCount
from tally.results import Result
from tally.said import Said, Translate
from tally.scheme import Decides, Form, Kind
from tally.verdicts import Verdict


class FormView:
    """The part of a tally that one form's tables print. `check_code`: the 16 digits of the package's code."""

    def __init__(
        self,
        form: Form,
        tally: Tally,
        how: HowCounted,
        check_code: str,
        translate: Translate,
        results: Sequence[Result],
        verdicts: Sequence[Verdict],
        panels: Sequence[PanelCount],
    ) -> None:
        self.form = form
        self.tally = tally
        self.scheme = tally.scheme
        self.how = how
        self.check_code = check_code
        self.translate = translate
        self.results = results
        self._results: dict[str, dict[tuple[int | None, str | None], Result]] = {}
        for result in results:
            self._results.setdefault(result.subject, {})[result.row, result.group] = result
        self._rows: dict[str, tuple[int, ...]] = {}
        self._verdicts: dict[str, list[Verdict]] = {}
        for verdict in verdicts:
            self._verdicts.setdefault(verdict.subject, []).append(verdict)
        self._panels: dict[str, list[PanelCount]] = {}
        for panel in panels:
            self._panels.setdefault(panel.subject, []).append(panel)

    def t(self, template: str, **values: object) -> str:
        """A sentence in the document's language."""
        return Said(template, **values).text(self.translate)

    @property
    def subjects(self) -> tuple[str, ...]:
        """Who was rated on the form, in the order of subjects.csv."""
        return tuple(self._results)

    @cached_property
    def owners(self) -> dict[str, tuple[str, ...]]:
        """By the subject under which the sheets were bundled those that they rate, in the order of the paper."""
        found: dict[str, list[str]] = {}
        for subject in self._results:
            found.setdefault(self.tally.owner[self.form.id, subject], []).append(subject)
        return {owner: tuple(sorted(every, key=self.first_row)) for owner, every in found.items()}

    def first_row(self, subject: str) -> int:
        """The number of the first line on the paper that grades a subject."""
        return min(row for row, _ in self._results[subject] if row is not None)

    def rows(self, subject: str) -> tuple[int, ...]:
        """The lines of the paper that grade a subject, in its order."""
        found = self._rows.get(subject)
        if found is None:
            keys = self._results[subject]
            found = tuple(row for row, group in keys if row is not None and group is None)
            self._rows[subject] = found
        return found

    def groups(self, subject: str) -> tuple[str, ...]:
        """The rater groups with a bundle or a count sheet for a subject, in the scheme's order."""
        return tuple(group for row, group in self._results[subject] if row is None and group is not None)

    def result(self, subject: str, row: int | None, group: str | None = None) -> Result:
        """A line's result; row None: all rows pooled, group None: all pooled groups."""
        return self._results[subject][row, group]

    def lines(self, subject: str) -> tuple[int | None, ...]:
        """The lines that a subject's table shows: each row and, where there are several, all of them pooled."""
        rows = self.rows(subject)
        return (*rows, None) if len(rows) > 1 else rows

    def deciding(self, subject: str) -> int | None:
        """The line by which a subject is summed up: the overall row where it decides, else all rows pooled."""
        rows = self.rows(subject)
        if len(rows) == 1:
            return rows[0]
        if self.form.decides is Decides.OVERALL:
            return next((row for row in rows if self.result(subject, row).overall), None)
        return None

    def verdicts(self, subject: str) -> Sequence[Verdict]:
        """The verdicts on a subject, in the scheme's order."""
        return self._verdicts.get(subject, ())

    def verdicts_of_line(self, subject: str, row: int | None) -> Sequence[Verdict]:
        """The verdicts that a line of the table carries."""
        if self.form.decides is Decides.EACH:
            return [one for one in self.verdicts(subject) if one.row == row and row is not None]
        return self.verdicts(subject) if row == self.deciding(subject) else ()

    def panels(self, subject: str) -> Sequence[PanelCount]:
        """How many raters a subject must have, and has."""
        return self._panels.get(subject, ())

    def name(self, subject: str) -> str:
        """A subject's name, its id where subjects.csv has lost it."""
        known = self.tally.subjects.by_id.get(subject)
        return clean(known.name) if known else subject

    def group_label(self, group: str) -> str:
        """A rater group's label; one that is not pooled says that it stands apart."""
        chosen = self.scheme.groups[group]
        label = clean(chosen.label)
        return label if chosen.pooled else self.t("{group} (apart)", group=label)

    def line_label(self, subject: str, row: int | None) -> str:
        """What a line grades: the item, or how many rows are pooled."""
        if row is None:
            return self.t("all {rows} rows pooled", rows=len(self.rows(subject)))
        return clean(self.result(subject, row).item or "")

    def over_issued(self, subject: str) -> bool:
        """Whether more ballots were collected than issued, of all pooled groups together."""
        sheets = self.result(subject, None).accounting
        return sheets.issued is not None and (sheets.collected or 0) > sheets.issued

    def invalid(self, subject: str) -> bool:
        """Whether that makes the subject's appraisal invalid, to be held again."""
        return self.scheme.validity.over_issued_invalid and self.over_issued(subject)

    @cached_property
    def marks(self) -> MarkColumns:
        """The columns of marks and measures."""
        return MarkColumns(self.scheme, self.translate, self.results)

    @cached_property
    def foot(self) -> Kept:
        """What stands under every sheet: definitions, how the count went, lines to sign on."""
        return foot(self.tally, self.how, self.form, self.check_code, self.translate)


def form_views(
    tally: Tally, how: HowCounted, check_code: str, translate: Translate, kind: Kind
) -> tuple[FormView, ...]:
    """The forms of a kind of subject, in the scheme's order."""
    results: dict[str, list[Result]] = {}
    for result in tally.results:
        results.setdefault(result.form, []).append(result)
    verdicts: dict[str, list[Verdict]] = {}
    for verdict in tally.verdicts:
        verdicts.setdefault(verdict.form, []).append(verdict)
    panels: dict[str, list[PanelCount]] = {}
    for panel in tally.panels:
        panels.setdefault(panel.form, []).append(panel)
    return tuple(
        FormView(
            form,
            tally,
            how,
            check_code,
            translate,
            results.get(form.id, ()),
            verdicts.get(form.id, ()),
            panels.get(form.id, ()),
        )
        for form in tally.scheme.forms.values()
        if form.kind is kind
    )
