"""What kind of disk a folder lies on."""

from __future__ import annotations

from pathlib import Path


def disk_of(folder: Path) -> tuple[str, str]:
    """The file system's kind and its device, as /proc/mounts has them."""
    here = folder.resolve()
    best = (-1, "unknown", "unknown")
    for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines():
        device, point, kind, *_ = line.split()
        if here.is_relative_to(point) and len(point) >= best[0]:
            best = (len(point), kind, device)
    return best[1], best[2]
