"""The least number of marks to move between classes so that linear constraints hold, in exact integers.

Marks that weigh the same in every constraint form one class, so a row's marks are a short vector. One
constraint is met by moving the marks that gain most; three classes leave one number to try, nearest
first; more are a small integer program, solved by branch and bound over the dual simplex method
(Land & Doig 1960; integer pivots after Edmonds 1967, so that nothing is ever rounded).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, gcd


@dataclass(frozen=True, slots=True)
class Constraint:
    """`sum(weight * marks of the class) + constant > 0`, or `>= 0` where not `strict`.

    `absent` is what one row of a sheet that turns out not to exist adds, where it leaves a base.
    """

    weights: tuple[int, ...]
    constant: int
    strict: bool
    absent: int = 0

    def lacks(self, marks: Sequence[int]) -> int:
        """By how much the constraint fails to hold of `marks`; 0 or less where it holds."""
        value = sum(weight * number for weight, number in zip(self.weights, marks, strict=True))
        return (1 if self.strict else 0) - value - self.constant


Target = tuple[Constraint, ...]
"""Constraints that hold together in one of the outcomes that differ from the present one."""

MOST_NODES = 120
"""Where a rule over several measures has a window so narrow that hardly any whole numbers of marks fit
(33.33 % to 33.34 %), the search could go on for minutes: after so many nodes it answers with the lower bound."""

MOST_TRIED = 200_000
"""So many ways for the marks to lie are tried one by one before that, and the answer is exact."""

_Need = tuple[tuple[int, ...], int]
"""The weights of the classes, and how much their sum has to grow."""


def least_moves(now: Sequence[int], target: Target, below: int | None = None) -> int | None:
    """The least number of marks that have to change class so that `target` holds.

    None where no moves lead there, or none fewer than `below`. Exact, but for many marks in more than three
    classes see `MOST_NODES`: never above the true number, and never None where there is one. Marks never come or go: a class that
    weighs nothing stands for those outside.
    """
    found = _needs(now, target)
    if found is None:
        return None
    now, needs = found
    alone = [_by_gain(now, weights, lacks) for weights, lacks in needs]
    least = 0
    for one in alone:
        if one is None:
            return None
        least = max(least, one)
    if below is not None and least >= below:
        return None
    if len(needs) <= 1 or least == 0:
        return least
    return _nearest_first(now, needs, below, least) if len(now) <= 3 else _branch(now, needs, below)


def _needs(now: Sequence[int], target: Target) -> tuple[tuple[int, ...], list[_Need]] | None:
    """Classes that weigh the same taken together, constraints in lowest terms; None: one can never hold."""
    if not target:
        return (sum(now),), []
    columns = list(zip(*(constraint.weights for constraint in target), strict=True))
    kinds = list(dict.fromkeys(columns))
    place = {kind: at for at, kind in enumerate(kinds)}
    merged = [0] * len(kinds)
    for marks, column in zip(now, columns, strict=True):
        merged[place[column]] += marks
    needs: dict[tuple[int, ...], int] = {}
    for at, constraint in enumerate(target):
        lacks = constraint.lacks(now)
        least = min(kind[at] for kind in kinds)
        step = gcd(*(kind[at] - least for kind in kinds))
        if step == 0:
            if lacks > 0:
                return None
            continue
        # The sum grows by whole steps only, since the number of marks stays.
        weights = tuple((kind[at] - least) // step for kind in kinds)
        needs[weights] = max(needs.get(weights, -(-lacks // step)), -(-lacks // step))
    return tuple(merged), list(needs.items())


def _by_gain(now: Sequence[int], weights: Sequence[int], lacks: int) -> int | None:
    """The least moves for one constraint: every moved mark goes to the heaviest class, the lightest first."""
    moves, heaviest = 0, max(weights)
    for weight, marks in sorted(zip(weights, now, strict=True)):
        gain = heaviest - weight
        if lacks <= 0 or gain == 0:
            break
        moved = min(marks, -(-lacks // gain))
        moves += moved
        lacks -= moved * gain
    return moves if lacks <= 0 else None


def _nearest_first(now: tuple[int, ...], needs: list[_Need], best: int | None, least: int) -> int | None:
    """Up to three classes: try the size of one, nearest to its present size first, the others in closed form."""
    if len(now) == 2:
        now, needs = (0, *now), [((0, *weights), lacks) for weights, lacks in needs]
        sizes: Iterator[int] = iter((0,))
    else:
        # The class between the two others moves least, so it is the one to try.
        turn = sorted(range(3), key=lambda at: needs[0][0][at])
        turn = [turn[1], turn[0], turn[2]]
        now = tuple(now[at] for at in turn)
        needs = [(tuple(weights[at] for at in turn), lacks) for weights, lacks in needs]
        sizes = _outward(now[0], sum(now))
    total = sum(now)
    found = None
    for size in sizes:
        away = abs(size - now[0])
        if best is not None and away >= best:
            break
        left = total - size
        low, high = 0, left
        for (tried, one, last), lacks in needs:
            # tried*(size-now0) + one*(x-now1) + last*(left-x-now2) >= lacks
            fixed = tried * (size - now[0]) - one * now[1] + last * (left - now[2])
            slope, need = one - last, lacks - fixed
            if slope > 0:
                low = max(low, -(-need // slope))
            elif slope < 0:
                high = min(high, need // slope)
            elif need > 0:
                high = -1
        if low > high:
            continue
        chosen = min(max(now[1], low), high)
        moves = (away + abs(chosen - now[1]) + abs(left - chosen - now[2])) // 2
        if best is None or moves < best:
            best = found = moves
            if best == least:
                break
    return found


def _outward(start: int, most: int) -> Iterator[int]:
    yield start
    for away in range(1, max(start, most - start) + 1):
        if start - away >= 0:
            yield start - away
        if start + away <= most:
            yield start + away


@dataclass(slots=True)
class _Tableau:
    """`denominator * basic = row[0] + sum(row[k] * nonbasic k)`; `cost` likewise, to be made least."""

    denominator: int
    rows: list[list[int]]
    basic: list[int]
    nonbasic: list[int]
    cost: list[int]

    def solve(self) -> bool:
        """Dual simplex with the least index chosen (Bland 1977, so it ends); False: nothing satisfies all."""
        while True:
            negative = [(self.basic[at], at) for at, row in enumerate(self.rows) if row[0] < 0]
            if not negative:
                return True
            at = min(negative)[1]
            row, cost = self.rows[at], self.cost
            enter = 0
            for k in range(1, len(row)):
                if row[k] <= 0:
                    continue
                if enter:
                    order = cost[k] * row[enter] - cost[enter] * row[k]
                    if order > 0 or (order == 0 and self.nonbasic[k - 1] > self.nonbasic[enter - 1]):
                        continue
                enter = k
            if not enter:
                return False
            self._pivot(at, enter)

    def _pivot(self, at: int, enter: int) -> None:
        row, before = self.rows[at], self.denominator
        pivot = row[enter]

        def turned(other: list[int]) -> list[int]:
            factor = other[enter]
            new = [(pivot * a - factor * b) // before for a, b in zip(other, row, strict=True)]
            new[enter] = factor
            return new

        self.rows = [turned(one) if one is not row else row for one in self.rows]
        self.cost = turned(self.cost)
        self.rows[at] = [-one for one in row]
        self.rows[at][enter] = before
        self.denominator = pivot
        self.basic[at], self.nonbasic[enter - 1] = self.nonbasic[enter - 1], self.basic[at]

    def with_row(self, row: list[int], name: int) -> _Tableau:
        """A copy with one more row."""
        return _Tableau(
            self.denominator, [*self.rows, row], [*self.basic, name], [*self.nonbasic], [*self.cost]
        )


def _branch(now: tuple[int, ...], needs: list[_Need], best: int | None) -> int | None:
    """The integer program over the moves from class to class."""
    columns = list(zip(*(weights for weights, _ in needs), strict=True))
    # Moving to a class that another one exceeds in every constraint is never of use.
    ends = [
        one
        for one in columns
        if not any(other != one and all(a >= b for a, b in zip(other, one, strict=True)) for other in columns)
    ]
    moves = [
        (source, tuple(b - a for a, b in zip(columns[source], end, strict=True)))
        for source in range(len(now))
        if now[source]
        for end in ends
        if any(b > a for a, b in zip(columns[source], end, strict=True))
    ]
    rows = [[-lacks, *(gain[at] for _, gain in moves)] for at, (_, lacks) in enumerate(needs)]
    rows += [
        [marks, *(-1 if source == at else 0 for source, _ in moves)] for at, marks in enumerate(now) if marks
    ]
    number = len(moves)
    name = number + len(rows)
    start = _Tableau(
        1, rows, list(range(number, name)), list(range(number)), [0, *(1 for _ in range(number))]
    )
    waiting, found, tried = [(0, start)], None, 0
    while waiting:
        if tried == MOST_NODES:
            if comb(sum(now) + len(now) - 1, len(now) - 1) <= MOST_TRIED:
                return _by_trying(now, needs, best)
            least = min(bound for bound, _ in waiting)
            return least if best is None or least < best else found
        tried += 1
        _, node = waiting.pop()
        if not node.solve():
            continue
        bound = -(-node.cost[0] // node.denominator)
        if best is not None and bound >= best:
            continue
        split = [
            row
            for row, which in zip(node.rows, node.basic, strict=True)
            if which < number and row[0] % node.denominator
        ]
        if not split:
            best = found = bound
            continue
        row, unit = split[0], node.denominator
        floor = row[0] // unit
        waiting.append((bound, node.with_row([floor * unit - row[0], *(-one for one in row[1:])], name)))
        waiting.append((bound, node.with_row([row[0] - (floor + 1) * unit, *row[1:]], name + 1)))
        name += 2
    return found


def _by_trying(now: tuple[int, ...], needs: list[_Need], best: int | None) -> int | None:
    """Every way for the marks to lie in the classes."""
    found = None
    for cuts in combinations(range(sum(now) + len(now) - 1), len(now) - 1):
        edges = (-1, *cuts, sum(now) + len(now) - 1)
        change = [high - low - 1 - was for low, high, was in zip(edges, edges[1:], now, strict=False)]
        moves = sum(abs(one) for one in change) // 2
        if best is not None and moves >= best:
            continue
        if all(sum(w * c for w, c in zip(weights, change, strict=True)) >= lacks for weights, lacks in needs):
            best = found = moves
    return found
