"""Data uploaded by InsightsExternalData becomes datasets."""

import base64
import gzip
import json
import time
from typing import Any
from urllib.parse import quote

import pytest

import swell

CSV = b'Id,Name,Amount,Closed\r\n1,Ann,10.5,2026-03-01\r\n2,"Ben, jr",20,2026-03-02\r\n'
BAD = CSV.replace(b"10.5", b"ten").replace(b",20,", b",twenty,")


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def metadata(*, unique: bool = True, **more: Any) -> str:
    fields: list[dict[str, Any]] = [
        {"name": "Id", "type": "Text", "label": "Id", "isUniqueId": unique},
        {"name": "Name", "type": "Text", "label": "Full name"},
        {"name": "Amount", "type": "Numeric", "label": "Amount", "precision": 18, "scale": 2, "defaultValue": "0"},
        {"name": "Closed", "type": "Date", "label": "Closed", "format": "yyyy-MM-dd", "fiscalMonthOffset": 2},
    ]
    form = {"charsetName": "UTF-8", "fieldsDelimitedBy": ",", "numberOfLinesToIgnore": 1}
    return encoded(
        json.dumps(
            {"fileFormat": form, "objects": [{"name": "Sales", "label": "Sales", "fields": fields, **more}]}
        ).encode()
    )


class Uploader:
    def __init__(self, wave: Any) -> None:
        self.wave = wave

    def begin(self, **fields: Any) -> str:
        body = {"Format": "Csv", "EdgemartAlias": "sales", "Action": "None", **fields}
        answer = self.wave.call("POST", "/sobjects/InsightsExternalData", body, 201)
        assert (answer["success"], answer["errors"]) == (True, [])
        return str(answer["id"])

    def part(self, upload: str, number: Any, content: bytes, status: int = 201) -> Any:
        body = {"InsightsExternalDataId": upload, "PartNumber": number, "DataFile": encoded(content)}
        return self.wave.call("POST", "/sobjects/InsightsExternalDataPart", body, status)

    def process(self, upload: str, status: int = 204) -> Any:
        return self.wave.call("PATCH", f"/sobjects/InsightsExternalData/{upload}", {"Action": "Process"}, status)

    def state(self, upload: str) -> Any:
        text = f"SELECT Id, Status, StatusMessage FROM InsightsExternalData WHERE Id = '{upload}'"
        answer = self.wave.get(f"/query?q={quote(text)}")
        assert (answer["totalSize"], answer["done"]) == (1, True)
        return answer["records"][0]

    def ended(self, upload: str) -> Any:
        while (found := self.state(upload))["Status"] in ("Queued", "InProgress"):
            time.sleep(0.01)
        return found

    def send(self, *parts: bytes, **fields: Any) -> Any:
        upload = self.begin(**fields)
        for number, each in enumerate(parts, 1):
            self.part(upload, str(number), each)
        self.process(upload)
        return self.ended(upload)


@pytest.fixture
def uploader(wave: Any) -> Uploader:
    return Uploader(wave)


def rows(wave: Any, *names: str) -> Any:
    columns = ", ".join(names or ("Id", "Name", "Amount"))
    return [
        tuple(each.values())
        for each in wave.rows(f'q = load "sales"; q = order q by Id asc; q = foreach q generate {columns};')
    ]


def test_rows_come_with_the_types_of_the_metadata(wave: Any, uploader: Uploader) -> None:
    found = uploader.send(CSV, MetadataJson=metadata(), EdgemartLabel="All sales", Operation="Overwrite")

    assert (found["Status"], found["StatusMessage"]) == ("Completed", None)
    assert rows(wave, "Id", "Name", "Amount", "Closed_Year_Fiscal") == [
        ("1", "Ann", 10.5, "2027"),
        ("2", "Ben, jr", 20.0, "2027"),
    ]
    known = wave.get("/wave/datasets/sales")
    assert known["label"] == "All sales"
    xmd = wave.client.get(known["currentVersionUrl"]).json()["xmdMain"]
    assert [each["label"] for each in xmd["dimensions"]] == ["Id", "Full name"]


