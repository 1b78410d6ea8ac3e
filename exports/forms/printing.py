"""What is to be printed, and from what: the scheme, its subjects, the bundles so far, and the choice made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tally.cover_sheets import CoverSheet
from tally.known_ids import KnownIds
from tally.said import Refused, Said
from tally.scheme import Form, Group, Layout, Scheme
from tally.subjects import Subject, Subjects

WIDTH = 100
"""Cells of a printed line (A4 upright)."""
PAGE = 60
"""Lines of a page."""


@dataclass(frozen=True, slots=True)
class Printing:
    """One call of `pingyi forms`.

    `batches`: the bundles that are not withdrawn; `set_aside`: sheets void at the box, in no bundle;
    `practice`: it is an exercise, and every page says so; `chosen_*`: ids to be printed, empty for every one;
    `slips`: so many numbered slips without a bundle, instead of those of the bundles.
    """

    scheme: Scheme
    subjects: Subjects
    batches: tuple[CoverSheet, ...] = ()
    set_aside: int = 0
    practice: bool = False
    chosen_forms: tuple[str, ...] = ()
    chosen_subjects: tuple[str, ...] = ()
    chosen_groups: tuple[str, ...] = ()
    slips: int | None = None

    def __post_init__(self) -> None:
        """Raise Refused for an id that does not exist, and for a subject that no chosen form is about."""
        for what, chosen, known in (
            (Said("form"), self.chosen_forms, list(self.scheme.forms)),
            (Said("subject"), self.chosen_subjects, list(self.subjects.by_id)),
            (Said("rater group"), self.chosen_groups, list(self.scheme.groups)),
        ):
            for id_ in chosen:
                if id_ not in known:
                    raise Refused(_unknown(what, id_, known))
        rated = {owner.id for form in self.forms for owner in self.every_owner(form)}
        for id_ in self.chosen_subjects:
            if id_ not in rated:
                raise Refused(
                    Said(
                        'no form to be printed is about "{subject}"; for a roster give the organization, not a member',
                        subject=id_,
                    )
                )

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms to print, in the scheme's order."""
        chosen = self.chosen_forms or tuple(self.scheme.forms)
        return tuple(form for form in self.scheme.forms.values() if form.id in chosen)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The rater groups to print ballots for, and whose bundles are told, in the scheme's order."""
        chosen = self.chosen_groups or tuple(self.scheme.groups)
        return tuple(group for group in self.scheme.groups.values() if group.id in chosen)

    @property
    def printed_batches(self) -> tuple[CoverSheet, ...]:
        """The bundles that the choice leaves, also one of a form or group that the scheme has lost."""
        return tuple(
            cover
            for cover in self.batches
            if (not self.chosen_forms or cover.form in self.chosen_forms)
            and (not self.chosen_subjects or cover.subject in self.chosen_subjects)
            and (not self.chosen_groups or cover.group in self.chosen_groups)
        )

    def every_owner(self, form: Form) -> tuple[Subject, ...]:
        """Whom a ballot of a form can be about: a subject, or the organization of a roster."""
        every = self.subjects.by_id.values()
        if form.layout is Layout.SINGLE:
            return tuple(subject for subject in every if subject.kind is form.kind)
        with_rows = {subject.within for subject in every if subject.kind is form.kind}
        with_rows |= {cover.subject for cover in self.batches if cover.form == form.id}
        return tuple(subject for subject in every if subject.id in with_rows)

    def owners(self, form: Form) -> tuple[Subject, ...]:
        """Whom ballots of a form are printed for."""
        return tuple(
            owner
            for owner in self.every_owner(form)
            if not self.chosen_subjects or owner.id in self.chosen_subjects
        )

    def roster(self, form: Form, owner: str) -> tuple[str, ...]:
        """The subjects whose rows a ballot bears: as a bundle has fixed them, else as subjects.csv has them."""
        if form.layout is Layout.SINGLE:
            return (owner,)
        for cover in self.batches:
            if (cover.form, cover.subject) == (form.id, owner):
                return cover.roster
        return tuple(subject.id for subject in self.subjects.members_of(owner, form.kind))

    def name(self, subject: str) -> str:
        """A subject's name, its id where subjects.csv has lost it."""
        known = self.subjects.by_id.get(subject)
        return known.name if known else subject

    def form_of(self, cover: CoverSheet) -> Form:
        """The form of a bundle. Raises Refused where the scheme has lost it."""
        return KnownIds(Said("form"), self.scheme.forms)[cover.form]

    def group_of(self, cover: CoverSheet) -> Group:
        """The rater group of a bundle. Raises Refused where the scheme has lost it."""
        return KnownIds(Said("rater group"), self.scheme.groups)[cover.group]


def _unknown(what: Said, given: str, known: Iterable[str]) -> Said:
    shown = list(known)
    return Said(
        'there is no {what} "{id}"; there are {known}',
        what=what,
        id=given,
        known=(", ".join(shown[:12]) + (", ..." if len(shown) > 12 else "")) or "-",
    )
