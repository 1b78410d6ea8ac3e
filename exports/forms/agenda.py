"""The meeting's agenda (会议议程): what the plan orders, with its clause, and what the count needs beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exports.document import Block, Document, Gap, Paragraph, Parts, Ruled, Sheet
from exports.forms.plan_agendas import PlanMeeting, PlanStep, plan_agenda
from exports.forms.printing import Printing
from exports.forms.sheet_head import LINE, sheet
from exports.plain_text import clean
from tally.said import Said, Translate
from tally.scheme import Form, Kind, Panel

_WIDTHS = (4, 64, 13, 14)
_NAMED = 6
"""Subjects of a panel that are named; the count sheets have them all."""
_USUAL = (
    Said("Those in charge report"),
    Said("Raters discuss and speak"),
    Said("Ballots are filled in"),
)
"""Where the plan is none of the presets: the steps that the three have in common."""
_BEFORE_BALLOTS = (
    Said("Scrutineers and tellers are chosen; none of them stands on the ballot"),
    Said("Raters entitled and present are counted by group and told"),
    Said("Ballots are counted out by group; how they are filled in, and what makes one void, is read out"),
)
_AT_THE_BOX = (
    Said("Ballots go into the box unsigned; the box is opened before those present"),
    Said("Collected ballots are counted; the count sheet is filled in and signed on the spot"),
    Said("Ballots are sorted by group, bundled, numbered and sealed, each bundle with its cover sheet"),
)
"""What the count needs (domain.md, "The field"): ballots collected in a box, control totals, numbered bundles."""


def agenda(printing: Printing, translate: Translate) -> Document:
    """A sheet for the meeting on each kind of subject that a printed form grades."""
    writer = _Writer(printing, translate)
    kinds = dict.fromkeys(form.kind for form in printing.forms)
    return Document("agenda", tuple(writer.meeting(kind) for kind in kinds))


@dataclass(frozen=True, slots=True)
class _Writer:
    printing: Printing
    translate: Translate

    def t(self, template: str, **values: object) -> str:
        return Said(template, **values).text(self.translate)

    def meeting(self, kind: Kind) -> Sheet:
        forms = [form for form in self.printing.forms if form.kind is kind]
        plan = plan_agenda(self.printing.scheme)
        ordered = next((one for one in plan.meetings if one.kind is kind), None) if plan else None
        titles = ", ".join(clean(form.title) for form in forms)
        due = [form.due.isoformat() for form in forms if form.due is not None]
        blocks: list[Block] = [
            Parts(
                (
                    self.t("Day and time: {line}", line=LINE),
                    self.t("Place: {line}", line=LINE),
                    self.t("Chair: {line}", line=LINE),
                    self.t("Minutes: {line}", line=LINE),
                    self.t("Instructor of the superior body: {line}", line=LINE),
                    self.t("Organizer: ____________"),
                    *(self.t("due by {day}", day=", ".join(due)) for _ in due[:1]),
                )
            ),
            *self._raters(forms),
            Gap(),
        ]
        if ordered is not None and ordered.before:
            blocks += [Paragraph(self.t("Before the meeting")), self._steps(ordered.before), Gap()]
        blocks += [Paragraph(self.t("Agenda")), self._steps(self._all_steps(ordered)), Gap()]
        if ordered is not None and ordered.after:
            blocks += [Paragraph(self.t("After the meeting")), self._steps(ordered.after)]
        title = plan.title if plan and plan.title else self.t("Agenda of the appraisal meeting")
        facts = (self.t("Form: {form}", form=titles),)
        return sheet(self.printing, self.translate, title, tuple(blocks), facts=facts)

    def _all_steps(self, ordered: PlanMeeting | None) -> tuple[PlanStep, ...]:
        """The plan's steps in their order; what the count needs stands around its ballot, the last of them."""
        count = self.t("needed for the count")
        usual = self.t("usual practice")
        steps = (
            ordered.steps
            if ordered is not None
            else tuple(PlanStep(said.text(self.translate), usual) for said in _USUAL)
        )
        return (
            *steps[:-1],
            *(PlanStep(said.text(self.translate), count) for said in _BEFORE_BALLOTS),
            *steps[-1:],
            *(PlanStep(said.text(self.translate), count) for said in _AT_THE_BOX),
        )

    def _steps(self, steps: Sequence[PlanStep]) -> Ruled:
        heads = (
            self.t("no."),
            self.t("agenda item"),
            self.t("by whom"),
            self.t("basis (clause of the plan)"),
        )
        rows = tuple(
            (f"{number:>3}", step.text, "", step.clause) for number, step in enumerate(steps, start=1)
        )
        return Ruled(heads, rows, _WIDTHS)

    def _raters(self, forms: Sequence[Form]) -> list[Block]:
        """How many raters each subject's panel asks for; the groups alone where the plan fixes no numbers."""
        subjects: dict[tuple[Form, str], list[str]] = {}
        for form in forms:
            for owner in self.printing.owners(form):
                panel = self.printing.subjects.panel_of(owner.id, form, self.printing.scheme)
                if panel is not None:
                    subjects.setdefault((form, panel.id), []).append(clean(owner.name))
        if not subjects:
            labels = ", ".join(clean(group.label) for group in self.printing.scheme.groups.values())
            return [Paragraph(self.t("Raters: {group}", group=labels))]
        return [
            Paragraph(self._panel(self.printing.scheme.panels[panel], names))
            for (_, panel), names in subjects.items()
        ]

    def _panel(self, panel: Panel, names: Sequence[str]) -> str:
        groups = self.printing.scheme.groups
        return self.t(
            "Raters of {subjects}: {number} are asked for; {minimum}",
            subjects=", ".join(names[:_NAMED]) + (", ..." if len(names) > _NAMED else ""),
            number=panel.raters,
            minimum=tuple(
                Said("{group}: at least {number}", group=clean(groups[one.group].label), number=one.at_least)
                if one.all_up_to is None
                else Said(
                    "{group}: at least {number}; all of them where there are {few} or fewer",
                    group=clean(groups[one.group].label),
                    number=one.at_least,
                    few=one.all_up_to,
                )
                for one in panel.minimum
            ),
        )
