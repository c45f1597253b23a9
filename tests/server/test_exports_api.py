"""Files over HTTP."""

import io
from typing import Any

import openpyxl
import pytest


def asked(client: Any, **body: Any) -> Any:
    return client.post("/api/dashboards/stages/export", json=body)


@pytest.mark.parametrize(
    ("form", "media", "start"),
    [
        ("pdf", "application/pdf", b"%PDF"),
        ("png", "image/png", b"\x89PNG"),
        ("svg", "image/svg+xml", b"<svg"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    ],
)
def test_a_dashboard_is_a_file_to_save(client: Any, form: str, media: str, start: bytes) -> None:
    answer = asked(client, format=form)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == media
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''stages.{form}"
    assert answer.content.startswith(start)


def test_a_widget_with_selections(client: Any) -> None:
    answer = asked(client, format="csv", widget="number", selections={"by_stage": [{"Stage": "Lost"}]})

    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''number.csv"
    assert answer.text.splitlines()[1] == "20.5"


def test_a_workbook_has_what_was_selected(client: Any) -> None:
    answer = asked(client, format="xlsx", selections={"by_stage": [{"Stage": "Won"}]})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))

    assert book["number"]["A2"].value == 15


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({"format": "gif"}, 422, "There is no format 'gif'."),
        ({}, 422, "There is no format ''."),
        ({"format": "csv"}, 422, "CSV holds one widget."),
        ({"format": "svg", "widget": "nothing"}, 422, "The dashboard has no widget 'nothing'."),
        ({"format": "svg", "page": "p9"}, 422, "The dashboard has no page 'p9'."),
        ({"format": "svg", "width": 10**9}, 400, '"width" is no number from 320 to 4,000.'),
        ({"format": "svg", "selections": [1]}, 400, '"selections" is not an object of steps.'),
    ],
)
def test_what_can_not_be_made_is_said(client: Any, body: Any, status: int, message: str) -> None:
    answer = asked(client, **body)

    assert (answer.status_code, answer.json()["error"]["message"]) == (status, message)


def test_a_dashboard_that_is_not_there(client: Any) -> None:
    assert client.post("/api/dashboards/none/export", json={"format": "pdf"}).status_code == 404
