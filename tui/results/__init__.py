"""The results on the screen, and exporting them from there."""
