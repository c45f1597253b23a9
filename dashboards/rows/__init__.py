"""Which rows of datasets people see: the files of predicates, who people are for these, and their sessions."""
