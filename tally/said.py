"""A sentence for a person, kept apart from the language that it will be said in.

The lower floors know what went wrong and with which values; only the screens know the person's
language. So a floor below says `Said("{file} is damaged", file=...)`: the English template is the
message id of the gettext catalogues, and the values are filled in after translation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

Translate = Callable[[str], str]


def in_english(template: str) -> str:
    """The identity translation: message ids are English sentences."""
    return template


class Said:
    """One sentence: an English template with named `{places}` and their values.

    A value may itself be a `Said` (or a tuple of them, joined by "; "); it is translated with the
    whole. Values that come from a scheme or a file (labels, names) are never translated.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, object]

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values = MappingProxyType(values)

    def text(self, translate: Translate = in_english) -> str:
        """The sentence in the language that `translate` gives."""
        filled = {name: _value_text(value, translate) for name, value in self.values.items()}
        template = translate(self.template)
        return template.format(**filled) if filled else template.format()

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"Said({self.text()!r})"

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Said)
            and self.template == other.template
            and dict(self.values) == dict(other.values)
        )

    def __reduce__(self) -> tuple[object, ...]:
        return _said, (self.template, dict(self.values))

    def __hash__(self) -> int:
        return hash((self.template, tuple(sorted((k, str(v)) for k, v in self.values.items()))))


def _said(template: str, values: Mapping[str, object]) -> Said:
    return Said(template, **values)


def _value_text(value: object, translate: Translate) -> str:
    if isinstance(value, Said):
        return value.text(translate)
    if isinstance(value, tuple):
        return translate("; ").join(_value_text(part, translate) for part in value)
    return str(value)


class Refused(Exception):
    """Something a person asked for was not done, and nothing was changed.

    `said` tells what is wrong, where, and what to do; the command line prints it in one line and
    ends with exit status 2.
    """

    def __init__(self, said: Said) -> None:
        super().__init__(said.text())
        self.said = said


class Mistakes(Refused):
    """Several mistakes in what was given, found in one reading; `every` holds every one."""

    def __init__(self, said: Said, every: tuple[Said, ...]) -> None:
        super().__init__(said)
        self.every = every
