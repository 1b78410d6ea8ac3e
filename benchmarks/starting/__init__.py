"""The start of each command and of the screens."""
