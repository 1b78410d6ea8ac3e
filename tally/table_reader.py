"""One table of a scheme, read field by field; each mistake is noted with its line and reading goes on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from tally.findings import Finding, Level
from tally.said import Said

if TYPE_CHECKING:
    from tally.toml_lines import Path

Choice = TypeVar("Choice", bound=Enum)


@dataclass
class Notes:
    """The findings of one file and the lines that its keys stand on."""

    file: str
    text: str
    findings: list[Finding] = field(default_factory=list)
    _lines: dict[Path, int] | None = field(default=None, init=False)

    def mistake(self, path: Path, said: Said) -> None:
        """Note a mistake at `path`."""
        self.note(Level.MISTAKE, path, said)

    def note(self, level: Level, path: Path, said: Said) -> None:
        """Note a finding of any level at `path`."""
        # For a finding alone: most schemes have none, and every command reads one.
        from tally.toml_lines import key_lines, line_of

        if self._lines is None:
            self._lines = key_lines(self.text)
        self.findings.append(Finding(level, self.file, line_of(self._lines, path), _dotted(path), said))


class TableReader:
    """Reads the fields of one table. A wrong field is noted and read as its default."""

    def __init__(self, notes: Notes, path: Path, table: Mapping[str, Any], known: Iterable[str]) -> None:
        self.notes = notes
        self.path = path
        self.table = table
        known = tuple(known)
        for key in table:
            if key not in known:
                import difflib  # for a mistake only: every command would wait for it

                near = difflib.get_close_matches(key, known, n=1)
                self.wrong(
                    key,
                    Said("unknown; did you mean {near}?", near=near[0])
                    if near
                    else Said("unknown here; known are {known}", known=", ".join(known)),
                )

    def wrong(self, key: str, said: Said) -> None:
        """Note a mistake in `key`."""
        self.notes.mistake((*self.path, key), said)

    def text(self, key: str, *, required: bool = True, default: str = "") -> str:
        """A text; empty is a mistake where it is required."""
        value = self.table.get(key)
        if value is None:
            if required:
                self.wrong(key, Said('missing; write {key} = "..."', key=key))
            return default
        if not isinstance(value, str) or (required and not value.strip()):
            self.wrong(key, Said("should be a text in quotes that is not empty"))
            return default
        return value.strip()

    def optional_text(self, key: str) -> str | None:
        """A text, or None where the key is left out."""
        return self.text(key) or None if key in self.table else None

    def integer(self, key: str, *, least: int, most: int) -> int | None:
        """A whole number within bounds, or None where left out or wrong."""
        value = self.table.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.wrong(key, Said("should be a whole number from {least} to {most}", least=least, most=most))
            return None
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """`true` or `false`."""
        value = self.table.get(key, default)
        if not isinstance(value, bool):
            self.wrong(key, Said("should be true or false"))
            return default
        return value

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts, none of them empty."""
        value = self.table.get(key)
        if value is None:
            if required:
                self.wrong(key, Said('missing; write {key} = ["..."]', key=key))
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            self.wrong(key, Said('should be a list of texts, as in ["...", "..."]'))
            return ()
        return tuple(one.strip() for one in value)

    def choice(self, key: str, kinds: type[Choice], default: Choice | None) -> Choice | None:
        """One of an enumeration's values; None where it is required (no default) and missing or wrong."""
        value = self.table.get(key)
        allowed = ", ".join(str(kind.value) for kind in kinds)
        if value is None:
            if default is None:
                self.wrong(key, Said("missing; write one of {allowed}", allowed=allowed))
            return default
        for kind in kinds:
            if kind.value == value:
                return kind
        self.wrong(key, Said('"{value}" is not known; write one of {allowed}', value=value, allowed=allowed))
        return default

    def one_of(self, key: str, first: str, *others: str) -> str:
        """One of a few words; `first` is the default."""
        value = self.table.get(key, first)
        if value not in (first, *others):
            self.wrong(
                key,
                Said(
                    '"{value}" is not known; write one of {allowed}',
                    value=value,
                    allowed=", ".join((first, *others)),
                ),
            )
            return first
        return str(value)

    def known_ids(self, key: str, known: Iterable[str], what: Said) -> tuple[str, ...]:
        """A list of ids, each of which has to be among `known`."""
        known = tuple(known)
        found = self.texts(key)
        for one in found:
            if one not in known:
                self.wrong(
                    key,
                    Said(
                        'there is no {what} "{id}"; there are {known}',
                        what=what,
                        id=one,
                        known=", ".join(known) or "-",
                    ),
                )
        return tuple(one for one in found if one in known)

    def known_id(self, key: str, known: Iterable[str], what: Said, *, required: bool) -> str | None:
        """An id that has to be among `known`."""
        known = tuple(known)
        if key not in self.table and not required:
            return None
        value = self.text(key)
        if value and value not in known:
            self.wrong(
                key,
                Said(
                    'there is no {what} "{id}"; there are {known}',
                    what=what,
                    id=value,
                    known=", ".join(known) or "-",
                ),
            )
            return None
        return value or None

    def grades(self, key: str, count: int, *, required: bool) -> frozenset[int]:
        """A list of places of grades, from 1."""
        value = self.table.get(key)
        if value is None:
            if required:
                self.wrong(key, Said("missing; write the places of the grades, as in [1, 2]"))
            return frozenset()
        if (
            not isinstance(value, list)
            or (required and not value)
            or not all(
                isinstance(one, int) and not isinstance(one, bool) and 1 <= one <= count for one in value
            )
        ):
            self.wrong(key, Said("should be a list of places from 1 to {count}, as in [1, 2]", count=count))
            return frozenset()
        if len(set(value)) != len(value):
            self.wrong(key, Said("names a grade twice"))
        return frozenset(value)


def _dotted(path: Path) -> str:
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else part
    return text
