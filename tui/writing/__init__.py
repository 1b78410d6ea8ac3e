"""Writing text by hand: a pure editor, and how it looks."""
