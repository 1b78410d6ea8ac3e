"""The floor: the two cells that change, written by hand."""

from __future__ import annotations

import os
import termios
import tty

ROWS = 17


def run() -> None:
    """Mark rows until q."""
    before = termios.tcgetattr(0)
    tty.setraw(0)
    try:
        os.write(1, b"\x1b[2J\x1b[?25lready")
        row = 0
        while (key := os.read(0, 1)) != b"q":
            here, row = row, (row + 1) % ROWS
            os.write(1, f"\x1b[{here + 2};4H [{key.decode()}]\x1b[{row + 2};4H\x1b[7m>[ ]\x1b[m".encode())
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, before)


if __name__ == "__main__":
    run()
