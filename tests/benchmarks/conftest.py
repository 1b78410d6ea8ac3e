"""The benchmarks are run from the repository and not installed; what is installed is still found first."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2]))
