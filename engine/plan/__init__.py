"""The logical plan of a query: what is to be computed, whatever computes it."""
