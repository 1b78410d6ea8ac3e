"""Exporting a large appraisal."""
