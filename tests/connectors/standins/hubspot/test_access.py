import json
import ssl
import urllib.parse
import urllib.request

import pytest

from connectors.standins.faults import Fault
from connectors.standins.hubspot import HubSpotStandIn, OAuthApp, RateLimits, paths


def _refresh(api, token: str, **more):
    form = {
        "grant_type": "refresh_token",
        "client_id": "stand-in-app",
        "client_secret": "stand-in-secret",
        "refresh_token": token,
        **more,
    }
    data = urllib.parse.urlencode(form).encode()
    return api._call(urllib.request.Request(api.crm.url + "/oauth/v1/token", data=data))


def test_a_wrong_token(api) -> None:
    api.token = "another"
    answer = api.get("/crm/v3/objects/contacts")
    assert (answer.status, answer.json["category"]) == (401, "INVALID_AUTHENTICATION")


def test_tokens_live_30_minutes(crm: HubSpotStandIn, api) -> None:
    api.token = _refresh(api, "refresh-0").json["access_token"]
    crm.advance(1_799)
    assert api.get("/crm/v3/objects/contacts").status == 200
    assert api.get(f"/oauth/v1/access-tokens/{api.token}").json["expires_in"] == 1
    crm.advance(3)
    answer = api.get("/crm/v3/objects/contacts")
    assert (answer.status, answer.json["category"]) == (401, "EXPIRED_AUTHENTICATION")
    api.token = _refresh(api, "refresh-0").json["access_token"]
    assert api.get("/crm/v3/objects/contacts").status == 200
    crm.tokens.end_all()
    assert api.get("/crm/v3/objects/contacts").status == 401


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"refresh_token": "old"}, "BAD_REFRESH_TOKEN"),
        ({"client_secret": "guess"}, "BAD_CLIENT_ID"),
        ({"grant_type": "password"}, "BAD_GRANT_TYPE"),
    ],
)
def test_bad_grants(api, more, status: str) -> None:
    answer = _refresh(api, "refresh-0", **more)
    assert (answer.status, answer.json["status"]) == (400, status)


def test_refresh_tokens_that_rotate(serve) -> None:
    api = serve(app=OAuthApp(rotates=True))
    second = _refresh(api, "refresh-0").json["refresh_token"]
    assert _refresh(api, "refresh-0").status == 400
    assert _refresh(api, second).status == 200
    api.crm.tokens.revoke_refresh()
    assert _refresh(api, "").status == 400


def test_a_service_key_that_was_rotated(crm: HubSpotStandIn, api) -> None:
    crm.tokens.replace_static("new")
    assert api.get("/account-info/v3/details").status == 401
    api.token = "new"
    assert api.get("/account-info/v3/details").status == 200


def test_missing_scopes(crm: HubSpotStandIn, api) -> None:
    crm.create("contacts")
    for name in ("tickets", "owners", "schemas"):
        crm.refuse(name)
    answer = api.get("/crm/v3/objects/tickets")
    assert (answer.status, answer.json["category"]) == (403, "MISSING_SCOPES")
    assert answer.json["errors"][0]["context"] == {"requiredGranularScopes": ["tickets"]}
    for path in ("/crm/v3/properties/tickets", "/crm/v3/owners", "/crm/v3/schemas", "/crm/v3/pipelines/tickets"):
        assert api.get(path).status == 403, path
    assert api.search("tickets").status == 403
    assert api.post("/crm/v4/associations/contacts/tickets/batch/read", {"inputs": [{"id": "1"}]}).status == 403
    assert api.get("/crm/v3/objects/contacts").status == 200
    info = api.post("/oauth/v2/private-apps/get/access-token-info", {"tokenKey": crm.token}).json
    assert "tickets" not in info["scopes"]
    crm.allow("tickets")
    assert api.get("/crm/v3/objects/tickets").status == 200


@pytest.mark.parametrize("version", ["v3", "2026-09"])
def test_the_account(crm: HubSpotStandIn, api, version: str) -> None:
    details = api.get(f"/account-info/{version}/details").json
    assert (details["portalId"], details["timeZone"], details["companyCurrency"]) == (crm.id, "Europe/Berlin", "EUR")
    assert (details["utcOffset"], details["utcOffsetMilliseconds"]) == ("+01:00", 3_600_000)
    (usage,) = api.get(f"/account-info/{version}/api-usage/daily/private-apps").json["results"]
    assert (usage["currentUsage"], usage["resetsAt"]) == (2, "2026-03-03T00:00:00.000Z")


