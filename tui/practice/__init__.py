"""The practice appraisal of `pingyi demo`: its paper, its clerks, and what to do next."""
