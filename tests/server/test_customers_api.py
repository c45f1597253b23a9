"""What the page says of customers: what models made, of the rows that somebody sees."""

import datetime as dt
import json
from typing import Any

import pyarrow as pa
import pytest

import swell
from dashboards.rows.rules import Rules, make_rule
from swell.models import run

from .conftest import Client
from .people import accounts_of, browser, now

ORDERS = {"dataset": "orders", "customer": "Customer", "date": "Day", "amount": "Amount"}


@pytest.fixture
def trained(workspace: swell.Workspace) -> swell.Workspace:
    """Twelve customers who ordered in each of the last 30 months, but for the last, who stopped a year ago."""
    today = now().date()
    days = [today - dt.timedelta(days=30 * each + 1) for each in range(30)]
    rows = [
        (f"c{who:02}", day, 10.0 * (who + 1)) for who in range(12) for at, day in enumerate(days) if who < 11 or at > 13
    ]
    ids, dates, amounts = zip(*rows, strict=True)
    workspace.write("orders", pa.table({"Customer": ids, "Day": dates, "Amount": amounts}))
    folder = workspace.folder / "models"
    folder.mkdir()
    for name, kind in (("scores", "rfm"), ("staying", "retention"), ("profits", "profitability")):
        (folder / f"{name}.json").write_text(json.dumps({"kind": kind, **ORDERS}))
    return workspace


@pytest.fixture
def asks(trained: swell.Workspace) -> dict[str, dict[str, str]]:
    accounts = accounts_of(trained)
    return {role: browser(accounts, f"{role}@example.com") for role in ("viewer", "editor", "admin")}


@pytest.fixture
def client(trained: swell.Workspace) -> Client:
    return Client(trained.application())


def test_there_is_no_report_before_models_made_something(client: Any, asks: Any) -> None:
    assert client.get("/api/customers", headers=asks["viewer"]).json() == {"report": None}


def test_the_report_has_what_each_model_made(client: Any, asks: Any, trained: swell.Workspace) -> None:
    run(trained, now())
    report = client.get("/api/customers", headers=asks["viewer"]).json()["report"]
    assert report["title"] == "Customers"
    assert [each["heading"] for each in report["sections"]] == [
        "Segments",
        "Cohorts: who bought again, and when",
        "Who and what stayed",
        "How revenue is spread over customers",
    ]
    segments = report["sections"][0]["tables"][0]
    assert sum(row[1] for row in segments["rows"]) == 12
    said = [*report["verdict"], *(each for section in report["sections"] for each in section["statements"])]
    for each in said:
        for text in (each["query"], each["records"]):
            if text is not None:
                assert client.post("/api/query", json={"query": text}, headers=asks["viewer"]).status_code == 200


def test_customers_that_somebody_does_not_see_are_not_counted(client: Any, asks: Any, trained: swell.Workspace) -> None:
    Rules(trained.folder / "security").put("orders", make_rule("'Customer' == \"c03\"", excepted=["admin"]))
    run(trained, now())  # what is made of such rows is for administrators until somebody says otherwise
    assert client.get("/api/customers", headers=asks["viewer"]).json() == {"report": None}
    Rules(trained.folder / "security").put("scores", make_rule("'Customer' == \"c03\"", excepted=["admin"]))
    seen = client.get("/api/customers", headers=asks["viewer"]).json()["report"]
    assert [row[1] for row in seen["sections"][0]["tables"][0]["rows"]] == [1]
    whole = client.get("/api/customers", headers=asks["admin"]).json()["report"]
    assert sum(row[1] for row in whole["sections"][0]["tables"][0]["rows"]) == 12
