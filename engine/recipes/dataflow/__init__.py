"""Dataflows of CRM Analytics as recipes: their JSON read and checked, and written in SAQL.

`convert` does both; `read_dataflow` alone gives the nodes; `read_dataflows` makes recipes of files.
"""

from __future__ import annotations

from engine.recipes.dataflow.convert import Conversion, Converted, convert
from engine.recipes.dataflow.findings import DataflowError, Finding
from engine.recipes.dataflow.model import Dataflow, read_dataflow
from engine.recipes.dataflow.recipes import DataflowFile, convert_file, dataflow_files, read_dataflows, recipe_of
from engine.recipes.dataflow.sidecar import sidecar_text

__all__ = [
    "Conversion",
    "Converted",
    "Dataflow",
    "DataflowError",
    "DataflowFile",
    "Finding",
    "convert",
    "convert_file",
    "dataflow_files",
    "read_dataflow",
    "read_dataflows",
    "recipe_of",
    "sidecar_text",
]
