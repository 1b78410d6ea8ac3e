"""Names of worksheets that Excel takes."""

from __future__ import annotations

import re

from exports.plain_text import clean

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LONGEST = 31
"""UTF-16 units, as Excel counts them."""


def worksheet_name(number: int, title: str) -> str:
    """The name of the worksheet with this number: the number makes it unique, the title is cut to fit.

    What Excel forbids in a name is shown as `-`.
    """
    name = f"{number} {_FORBIDDEN.sub('-', clean(title))}".rstrip()
    while len(name.encode("utf-16-le")) > 2 * _LONGEST:
        name = name[:-1]
    return name.rstrip()
