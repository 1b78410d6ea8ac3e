"""`python -m benchmarks.province.called MODULE FUNCTION WORD…`: the child's side of `own_process.run_work`."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import sys
import time
from pathlib import Path


def main() -> None:
    """Get ready, do the work, and say what it took as one JSON object."""
    module, function, *words = sys.argv[1:]
    work = getattr(importlib.import_module(f"benchmarks.province.works.{module}"), function)(*words)
    used, began = sum(os.times()[:4]), time.perf_counter()
    result = work()
    # With the processes that it has made and waited for.
    seconds, processor = time.perf_counter() - began, sum(os.times()[:4]) - used
    # Before the digest is made, which takes memory of its own.
    megabytes = peak()
    counts = counts_digest(result.found()) if hasattr(result, "found") else None
    print(
        json.dumps({
            "seconds": seconds, "processor": processor, "megabytes": megabytes,
            "counts": counts,
        })
    )  # fmt: skip


def peak() -> float:
    """The most memory that this program has had, in megabytes; not that of the process it was forked from."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmHWM"))


def counts_digest(counts: dict[tuple[str, str, int, str], int]) -> str:
    """The SHA-256 of counts by subject, group, row and mark code, zeros left out."""
    lines = sorted(f"{','.join(map(str, key))},{count}\n" for key, count in counts.items() if count)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


if __name__ == "__main__":
    main()
