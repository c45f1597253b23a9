"""Who sees which rows: security predicates of datasets, and sessions that see no other rows than they admit."""
