"""The host: accounts, groups, owners and modes of an appraisal with separate accounts, for root."""
