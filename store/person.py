"""Who is at the keyboard.

Where accounts are separate the name is that of the real uid in the password database, which the
kernel vouches for. In one account names are declared (`--as`), and every table says so.
"""

from __future__ import annotations

import os
import pwd
import unicodedata

from tally.quick_dataclass import dataclass
from tally.said import Refused, Said

LONGEST_NAME = 32


def same_name(name: str) -> str:
    """The form in which names are compared: NFKC, trimmed, case folded."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


@dataclass(frozen=True, slots=True)
class Person:
    """A person by name; two names that differ in width, case or outer space only are one person."""

    name: str

    @property
    def key(self) -> str:
        """The name as it is compared and as it stands in file names."""
        return same_name(self.name)

    def is_called(self, name: str) -> bool:
        """Whether `name` means this person."""
        return self.key == same_name(name)


def account_name() -> str:
    """The login name of the real uid, whatever the environment says."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        raise Refused(
            Said(
                "this account (uid {uid}) has no name in the password database; ask who runs the host",
                uid=os.getuid(),
            )
        ) from None


def declared_person(name: str) -> Person:
    """A person who says who they are. Raises Refused for a name that cannot stand in a file name."""
    shown = unicodedata.normalize("NFKC", name).strip()
    allowed = shown and all(
        unicodedata.category(character)[0] in "LN" or character in "_-.·" for character in shown
    )
    if not allowed or shown[0] in ".-" or len(shown) > LONGEST_NAME:
        raise Refused(
            Said(
                'the name "{name}" cannot be used; write letters and digits without spaces, at most {most}',
                name=name,
                most=LONGEST_NAME,
            )
        )
    return Person(shown)
