"""Several results added up: the folded groups of a line, or a line of all organizations together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tally.counting import no_marks, sum_accounting
from tally.measuring import measure_value
from tally.results import Result
from tally.scheme import Scheme


def added_results(scheme: Scheme, results: Sequence[Result]) -> Result:
    """One result of the same line: marks and ballots added, measures over the sums (never means of rates).

    A number that one of them does not state is not stated in the sum; one without any bundle (its ballots are stated
    nowhere) adds nothing. What else it says is the first one's.
    """
    if len(results) == 1:
        return results[0]
    marks = no_marks(len(scheme.grades))
    for result in results:
        marks = marks + result.marks
    stated = [result.accounting for result in results if result.accounting.collected is not None]
    accounting = sum_accounting(stated)
    rows = results[0].rows
    return replace(
        results[0],
        marks=marks,
        accounting=accounting,
        measures={
            measure.id: measure_value(measure, marks, accounting, rows)
            for measure in scheme.measures.values()
        },
    )
