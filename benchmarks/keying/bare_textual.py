"""The peer for the start: a Textual app with one full screen of text, and nothing else."""

from __future__ import annotations

import os

os.environ.update(TEXTUAL_DISABLE_KITTY_KEY="1", TEXTUAL_ANIMATIONS="none", TEXTUAL_SMOOTH_SCROLL="0")

from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    """24 lines of text."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__(ansi_color=True)

    def compose(self) -> ComposeResult:
        """One widget."""
        yield Static("\n".join(f"{line:3} [ ]          item {line}  ready" for line in range(1, 25)))


if __name__ == "__main__":
    Bare().run(mouse=False)
