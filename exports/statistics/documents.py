"""The statistics tables as documents: sent up (上报), kept on file (备案), published (通报), never one."""

from __future__ import annotations

from collections.abc import Iterator

from exports.document import Document, Paragraph, Sheet
from exports.how_counted import HowCounted
from exports.statistics.form_view import FormView, form_views
from exports.statistics.head import form_title, sheet
from exports.statistics.organization_sheet import organization_sheet
from exports.statistics.published_notice import notice
from exports.statistics.published_rows import published_results
from exports.statistics.ranking_sheet import ranking_sheet
from exports.statistics.roster_sheet import roster_sheets
from exports.statistics.unit_summary import unit_summary, unit_together
from tally.appraisal_tally import Tally
from tally.said import Translate
from tally.scheme import Kind, Layout

__all__ = ["on_file_documents", "published_documents", "published_results", "sent_up_documents"]


def sent_up_documents(
    tally: Tally, how: HowCounted, check_code: str, translate: Translate
) -> tuple[Document, ...]:
    """The tables of organizations: `statistics-FORM`, and `ranking-FORM` where there are two or more."""
    return _documents(tally, how, check_code, translate, Kind.ORGANIZATION)


def on_file_documents(
    tally: Tally, how: HowCounted, check_code: str, translate: Translate
) -> tuple[Document, ...]:
    """The tables of members, by name: kept on file, not posted."""
    return _documents(tally, how, check_code, translate, Kind.MEMBER)


def published_documents(
    tally: Tally, how: HowCounted, check_code: str, translate: Translate
) -> tuple[Document, ...]:
    """The notices, `notice-FORM`, of organizations only."""
    views = form_views(tally, how, check_code, translate, Kind.ORGANIZATION)
    return tuple(document for document in map(notice, views) if document is not None)


def _documents(
    tally: Tally, how: HowCounted, check_code: str, translate: Translate, kind: Kind
) -> tuple[Document, ...]:
    found = []
    for view in form_views(tally, how, check_code, translate, kind):
        found.append(Document(f"statistics-{view.form.id}", tuple(_sheets(view))))
        ranking = tuple(
            one
            for owner, subjects in _ranked_together(view).items()
            if (one := ranking_sheet(view, subjects, view.name(owner) if owner else "")) is not None
        )
        if ranking:
            found.append(Document(f"ranking-{view.form.id}", ranking))
    return tuple(found)


def _sheets(view: FormView) -> Iterator[Sheet]:
    """A summary of what has ballots of its own, then a sheet each; or the rosters."""
    if not view.subjects:
        text = view.t("no batch of this form is registered")
        yield sheet(view, form_title(view), (Paragraph(text), view.foot))
    elif view.form.layout is Layout.ROSTER:
        for owner, members in view.owners.items():
            yield from roster_sheets(view, owner, members)
    else:
        if view.form.kind is Kind.MEMBER:
            for owner, members in _ranked_together(view).items():
                yield from roster_sheets(view, owner, members)
        elif len(view.subjects) > 1:
            yield unit_summary(view)
            yield unit_together(view)
        for subject in view.subjects:
            yield organization_sheet(view, subject)


def _ranked_together(view: FormView) -> dict[str, tuple[str, ...]]:
    """Who stands in one ranking: a roster; the members of an organization; all organizations, under "".

    Members of different rosters are rated by different people.
    """
    if view.form.layout is Layout.ROSTER:
        return view.owners
    if view.form.kind is Kind.ORGANIZATION:
        return {"": view.subjects}
    found: dict[str, tuple[str, ...]] = {}
    known = view.tally.subjects.by_id
    for subject in view.subjects:
        within = known[subject].within if subject in known else ""
        found[within] = (*found.get(within, ()), subject)
    return found
