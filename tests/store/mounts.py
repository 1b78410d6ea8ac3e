"""File systems of their own for a test: a small tmpfs, an ext4 image in a loop device.

Root only; whatever happens in the test, they are unmounted, and a loop device goes with its mount.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mounted(folder: Path, *words: str) -> Iterator[Path]:
    """Mount something on a folder, which is made. Skips the test where nothing can be mounted."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount")
    if shutil.which("mount") is None:
        pytest.skip("there is no mount command")
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *words, str(folder)], capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip(f"cannot mount here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        _unmount(folder)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A tmpfs that is soon full."""
    with mounted(folder, "-t", "tmpfs", "-o", f"size={size}", "tmpfs") as disk:
        yield disk


def ext4_image(path: Path) -> Path:
    """An empty ext4 file system in a file, with a journal. Skips the test where it cannot be made."""
    if shutil.which("mkfs.ext4") is None:
        pytest.skip("there is no mkfs.ext4 (e2fsprogs)")
    with path.open("wb") as image:
        image.truncate(16 * 1024 * 1024)
    options = "lazy_itable_init=0,lazy_journal_init=0"
    subprocess.run(["mkfs.ext4", "-q", "-F", "-O", "has_journal", "-E", options, str(path)], check=True)
    return path


@contextmanager
def image_mounted(image: Path, folder: Path) -> Iterator[Path]:
    """An ext4 image, its journal replayed.

    The journal is written when something is synced; the ten minutes see to it that it is not by chance.
    """
    with mounted(folder, "-t", "ext4", "-o", "loop,commit=600", str(image)) as disk:
        yield disk


def _unmount(folder: Path) -> None:
    done = subprocess.run(["umount", str(folder)], capture_output=True, text=True)
    if done.returncode != 0:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def remounted(disk: Path, how: str) -> Iterator[None]:
    """For a time a mounted file system is mounted otherwise: `ro`."""
    subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
