"""Actions of a workspace: what runs do, once for each cause, whenever a process dies."""

import csv
import email.policy
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import swell
from engine.errors import SwellError
from swell.acting.acting import Acting, Report
from swell.acting.doing.messages import draft
from swell.acting.errors import ActingError
from swell.acting.plan import Found, Mail, plan
from swell.acting.reading import read_action
from swell.jobs.assembly import Jobs

from .conftest import LIST, START, Clock, DyingClock, score, write_file

EXPORT = {"on": {"query": LIST, "key": "Id"}, "do": {"export": {"columns": ["Name", "Score"]}}, "confirm": False}
CHANGE = {
    "on": {"dataset": "scores", "key": "Id", "field": "Band", "to": ["high"]},
    "do": {"export": {"columns": ["Id", "Name", "before", "after"]}},
    "confirm": False,
}


def run(acting: Acting, clock: Clock, name: str = "call", confirmed: str | bool = True) -> Report:
    return acting.run(name, "ada", clock, confirmed=confirmed)


def lists(folder: Path, name: str = "call") -> list[list[dict[str, str]]]:
    files = sorted((folder / "exports" / name).rglob("list.csv"), key=lambda each: each.stat().st_mtime_ns)
    return [[*csv.DictReader(each.read_text().splitlines())] for each in files]


def names(rows: list[dict[str, str]]) -> list[str]:
    return [each["Name"] for each in rows]


def test_a_list_is_exported_once_for_each_record(folder: Path, clock: Clock, acting_of: Callable[..., Acting]) -> None:
    write_file(folder, "actions/call", EXPORT)
    assert run(acting_of(folder), clock).counts == {"done": 2, "failed": 0, "open": 0}
    assert run(acting_of(folder), clock).run is None
    score(folder, a="high", c="high", d="high")
    run(acting_of(folder), clock)
    assert [names(each) for each in lists(folder)] == [["Firm A", "Firm C"], ["Firm D"]]
    assert (folder / "exports" / ".gitignore").read_text() == "*\n"


def test_a_record_that_is_still_there_is_acted_on_again_after_some_days(
    folder: Path, clock: Clock, acting_of: Callable[..., Acting]
) -> None:
    write_file(folder, "actions/call", {**EXPORT, "on": {**EXPORT["on"], "again_after_days": 30}})
    run(acting_of(folder), clock)
    for days, times in ((29, 1), (1, 2), (29, 2), (1, 3)):
        clock.pass_(days=days)
        run(acting_of(folder), clock)
        assert len(lists(folder)) == times


def test_the_records_of_a_segment_have_all_fields_of_its_dataset(
    folder: Path, clock: Clock, acting_of: Callable[..., Acting]
) -> None:
    rule = {"field": "Band", "operator": "is", "value": "high"}
    segment = {"label": "At risk", "dataset": "scores", "key": "Id", "columns": ["Name"], "rules": {"all": [rule]}}
    write_file(folder, "segments/risk", segment)
    write_file(folder, "actions/call", {**EXPORT, "on": {"segment": "risk"}})
    acting = acting_of(folder)
    assert [each.found.why for each in acting.preview("call", clock()).plan.items] == ["is in At risk"] * 2
    run(acting, clock)
    assert lists(folder) == [[{"Name": "Firm A", "Score": "0.5"}, {"Name": "Firm C", "Score": "0.5"}]]


def test_a_plan_changes_nothing(folder: Path, clock: Clock, acting_of: Callable[..., Acting]) -> None:
    for content in (EXPORT, CHANGE):
        write_file(folder, "actions/call", content)
        before = {each for each in folder.rglob("*") if ".jobs" not in each.parts}
        acting_of(folder).preview("call", clock())
        assert {each for each in folder.rglob("*") if ".jobs" not in each.parts} == before


def test_an_action_that_wants_confirmation_waits_for_it(
    folder: Path, clock: Clock, acting_of: Callable[..., Acting]
) -> None:
    write_file(folder, "actions/call", {**EXPORT, "confirm": True})
    acting = acting_of(folder)
    told = run(acting, clock, confirmed=False)
    assert (told.state, told.message) == ("waiting", "2 records wait for somebody to look at the plan and run it.")
    assert lists(folder) == []
    mark = acting.preview("call", clock()).plan.mark
    score(folder, a="high")
    with pytest.raises(ActingError, match="has changed since the plan was made"):
        run(acting, clock, confirmed=mark)
    run(acting, clock, confirmed=acting.preview("call", clock()).plan.mark)
    assert [names(each) for each in lists(folder)] == [["Firm A"]]


