"""The rules of the count: scheme, ballots, comparison, counts, measures, verdicts. Pure."""
