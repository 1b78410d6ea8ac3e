"""Ruling on differences: the state machine, its keys, and how it looks."""
