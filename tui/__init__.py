"""The screens, their words in both languages, and the command line."""
