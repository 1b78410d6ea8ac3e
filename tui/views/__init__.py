"""The other screens: tasks, results, text to read."""
