"""The sentences of the account of a count: sheets, keying, comparing, ruling, checks, and what it cannot show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from exports.double_entry_figures import DoubleEntryFigures
from exports.error_figures import of_thousand
from exports.how_counted import HowCounted
from exports.reason_words import reason_in_words
from exports.tally_text import open_words
from tally.appraisal_tally import Tally
from tally.counting import Accounting, sum_accounting
from tally.explanation import assumed_in_words
from tally.residual_check import CheckResult
from tally.said import Said
from tally.scheme import Keying
from tally.settling import BLANK_BALLOT


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the account; `entries` may be shortened, `where` (a file of the package) has them all."""

    title: Said
    sentences: tuple[Said, ...]
    entries: tuple[Said, ...] = ()
    where: str = ""


def sections(
    tally: Tally, how: HowCounted, figures: DoubleEntryFigures, checks: Sequence[CheckResult]
) -> tuple[Section, ...]:
    """The account in the order in which the paper went."""
    keying = tally.scheme.keying
    return (
        _sheets(tally),
        Section(Said("Keying"), tuple(_keying(tally, how, figures))),
        Section(Said("Comparing"), tuple(_comparing(figures))),
        Section(Said("Ruling"), tuple(_ruling(how, keying))),
        _voids(tally, how),
        _sample(tally, how, checks),
        _on_the_way(how),
        _assumed(tally),
        _open(tally),
        Section(Said("What this count cannot show"), _CANNOT_SHOW),
        Section(Said("To check it"), _TO_CHECK),
    )


_CANNOT_SHOW = (
    Said(
        "Marks that both clerks misread alike: comparing finds only what they read otherwise; a sample read again "
        "from the paper tells how many there may be."
    ),
    Said("Who filled in a ballot, or how many one person filled in: a ballot carries no name."),
)
_TO_CHECK = (
    Said("In this folder: sha256sum -c SHA256SUMS tells whether a file was changed."),
    Said(
        "pingyi verify FOLDER, on any machine, counts marks.csv again by the rules of scheme.toml and compares every "
        "table with what comes out."
    ),
    Said(
        "Without the program: marks.csv has one line a ballot; any figure in results.csv can be counted from it."
    ),
)


def _sheets(tally: Tally) -> Section:
    numbered = (
        Said("ballots were numbered after collection by a stamp on the back")
        if tally.scheme.keying.numbered_by_stamp
        else Said("ballots were numbered after collection by slips laid between them")
    )
    forms = tuple(
        Said(
            "{form}: issued {issued}, collected {collected}, valid {valid}, void {void}",
            form=tally.scheme.forms[form].title,
            issued=_stated(one.issued),
            collected=_stated(one.collected),
            valid=one.valid,
            void=one.void,
        )
        for form, one in _by_form(tally).items()
    )
    said = Said(
        "The sheets were counted in {bundles} bundles; {numbered}.", bundles=tally.batches, numbered=numbered
    )
    return Section(Said("Sheets"), (said,), forms, "batches.csv")


def _by_form(tally: Tally) -> dict[str, Accounting]:
    """The sheets of each form, every one once: all pooled groups together, and each group that is not pooled."""
    found: dict[str, dict[tuple[str, str | None], Accounting]] = {}
    for one in tally.results:
        if one.group is None or not tally.scheme.groups[one.group].pooled:
            found.setdefault(one.form, {})[tally.owner[one.form, one.subject], one.group] = one.accounting
    return {form: sum_accounting(list(parts.values())) for form, parts in found.items()}


def _stated(number: int | None) -> Said:
    return Said("not stated") if number is None else Said("{number}", number=number)


def _keying(tally: Tally, how: HowCounted, figures: DoubleEntryFigures) -> Iterator[Said]:
    yield Said(
        "Two clerks keyed each bundle from the paper, neither seeing what the other keyed; nobody keyed both passes of "
        "a bundle, or ruled on one that they keyed. {clerks} clerks keyed {bundles} bundles.",
        clerks=figures.clerks,
        bundles=figures.bundles,
    )
    if figures.bundles < tally.batches:
        yield Said("{bundles} bundles are not keyed twice yet.", bundles=tally.batches - figures.bundles)
    yield (
        Said(
            "Each person had an account of their own; the operating system kept the two passes apart and vouches for "
            "whose they are."
        )
        if how.separate_accounts
        else Said(
            "All worked in one account under names that they declared: the program kept the two passes apart, but "
            "nothing outside it vouches for who was at the keys; that rests on the signatures."
        )
    )


