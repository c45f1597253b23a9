"""The records behind a query: the rows of each dataset that its filters leave before anything is grouped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from dashboards.cells import table_rows
from dashboards.columns import result_columns
from dashboards.compact import quote
from dashboards.datasets import Datasets
from dashboards.loads import parsed
from dashboards.model import Json, JsonObject
from engine.session import QueryRequest, QueryResult, Session
from saql.syntax.statements import Filter, Load, Query

SHOWN = 100
"""Records that are shown of each dataset."""


@dataclass(frozen=True, slots=True)
class _Stream:
    """A load with the filters that follow it: the statements, and what the stream is called."""

    dataset: str
    name: str
    lines: tuple[str, ...]


def records(text: str, session: Session, now: dt.datetime) -> list[Json]:
    """Return the datasets behind a query: how old they are, how many rows they have and how many the filters leave.

    Args:
        text: the query, with the conditions on its datasets in it.
        session: runs queries.
        now: what relative dates are reckoned from.

    Raises:
        SwellError: a dataset can't be read.
    """
    query = parsed(text)
    streams = [] if query is None else [*_streams(query)]
    return [_source(each, session, now) for each in streams]


def _streams(query: Query) -> Iterable[_Stream]:
    for place, statement in enumerate(query.statements):
        if not isinstance(statement, Load) or statement.target is None:
            continue
        name = statement.target.name
        lines = [query.text[statement.span.start : statement.span.end].rstrip("; \n")]
        for after in query.statements[place + 1 :]:
            if not isinstance(after, Filter):
                if isinstance(after, Load) and (after.target is None or after.target.name != name):
                    continue
                break
            if after.stream.name != name:
                continue
            if after.target is None or after.target.name != name:
                break
            lines.append(query.text[after.span.start : after.span.end].rstrip("; \n"))
        written = query.text[statement.target.span.start : statement.target.span.end]
        yield _Stream(statement.dataset.value, written, tuple(lines))


def _source(stream: _Stream, session: Session, now: dt.datetime) -> JsonObject:
    datasets = Datasets(session.store)
    with session.store.open(stream.dataset) as dataset:
        fields = [each for each in datasets.shown(stream.dataset).details if each in dataset.schema]
        fields = fields or [each.name for each in dataset.fields]
        columns = ", ".join(f"{quote.name(each)} as {quote.name(each)}" for each in fields)
        about: JsonObject = {
            "dataset": dataset.name,
            "label": dataset.label,
            "version": dataset.version,
            "created": dataset.created.isoformat(),
            "synced": _synced(dataset.manifest.notes),
            "total": dataset.rows,
        }
    name, start = stream.name, "; ".join(stream.lines)
    questions = (
        f"{start}; {name} = limit {name} {SHOWN}; {name} = foreach {name} generate {columns};",
        f"{start}; {name} = group {name} by all; {name} = foreach {name} generate count() as 'n';",
    )
    requests = [QueryRequest(each, {}, name="records") for each in questions]
    first, counted = (_answer(each) for each in session.query_many(requests, now=now))
    rows = table_rows(counted.table)
    return {
        **about,
        "matching": rows[0][0] if rows else 0,
        "columns": [each.to_json() for each in result_columns(first.schema, datasets, [stream.dataset])],
        "rows": [*table_rows(first.table)],
    }


def _synced(notes: object) -> Json:
    """Return until when a dataset holds what its CRM had, from the notes of a sync; None for another dataset."""
    found = notes.get("sync") if isinstance(notes, dict) else None
    moment = found.get("watermark") if isinstance(found, dict) else None
    return moment if isinstance(moment, str) else None


def _answer(answer: QueryResult | Exception) -> QueryResult:
    if isinstance(answer, Exception):
        raise answer
    return answer
