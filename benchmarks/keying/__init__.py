"""What one key costs: bytes, writes and time, beside vim, curses, visidata and a bare Textual app."""