def test_without_metadata_all_columns_are_texts(wave: Any, uploader: Uploader) -> None:
    assert uploader.send(CSV)["Status"] == "Completed"
    assert rows(wave, "Id", "Amount", "Closed") == [("1", "10.5", "2026-03-01"), ("2", "20", "2026-03-02")]


@pytest.mark.parametrize("cut", [1, 30, 60, len(CSV) - 1])
def test_parts_may_be_cut_anywhere_and_sent_in_any_order(wave: Any, uploader: Uploader, cut: int) -> None:
    upload = uploader.begin(MetadataJson=metadata())
    uploader.part(upload, 2, CSV[cut:])
    uploader.part(upload, 1, CSV[:cut])
    uploader.part(upload, 1, CSV[:cut])  # sent again, as clients do when no answer came
    uploader.process(upload)
    assert uploader.ended(upload)["Status"] == "Completed"
    assert len(rows(wave)) == 2


@pytest.mark.parametrize("form", ["whole", "each"])
def test_packed_parts_are_unpacked(wave: Any, uploader: Uploader, form: str) -> None:
    packed = gzip.compress(CSV)
    parts = (packed[:40], packed[40:]) if form == "whole" else (gzip.compress(CSV[:40]), gzip.compress(CSV[40:]))
    assert uploader.send(*parts, MetadataJson=metadata())["Status"] == "Completed"
    assert len(rows(wave)) == 2


def test_operations_change_what_they_say(wave: Any, uploader: Uploader) -> None:
    changed = b"Id,Name,Amount,Closed\n2,Ben,25,2026-03-02\n3,Cleo,30,2026-03-03\n"
    assert uploader.send(CSV, MetadataJson=metadata(), Operation="Upsert")["Status"] == "Completed"
    assert (
        uploader.send(changed, MetadataJson=metadata(), Operation="Upsert", Mode="Incremental")["Status"] == "Completed"
    )
    assert rows(wave) == [("1", "Ann", 10.5), ("2", "Ben", 25.0), ("3", "Cleo", 30.0)]

    keys = encoded(
        json.dumps(
            {"objects": [{"name": "s", "fields": [{"name": "Id", "type": "Text", "isUniqueId": True}]}]}
        ).encode()
    )
    assert uploader.send(b"Id\n1\n9\n", MetadataJson=keys, Operation="Delete")["Status"] == "Completed"
    assert rows(wave) == [("2", "Ben", 25.0), ("3", "Cleo", 30.0)]

    assert uploader.send(CSV, MetadataJson=metadata(unique=False), Operation="Append")["Status"] == "Completed"
    assert [each[0] for each in rows(wave)] == ["1", "2", "2", "3"]
    assert uploader.send(CSV, MetadataJson=metadata(), Operation="Overwrite")["Status"] == "Completed"
    assert [each[0] for each in rows(wave)] == ["1", "2"]


def test_append_and_upsert_make_a_dataset_that_is_missing(wave: Any, uploader: Uploader) -> None:
    twice = CSV + b"2,Later,1,2026-03-03\n"
    assert uploader.send(twice, MetadataJson=metadata(), Operation="Upsert")["Status"] == "Completed"
    assert rows(wave) == [("1", "Ann", 10.5), ("2", "Later", 1.0)]
    assert (
        uploader.send(CSV, MetadataJson=metadata(unique=False), Operation="Append", EdgemartAlias="other")["Status"]
        == "Completed"
    )
    assert wave.get("/wave/datasets/other")["currentVersionTotalRowCount"] == 2


