"""Opening my tasks and the results on a large appraisal."""