def test_changes_of_a_field_are_acted_on_and_the_first_look_only_remembers(
    folder: Path, clock: Clock, acting_of: Callable[..., Acting]
) -> None:
    write_file(folder, "actions/call", CHANGE)
    assert run(acting_of(folder), clock).message.startswith("The first look remembers 3 values")
    score(folder, a="low", b="high", c="high", d="high")
    run(acting_of(folder), clock)
    score(folder, a="high", b="high", c="low", d="high")
    run(acting_of(folder), clock)
    told = [[(each["Id"], each["before"], each["after"]) for each in rows] for rows in lists(folder)]
    assert told == [[("00b", "low", "high"), ("00d", "", "high")], [("00a", "low", "high")]]


def test_keys_and_values_that_are_numbers_are_known_again(
    folder: Path, clock: Clock, acting_of: Callable[..., Acting]
) -> None:
    trigger = {"dataset": "numbered", "key": "Id", "field": "Stage", "to": ["2000"]}
    write_file(folder, "actions/call", {**CHANGE, "on": trigger, "do": {"export": {"columns": ["Id", "Stage"]}}})
    for stages in ([1000, 1000], [2000, 3000]):
        swell.open(folder).write("numbered", pa.table({"Id": [12345678901, 12345678902], "Stage": stages}))
        run(acting_of(folder), clock)
    assert lists(folder) == [[{"Id": "12345678901", "Stage": "2000"}]]
    (entry,) = acting_of(folder).ledger.entries(1)
    assert entry.key == "12345678901"


def test_a_change_of_the_dataset_wants_a_run(folder: Path, jobs_of: Callable[..., Jobs]) -> None:
    write_file(folder, "actions/call", CHANGE)
    write_file(folder, "actions/other", EXPORT)
    told = []
    for bands in ({}, {"a": "low", "c": "high"}, {"a": "high", "c": "high"}):
        if bands:
            score(folder, **bands)
        jobs = jobs_of(folder)
        for _ in range(2):
            jobs.watch_actions()
            told += [jobs.scheduler.do(each).message for each in jobs.runs.in_state("waiting")]
    assert told == [
        "The first look remembers 3 values; the next one compares with them.",
        "Nothing to do.",
        "1 record, 1 done.",
    ]


def test_a_value_that_no_record_has_is_told(folder: Path, clock: Clock, acting_of: Callable[..., Acting]) -> None:
    write_file(folder, "actions/call", {**CHANGE, "on": {**CHANGE["on"], "to": ["High"]}})
    for _ in range(2):
        note = acting_of(folder).preview("call", clock()).note
        assert note.startswith("No Band of scores is High now; there are: high, low. ")
        run(acting_of(folder), clock)


def test_changes_that_nobody_has_confirmed_wait(folder: Path, clock: Clock, acting_of: Callable[..., Acting]) -> None:
    write_file(folder, "actions/call", {**CHANGE, "confirm": True})
    run(acting_of(folder), clock, confirmed=False)
    score(folder, a="high", b="high", c="high")
    for _ in range(2):
        assert run(acting_of(folder), clock, confirmed=False).message.startswith("1 record waits for somebody")
    acting = acting_of(folder)
    run(acting, clock, confirmed=acting.preview("call", clock()).plan.mark)
    assert [names(each) for each in lists(folder)] == [["Firm B"]]
    assert run(acting_of(folder), clock, confirmed=False).message == "Nothing to do."


def test_changes_beyond_the_limit_wait_until_they_are_over(
    folder: Path, clock: Clock, acting_of: Callable[..., Acting]
) -> None:
    write_file(folder, "actions/call", {**CHANGE, "limits": {"per_run": 1}})
    score(folder, a="low", b="low", c="low")
    run(acting_of(folder), clock)
    score(folder, a="high", b="high", c="high")
    run(acting_of(folder), clock)
    score(folder, a="high", b="low", c="high")
    run(acting_of(folder), clock)
    run(acting_of(folder), clock)
    assert [names(each) for each in lists(folder)] == [["Firm A"], ["Firm C"]]


