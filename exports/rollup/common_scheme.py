"""The scheme that a sum is under: what the units' schemes share, with every unit's groups and assumptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from exports.rollup.same_rules import first_difference
from tally.said import Said
from tally.scheme import Group, Scheme


class CommonScheme:
    """What the schemes share so far.

    Groups stay in the schemes' order where all list the same, else they are put in order of their ids, so that the
    order in which packages are read decides nothing.
    """

    def __init__(self, first: Scheme) -> None:
        self._scheme = first
        self._groups: dict[str, Group] = dict(first.groups)
        self._order: tuple[str, ...] = tuple(first.groups)
        self._assumed = set(first.assumed)
        self._seen: set[int] = {id(first)}
        self._kept = [first]

    def differs(self, other: Scheme) -> Said | None:
        """In what a further scheme differs from those before; None where it may be added, and then it is.

        `other` may be handed in again for another unit: that costs nothing.
        """
        if id(other) in self._seen:
            return None
        difference = first_difference(replace(self._scheme, groups=self._groups), other)
        if difference is not None:
            return difference
        self._groups |= other.groups
        if tuple(other.groups) != self._order:
            self._order = tuple(sorted(self._groups))
        self._assumed |= set(other.assumed)
        if len(self._kept) < _REMEMBERED:
            # Kept alive, so that no later scheme has the same identity.
            self._seen.add(id(other))
            self._kept.append(other)
        return None

    def scheme(self, *, title: str, unit: str, period: str, language: str) -> Scheme:
        """The scheme of the sum."""
        first = self._scheme
        return replace(
            first,
            title=title,
            unit=unit,
            period=period,
            language=language,
            groups={id_: self._groups[id_] for id_ in self._order},
            panels={},
            assumed=_in_order(self._assumed),
            forms={id_: replace(form, due=None, rows_per_page=None) for id_, form in first.forms.items()},
        )


_REMEMBERED = 256


def _in_order(assumed: Iterable[str]) -> tuple[str, ...]:
    left_out = ("panels", "keying", "roles")
    return tuple(sorted(one for one in assumed if one.split(".")[0] not in left_out))
