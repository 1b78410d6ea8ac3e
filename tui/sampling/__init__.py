"""Reading the sheets of a sample check on the screen."""
