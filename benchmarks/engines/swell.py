"""Swell: text in, Arrow table out, all stages between."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

import saql
import swell
from benchmarks.data import BATCH, DIMENSIONS, Data
from benchmarks.engines import SWELL
from benchmarks.engines.engine import Engine
from benchmarks.engines.saql import FACET, QUERIES, STEPS
from benchmarks.questions import NOW
from engine.session import QueryRequest, QueryResult
from saql.parser import parse_expression
from swell.workspace import Workspace

SETTINGS = "[query]\nrow_limit = 1000000\nresult_cache_mb = 0\n"
"""Answers are complete, as the peers' are, and computed each time."""


def load(name: str, data: Data) -> Engine:
    """Open the data as a workspace, which is written where there is none."""
    workspace = open_workspace(data)
    questions: dict[str, Callable[[], list[pa.Table]]] = {
        question: _asking(workspace, text) for question, text in QUERIES.items()
    }
    skipped = {}
    for question, text in QUERIES.items():
        try:
            workspace.check(text)
        except saql.SaqlError as error:
            skipped[question] = f"not SAQL that this version knows: {str(error).splitlines()[0]}"
            del questions[question]
    questions["Q12"] = lambda: ask_dashboard(workspace)
    return Engine(name, questions, lambda table: table, skipped=skipped)


def open_workspace(data: Data) -> Workspace:
    """Open the workspace of the data; make it first where it is missing."""
    folder = data.folder / SWELL
    folder.mkdir(exist_ok=True)
    (folder / "swell.toml").write_text(SETTINGS, "utf-8")
    workspace: Workspace = swell.open(folder)
    have = workspace.store.names()
    for dataset, path in (("accounts", data.accounts), ("opportunities", data.opportunities)):
        if dataset not in have:
            write(workspace, dataset, path)
    return workspace


def write(workspace: Workspace, dataset: str, path: Path) -> None:
    """Write a Parquet file as a dataset, batch by batch."""
    few_values = [each for each in DIMENSIONS if each in pq.read_schema(path).names]
    with pq.ParquetFile(path, read_dictionary=few_values) as source:
        workspace.store.write(dataset, source.iter_batches(batch_size=BATCH), created=NOW)


def ask_dashboard(workspace: Workspace) -> list[pa.Table]:
    """Answer the twelve steps of the dashboard together, the facet a predicate on the dataset, as the web page asks."""
    filters = {"opportunities": [parse_expression(FACET)]}
    requests = [QueryRequest(text, filters) for text in STEPS]
    answers = workspace.session.query_many(requests, now=NOW)
    return [_table(each) for each in answers]


def _table(answer: QueryResult | Exception) -> pa.Table:
    if isinstance(answer, Exception):
        raise answer
    return answer.table


def use_numpy_kernels() -> None:
    """Run Swell without its C kernels in workspaces that are opened from now on."""
    os.environ["SWELL_KERNELS"] = "numpy"


def _asking(workspace: Workspace, text: str) -> Callable[[], list[pa.Table]]:
    return lambda: [workspace.query(text, now=NOW).table]
