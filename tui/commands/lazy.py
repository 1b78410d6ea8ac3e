"""A group whose commands are imported when they are called: a clerk's screen does not wait for the tables."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """Knows each command by the module and the name that it has there."""

    places: Mapping[str, tuple[str, str]] = {}

    def __init__(self, name: str | None = None, **attributes: Any) -> None:  # noqa: ANN401
        super().__init__(name, **attributes)
        # click looks here for what a mistyped name may have meant.
        self.commands = {place: click.Command(place) for place in self.places}

    def list_commands(self, context: click.Context) -> list[str]:
        """The names in the order of the work."""
        return list(self.places)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Import a command; None where there is none of that name."""
        place = self.places.get(name)
        if place is None:
            return None
        command = getattr(import_module(place[0]), place[1])
        if not isinstance(command, click.Command):
            raise TypeError(f"{place} is no command")
        return command
