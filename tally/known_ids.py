"""What a scheme names by ids, asked for by other files: an id that it does not have is refused in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn, TypeVar

from tally.said import Refused, Said

One = TypeVar("One")


class KnownIds(dict[str, One]):
    """Forms or rater groups by id. A batch names some; the scheme may have lost them since.

    `known[id]` raises Refused for an id that is not there; everything else is as in any mapping.
    """

    def __init__(self, what: Said, found: Mapping[str, One]) -> None:
        super().__init__(found)
        self._what = what

    def __missing__(self, id_: str) -> NoReturn:
        raise Refused(
            Said(
                'scheme.toml has no {what} "{id}", and a batch is registered for it; restore the scheme, or withdraw '
                "the batch",
                what=self._what,
                id=id_,
            )
        )
