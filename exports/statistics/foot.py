"""The foot of a table: definitions in words, how the count went, its status and check code, lines to sign on."""

from __future__ import annotations

from collections.abc import Iterable

from exports.check_code import in_groups
from exports.definitions import assumptions, course_of_count, definitions, status_of_count
from exports.document import Kept, Paragraph, Parts
from exports.forms.signatures import table_signatures
from exports.how_counted import HowCounted
from exports.plain_text import clean
from exports.statistics.mark_columns import under_a_grade
from tally.appraisal_tally import Tally
from tally.said import Said, Translate
from tally.scheme import Form


def foot(tally: Tally, how: HowCounted, form: Form, check_code: str, translate: Translate) -> Kept:
    """The foot of every table of a form that people sign, on one page."""
    blocks: list[Paragraph | Parts] = [
        *notes_blocks(tally, form, translate),
        Paragraph(joined(course_of_count(tally, how), translate)),
        status(how, check_code, translate),
        table_signatures(translate),
        Parts((Said("(two copies: one for the superior body, one kept by the unit)").text(translate),)),
    ]
    return Kept(tuple(blocks))


def notes_blocks(
    tally: Tally, form: Form, translate: Translate, *, every_measure: bool = False
) -> tuple[Paragraph, ...]:
    """The definitions in one running paragraph, and what was assumed in another.

    `every_measure`: the table has a column for each, so that nothing stands under a grade alone.
    """
    found = list(definitions(tally, form.id))
    scheme = tally.scheme
    for measure, grade in () if every_measure else under_a_grade(scheme).items():
        found.append(
            Said(
                "{measure}: where it has no column, it is the percentage under {grade}",
                measure=scheme.measures[measure].label,
                grade=scheme.grades[grade - 1],
            )
        )
    if any(not group.pooled for group in scheme.groups.values()):
        found.append(Said("rater groups marked (apart) are counted in no pooled line"))
    blocks = [Paragraph(_numbered(Said("Notes:"), found, "{number}. {text}", translate))]
    assumed = assumptions(tally, form.id)
    if assumed:
        lead = Said("Assumed, for the plan does not say it; confirmed by the organizer:")
        blocks.append(Paragraph(_numbered(lead, assumed, "({number}) {text}", translate)))
    return tuple(blocks)


def status(how: HowCounted, check_code: str, translate: Translate) -> Parts:
    """Official or not, and the code that the table vouches for."""
    return Parts(
        (
            status_of_count(how).text(translate),
            Said("check code: {code}", code=in_groups(check_code)).text(translate),
        )
    )


def joined(every: Iterable[Said], translate: Translate) -> str:
    """Several short sentences in one line of text."""
    return "; ".join(clean(said.text(translate)) for said in every)


def _numbered(lead: Said, every: Iterable[Said], form: str, translate: Translate) -> str:
    texts = (clean(said.text(translate)) for said in every)
    numbered = (form.format(number=number, text=text) for number, text in enumerate(texts, start=1))
    return " ".join((lead.text(translate), *numbered))
