"""The head of a sheet: its title, the appraisal's, unit and organization, day, period, and PRACTICE on an exercise."""

from __future__ import annotations

from collections.abc import Sequence

from exports.document import Block, Sheet
from exports.forms.plan_caveat import plan_caveats
from exports.period_words import period_in_words
from exports.plain_text import clean
from exports.statistics.form_view import FormView
from tally.scheme import Kind


def sheet(
    view: FormView, title: str, blocks: Sequence[Block], *, name: str = "", facts: Sequence[str] = ()
) -> Sheet:
    """A sheet of a form. `title` is in the document's language; `name`: whose sheet it is; `facts`: further ones.

    What stands on every page of a plan of which a part is lost is said here too (domain.md, "The three plans").
    """
    scheme = view.scheme
    unit = clean(scheme.unit)
    usual = (
        view.t("Unit (seal): {unit} {name}", unit=unit, name="" if name == unit else name).rstrip(),
        view.t("as of {day}", day=view.how.as_of or "-"),
        view.t("Period: {period}", period=period_in_words(scheme.period)),
        view.t("Figures: ballots, %"),
    )
    caveats = (said.text(view.translate) for said in plan_caveats(scheme))
    return Sheet(
        titles=(title, clean(scheme.title)),
        facts=(*usual, *facts, *caveats),
        blocks=tuple(blocks),
        banner=view.t("*** PRACTICE ***") if view.how.practice else "",
    )


def form_title(view: FormView) -> str:
    """The form's own title, safe to print."""
    return clean(view.form.title)


def table_title(view: FormView) -> str:
    """The title of a statistics table; one of members says that it is not posted."""
    title = form_title(view)
    if view.form.kind is Kind.MEMBER:
        return view.t("Statistics table: {title} (kept on file, not posted)", title=title)
    return view.t("Statistics table: {title}", title=title)
