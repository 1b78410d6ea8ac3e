"""Which language a person reads, and the catalogue of its words."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from pathlib import Path

from tally.said import Translate, in_english

LANGUAGES = ("zh", "en")
DOMAIN = "pingyi"
CATALOGUES = Path(__file__).with_name("locale")
"""Not by importlib.resources, which takes 5 ms of the start to import."""


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
    catalogue = gettext.translation(DOMAIN, CATALOGUES, languages=[language], fallback=True)
    return catalogue.gettext


def speak(language: str) -> None:
    """Have click's own words in the language too; they are in the same catalogue."""
    if language == "en":
        os.environ["LANGUAGE"] = "en"
        return
    gettext.bindtextdomain(DOMAIN, CATALOGUES)
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language
