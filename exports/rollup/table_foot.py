"""The foot of a table over units: definitions, how the units counted, status, check code, lines to sign on."""

from __future__ import annotations

from collections.abc import Iterator

from exports.check_code import in_groups
from exports.definitions import assumed_entries, void_words
from exports.document import Gap, Kept, Paragraph, Parts
from exports.plain_text import clean
from exports.rollup.rolled_up import RolledUp
from tally.explanation import measure_in_words
from tally.said import Said, Translate
from tally.scheme import Form, Layout, Scheme


def foot(rolled: RolledUp, form: Form, check_code: str, translate: Translate) -> Kept:
    """The foot of every table of a form."""
    notes = _numbered(Said("Notes:"), list(_definitions(rolled.scheme, form)), translate)
    blocks: list[Paragraph | Parts | Gap] = [Paragraph(notes)]
    assumed = assumed_entries(rolled.scheme, form.id)
    if assumed:
        lead = Said("Assumed by units, for the plan does not say it; confirmed by their organizers:")
        blocks.append(Paragraph(_numbered(lead, list(assumed), translate)))
    blocks += [
        Paragraph("; ".join(clean(said.text(translate)) for said in _course(rolled, form))),
        Parts((_status(rolled).text(translate),
               Said("check code: {code}", code=in_groups(check_code)).text(translate))),
        Parts(
            tuple(
                said.text(translate)
                for said in (
                    Said("Filled in by: ____________"),
                    Said("Reviewer: ____________"),
                    Said("Responsible (signature): ____________"),
                    Said("Date: ______________"),
                )
            )
        ),
    ]  # fmt: skip
    return Kept(tuple(blocks))


def counts_rows(form: Form) -> bool:
    """Whether some line puts several rows of one ballot together, so that it counts more rows than ballots."""
    return form.layout is Layout.ROSTER or len(form.item_labels) > 1


def _definitions(scheme: Scheme, form: Form) -> Iterator[Said]:
    for measure in scheme.measures.values():
        yield measure_in_words(measure, scheme)
    yield Said("the rates of a unit and of all are of their ballots together, not means of rates")
    if counts_rows(form):
        yield Said("rows = all grades + abstain (blank) + spoiled; collected = valid + invalid (void)")
    else:
        yield Said("valid = all grades + abstain (blank) + spoiled; collected = valid + invalid (void)")
    yield Said("abstain: the row bears no mark; spoiled: two marks, or unreadable; both stay in valid")
    if counts_rows(form):
        yield Said("percentages are of rows, each rounded half up by itself")
    else:
        yield Said("percentages are of valid, each rounded half up by itself")
    if scheme.validity.blank_ballot_void:
        yield Said("a ballot without any mark is void")
    else:
        yield Said("a ballot without any mark is valid (an abstention)")
    if any(not group.pooled for group in scheme.groups.values()):
        yield Said("rater groups marked (apart) are counted in no pooled line")


def _course(rolled: RolledUp, form: Form) -> Iterator[Said]:
    how, units = rolled.how, rolled.units
    separate = sum(one.unit.separate_accounts for one in units)
    yield Said("double entry by two clerks in every unit, in {number} of {units} with separate accounts",
               number=separate, units=len(units))  # fmt: skip
    yield Said("the two passes differed in {differing} places, {ruled} of them ruled on from the paper",
               differing=how.differing, ruled=how.ruled)  # fmt: skip
    if how.absent:
        yield Said(
            "{number} numbers had no sheet (ruled absent) and are not counted as collected", number=how.absent
        )
    reasons: dict[str, int] = {}
    for (of, _, reason), sheets in rolled.total.voids():
        if of == form.id:
            reasons[reason] = reasons.get(reason, 0) + sheets
    if reasons:
        yield Said("void: {reasons}", reasons=void_words(reasons.items()))
    work = how.open
    waiting = (work.batches, work.ballots, work.differences + work.missing + work.doubled)
    if any(waiting):
        yield Said("still open: {batches} batches, {ballots} ballots, {places} places", batches=waiting[0],
                   ballots=waiting[1], places=waiting[2])  # fmt: skip


def _status(rolled: RolledUp) -> Said:
    units = rolled.units
    if not rolled.how.sealed:
        open_ = sum(not one.unit.official for one in units)
        return Said("status: UNOFFICIAL ({number} of {units} units not sealed), for checking only", number=open_,
                    units=len(units))  # fmt: skip
    if not rolled.complete:
        return Said("status: the units are OFFICIAL (sealed), the sum is not complete")
    return Said("status: OFFICIAL (all units sealed)")


def _numbered(lead: Said, every: list[Said], translate: Translate) -> str:
    texts = (clean(said.text(translate)) for said in every)
    return " ".join(
        (lead.text(translate), *(f"{number}.{text}" for number, text in enumerate(texts, start=1)))
    )
