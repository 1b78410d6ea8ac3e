"""Adding packages up, one at a time: what is refused, and what is kept of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from exports.how_counted import HowCounted
from exports.rollup.common_scheme import CommonScheme
from exports.rollup.figures import Total
from exports.rollup.how_together import added_how, how_of_units
from exports.rollup.packed import Packed, Packer
from exports.rollup.roll import same_name
from exports.rollup.rolled_up import RolledUp, SummedUnit
from exports.rollup.unit_package import UnitPackage
from exports.rollup.units import Row, Unit, code_in, moved_below, name_in
from tally.said import Refused, Said, Translate


@dataclass(frozen=True, slots=True)
class Named:
    """What the person said of the sum; empty: as the units say, or in general words."""

    title: str = ""
    unit: str = ""
    period: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class _Held:
    unit: Unit
    packed: Packed
    below: tuple[Row, ...]


class Gathering:
    """Packages added up so far."""

    def __init__(self, named: Named | None = None) -> None:
        self._said = named or Named()
        self._common: CommonScheme | None = None
        self._first = ""
        self._held: list[_Held] = []
        self._names: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        self._titles: set[str] = set()
        self._period = ""
        self._language = ""
        self._packer = Packer()
        self._total = Total()
        self._how = HowCounted()

    def __len__(self) -> int:
        return len(self._held)

    @property
    def language(self) -> str:
        """The language of the first package's tables, and of all that were added."""
        return self._language

    def add(self, where: str, package: UnitPackage) -> None:
        """Add a package; `where` is how the person named it.

        Raises Refused, saying which other package stands against it, and then nothing of it was added.
        """
        rest = package.scheme.shared.scheme
        period = package.scheme.period
        self._refuse_twice(where, package)
        if self._common is None:
            common = CommonScheme(rest)
            self._first, self._period, self._language = where, period, rest.language
        else:
            common = self._common
            if not self._said.period and period != self._period:
                raise self._mixed(where, Said("{what}: {one} / {two}", what=Said("the period"), one=self._period,
                                              two=period))  # fmt: skip
            difference = common.differs(rest)
            if difference is not None:
                raise self._mixed(where, difference)
        self._common = common
        self._keep(where, package)

    def _mixed(self, where: str, difference: Said) -> Refused:
        return Refused(
            Said("its rules are not those of {first}: {difference}", first=self._first, difference=difference)
        )

    def _refuse_twice(self, where: str, package: UnitPackage) -> None:
        codes = [package.check_code, *filter(None, map(code_in, package.below.rows if package.below else ()))]
        for code in dict.fromkeys(codes):
            if code in self._codes:
                raise Refused(
                    Said("the count of {unit} (check code {code}) is in {other} already", unit=package.name,
                         code=code, other=self._codes[code])
                )  # fmt: skip
        other = self._names.get(same_name(package.name))
        if other is not None:
            raise Refused(Said("{unit} stands in {other} already", unit=package.name, other=other))

    def _keep(self, where: str, package: UnitPackage) -> None:
        how, scheme = package.how, package.scheme
        unit = Unit(
            "", package.name, package.title, scheme.period, how.as_of, how.sealed, package.complete,
            how.separate_accounts, package.check_code,
        )  # fmt: skip
        rows = package.below.rows if package.below else ()
        self._held.append(_Held(unit, self._packer.pack(package.figures), rows))
        self._total.add(package.figures)
        self._names[same_name(package.name)] = where
        self._codes[package.check_code] = where
        self._codes |= {code: where for code in map(code_in, rows) if code}
        self._titles.add(package.title)
        self._how = added_how(self._how, how)

    def names_below_as_well(self) -> tuple[Said, ...]:
        """Units given by themselves whose name also stands below another: perhaps the same, counted twice."""
        found = {}
        for held in self._held:
            for row in held.below:
                name = name_in(row)
                if same_name(name) in self._names and code_in(row):
                    found[name, held.unit.name] = Said(
                        "{unit} is also among the units of {other}: is it counted twice?", unit=name,
                        other=held.unit.name,
                    )  # fmt: skip
        return tuple(found.values())

    def finish(self, roll: Sequence[str], translate: Translate) -> RolledUp:
        """The sum, its units in the order of their names. Raises Refused where there is none."""
        if self._common is None:
            raise Refused(Said("no package was given"))
        held = sorted(self._held, key=lambda one: (one.unit.name, one.unit.check_code))
        digits = max(4, len(str(len(held))))
        units = []
        for number, one in enumerate(held, start=1):
            id_ = f"u{number:0{digits}}"
            units.append(
                SummedUnit(replace(one.unit, id=id_), one.packed, tuple(moved_below(one.below, id_)))
            )
        scheme = self._common.scheme(
            title=self._said.title or self._title(translate),
            unit=self._said.unit or Said("{count} units together", count=len(units)).text(translate),
            period=self._said.period or self._period,
            language=self._said.language or self._language,
        )
        total = self._packer.pack(self._total.figures)
        return RolledUp(scheme, how_of_units(self._how, units), tuple(units), self.missing(roll), total)

    def _title(self, translate: Translate) -> str:
        if len(self._titles) == 1:
            return next(iter(self._titles))
        return Said("Appraisals of several units").text(translate)

    def missing(self, roll: Iterable[str]) -> tuple[str, ...]:
        """The names of a roll that no unit bears, nor one below a unit, in the roll's order."""
        there = {
            *self._names,
            *(same_name(name_in(row)) for one in self._held for row in one.below if code_in(row)),
        }
        return tuple(name for name in roll if same_name(name) not in there)

    def not_on(self, roll: Iterable[str]) -> tuple[str, ...]:
        """The units that a roll does not have: neither they themselves nor, of a sum, each one below."""
        known = set(map(same_name, roll))
        found: list[str] = []
        for one in self._held:
            if same_name(one.unit.name) in known:
                continue
            below = dict.fromkeys(
                name_in(row) for row in one.below if row[0].count("-") == 0 and code_in(row)
            )
            strange = [name for name in below if same_name(name) not in known]
            found += strange if len(strange) < len(below) else [one.unit.name]
        return tuple(sorted(found))
