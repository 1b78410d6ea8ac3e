"""Of how many subjects each verdict was said: out of a package's `verdicts.csv`, and as that of a sum."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter

from exports.rollup.figures import Outcome
from exports.spreadsheet import free_text, text_of
from tally.csv_table import decode_utf8
from tally.said import Refused, Said
from tally.scheme import Kind, Rule, Scheme
from tally.verdicts import Status
from tally.whole_numbers import parse_whole

FILE = "verdicts.csv"
COUNTED = ("form", "subject", "name", "rule", "band", "verdict", "status", "subjects")
"""The columns of a sum's file: a line a unit and outcome, with the number of its subjects."""
_STATUSES = tuple(status.value for status in Status)


class KnownOutcomes:
    """The outcomes that a scheme knows, with their places: found once for all packages under it."""

    def __init__(self, scheme: Scheme) -> None:
        self.places: Mapping[Outcome, int] = {outcome: at for at, outcome in enumerate(outcomes(scheme))}

    def in_order(self, numbers: Mapping[Outcome, int]) -> dict[Outcome, int]:
        """The numbers in the scheme's order. Raises Refused for an outcome that it does not know."""
        unknown = numbers.keys() - self.places.keys()
        if unknown:
            form, rule, band, status = min(unknown)
            raise Refused(
                Said('{file}: "{status}" of form "{form}", rule "{rule}", band "{band}" is not in its scheme', file=FILE,
                     status=status[:40], form=form[:40], rule=rule[:40], band=band[:40])
            )  # fmt: skip
        return dict(sorted(numbers.items(), key=lambda one: self.places[one[0]]))


def read_verdicts(content: bytes, known: KnownOutcomes) -> dict[Outcome, int]:
    """The number of subjects by outcome, of an appraisal or of a sum.

    A subject whose rows decide each for itself is counted once for an outcome, however many of its rows have it.
    Raises Refused where the file is not what export writes.
    """
    numbers: Counter[Outcome] = Counter()
    for (_, outcome), number in _numbers(content).items():
        numbers[outcome] += number
    return known.in_order(numbers)


def read_verdicts_apart(content: bytes, known: KnownOutcomes) -> dict[str, dict[Outcome, int]]:
    """The same for each subject by its id (a sum's unit)."""
    apart: dict[str, dict[Outcome, int]] = {}
    for (subject, outcome), number in _numbers(content).items():
        apart.setdefault(subject, {})[outcome] = number
    return {subject: known.in_order(numbers) for subject, numbers in apart.items()}


def _numbers(content: bytes) -> dict[tuple[str, Outcome], int]:
    """The number of subjects by subject and outcome: 1 where the subject is no sum itself."""
    reader = csv.reader(io.StringIO(decode_utf8(content, FILE), newline=""), strict=True)
    try:
        columns = {name: at for at, name in enumerate(next(reader, []))}
        wanted = itemgetter(*(columns[name] for name in ("subject", "form", "rule", "band", "status")))
        if "subjects" not in columns:
            return {(of, (form, rule, text_of(band), status)): 1
                    for of, form, rule, band, status in set(map(wanted, reader))}  # fmt: skip
        found: dict[tuple[str, Outcome], int] = {}
        for row in reader:
            of, form, rule, band, status = wanted(row)
            number = parse_whole(row[columns["subjects"]])
            if number is None or (of, (form, rule, text_of(band), status)) in found:
                raise ValueError(row)
            found[of, (form, rule, text_of(band), status)] = number
        return found
    except (csv.Error, KeyError, IndexError, ValueError):
        line = max(1, reader.line_num)
        raise Refused(
            Said("{file} line {line}: not what pingyi export writes", file=FILE, line=line)
        ) from None


def rules_of(scheme: Scheme, form: str) -> tuple[Rule, ...]:
    """The rules that can speak of a subject of a form."""
    kind: Kind = scheme.forms[form].kind
    return tuple(rule for rule in scheme.rules if kind in rule.kinds and rule.form in (None, form))


def outcomes(scheme: Scheme) -> Iterator[Outcome]:
    """Every outcome that the scheme knows, in its order: a rule's, and what a whole band leaves open."""
    for form in scheme.forms:
        bands = dict.fromkeys(rule.band for rule in rules_of(scheme, form) if rule.band is not None)
        for rule in rules_of(scheme, form):
            yield from ((form, rule.id, rule.band or "", status) for status in _STATUSES)
        for band in bands:
            yield from ((form, "", band, status) for status in _STATUSES)


def verdict_rows(
    scheme: Scheme, subject: str, name: str, verdicts: Iterable[tuple[Outcome, int]]
) -> Iterator[Sequence[object]]:
    """The lines of one unit."""
    words = {rule.id: free_text(rule.verdict) for rule in scheme.rules}
    for (form, rule, band, status), number in verdicts:
        yield form, subject, free_text(name), rule, free_text(band), words.get(rule, ""), status, number