@pytest.mark.parametrize(
    ("fields", "content", "said"),
    [
        ({"Operation": "Append", "MetadataJson": metadata()}, CSV, "Use Upsert"),
        ({"Operation": "Upsert", "MetadataJson": metadata(unique=False)}, CSV, "isUniqueId"),
        ({"Operation": "Delete", "MetadataJson": metadata(), "EdgemartAlias": "nothing"}, CSV, "no dataset"),
        ({"MetadataJson": metadata()}, BAD, 'Line 2: "ten" is not a number'),
        ({"MetadataJson": metadata()}, CSV.replace(b",Amount", b""), "3 columns"),
        ({"MetadataJson": encoded(b"{}")}, CSV, "0 items"),
        ({"MetadataJson": metadata()}, gzip.compress(CSV, mtime=0)[:-9], "gzip"),
        ({}, b"", "empty"),
        ({}, b"a,b\n1,\xff\n", "UTF-8"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(
    wave: Any, uploader: Uploader, workspace: swell.Workspace, fields: Any, content: bytes, said: str
) -> None:
    uploader.send(CSV, MetadataJson=metadata())
    before = rows(wave)

    found = uploader.send(content, **fields)

    assert (found["Status"], said in found["StatusMessage"]) == ("Failed", True), found
    assert str(workspace.folder) not in found["StatusMessage"]
    assert (rows(wave), workspace.store.newest("sales")) == (before, 1)
    assert "nothing" not in workspace.store.names()


def test_rows_that_are_refused_are_left_out_and_can_be_had_again(
    wave: Any, uploader: Uploader, workspace: swell.Workspace
) -> None:
    found = uploader.send(CSV.replace(b"10.5", b"ten"), MetadataJson=metadata(), Operation="Upsert")
    assert (found["Status"], found["StatusMessage"]) == ("CompletedWithWarnings", "1 row was refused.")
    assert rows(wave) == [("2", "Ben, jr", 20.0)]

    address = f"/services/data/v54.0/sobjects/InsightsExternalData/{found['Id']}/refused"
    report = wave.client.get(address)
    assert report.headers["content-type"].startswith("text/csv")
    assert report.text.startswith(
        "Refused_Row,Refused_Column,Refused_Reason,Refused_Value,Id,Name,Amount,Closed\n2,Amount,"
    )

    mended = report.content.replace(b",Ann,ten,", b",Ann,10.5,")
    again = uploader.send(mended, MetadataJson=metadata(), Operation="Upsert")
    assert again["Status"] == "Completed"
    assert rows(wave) == [("1", "Ann", 10.5), ("2", "Ben, jr", 20.0)]
    wave.get(f"/sobjects/InsightsExternalData/{again['Id']}/refused", 404)


def test_more_refused_rows_than_the_setting_admits_change_nothing(tmp_path: Any, uploader: Uploader, wave: Any) -> None:
    content = CSV + b"3,Cleo,many,2026-03-01\n" * 1001
    found = uploader.send(content, MetadataJson=metadata())
    assert found["Status"] == "Failed"
    assert "Line 4" in found["StatusMessage"]
    assert "1,001 rows are refused. 1,000 may be" in found["StatusMessage"]
    wave.get("/wave/datasets/sales", 404)
    report = wave.client.get(f"/services/data/v54.0/sobjects/InsightsExternalData/{found['Id']}/refused")
    assert len(report.text.splitlines()) == 1002


def test_rows_that_break_a_rule_that_blocks_are_not_published(
    uploader: Uploader, wave: Any, workspace: swell.Workspace
) -> None:
    (workspace.folder / "quality").mkdir()
    rules = workspace.folder / "quality" / "sales.toml"
    rules.write_text('[[rule]]\nfield = "Amount"\nmost = 15\nseverity = "block"\n')
    found = uploader.send(CSV, MetadataJson=metadata(rowLevelSecurityFilter="'Id' == \"1\""))
    assert found["Status"] == "Failed"
    assert '"sales" is not published: "Amount" is at most 15. 1 of 2 rows break it.' in found["StatusMessage"]
    assert str(workspace.folder) not in found["StatusMessage"]
    wave.get("/wave/datasets/sales", 404)
    assert not (workspace.folder / "security").exists()

    rules.write_text(rules.read_text().replace("block", "warn"))
    assert uploader.send(CSV, MetadataJson=metadata())["Status"] == "Completed"
    with workspace.store.open("sales") as dataset:
        assert (dataset.manifest.notes["quality"][0]["rows"], dataset.manifest.notes["upload_refused"]) == (1, 0)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ({"name": "Id", "type": "Numeric", "isUniqueId": True}, "is Numeric"),
        ({"name": "Id", "type": "Text", "isUniqueId": True, "isMultiValue": True}, "has several values"),
        ({"name": "Id", "type": "Text", "isUniqueId": True, "isSkipped": True}, "is skipped"),
    ],
)
def test_a_unique_id_is_a_text_with_one_value(uploader: Uploader, field: Any, said: str) -> None:
    meta = {"objects": [{"name": "s", "fields": [field, {"name": "N", "type": "Text"}]}]}
    found = uploader.send(b"Id,N\n1,a\n", MetadataJson=encoded(json.dumps(meta).encode()), Operation="Upsert")
    assert (found["Status"], said in found["StatusMessage"]) == ("Failed", True)


def test_columns_of_changes_are_those_of_the_dataset(wave: Any, uploader: Uploader) -> None:
    uploader.send(CSV, MetadataJson=metadata())
    fewer = encoded(
        json.dumps(
            {"objects": [{"name": "s", "fields": [{"name": "Id", "type": "Text", "isUniqueId": True}]}]}
        ).encode()
    )
    found = uploader.send(b"Id\n1\n", MetadataJson=fewer, Operation="Upsert")
    assert (found["Status"], 'lacks "Name"' in found["StatusMessage"]) == ("Failed", True)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"EdgemartAlias": ""}, "REQUIRED_FIELD_MISSING"),
        ({"EdgemartAlias": "../up"}, "REQUIRED_FIELD_MISSING"),
        ({"EdgemartAlias": "x" * 81}, "REQUIRED_FIELD_MISSING"),
        ({"Operation": "Merge"}, "FIELD_INTEGRITY_EXCEPTION"),
        ({"Format": "Binary"}, "FIELD_INTEGRITY_EXCEPTION"),
        ({"Action": "Process"}, "FIELD_INTEGRITY_EXCEPTION"),
        ({"MetadataJson": "%%%"}, "FIELD_INTEGRITY_EXCEPTION"),
        ({"MetadataJson": encoded(b"no json")}, "FIELD_INTEGRITY_EXCEPTION"),
        ({"Colour": "red"}, "INVALID_FIELD"),
    ],
)
def test_headers_that_make_no_sense_are_refused(wave: Any, workspace: swell.Workspace, fields: Any, code: str) -> None:
    body = {"Format": "Csv", "EdgemartAlias": "sales", **fields}
    assert wave.call("POST", "/sobjects/InsightsExternalData", body, 400)[0]["errorCode"] == code
    assert not list((workspace.folder / "data").glob(".uploads/06V*"))


