"""Compact queries, the JSON form of a query in dashboards, as SAQL text.

`to_saql` reads both forms: 1.0 (`measures`, `groups`, `filters`, ..) and 2.0 (`sources`, `orders`, ..). What a text of
the JSON says is data: it is quoted wherever it goes into the query. Only formulas and `pigql` are code by their nature.
"""

from __future__ import annotations

from dashboards.compact.columns import ColumnOrigin, origins
from dashboards.compact.groups import group_names
from dashboards.compact.regroup import regrouped, windowed
from dashboards.compact.write import to_saql

__all__ = ["ColumnOrigin", "group_names", "origins", "regrouped", "to_saql", "windowed"]
