"""Dataflows of CRM Analytics as recipes: their JSON read and checked, and written in SAQL.

`convert` does both; `read_dataflow` alone gives the nodes.
"""

from __future__ import annotations

from engine.recipes.dataflow.convert import Conversion, Converted, convert
from engine.recipes.dataflow.findings import DataflowError, Finding
from engine.recipes.dataflow.model import Dataflow, read_dataflow

__all__ = ["Conversion", "Converted", "Dataflow", "DataflowError", "Finding", "convert", "read_dataflow"]
