"""Whatever goes wrong for a while, in whatever order, a read brings each row as it is."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.protocol import Connector, Read
from connectors.standins.faults import Fault
from connectors.standins.salesforce.server import SalesforceStandIn
from connectors.standins.salesforce.world import World

NOW = dt.datetime(2026, 3, 4, 12, 0, tzinfo=dt.UTC)
ANYWHERE, QUERIES, JOBS, RESULTS, TOKENS = "*", "*/query*", "*/jobs/query*", "*/results", "*/oauth2/token"

AFTER = st.integers(0, 8)


def faults(kind: str, *paths: str, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Fault]:
    return st.builds(Fault, kind=st.just(kind), path=st.sampled_from(paths), **{"after": AFTER, **more})


def specials(path: str, *codes: str, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Fault]:
    return faults("special", path, code=st.sampled_from(codes), **more)


STATUSES = st.sampled_from([406, 420, 429, 500, 502, 503, 504])
PASSING = st.one_of(
    faults("reset", ANYWHERE, TOKENS, RESULTS),
    faults("cut", ANYWHERE, bytes=st.integers(0, 900)),
    faults("status", ANYWHERE, status=STATUSES, retry_after=st.sampled_from([None, 7])),
    faults("short", RESULTS),
    specials(QUERIES, "SERVER_UNAVAILABLE", "REQUEST_LIMIT_EXCEEDED ConcurrentRequests"),
)
ENDED = faults("expired", QUERIES)
NEED_ANOTHER_WAY = st.one_of(
    specials(JOBS, "INVALIDENTITY"),
    specials(QUERIES, "QUERY_TIMEOUT"),
    specials(JOBS + "/*", "job failed", method=st.just("GET"), after=st.just(0)),
    specials(RESULTS, "job gone"),
    specials("*/query/01g*", "INVALID_QUERY_LOCATOR"),
    faults("short", "*/query/01g*"),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(PASSING, max_size=5),
    st.lists(ENDED, max_size=1),
    st.lists(NEED_ANOTHER_WAY, max_size=2),
    st.sampled_from(["10", "20000"]),
    st.booleans(),
)
def test_any_faults_that_pass_cost_no_row(
    world: World, start: Callable[..., SalesforceStandIn], connect: Callable[..., Connector],
    passing: list[Fault], ended: list[Fault], others: list[Fault], bulk_rows: str, of_a_time: bool,
) -> None:  # fmt: skip
    if not world.rows("Account"):
        world.insert_many("Account", [{"Name": f"Quarry {i}", "Employees": i} for i in range(70)])
    crm = start(page_size=20)
    salesforce = connect(crm, bulk_rows=bulk_rows, page_rows="30")
    schema = salesforce.describe("Account")
    crm.fail(*passing, *ended, *others)
    since = NOW - dt.timedelta(days=1) if of_a_time else None
    read = Read(schema=schema, fields=("Id", "Name", "Employees"), since=since, until=NOW + dt.timedelta(days=1))

    found: dict[str, Any] = {row["Id"]: row for page in salesforce.read(read) for row in page.rows.to_pylist()}
    crm.stop()

    assert found == {
        row["Id"]: {"Id": row["Id"], "Name": row["Name"], "Employees": row["Employees"]}
        for row in world.rows("Account")
    }
