"""Compile the message catalogues (.po) into the binary form that gettext reads, at every build."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """hatchling calls this before it collects the files of a wheel, editable installs included."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write PACKAGE.mo beside each PACKAGE.po."""
        for po in Path(self.root, "tui", "locale").glob("*/LC_MESSAGES/*.po"):
            with po.open("rb") as source:
                catalogue = read_po(source, abort_invalid=True)
            with po.with_suffix(".mo").open("wb") as target:
                write_mo(target, catalogue)
