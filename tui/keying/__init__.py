"""Keying a pass: the state machine, its keys, and how it looks."""
