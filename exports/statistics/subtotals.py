"""Which lines a unit's summary has: organizations under those that they belong to, a subtotal a block, the total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tally.subjects import Subjects


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """A line: the organization's own (`adds` empty), or the sum of the organizations `adds`.

    `subject`: whose line or block it is, empty for the total; `depth`: how far it stands in.
    """

    subject: str
    depth: int
    adds: tuple[str, ...] = ()


def summary_lines(subjects: Sequence[str], known: Subjects) -> tuple[SummaryLine, ...]:
    """An organization, then those that belong to it in the order of subjects.csv, then their subtotal; total last.

    One that was not rated itself has no line of its own and still a subtotal (小计 under each 总支, tables.md).
    A block of one line has no subtotal, nor has one that is the whole table.
    """
    wanted = set(subjects)
    below = _below(wanted, known)
    lines: list[SummaryLine] = []
    order: list[str] = []
    last: tuple[str, ...] = ()
    waiting: list[tuple[str, int, int | None]] = [(root, 0, None) for root in reversed(below[""])]
    while waiting:
        subject, depth, start = waiting.pop()
        if start is not None:
            added = tuple(order[start:])
            if 2 <= len(added) < len(wanted) and added != last:
                lines.append(SummaryLine(subject, depth, added))
                last = added
            continue
        start = len(order)
        if subject in wanted:
            order.append(subject)
            lines.append(SummaryLine(subject, depth))
        if subject in below:
            waiting.append((subject, depth, start))
            inside = depth + (subject in wanted)
            waiting += [(one, inside, None) for one in reversed(below[subject])]
    return (*lines, SummaryLine("", 0, tuple(order)))


def _below(wanted: set[str], known: Subjects) -> dict[str, list[str]]:
    """The organizations that stand under each, and under "" those that stand under none; in the file's order."""
    above: dict[str, str] = {}
    for subject in wanted:
        climbing, climbed = subject, {subject}
        while climbing not in above:
            within = known.by_id[climbing].within if climbing in known.by_id else ""
            above[climbing] = within if within in known.by_id and within not in climbed else ""
            if not above[climbing]:
                break
            climbing = above[climbing]
            climbed.add(climbing)
    place = {subject: at for at, subject in enumerate(known.by_id)}
    below: dict[str, list[str]] = {"": []}
    for subject in sorted(above, key=lambda one: (place.get(one, len(place)), one)):
        below.setdefault(above[subject], []).append(subject)
    return below
