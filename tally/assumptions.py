"""Other usual choices where the scheme had to assume something, to see whether a verdict hangs on it.

What units do differently (domain.md): the base of a rate, which of the first grades count as
satisfied, which row decides, whether a ballot without any mark is valid. Each alternative is the same
scheme with one field another; the counts stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tally.explanation import assumed_in_words, measure_in_words
from tally.said import Said
from tally.scheme import Base, Decides, Form, Measure, Scheme

_USUAL_BASES = (Base.VALID, Base.MARKED, Base.COLLECTED)

_OUTCOMES: Mapping[str, Said] = {
    "applies": Said("this would apply"),
    "does-not-apply": Said("this would not apply"),
    "not-settled-by-scheme": Said("the scheme would leave this open"),
    "contradictory": Said("the rules would contradict each other"),
    "no-valid-ballots": Said("there would be no rate"),
}


@dataclass(frozen=True, slots=True)
class Alternative:
    """The scheme under another usual choice than the assumed one.

    `what` says the choice; `measure` or `form` is the one it is about (both None: every one);
    `blank_moves` is -1 where ballots without any mark leave the valid ones, 1 where they join them.
    """

    scheme: Scheme
    what: Said
    measure: str | None = None
    form: str | None = None
    blank_moves: int = 0


def alternatives(scheme: Scheme) -> tuple[Alternative, ...]:
    """Every other usual choice for what `scheme.assumed` names by its path; sentences name nothing."""
    paths = {tuple(entry.split(".")) for entry in scheme.assumed}

    def assumed(*path: str) -> bool:
        return any(path[:length] in paths for length in range(2, len(path) + 1))

    found: list[Alternative] = []
    for measure in scheme.measures.values():
        others: list[Measure] = []
        if assumed("measures", measure.id, "base"):
            others += _other_bases(measure)
        if assumed("measures", measure.id, "grades"):
            others += _other_grades(measure, len(scheme.grades))
        for other in others:
            changed = replace(scheme, measures={**scheme.measures, measure.id: other})
            found.append(Alternative(changed, measure_in_words(other, scheme), measure=measure.id))
    for form in scheme.forms.values():
        if assumed("forms", form.id, "decides"):
            for decides in _other_deciding_rows(form):
                changed = replace(scheme, forms={**scheme.forms, form.id: replace(form, decides=decides)})
                what = assumed_in_words(f"forms.{form.id}.decides", changed)
                found.append(Alternative(changed, what, form=form.id))
    if assumed("validity", "blank_ballot") or ("validity",) in paths:
        void = not scheme.validity.blank_ballot_void
        changed = replace(scheme, validity=replace(scheme.validity, blank_ballot_void=void))
        what = assumed_in_words("validity.blank_ballot", changed)
        found.append(Alternative(changed, what, blank_moves=-1 if void else 1))
    return tuple(found)


def _other_bases(measure: Measure) -> Iterator[Measure]:
    for base in _USUAL_BASES:
        if base is not measure.base and not (base is Base.COLLECTED and measure.exclude):
            yield replace(measure, base=base)


def _other_grades(measure: Measure, grades: int) -> Iterator[Measure]:
    """One of the first grades fewer, or one more; a measure of other grades is left as it is."""
    most = len(measure.grades)
    if measure.grades != frozenset(range(1, most + 1)):
        return
    for number in (most - 1, most + 1):
        chosen = frozenset(range(1, number + 1))
        if 1 <= number < grades and not chosen & measure.exclude:
            yield replace(measure, grades=chosen)


def _other_deciding_rows(form: Form) -> Iterator[Decides]:
    if len(form.item_labels) == 1:
        return
    for decides in Decides:
        if decides is not form.decides and (decides is not Decides.OVERALL or form.overall is not None):
            yield decides


def note(alternative: Alternative, status: str, name: str | None, rates: tuple[Said, ...]) -> Said | None:
    """What a verdict would be under an alternative, by the value of its status; None where nobody can say.

    `name` is the verdict that would apply where at present no rule of a band does.
    """
    outcome = _outcome(status, name)
    if outcome is None:
        return None
    return Said(
        "assumed otherwise ({what}), {outcome}: {rates}", what=alternative.what, outcome=outcome, rates=rates
    )


def note_on_rows(alternative: Alternative, status: str, name: str | None, rows: int, of: int) -> Said | None:
    """The same where every row would decide for itself: in how many rows the verdict would be that."""
    outcome = _outcome(status, name)
    if outcome is None:
        return None
    return Said(
        "assumed otherwise ({what}), {outcome} in {rows} of {all} rows",
        what=alternative.what,
        outcome=outcome,
        rows=rows,
        all=of,
    )


def _outcome(status: str, name: str | None) -> Said | None:
    if name is not None and status == "applies":
        return Said('"{verdict}" would apply', verdict=name)
    return _OUTCOMES.get(status)
