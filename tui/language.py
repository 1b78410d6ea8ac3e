"""Which language a person reads, and the catalogue of its words."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from importlib.resources import as_file, files

from tally.said import Translate, in_english

LANGUAGES = ("zh", "en")
DOMAIN = "pingyi"


def language_of(environment: Mapping[str, str]) -> str:
    """Chinese where the locale is Chinese, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def translator(language: str) -> Translate:
    """The words of a language; English sentences are the message ids."""
    if language == "en":
        return in_english
    with as_file(files("tui") / "locale") as folder:
        catalogue = gettext.translation(DOMAIN, folder, languages=[language], fallback=True)
    return catalogue.gettext


def speak(language: str) -> None:
    """Have click's own words in the language too; they are in the same catalogue."""
    if language == "en":
        os.environ["LANGUAGE"] = "en"
        return
    with as_file(files("tui") / "locale") as folder:
        gettext.bindtextdomain(DOMAIN, folder)
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language