def test_no_value_of_a_list_is_a_formula(folder: Path, clock: Clock, acting_of: Callable[..., Acting]) -> None:
    text = '=HYPERLINK("http://x.example", "pay")'
    table = {"Id": ["a"], "Name": [text], "Amount": [-1.5]}
    swell.open(folder).write("odd", pa.table(table))
    query = 'q = load "odd"; q = foreach q generate Id, Name, Amount;'
    for form in ("csv", "xlsx"):
        write_file(folder, f"actions/{form}", {"on": {"query": query, "key": "Id"}, "do": {"export": {"format": form}}})
        run(acting_of(folder), clock, form)
    assert lists(folder, "csv") == [[{"Id": "a", "Name": f"'{text}", "Amount": "-1.5"}]]
    (book,) = (folder / "exports" / "xlsx").rglob("list.xlsx")
    sheet = openpyxl.load_workbook(book)["List"]
    assert [[(each.value, each.data_type) for each in row] for row in sheet.iter_rows()] == [
        [("Id", "s"), ("Name", "s"), ("Amount", "s")],
        [("a", "s"), (text, "s"), (-1.5, "n")],
    ]


def test_a_workbook_has_all_digits_of_long_numbers(
    folder: Path, clock: Clock, acting_of: Callable[..., Acting]
) -> None:
    swell.open(folder).write("many", pa.table({"Id": [2**53 - 1, 2**53 + 1]}))
    query = 'q = load "many"; q = foreach q generate Id; q = order q by Id asc;'
    write_file(folder, "actions/call", {"on": {"query": query, "key": "Id"}, "do": {"export": {"format": "xlsx"}}})
    run(acting_of(folder), clock)
    (book,) = (folder / "exports").rglob("list.xlsx")
    _, *cells = openpyxl.load_workbook(book)["List"]["A"]
    assert [each.value for each in cells] == [9007199254740991, "9007199254740993"]


def test_drafts_are_files_that_a_mail_program_opens(
    folder: Path, clock: Clock, acting_of: Callable[..., Acting]
) -> None:
    do = {"messages": {"to": "{{Email}}", "subject": "{{Name}}, täglich", "text": "Dear {{Name}},\n\nwe miss you.\n"}}
    write_file(folder, "actions/call", {**EXPORT, "do": do})
    acting = acting_of(folder)
    assert [each.reason for each in acting.preview("call", clock()).plan.left] == ["Email is empty"]
    run(acting, clock)
    (file,) = (folder / "exports").rglob("*.eml")
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert (mail["To"], mail["Subject"], mail["X-Unsent"]) == ("a@example.com", "Firm A, täglich", "1")
    assert mail.get_content().splitlines() == ["Dear Firm A,", "", "we miss you."]


@given(
    st.from_regex(r"[a-zäß0-9.'+=~{]{1,9}@[a-zé.-]{1,9}", fullmatch=True),
    st.text(st.characters(codec="utf-8")),
)
def test_a_draft_is_a_mail_whatever_stands_in_the_fields(to: str, text: str) -> None:
    do = {"messages": {"to": "{{To}}", "subject": "{{Text|}}", "text": "{{Text|}}"}}
    action = read_action("call", {"on": {"query": "q", "key": "To"}, "do": do}, "here")
    made = plan(action, [Found("a", "1", "", {"To": to, "Text": text})], {}, 0, START).deeds("messages")
    if not made:
        return
    mail = email.message_from_bytes(draft(made[0].content), policy=email.policy.default)
    assert sorted(mail.keys()) == [
        "Content-Transfer-Encoding",
        "Content-Type",
        "MIME-Version",
        "Subject",
        "To",
        "X-Unsent",
    ]


@pytest.mark.parametrize(
    "line", ["=?utf-8?q?Hello=0D=0ABcc:_thief@example.com?=", "Hello\x00\x1bBcc: thief@example.com"]
)
def test_no_value_begins_a_header_of_a_draft_in_code_either(line: str) -> None:
    lines = draft(Mail("ada@example.com", line, "")).decode().splitlines()
    assert [each.partition(":")[0] for each in lines[:3]] == ["X-Unsent", "Subject", "To"]
    assert not any(each < " " for each in lines[1])


def test_an_address_with_letters_that_are_not_ascii_stands_as_it_is() -> None:
    assert "To: jürgen@müller.example" in draft(Mail("jürgen@müller.example", "", "")).decode().splitlines()


