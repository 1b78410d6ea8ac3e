"""The papers of an appraisal before there is a count: ballots, slips, covers, lists to sign, blank tables."""
