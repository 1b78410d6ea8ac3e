"""Statistics tables, reports and the submission package, made from a tally."""
