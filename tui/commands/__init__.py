"""The commands of `pingyi`, one file for each kind of work."""
