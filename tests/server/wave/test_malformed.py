"""Whatever is sent to the Wave API, the server does not fail."""

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import swell
from dashboards.server.permission import WAVE

MEMBERS = """query queryLanguage timezone label name state folder shares predicate historyId description xmd
    visualizationType datasets EdgemartAlias Format Operation Action MetadataJson PartNumber DataFile
    InsightsExternalDataId sharedWithId accessType steps widgets gridLayouts options id""".split()
TEXTS = ["deals", "Process", "Csv", "Upsert", "view", "q = load", "e30=", "stages", "SharedApp", "SAQL", "'a' == \"b\""]
ANY_TEXT = st.text(st.characters(), max_size=5)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT | st.sampled_from(TEXTS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(MEMBERS) | st.text(max_size=3), inner),
    max_leaves=8,
)
BODIES = st.dictionaries(st.sampled_from(MEMBERS), VALUES, max_size=4)
PARTS = st.sampled_from(
    ["deals", "stages", "1", "InsightsExternalData", "InsightsExternalDataPart", "main", "x", "a@1", "SharedApp"]
)
PARTS = PARTS | st.text(st.characters(codec="utf-8", exclude_characters="/?#"), min_size=1, max_size=6)
OPTIONS = st.dictionaries(
    st.sampled_from("q page pageSize sort order ids folderId historyId createdAfter datasetTypes _HttpMethod".split()),
    st.text(max_size=8) | st.sampled_from(["SELECT Id FROM User", "Name", "desc", "LTE=", "PATCH", "200"]),
    max_size=3,
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder: Path = tmp_path_factory.mktemp("malformed")
    space = swell.open(folder)
    space.write("deals", pa.table({"Stage": ["Won"], "Closed": pa.array([dt.datetime(2026, 1, 1)])}))
    (folder / "dashboards").mkdir()
    (folder / "dashboards/stages.json").write_text(json.dumps({"label": "S", "state": {"steps": {}, "widgets": {}}}))
    return space.application()


@settings(
    max_examples=200 * int(os.environ.get("SWELL_EXAMPLES", "1")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_no_request_makes_the_server_fail(app: Any, client_of: Any, data: st.DataObject) -> None:
    row = data.draw(st.sampled_from([each for each in WAVE if each.method != "DELETE"]))
    path = row.path.replace("v{version}", "v54.0").replace("{version}", "54.0")
    while "{" in path:
        start, end = path.index("{"), path.index("}")
        path = path[:start] + quote(data.draw(PARTS), safe="") + path[end + 1 :]
    content = data.draw(BODIES.map(lambda each: json.dumps(each).encode()) | st.binary(max_size=20))
    answer = client_of(app).request(
        row.method,
        path,
        params=data.draw(OPTIONS),
        content=b"" if row.method == "GET" else content,
        headers={"content-type": "application/json"},
    )
    soap = path.startswith("/services/Soap")
    assert answer.status_code < 500 or soap, (row.method, path, answer.text)
    if answer.status_code >= 400 and not soap and "oauth2" not in path and path.startswith("/services"):
        assert {*answer.json()[0]} == {"errorCode", "message"}
