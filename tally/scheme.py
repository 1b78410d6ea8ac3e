"""The scheme (方案): an appraisal's fixed description, as typed values that cannot be half right.

`tally.scheme_reader` makes a `Scheme` out of the text of `scheme.toml`; the format is told there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import Enum

from tally.conditions import Condition
from tally.quick_dataclass import dataclass


class Layout(Enum):
    """How a form's paper is laid out."""

    SINGLE = "single"
    """One subject a ballot; the items are the rows."""
    ROSTER = "roster"
    """The subjects of one organization are the rows."""


class Kind(Enum):
    """What is appraised."""

    ORGANIZATION = "organization"
    MEMBER = "member"


class Decides(Enum):
    """Which row of a form decides a verdict."""

    OVERALL = "overall"
    POOLED = "pooled"
    EACH = "each"


class Base(Enum):
    """What a rate is taken over (domain.md, "What units do differently")."""

    VALID = "valid"
    """Settled ballots not void; blank and spoiled rows stay in."""
    MARKED = "marked"
    """Rows that bear a grade."""
    COLLECTED = "collected"
    ISSUED = "issued"
    ELIGIBLE = "eligible"


class FallsOn(Enum):
    """Whom a verdict falls on."""

    SUBJECT = "subject"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Form:
    """A printed sheet (评议表): its rows and how they decide."""

    id: str
    title: str
    layout: Layout
    kind: Kind
    items: tuple[str, ...]
    overall: str | None
    overall_first: bool
    decides: Decides
    due: date | None
    rows_per_page: int | None

    @property
    def item_labels(self) -> tuple[str, ...]:
        """The labels of one subject's rows in the order of the paper, the overall row included."""
        if self.overall is None:
            return self.items
        return (self.overall, *self.items) if self.overall_first else (*self.items, self.overall)

    @property
    def overall_place(self) -> int | None:
        """The place (from 0) of the overall row among `item_labels`."""
        if self.overall is None:
            return None
        return 0 if self.overall_first else len(self.items)


@dataclass(frozen=True, slots=True)
class Group:
    """A rater group (评议员类别). One that is not pooled is shown apart and decides nothing."""

    id: str
    label: str
    pooled: bool


@dataclass(frozen=True, slots=True)
class Minimum:
    """How many raters of one group a panel must have; all of them where there are few enough."""

    group: str
    at_least: int
    all_up_to: int | None


@dataclass(frozen=True, slots=True)
class Panel:
    """How many raters (评议员规定人数) a subject must have, of which groups."""

    id: str
    form: str
    raters: int
    minimum: tuple[Minimum, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A rate: chosen grades (places from 1) over a base, some grades perhaps left out of the base."""

    id: str
    label: str
    grades: frozenset[int]
    base: Base
    exclude: frozenset[int]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a plan says of a value: to whom it applies, when, the verdict and what follows."""

    id: str
    kinds: frozenset[Kind]
    form: str | None
    groups: tuple[str, ...]
    when: Condition
    verdict: str
    consequences: tuple[str, ...]
    band: str | None
    on: FallsOn


@dataclass(frozen=True, slots=True)
class Validity:
    """What makes an appraisal or a ballot invalid."""

    over_issued_invalid: bool = True
    blank_ballot_void: bool = False


@dataclass(frozen=True, slots=True)
class Roles:
    """Login names by role. An empty list: anybody."""

    organizers: tuple[str, ...] = ()
    clerks: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()


class Opinions(Enum):
    """When the text of an opinion is typed."""

    APART = "apart"
    INLINE = "inline"
    NONE = "none"


class Fill(Enum):
    """In which passes one key may fill the rest of a ballot."""

    FIRST = "first"
    BOTH = "both"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Keying:
    """How ballots are keyed and ruled on."""

    opinions: Opinions = Opinions.APART
    rulings_blind: bool = True
    third_value_needs_second_reviewer: bool = False
    voids_reviewed: bool = True
    fill: Fill = Fill.FIRST
    numbered_by_stamp: bool = False


@dataclass(frozen=True, slots=True)
class Scheme:
    """One appraisal's whole description."""

    title: str
    unit: str
    period: str
    language: str
    grades: tuple[str, ...]
    assumed: tuple[str, ...]
    forms: Mapping[str, Form]
    groups: Mapping[str, Group]
    panels: Mapping[str, Panel]
    measures: Mapping[str, Measure]
    rules: tuple[Rule, ...]
    validity: Validity = field(default_factory=Validity)
    roles: Roles = field(default_factory=Roles)
    keying: Keying = field(default_factory=Keying)

    @property
    def pooled_groups(self) -> tuple[str, ...]:
        """The groups that count together towards a verdict."""
        return tuple(group.id for group in self.groups.values() if group.pooled)

    def bands(self) -> dict[str, tuple[Rule, ...]]:
        """The rules of each band, in the scheme's order."""
        found: dict[str, tuple[Rule, ...]] = {}
        for rule in self.rules:
            if rule.band is not None:
                found[rule.band] = (*found.get(rule.band, ()), rule)
        return found
