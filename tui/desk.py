"""What a command works with: the folder, the person, the language, and ways to say things."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tally.quick_dataclass import dataclass
from tally.said import Said, Translate

if TYPE_CHECKING:
    from store.appraisal import Appraisal


@dataclass(frozen=True, slots=True)
class Desk:
    """The global options of one call of `pingyi`."""

    folder: Path
    declared: str | None
    language: str
    translate: Translate

    def appraisal(self) -> Appraisal:
        """The appraisal in the folder, opened for the person. Raises Refused where that cannot be."""
        # Only here: a help text, a wrong call and `check` do without it.
        from store.appraisal import open_appraisal

        return open_appraisal(self.folder, self.declared)

    def words(self, said: Said) -> str:
        """A sentence in the person's language."""
        return said.text(self.translate)

    def say(self, said: Said) -> None:
        """Print a sentence."""
        click.echo(self.words(said))

    def say_all(self, every: Iterable[Said]) -> None:
        """Print several sentences, a line each."""
        for said in every:
            self.say(said)

    def warn(self, said: Said) -> None:
        """Print a sentence on stderr; the command goes on."""
        click.echo(self.words(said), err=True)
