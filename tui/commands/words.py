"""Words that stand in decorators: they are said when the commands are imported, after the language is settled."""

from __future__ import annotations

import gettext
import os

from tui.language import DOMAIN


def say(message: str) -> str:
    """A help text in the language that `tui.program` has settled."""
    if os.environ.get("LANGUAGE", "en") == "en":
        return message
    return gettext.dgettext(DOMAIN, message)
