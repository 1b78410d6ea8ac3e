"""Writing the submission package of an appraisal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from exports.csv_encoding import UTF_8
from store.appraisal import Appraisal
from tui import language
from tui.package_place import write_by_day, write_out
from tui.watched_files import WatchedFiles


class Phase(Enum):
    """What an export does, one after the other."""

    READING = "reading"
    """Bundles are read out of custody and counted."""
    PRINTING = "printing"
    """Tables and reports are made; nothing is on the disk yet."""
    WRITING = "writing"
    """The files are written beside their place; one rename at the end makes them the package."""


Progress = Callable[[Phase, int, int], None]
"""Told how much of a phase is done, and of how much (0 where that is not known). What it raises ends the export,
and nothing of it is left on the disk."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A package that was written: where, whether the count in it is complete, and whether it is official."""

    folder: Path
    complete: bool
    sealed: bool


def export_package(
    appraisal: Appraisal,
    out: Path | None = None,
    *,
    formats: Sequence[str] = (),
    encoding: str = UTF_8,
    progress: Progress | None = None,
) -> Exported:
    """Count, and write the submission package.

    Without a place of their own, packages lie in export/ by the day of the ledger's last entry. Raises Refused
    where the person may not look, where the place is not free, and for what `exports.package.package_files`
    refuses; and whatever `progress` raises, with nothing written.
    """
    from exports.package import package_files
    from store.two_at_once import both
    from tui.counting_once import count_once

    told = progress if progress is not None else _nobody

    def read(done: int, of: int) -> None:
        told(Phase.READING, done, of)

    def printed(done: int, of: int = 0) -> None:
        told(Phase.PRINTING, done, of)

    translate = language.translator(appraisal.scheme.language)
    counted = count_once(appraisal, translate, read if progress is not None else None)
    printed(0)
    files = package_files(
        counted.tally,
        counted.circumstances,
        counted.gathering,
        translate,
        formats=formats,
        encoding=encoding,
        progress=printed,
        both=both,
    )
    complete, about = counted.tally.complete, counted.circumstances
    del counted  # a large tally takes as much memory as the package
    told(Phase.WRITING, 0, len(files))
    watched = WatchedFiles(files, lambda done: told(Phase.WRITING, done, len(files)))
    if out is not None:
        folder = write_out(out, watched)
    else:
        folder = write_by_day(appraisal.layout.folder("export"), about.as_of or "empty", watched)
    return Exported(folder, complete, about.sealed)


def _nobody(phase: Phase, done: int, of: int) -> None:
    """Nobody is told."""
