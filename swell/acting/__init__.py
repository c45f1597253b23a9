"""Acting: what is done about records that a query finds, an alert told of, or whose score changed.

`action` is a file as plain data; `observe` finds the records; `plan` says what would be done for each of them, and does
nothing; `doing/` does it, one kind a file; `ledger` remembers, so that a record is acted on once for each cause.
"""
