"""An appraisal's folder: who writes where, and nothing acknowledged ever lost."""