def _comparing(figures: DoubleEntryFigures) -> Iterator[Said]:
    if not figures.compared_marks:
        yield Said("Nothing could be compared.")
        return
    yield Said(
        "{marks} marks on {ballots} ballots were compared as keyed; {differing} of them differed, {rate} of 1,000.",
        marks=figures.compared_marks,
        ballots=figures.compared_ballots,
        differing=figures.differing_marks,
        rate=of_thousand(Fraction(figures.differing_marks, figures.compared_marks)),
    )
    if figures.kappa is not None:
        yield Said(
            "Cohen's kappa, agreement beyond chance, is {kappa} (1 is full).", kappa=figures.kappa_text
        )


def _ruling(how: HowCounted, keying: Keying) -> Iterator[Said]:
    yield Said(
        "{ruled} of {differing} places on which the passes differ were read again from the paper by a reviewer.",
        ruled=how.ruled,
        differing=how.differing,
    )
    yield (
        Said("The reviewer keyed what the paper reads before either clerk's value was shown.")
        if keying.rulings_blind
        else Said("The reviewer saw both clerks' values beside the paper.")
    )
    yield (
        Said("A value that neither clerk keyed had to be read by a second reviewer too.")
        if keying.third_value_needs_second_reviewer
        else Said("A value that neither clerk keyed had to have a reason.")
    )
    if how.absent:
        yield Said(
            "{number} numbers had no sheet (ruled absent) and are not counted as collected", number=how.absent
        )


def _voids(tally: Tally, how: HowCounted) -> Section:
    reasons: Counter[str] = Counter()
    for one in how.voids:
        reasons[one.reason] += one.sheets
    sheets = sum(reasons.values())
    said = []
    if not sheets:
        said.append(Said("No sheet in a bundle is void."))
    elif tally.scheme.keying.voids_reviewed:
        # Without a reason nobody was asked; a sheet without any mark is void by the scheme.
        read = sheets - reasons[BLANK_BALLOT] - reasons[""]
        said.append(
            Said("{sheets} sheets in bundles are void; {read} of them a reviewer found void on the paper.",
                 sheets=sheets, read=read)
        )  # fmt: skip
    else:
        said.append(
            Said("{sheets} sheets in bundles are void; a void on which both clerks agree was not read again.",
                 sheets=sheets)
        )  # fmt: skip
    if tally.set_aside:
        said.append(
            Said(
                "{sheets} more were set aside as void at the box and lie in no bundle.",
                sheets=tally.set_aside,
            )
        )
    entries = tuple(
        Said("{reason}: {sheets}", reason=reason_in_words(reason), sheets=count)
        if reason
        else Said("both clerks void {number}", number=count)
        for reason, count in sorted(reasons.items(), key=lambda one: (-one[1], one[0]))
    )
    return Section(Said("Void sheets"), tuple(said), entries, "on-file/voids.txt")


def _sample(tally: Tally, how: HowCounted, checks: Sequence[CheckResult]) -> Section:
    title = Said("Sample check")
    if not checks and not how.checked:
        return Section(title, (Said("None: no settled ballots were drawn and read again from the paper."),))
    entries = []
    for one in checks:
        known = tally.subjects.by_id.get(one.check.subject)
        form = tally.scheme.forms.get(one.check.form)
        state = (
            Said("the count has changed since")
            if one.changed is not None
            else Said("every verdict that was checked stands")
            if one.may_stop
            else Said("not finished")
        )
        entries.append(
            Said(
                "{form}, {subject}: {read} of {sheets} sheets read, {wrong} of them wrong in the count; {state}",
                form=form.title if form is not None else one.check.form,
                subject=known.name if known is not None else one.check.subject,
                read=one.read,
                sheets=len(one.check.plan.order),
                wrong=len(one.findings.wrong),
                state=state,
            )
        )
    said = Said(
        "Settled ballots drawn by thrown dice were read again from the paper, without seeing what was counted."
    )
    return Section(title, (said,), tuple(entries), "on-file/samples.txt")


def _on_the_way(how: HowCounted) -> Section:
    title = Said("On the way")
    if not how.remarks:
        none = Said("No pass was given back, no cover sheet corrected, no sheet found later, no seal broken.")
        return Section(title, (none,))
    entries = tuple(Said("{reason}", reason=remark) for remark in how.remarks)
    said = Said("{count} things are on record:", count=len(entries))
    return Section(title, (said,), entries, "on-file/differences.txt")


def _assumed(tally: Tally) -> Section:
    words = tuple(dict.fromkeys(assumed_in_words(entry, tally.scheme) for entry in tally.scheme.assumed))
    title = Said("Assumed")
    if not words:
        return Section(title, (Said("Nothing: the scheme lists no assumption."),))
    said = Said("The plan does not say these {count} things; the organizer confirmed them:", count=len(words))
    return Section(title, (said,), words, "scheme.toml")


def _open(tally: Tally) -> Section:
    words = open_words(tally)
    return Section(Said("Open"), (words[0],), tuple(words[1:]), "counts.csv")
