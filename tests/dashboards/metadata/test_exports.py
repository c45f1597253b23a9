"""Files of a dashboard are shown as people say: labels, formats and values; CSV has the values as they are."""

import io
from typing import Any

import openpyxl
import pytest

import swell
from dashboards.export.formats import Exporter, Options
from dashboards.export.report import report
from dashboards.metadata import read_xmd
from tests.dashboards.conftest import NOW

SAID: Any = {
    "dates": [{"alias": "Closed", "format": "dd.MM.yyyy"}],
    "dimensions": [{"field": "Stage", "label": "Step", "members": [{"member": "Won", "label": "We won"}]}],
    "measures": [{"field": "Amount", "label": "Worth", "format": {"customFormat": '["#,##0.0 k",0.001]'}}],
}
STEPS = {
    "s": {
        "type": "saql",
        "query": 'q = load "deals"; q = foreach q generate Stage, Closed, Amount; q = order q by Amount asc;',
    }
}
PLACE = {"name": "w", "row": 0, "column": 0, "rowspan": 8, "colspan": 12}
STATE = {
    "steps": STEPS,
    "widgets": {"w": {"type": "table", "parameters": {"step": "s"}}},
    "gridLayouts": [{"name": "D", "numColumns": 12, "pages": [{"name": "p", "widgets": [PLACE]}]}],
}


@pytest.fixture
def exporter(space: swell.Workspace) -> Any:
    space.metadata.put("deals", read_xmd(SAID))
    opened = space.dashboard(STATE)
    return Exporter(report(opened.dashboard, "d", opened.look(NOW, {}), NOW), Options())


def test_csv_has_the_labels_as_its_head_and_the_values_as_they_are(exporter: Any) -> None:
    lines = exporter.file("csv").decode("utf-8").splitlines()
    assert lines[0] == "Step,Closed,Worth"
    assert lines[1] == "Won,2026-04-02T00:00:00Z,5"


def test_a_workbook_has_labels_of_values_and_formats(exporter: Any) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(exporter.file("xlsx"))).worksheets[1]
    assert [each.value for each in sheet[1]] == ["Step", "Closed", "Worth"]
    assert sheet["A2"].value == "We won"
    assert sheet["B2"].number_format == "dd.mm.yyyy"
    assert (sheet["C2"].value, sheet["C2"].number_format) == (5, '#,##0,.0" k"')


def test_a_drawing_has_the_texts_that_people_read(exporter: Any) -> None:
    with exporter:
        drawn = exporter.file("svg").decode("utf-8")
    for text in ("Step", "Worth", "We won", "02.04.2026", "0.1 k"):
        assert text in drawn
