"""The tally as text for a terminal: what `pingyi tally` prints and the results screen shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from exports.bars import bar
from exports.plain_text import clean, pad, pad_left, wrap
from exports.verdict_words import verdict_lines
from tally.appraisal_tally import Tally
from tally.measuring import thresholds_of
from tally.residual_check import VerdictKey, verdict_key
from tally.results import Result
from tally.said import Said, Translate
from tally.verdicts import Verdict

Checked = Mapping[VerdictKey, Said]
"""What a sample check says of a verdict."""


def tally_lines(
    tally: Tally, translate: Translate, width: int = 80, *, checked: Checked | None = None
) -> Iterator[str]:
    """Counts, bars and verdicts in lines of at most `width` cells, one after the other: a province's are half a
    million."""
    yield from open_lines(tally, translate, width)
    verdicts: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in tally.verdicts:
        verdicts.setdefault((verdict.form, verdict.subject), []).append(verdict)
    for rated in tally.rated:
        yield ""
        yield from subject_lines(tally, *rated, verdicts.get(rated, ()), translate, width, checked=checked)


def open_lines(tally: Tally, translate: Translate, width: int = 80) -> list[str]:
    """Whether the count is complete, in lines."""
    return [line for said in open_words(tally) for line in _wrapped(said, translate, width)]


def subject_lines(
    tally: Tally,
    form: str,
    subject: str,
    verdicts: Iterable[Verdict],
    translate: Translate,
    width: int = 80,
    *,
    checked: Checked | None = None,
) -> list[str]:
    """The counts and bars of one subject on one form, and its `verdicts`, in lines."""
    results = tally.results_of(form, subject)
    title = Said(
        "{name} ({subject}), {form}",
        name=results[0].name,
        subject=subject,
        form=tally.scheme.forms[form].title,
    )
    found = _wrapped(title, translate, width)
    one_row = sum(one.group is None for one in results) == 2
    for result in results:
        if result.row is None and one_row:
            continue  # a single row needs no pooled line under it
        found += _result_lines(tally, result, translate, width)
    for verdict in verdicts:
        for said in verdict_lines(verdict, tally, (checked or {}).get(verdict_key(verdict))):
            found += _wrapped(Said("  {line}", line=said), translate, width, "    ")
    return found


def _wrapped(said: Said, translate: Translate, width: int, indent: str = "  ") -> list[str]:
    text = said.text(translate)
    lead = text[: len(text) - len(text.lstrip(" "))]
    return [lead + one for one in wrap(text.strip(), width - len(lead), indent)]


def open_words(tally: Tally) -> list[Said]:
    """Whether the count is complete, and if not, what it waits for."""
    work = tally.open
    if tally.complete and not work.opinions:
        return [Said("The count is complete.")]
    if not tally.batches:
        return [Said("No batch is registered yet; there is nothing to count.")]
    found = [Said("The count is complete.") if tally.complete else Said("The count is NOT complete.")]
    if work.batches:
        found.append(Said("  batches not in custody: {number}", number=work.batches))
    if work.ballots:
        found.append(Said("  ballots not settled: {number}", number=work.ballots))
    if work.differences or work.missing or work.doubled:
        found.append(
            Said(
                "  to be read from the paper: {differences} differences, {missing} missing, {doubled} doubled",
                differences=work.differences,
                missing=work.missing,
                doubled=work.doubled,
            )
        )
    if work.opinions:
        found.append(Said("  opinions to be ruled on: {number}", number=work.opinions))
    found += [Said("  {mismatch}", mismatch=one) for one in mismatch_words(tally)]
    return found


def mismatch_words(tally: Tally) -> list[Said]:
    """Where the bundles do not add up to the signed count sheet, and by how much."""
    return [
        Said(
            "form {form}, {subject} {group}: the count sheet says {counted} collected, the bundles hold {bundled} "
            "({difference})",
            form=one.form,
            subject=one.subject,
            group=tally.scheme.groups[one.group].label if one.group else "",
            counted=one.counted,
            bundled=one.bundled,
            difference=f"{one.bundled - one.counted:+d}",
        )
        for one in tally.mismatches
    ]


def _result_lines(tally: Tally, result: Result, translate: Translate, width: int) -> list[str]:
    label = result.item if result.item is not None else Said("all rows pooled").text(translate)
    pooled = result.group is None
    who = (
        Said("all groups").text(translate)
        if result.group is None
        else tally.scheme.groups[result.group].label
    )
    marks = result.marks
    grades = "  ".join(
        f"{name} {count}" for name, count in zip(tally.scheme.grades, marks.grades, strict=True)
    )
    rest = Said("blank {blank}  spoiled {spoiled}  valid {valid}", blank=marks.blank, spoiled=marks.spoiled,
                valid=marks.valid).text(translate)  # fmt: skip
    found = []
    if pooled:
        place = "" if result.row is None else f"{result.row} "
        found += ["  " + one for one in wrap(f"{place}{clean(label)}", width - 2)]
    found += ["    " + one for one in wrap(f"{clean(who)}: {grades}  {rest}", width - 4, "  ")]
    if pooled:
        for measure in tally.scheme.measures.values():
            value = result.measures[measure.id]
            cuts = thresholds_of(tally.scheme, measure.id)
            percent = value.percent(cuts)
            shown = f"{percent}%" if percent is not None else "-"
            base = "-" if value.denominator is None else str(value.denominator)
            found.append(
                "    "
                + pad(clean(measure.label), 16)
                + bar(value.rate, cuts, 30)
                + pad_left(shown, 10)
                + f" {value.numerator}/{base}"
            )
    return found