def test_parts_that_make_no_sense_are_refused(wave: Any, uploader: Uploader) -> None:
    upload = uploader.begin()
    for number in (0, -1, "x", None, 10_001):
        uploader.part(upload, number, CSV, 400)
    assert uploader.part("06V000000000000AAA", 1, CSV, 404)[0]["errorCode"] == "NOT_FOUND"
    uploader.part(upload, 1, CSV)
    assert uploader.part(upload, 1, b"other", 400)[0]["errorCode"] == "DUPLICATE_VALUE"
    body = {"InsightsExternalDataId": upload, "PartNumber": 2, "DataFile": "*"}
    wave.call("POST", "/sobjects/InsightsExternalDataPart", body, 400)


def test_what_is_not_complete_is_not_processed_and_can_be_completed(wave: Any, uploader: Uploader) -> None:
    upload = uploader.begin(Operation="Append")
    assert "Part 1" in uploader.process(upload, 400)[0]["message"]
    uploader.part(upload, 2, CSV[40:])
    assert "Part 1" in uploader.process(upload, 400)[0]["message"]
    uploader.part(upload, 1, CSV[:40])
    assert "MetadataJson" in uploader.process(upload, 400)[0]["message"]
    wave.call("PATCH", f"/sobjects/InsightsExternalData/{upload}", {"MetadataJson": metadata(unique=False)}, 204)
    assert uploader.state(upload)["Status"] == "New"
    wave.call("POST", f"/sobjects/InsightsExternalData/{upload}?_HttpMethod=PATCH", {"Action": "Process"}, 204)
    assert uploader.ended(upload)["Status"] == "Completed"
    assert "status is Completed" in uploader.process(upload, 400)[0]["message"]
    assert "status is Completed" in uploader.part(upload, 3, CSV, 400)[0]["message"]


