"""Bindings: expressions that read results and selections of steps, `{{cell(s.selection, 0, "x").asString()}}`.

`parse` reads one, `evaluate` gives its value; `insert` puts values into the places where bindings stand.
"""

from __future__ import annotations

from dashboards.bindings.evaluate import evaluate
from dashboards.bindings.nodes import Binding
from dashboards.bindings.parse import parse
from dashboards.bindings.sources import Rows, Sources

__all__ = ["Binding", "Rows", "Sources", "evaluate", "parse"]
