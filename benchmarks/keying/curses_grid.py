"""The peer in Python curses: a grid of rows, a mark a key, a status line with a counter."""

from __future__ import annotations

import curses

ROWS = 17
LABELS = ("满意", "比较满意", "不太满意", "不满意")


def run(screen: curses.window) -> None:
    """Mark rows until q."""
    curses.curs_set(0)
    row = count = 0
    for at in range(ROWS):
        screen.addstr(at + 2, 0, f"{at + 1:3} [ ]          item {at + 1}")
    screen.addstr(row + 2, 3, ">[ ]", curses.A_REVERSE)
    screen.addstr(22, 0, "marks: 0")
    while (key := screen.get_wch()) != "q":
        if key not in ("1", "2", "3", "4"):
            continue
        count += 1
        screen.addstr(row + 2, 3, f" [{key}] {LABELS[int(key) - 1]}")
        row = (row + 1) % ROWS
        screen.addstr(row + 2, 3, ">[ ]", curses.A_REVERSE)
        screen.addstr(22, 7, str(count))
        screen.refresh()


if __name__ == "__main__":
    curses.wrapper(run)