def test_a_new_dataset_comes_with_its_predicate_and_keeps_another(
    wave: Any, uploader: Uploader, workspace: swell.Workspace
) -> None:
    file = workspace.folder / "security/sales.json"
    uploader.send(BAD, MetadataJson=metadata(rowLevelSecurityFilter="'Id' == \"1\""))
    assert not file.exists()
    uploader.send(CSV, MetadataJson=metadata(rowLevelSecurityFilter="'Name' == \"$User.Name\" || 'Amount' > 0"))
    assert json.loads(file.read_text()) == {"predicate": "'Name' == \"$User.Name\" || 'Amount' > 0"}
    uploader.send(CSV, MetadataJson=metadata(rowLevelSecurityFilter="'Id' == \"1\""))
    assert "$User.Name" in file.read_text()


def test_records_are_found_by_their_ids(wave: Any, uploader: Uploader) -> None:
    upload = uploader.begin(Description="Ours")
    part = uploader.part(upload, 1, CSV)["id"]
    record = wave.get(f"/sobjects/InsightsExternalData/{upload[:15]}")
    assert (record["Id"], record["Description"], record["Status"], record["Operation"]) == (
        upload,
        "Ours",
        "New",
        "Overwrite",
    )
    assert wave.get(f"/sobjects/InsightsExternalDataPart/{part}")["PartNumber"] == 1
    assert wave.get("/sobjects/Account/001000000000000AAA", 404)[0]["errorCode"] == "NOT_FOUND"
    assert wave.get("/sobjects")["sobjects"][0]["name"] == "InsightsExternalData"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("select id from InsightsExternalData where EdgemartAlias = 'sales' and Status = 'New'", 2),
        ("SELECT Id FROM InsightsExternalData WHERE Id IN ('{0}', '{1}') ORDER BY CreatedDate DESC LIMIT 1", 1),
        ("SELECT Id FROM InsightsExternalData WHERE EdgemartAlias = 'it\\'s'", 0),
        ("SELECT count() FROM InsightsExternalData", 2),
        ("SELECT Id, PartNumber FROM InsightsExternalDataPart WHERE InsightsExternalDataId = '{0}'", 1),
        ("SELECT Id, Name FROM User", 1),
        ("SELECT Id, Name FROM Organization LIMIT 1", 1),
    ],
)
def test_the_queries_that_clients_send_are_answered(wave: Any, uploader: Uploader, query: str, found: int) -> None:
    ids = [uploader.begin(), uploader.begin()]
    uploader.part(ids[0], 1, CSV)
    assert wave.get(f"/query?q={quote(query.format(*ids))}")["totalSize"] == found


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELECT Id FROM Account", "INVALID_TYPE"),
        ("SELECT Colour FROM InsightsExternalData", "INVALID_FIELD"),
        ("SELECT Id FROM InsightsExternalData WHERE Colour = 'x'", "INVALID_FIELD"),
        ("SELECT Id FROM InsightsExternalData WHERE Id LIKE 'x%'", "MALFORMED_QUERY"),
        ("SELECT Id FROM InsightsExternalData WHERE Id = 'x' OR Id = 'y'", "MALFORMED_QUERY"),
        ("SELECT Id FROM InsightsExternalData WHERE Id = 'x' AND", "MALFORMED_QUERY"),
        ("SELECT Id, (SELECT Id FROM Parts) FROM InsightsExternalData", "MALFORMED_QUERY"),
        ("DELETE FROM InsightsExternalData", "MALFORMED_QUERY"),
        ("", "MALFORMED_QUERY"),
    ],
)
def test_other_queries_are_refused_clearly(wave: Any, uploader: Uploader, query: str, code: str) -> None:
    uploader.begin()
    assert wave.get(f"/query?q={quote(query)}", 400)[0]["errorCode"] == code
