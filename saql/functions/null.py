"""Functions about null."""

from __future__ import annotations

from saql.functions.define import ANY, SAME, Function, Nulls, Parameter

NULL = (
    Function(
        name="coalesce",
        spellings=("coalesce",),
        parameters=(Parameter("values", ANY, variadic=True, same=True),),
        returns=SAME,
        family="null",
        summary="The first value that is not null.",
        details="Null where all are. The values have one type.",
        examples=("coalesce(null, 0) => 0", 'coalesce("a", "b") => "a"'),
        kernel="coalesce",
        nulls=Nulls.OWN,
    ),
)
"""One so far."""
