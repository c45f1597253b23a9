"""Reports as JSON and back."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.json_value import JsonValue
from engine.models.errors import ModelError
from engine.reports.json import report_json, report_of
from engine.reports.report import Chart, Column, Report, Section, Statement, Table

TEXTS = st.text(min_size=1, max_size=8)
CELLS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text())
QUERIES = st.one_of(st.none(), TEXTS)
STATEMENTS = st.builds(
    Statement,
    text=TEXTS,
    tone=st.sampled_from(["neutral", "good", "bad", "unsure"]),
    query=QUERIES,
    records=QUERIES,
)
CHARTS = st.builds(
    Chart,
    kind=st.sampled_from(["line", "band", "heat"]),
    dimension=TEXTS,
    measures=st.lists(TEXTS, max_size=3).map(tuple),
    split=QUERIES,
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    kinds = st.sampled_from(["text", "number", "date"])
    columns = draw(st.lists(st.builds(Column, name=TEXTS, label=TEXTS, type=kinds, format=QUERIES), max_size=3))
    rows = draw(st.lists(st.tuples(*[CELLS for _ in columns]), max_size=3))
    chart = draw(st.one_of(st.none(), CHARTS))
    return Table(columns=tuple(columns), rows=tuple(rows), chart=chart, query=draw(QUERIES))


SECTIONS = st.builds(
    Section,
    heading=TEXTS,
    statements=st.lists(STATEMENTS, max_size=2).map(tuple),
    tables=st.lists(tables(), max_size=2).map(tuple),
)
REPORTS = st.builds(
    Report,
    title=TEXTS,
    verdict=st.lists(STATEMENTS, max_size=2).map(tuple),
    sections=st.lists(SECTIONS, max_size=2).map(tuple),
)


@given(REPORTS)
def test_a_report_comes_back_from_its_json(report: Report) -> None:
    written = json.loads(json.dumps(report_json(report), allow_nan=False))
    assert report_of(JsonValue(written, ModelError)) == report


def test_numbers_that_do_not_end_become_null() -> None:
    column = Column(name="n", label="N", type="number")
    table = Table(columns=(column,), rows=((math.nan,), (math.inf,), (1.5,)))
    report = Report(title="t", verdict=(), sections=(Section(heading="h", tables=(table,)),))
    assert report_json(report)["sections"][0]["tables"][0]["rows"] == [[None], [None], [1.5]]


def minimal(**table: object) -> JsonValue:
    section = {"heading": "h", "tables": [{"columns": [{"name": "n", "label": "N"}], **table}]}
    return JsonValue({"title": "t", "sections": [section]}, ModelError)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (JsonValue({"title": 1}, ModelError), "/title should be a text"),
        (JsonValue({"title": "t", "verdict": [{"text": "x", "tone": "glad"}]}, ModelError), "/verdict/0/tone"),
        (minimal(rows=[[1, 2]]), "/sections/0/tables/0/rows/0 has 2 cells, and there are 1 columns"),
        (minimal(rows=[[{}]]), "/sections/0/tables/0/rows/0/0 should be a text, a number"),
        (minimal(rows=[], chart={"kind": "pie", "dimension": "n"}), "/sections/0/tables/0/chart/kind should be one of"),
    ],
)
def test_what_is_no_report_is_said_with_its_place(value: JsonValue, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        report_of(value)