def test_ten_seconds_are_full(serve) -> None:
    api = serve(limits=RateLimits(ten_seconds=3, retry_after=2))
    left = [api.get("/crm/v3/objects/deals").headers["X-HubSpot-RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    answer = api.get("/crm/v3/objects/deals")
    assert (answer.status, answer.json["policyName"]) == (429, "TEN_SECONDLY_ROLLING")
    assert answer.headers["Retry-After"] == "2"
    assert api.search("deals").status == 200, "search counts for itself"
    api.crm.advance(10)
    assert api.get("/crm/v3/objects/deals").status == 200


def test_a_second_of_search_is_full(serve) -> None:
    api = serve(limits=RateLimits(search_second=5))
    answers = [api.search("deals") for _ in range(6)]
    assert [each.status for each in answers] == [200] * 5 + [429]
    assert answers[5].json["policyName"] == "SECONDLY"
    assert not [name for each in answers for name in each.headers if "ratelimit" in name.lower()]
    assert answers[5].headers["Retry-After"] is None
    api.crm.advance(1)
    assert api.search("deals").status == 200


def test_the_day_is_full(serve) -> None:
    api = serve(limits=RateLimits(day=2))
    assert api.get("/crm/v3/objects/deals").headers["X-HubSpot-RateLimit-Daily-Remaining"] == "1"
    assert api.search("deals").status == 200
    answer = api.search("deals")
    assert (answer.status, answer.json["policyName"]) == (429, "DAILY")
    api.crm.advance(86_400)
    assert api.search("deals").status == 200


def test_faults(crm: HubSpotStandIn, api) -> None:
    crm.fail(
        Fault(path="/crm/*", kind="special", code="DAILY"),
        Fault(path="/crm/*", kind="expired"),
        Fault(path="/crm/*", kind="expired", body="<html>401</html>"),
        Fault(path="/crm/*", kind="status", status=502, body="<html>bad gateway</html>"),
        Fault(path="/crm/*", kind="status", status=477, retry_after=3_600, body='{"status":"error"}'),
    )
    answers = [api.get("/crm/v3/objects/deals") for _ in range(6)]
    assert [each.status for each in answers] == [429, 401, 401, 502, 477, 200]
    assert answers[0].json["policyName"] == "DAILY"
    assert answers[1].json["category"] == "EXPIRED_AUTHENTICATION"
    assert answers[4].headers["Retry-After"] == "3600"
    assert [each.status for each in crm.calls()] == [429, 401, 401, 502, 477, 200]


@pytest.mark.parametrize("path", ["/crm/v3/objects/deals/search", "/crm/v3/objects/deals/batch/read"])
def test_a_page_that_is_short(crm: HubSpotStandIn, api, path: str) -> None:
    inputs = [{"id": crm.create("deals")} for _ in range(5)]
    crm.fail(Fault(path=path, kind="short", rows=2))
    assert [len(api.post(path, {"inputs": inputs}).json["results"]) for _ in range(2)] == [3, 5]


def test_a_line_that_breaks(crm: HubSpotStandIn, api) -> None:
    for _ in range(50):
        crm.create("deals")
    crm.fail(Fault(path="*", kind="reset"), Fault(path="*", kind="cut", bytes=300))
    for _ in range(2):
        with pytest.raises((OSError, json.JSONDecodeError)):
            _ = api.get("/crm/v3/objects/deals?limit=50").json
    assert len(api.get("/crm/v3/objects/deals?limit=50").json["results"]) == 50


def test_nobody_answers_elsewhere(api) -> None:
    assert api.get("/crm/v9/objects/deals").status == 404
    assert api.post("/crm/v3/objects/deals/batch/archive", {}).status == 404


def test_names_that_nobody_knows(crm: HubSpotStandIn) -> None:
    with pytest.raises(ValueError, match="SECONDLY"):
        crm.fail(Fault(path="*", kind="special", code="HOURLY"))
    with pytest.raises(KeyError):
        crm.refuse("ticket")


def test_it_speaks_tls() -> None:
    with HubSpotStandIn(tls=True) as crm:
        context = ssl.create_default_context(cafile=crm.certificate)
        request = urllib.request.Request(
            crm.url + "/crm/v3/objects/deals", headers={"Authorization": f"Bearer {crm.token}"}
        )
        handlers = urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
        with urllib.request.build_opener(*handlers).open(request, timeout=30) as response:
            assert response.status == 200


@pytest.mark.parametrize("name", sorted({name for name, _, _ in paths.TABLE}))
def test_every_path_of_the_table_is_answered_by_both_families(crm: HubSpotStandIn, api, name: str) -> None:
    contact, token = crm.create("contacts"), _refresh(api, "refresh-0").json["access_token"]
    body = {"inputs": [{"id": contact}], "tokenKey": crm.token}
    parts = {"type": "contacts", "id": contact, "name": "email", "from": "contacts", "to": "deals", "token": token}
    form = f"grant_type=refresh_token&client_id={crm.app.client_id}&client_secret={crm.app.client_secret}"
    posts = ("batch_read", "batch_update", "batch_create", "search", "associations", "private_token_info")
    for path in paths.paths_of(name):
        path = path.format(**parts)
        if name == "token":
            data = f"{form}&refresh_token=refresh-0".encode()
            answer = api._call(urllib.request.Request(crm.url + path, data=data))
        else:
            answer = api.post(path, body) if name in posts else api.get(path)
        assert answer.status in (200, 201, 207), (path, answer.text)
