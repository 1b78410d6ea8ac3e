"""A slip as the fields of a record, and back."""

from __future__ import annotations

from collections.abc import Sequence

from store.chain import Fields
from store.record_fields import WrongField
from tally.readings import Pass
from tally.rulings import PaperReading
from tally.slips import Move, RowRun, Slip, SlipKind


def slip_fields(slip: Slip) -> Fields:
    """The fields of a slip; numbers and texts only."""
    return {
        "kind": slip.kind.value,
        "pass": slip.which.value,
        "ballots": list(slip.ballots),
        "row": slip.row,
        "moves": [[move.number, move.position, move.to] for move in slip.moves],
        "run": [slip.run.number, slip.run.first, slip.run.last, slip.run.by] if slip.run else None,
    }


def read_slip(fields: object) -> Slip:
    """The slip of a record. Raises WrongField where the fields are none."""
    try:
        if not isinstance(fields, dict):
            raise TypeError
        run = fields["run"]
        row = fields["row"]
        return Slip(
            kind=SlipKind(fields["kind"]),
            which=Pass(fields["pass"]),
            ballots=_wholes(fields["ballots"]),
            row=None if row is None else _wholes([row])[0],
            moves=tuple(
                Move(number, position, to)
                for number, position, to in (_move(move) for move in fields["moves"])
            ),
            run=None if run is None else RowRun(*_wholes(run)),
        )
    except (KeyError, ValueError, TypeError, IndexError):
        raise WrongField("slip") from None


def read_paper(value: object) -> tuple[PaperReading, ...]:
    """What was read from the paper with it. Raises WrongField."""
    try:
        if not isinstance(value, list):
            raise TypeError
        found = []
        for ballot, row, code in value:
            if not isinstance(code, str):
                raise TypeError
            number, place = _wholes([ballot, row])
            found.append(PaperReading(number, place, code))
        return tuple(found)
    except (ValueError, TypeError):
        raise WrongField("paper") from None


def _move(values: Sequence[object]) -> tuple[int, int, int | None]:
    number, position, to = values
    whole_number, whole_position = _wholes([number, position])
    return whole_number, whole_position, None if to is None else _wholes([to])[0]


def _wholes(values: Sequence[object]) -> tuple[int, ...]:
    if not isinstance(values, list) or not all(type(value) is int for value in values):
        raise TypeError
    return tuple(values)
