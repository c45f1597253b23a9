"""The words that the grammar knows. Each is one only where it may stand, so most can be names without quotes."""

from __future__ import annotations

STATEMENTS = (
    "load",
    "filter",
    "foreach",
    "group",
    "cogroup",
    "join",
    "augment",
    "flatten",
    "union",
    "order",
    "limit",
    "offset",
    "fill",
    "timeseries",
    "arimax",
)
"""The first words of statements."""

KEYWORDS = frozenset(STATEMENTS) | frozenset(
    (
        "all and anti as asc by case desc else end false first full generate in inner is last left like matches not "
        "null nulls or over partition repeatable right rollup sample self semi then true when with within"
    ).split()
)
"""All of them."""