def test_webhooks_go_into_the_outbox_one_for_each_record(
    folder: Path, clock: Clock, jobs_of: Callable[..., Jobs]
) -> None:
    do = {"webhook": {"url": "https://hooks.example.com/x", "fields": ["Name"]}}
    write_file(folder, "actions/call", {**EXPORT, "do": do})
    jobs = jobs_of(folder)
    run(jobs.acting, clock)
    rows = jobs.runs.database.read("select key, content from outbox order by id")
    told = [json.loads(each["content"]) for each in rows]
    assert [(each["key"], each["record"]) for each in told] == [
        ("00a", {"Name": "Firm A"}),
        ("00c", {"Name": "Firm C"}),
    ]
    assert [each["key"] for each in rows] == [each["id"] for each in told]


@pytest.mark.parametrize("looks", range(6))
def test_a_process_that_dies_at_any_moment_wants_each_request_sent_once(
    folder: Path, clock: Clock, jobs_of: Callable[..., Jobs], looks: int
) -> None:
    write_file(folder, "actions/call", {**EXPORT, "do": {"webhook": {"url": "https://hooks.example.com/x"}}})
    with pytest.raises(KeyboardInterrupt):
        run(jobs_of(folder).acting, DyingClock(looks))
    jobs = jobs_of(folder)
    run(jobs.acting, clock)
    assert jobs.acting.preview("call", clock()).plan.done == 2
    assert {each.state for each in jobs.acting.ledger.runs()} <= {"done", "cut"}
    assert len(jobs.runs.database.read("select * from outbox")) == 2


def test_what_a_run_writes_is_for_its_owner_alone_whoever_made_the_folder(
    folder: Path, clock: Clock, acting_of: Callable[..., Acting]
) -> None:
    (folder / "exports").mkdir(mode=0o755)
    write_file(folder, "actions/call", EXPORT)
    run(acting_of(folder), clock)
    (file,) = (folder / "exports").rglob("list.csv")
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert (folder / "exports" / ".gitignore").read_text() == "*\n"


def test_a_disk_that_refuses_ends_the_run_with_words_and_the_rest_is_done(
    folder: Path, clock: Clock, jobs_of: Callable[..., Jobs]
) -> None:
    (folder / "exports").write_text("no folder")
    do = {**EXPORT["do"], "webhook": {"url": "https://hooks.example.com/x"}}
    write_file(folder, "actions/call", {**EXPORT, "do": do})
    jobs = jobs_of(folder)
    with pytest.raises(ActingError, match="exports can't be written: File exists"):
        run(jobs.acting, clock)
    (told,) = jobs.acting.ledger.runs("call")
    assert (told.state, told.counts) == ("failed", {"done": 2, "failed": 0, "open": 2})
    (folder / "exports").unlink()
    assert run(jobs.acting, clock).counts == {"done": 2, "failed": 0, "open": 0}


def test_history_says_what_was_done(folder: Path, clock: Clock, acting_of: Callable[..., Acting]) -> None:
    write_file(folder, "actions/call", EXPORT)
    acting = acting_of(folder)
    number = run(acting, clock).run
    (entry,) = acting.ledger.runs("call")
    assert (entry.id, entry.by, entry.state, entry.message) == (number, "ada", "done", "2 records, 2 done.")
    assert [(each.key, each.kind, each.state) for each in acting.ledger.entries(entry.id)] == [
        ("00a", "export", "done"),
        ("00c", "export", "done"),
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"on": {"query": LIST, "key": "Nr"}}, "/on/key: there is no field 'Nr'"),
        ({"do": {"export": {"columns": ["Nmae"]}}}, "no field 'Nmae'"),
        (
            {"do": {"messages": {"to": "{{Mail}}", "subject": "", "text": ""}}},
            "/do/messages/to: the records have no field",
        ),
        ({"on": {"dataset": "scores", "key": "Id", "field": "Bnad"}}, "/on/field: there is no field 'Bnad'"),
        ({"on": {"dataset": "score", "key": "Id", "field": "Band"}}, "score"),
        ({"on": {"alert": "low"}}, "There is no alert 'low'"),
    ],
)
def test_an_action_that_does_not_fit_its_records_is_refused(
    folder: Path, clock: Clock, acting_of: Callable[..., Acting], change: dict[str, object], message: str
) -> None:
    write_file(folder, "actions/call", {**EXPORT, **change})
    with pytest.raises(SwellError) as caught:
        run(acting_of(folder), clock)
    assert message in str(caught.value)
    assert not (folder / "data" / "acting.sqlite").exists()
