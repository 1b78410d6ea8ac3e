"""The whole way of a large appraisal on one host, beside peers that do the same work."""
