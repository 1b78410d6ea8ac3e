"""What a person reads whose terminal is set to another character set than UTF-8 (GBK, mostly)."""

from __future__ import annotations

GARBLED = "Chinese garbled? Set the terminal to UTF-8 (PuTTY: Window > Translation)."
"""In ASCII and in no catalogue: on such a terminal it is the only line that can be read."""
