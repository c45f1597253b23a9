"""What goes wrong as it does at Salesforce."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from connectors.standins.faults import Fault

QUERY = "SELECT Id FROM Account"


def test_expired_sessions_in_json_and_in_html(client: Any) -> None:
    client.crm.fail(
        Fault(path="*/query", kind="expired"), Fault(path="*/query", kind="expired", body="<html>Log in</html>")
    )
    plain, html, good = (client.get("query", q=QUERY) for _ in range(3))
    assert (plain.status_code, plain.json()[0]["errorCode"]) == (401, "INVALID_SESSION_ID")
    assert (html.status_code, html.text, html.headers["Content-Type"]) == (401, "<html>Log in</html>", "text/html")
    assert good.ok


@pytest.mark.parametrize(
    ("code", "status", "error", "message"),
    [
        ("REQUEST_LIMIT_EXCEEDED TotalRequests", 403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests"),
        ("REQUEST_LIMIT_EXCEEDED ConcurrentRequests", 403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests"),
        ("QUERY_TIMEOUT", 400, "QUERY_TIMEOUT", "running for too long"),
        ("INVALID_QUERY_LOCATOR", 400, "INVALID_QUERY_LOCATOR", "locator"),
        ("API_DISABLED_FOR_ORG", 403, "API_DISABLED_FOR_ORG", "not enabled"),
    ],
)
def test_specials(client: Any, code: str, status: int, error: str, message: str) -> None:
    client.crm.fail(Fault(path="*/query", kind="special", code=code, containing="FROM Account"))
    assert client.query("SELECT Id FROM Contact") == []
    answer = client.get("query", q=QUERY)
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (status, error)
    assert message in answer.json()[0]["message"]


def test_short_pages_announce_more(client: Any) -> None:
    client.crm.world.insert_many("Account", [{"Name": "A"}] * 3)
    client.crm.fail(Fault(path="*/query", kind="short", rows=1))
    told = client.get("query", q=QUERY).json()
    assert (told["totalSize"], len(told["records"])) == (3, 2)


def test_resets_within_a_bulk_result(client: Any) -> None:
    client.crm.world.insert_many("Account", [{"Name": "A" * 100}] * 5_000)
    job = client.finished(QUERY)
    client.crm.fail(Fault(path="*/results", kind="cut", bytes=2_000))
    with pytest.raises((requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        client.get(f"jobs/query/{job}/results")
    assert client.get(f"jobs/query/{job}/results").text.count("\n") == 5_001


def test_a_typing_error_in_a_script_is_told_at_once(client: Any) -> None:
    with pytest.raises(ValueError, match="QUERY_TIMOUT"):
        client.crm.fail(Fault(path="*", kind="special", code="QUERY_TIMOUT"))
