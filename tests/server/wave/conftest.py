"""A workspace with datasets, and a client of its Wave API."""

import datetime as dt
from pathlib import Path
from typing import Any

import httpx
import pyarrow as pa
import pytest

import swell
from engine.store import Calendar, FieldSpec, Member

DATA = "/services/data/v54.0"


class Wave:
    """Sends requests below a version of the API."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def call(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        answer: httpx.Response = self.client.request(method, f"{DATA}{path}", json=body)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    def get(self, path: str, status: int = 200) -> Any:
        return self.call("GET", path, None, status)

    def query(self, text: str, status: int = 200, **options: Any) -> Any:
        return self.call("POST", "/wave/query", {"query": text, **options}, status)

    def rows(self, text: str) -> Any:
        return self.query(text)["results"]["records"]


@pytest.fixture
def workspace(tmp_path: Path) -> swell.Workspace:
    (tmp_path / "swell.toml").write_text('name = "Sales"\n')
    space = swell.open(tmp_path)
    deals = {
        "Stage": ["Won", "Lost", "Won", None],
        "Amount": [10.0, 20.5, 5.0, None],
        "Closed": pa.array([dt.datetime(2026, 3, day) for day in (1, 2, 3, 4)]),
        "Tags": [["a", "b"], ["b"], None, ["c"]],
    }
    fields = [
        FieldSpec(name="Stage", label="Stage of the deal", members=(Member("Won", "We won", "#00ff00"),)),
        FieldSpec(name="Amount", format="$#,##0.00"),
        FieldSpec(name="Closed", calendar=Calendar(fiscal_month_offset=2)),
    ]
    space.write("deals", pa.table(deals), fields, label="Deals of all years")
    space.write("people", pa.table({"Name": ["Ann", "Ben"], "Born": pa.array([dt.date(1990, 1, 1)] * 2)}))
    return space


@pytest.fixture
def wave(client: Any) -> Wave:
    return Wave(client)
