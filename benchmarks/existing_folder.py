"""A folder given on a benchmark's command line: it has to be there."""

from __future__ import annotations

import argparse
from pathlib import Path


def existing_folder(text: str) -> Path:
    """The folder of that name. Raises what argparse turns into one line."""
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {text}")
    return path
