"""The head and the foot that every report of a package has, whatever it reports."""

from __future__ import annotations

from collections.abc import Sequence

from exports.check_code import in_groups
from exports.definitions import form_of_count, status_of_count
from exports.document import Block, Gap, Paragraph, Parts, Sheet
from exports.forms.plan_caveat import plan_caveats
from exports.how_counted import HowCounted
from exports.period_words import period_in_words
from tally.said import Said, Translate
from tally.scheme import Scheme


def report_sheet(
    title: Said, scheme: Scheme, how: HowCounted, blocks: Sequence[Block], translate: Translate
) -> Sheet:
    """A sheet with the report's title over the appraisal's, unit, period, day and status; PRACTICE on an exercise.

    What stands on every page of a plan of which a part is lost is said here too (domain.md, "The three plans").
    """
    facts = [
        Said("Unit (seal): {unit} {name}", unit=scheme.unit, name=""),
        Said("Period: {period}", period=period_in_words(scheme.period)),
    ]
    if how.as_of:
        facts.append(Said("as of {day}", day=how.as_of))
    facts += [status_of_count(how), *plan_caveats(scheme)]
    return Sheet(
        titles=(title.text(translate), scheme.title),
        facts=tuple(said.text(translate).strip() for said in facts),
        blocks=tuple(blocks),
        banner=Said("*** PRACTICE ***").text(translate) if how.practice else "",
    )


def closing(how: HowCounted, translate: Translate, code: str = "") -> list[Paragraph | Gap | Parts]:
    """The form of the count, what happened on the way, and the check code where the report has one."""
    lines = [form_of_count(separate_accounts=how.separate_accounts).text(translate), *how.remarks]
    if code:
        lines.append(Said("check code: {code}", code=in_groups(code)).text(translate))
    return [Paragraph(line, hanging=2) for line in lines]


def signatures(lines: Sequence[Said], translate: Translate) -> list[Paragraph | Gap | Parts]:
    """Lines to sign on, each with room above it."""
    return [block for said in lines for block in (Gap(), Parts((said.text(translate),)))]
