"""The plan of a run, from plain data alone."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.writing import Change, NewTask
from engine.errors import SwellError
from swell.acting.action import Action
from swell.acting.plan import Found, Mail, Past, Plan, deed_id, plan
from swell.acting.reading import read_action

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
TASK = {"connection": "acme", "object": "Account", "id": "Id", "subject": "Call {{Name}}\n", "due_in_days": 3}
MESSAGES = {"to": "{{Email}}", "subject": "Hello {{Name}}", "text": "Dear {{Name}},\n"}


def action(**more: object) -> Action:
    content = {"on": {"query": "q", "key": "Id"}, "do": {"task": TASK, "messages": MESSAGES}, **more}
    return read_action("call", content, "actions/call.json")  # type: ignore[arg-type]


def found(key: str, cause: str = "1", **values: object) -> Found:
    return Found(key, cause, "is in the list", {"Id": key, "Name": f"Firm {key}", "Email": "x@example.com", **values})  # type: ignore[dict-item]


def keys(made: Plan) -> list[str]:
    return [each.found.key for each in made.items]


def test_a_plan_holds_what_would_be_done_word_for_word() -> None:
    made = plan(action(), [found("a")], {}, 0, NOW)
    assert [deed.content for deed in made.items[0].deeds] == [
        Mail("x@example.com", "Hello Firm a", "Dear Firm a,\n"),
        NewTask(
            marker=deed_id(made.action, made.items[0].found, "task"),
            object="Account",
            key="a",
            subject="Call Firm a",
            due=dt.date(2026, 3, 5),
        ),
    ]


def test_values_to_write_keep_their_types() -> None:
    fields = {
        "Risk__c": "{{Band}}",
        "Probability": 20,
        "Note": "{{Name}} at {{Score}}",
        "Score__c": "{{Score}}",
        "X": None,
    }
    write = {"connection": "acme", "object": "Account", "id": "Id", "fields": fields}
    made = plan(action(do={"write": write}), [found("a", Band="high", Score=0.5)], {}, 0, NOW)
    assert made.items[0].deeds[0].content == Change(
        key="a",
        values={"Risk__c": "high", "Probability": 20, "Note": "Firm a at 0.5", "Score__c": 0.5, "X": None},
    )


@pytest.mark.parametrize(
    ("number", "text"), [(12345678901, "12345678901"), (12345678901.0, "12345678901"), (-1.5, "-1.5")]
)
def test_a_number_that_is_a_key_has_no_separators(number: float, text: str) -> None:
    task = {**TASK, "owner": "{{Id}}"}
    made = plan(action(do={"task": task}), [found("a", Id=number)], {}, 0, NOW).deeds("task")[0].content
    assert isinstance(made, NewTask)
    assert (made.key, made.owner) == (text, text)


def test_a_record_with_an_empty_field_is_left_out_and_says_why() -> None:
    made = plan(action(), [found("a", Email=None), found("b")], {}, 0, NOW)
    assert keys(made) == ["b"]
    assert [(each.key, each.reason) for each in made.left] == [("a", "Email is empty")]


@pytest.mark.parametrize(
    "to",
    ["nobody", "a@example.com, b@example.com", "A <a@example.com>", "a@example.com\nBcc: b@x.y", "=?q?q?b=0D=0A?=@x.y"],
)
def test_a_message_has_one_address(to: str) -> None:
    made = plan(action(), [found("a", Email=to)], {}, 0, NOW)
    assert [each.reason for each in made.left] == [f"'{' '.join(to.split())}' is no e-mail address"]


def test_limits_let_the_first_ones_through() -> None:
    made = plan(action(limits={"per_run": 2, "per_day": 5}), [found(each) for each in "abcd"], {}, 4, NOW)
    assert (keys(made), made.later) == (["a"], 3)
    made = plan(action(limits={"per_run": 2, "per_day": 5}), [found(each) for each in "abcd"], {}, 0, NOW)
    assert (keys(made), made.later) == (["a", "b"], 2)
    made = plan(action(limits={"per_run": 2, "per_day": 5}), [found("a")], {}, 9, NOW)
    assert (keys(made), made.later) == ([], 1)


def test_what_was_done_is_not_done_again_and_what_is_open_is() -> None:
    of = action()
    a, b = found("a"), found("b")
    past = {
        **{deed_id(of, a, kind): Past("done", 1) for kind in of.effects},
        deed_id(of, b, "messages"): Past("done", 1),
        deed_id(of, b, "task"): Past("begun", 0),
    }
    made = plan(of, [a, b, found("a", "2")], past, 0, NOW)
    assert made.done == 1
    assert [(each.found.key, [(deed.kind, deed.uncertain) for deed in each.deeds]) for each in made.items] == [
        ("b", [("task", True)]),
        ("a", [("messages", False), ("task", False)]),
    ]


def test_what_the_crm_refuses_is_tried_three_times() -> None:
    of = action(do={"task": TASK})
    a = found("a")
    for tries, open_ in ((1, True), (2, True), (3, False)):
        made = plan(of, [a], {deed_id(of, a, "task"): Past("failed", tries)}, 0, NOW)
        assert bool(made.items) is open_
    assert made.left[0].reason.startswith("refused 3 times")


def test_the_mark_is_that_of_what_would_be_done() -> None:
    one, same = (plan(action(), [found("a")], {}, 0, NOW).mark for _ in range(2))
    assert one == same
    assert one != plan(action(), [found("a", Name="Other")], {}, 0, NOW).mark
    assert one != plan(action(), [found("a"), found("b")], {}, 0, NOW).mark


@pytest.mark.parametrize("change", [{"connection": "sandbox"}, {"object": "Contact"}])
def test_the_mark_is_that_of_where_it_would_be_done_too(change: dict[str, str]) -> None:
    write = {"connection": "acme", "object": "Account", "id": "Id", "fields": {"Next": "Call"}}
    marks = {plan(action(do={"write": each}), [found("a")], {}, 0, NOW).mark for each in (write, {**write, **change})}
    assert len(marks) == 2


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.sets(st.sampled_from("abcdefgh")), st.integers(0, 9))
def test_each_record_is_in_one_place(records: list[str], over: set[str], room: int) -> None:
    of = action(limits={"per_run": room, "per_day": 9})
    past = {deed_id(of, found(each), kind): Past("done", 1) for each in over for kind in of.effects}
    made = plan(of, [found(each) for each in records], past, 0, NOW)
    assert made.done == len(over & {*records})
    assert len(made.items) == min(room, len(records) - made.done)
    assert len(made.items) + made.done + made.later == len(records)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"on": {"key": "Id"}}, "/on: it does not say for which records"),
        ({"on": {"query": "q", "segment": "s", "key": "Id"}}, "/on: it does not say for which records"),
        ({"on": {"query": "q"}}, "/on: 'key' is missing"),
        ({"on": {"query": "q", "key": "Id", "wen": 1}}, "/on: there is no member 'wen'"),
        ({"do": {}}, "/do: it says nothing to do"),
        ({"do": {"mail": {}}}, "/do: there is no member 'mail'"),
        ({"do": {"task": {**TASK, "subject": "{{"}}}, "/do/task/subject: braces"),
        ({"do": {"task": {**TASK, "due_in_days": -1}}}, "/do/task/due_in_days: it is no whole number"),
        ({"do": {"webhook": {"url": "ftp://x"}}}, "/do/webhook/url: 'ftp://x' is no https address"),
        (
            {"do": {"write": {"connection": "c", "object": "O", "id": "Id", "fields": {}}}},
            "/do/write/fields: it names no",
        ),
        ({"do": {"export": {"format": "pdf"}}}, "/do/export/format: it is csv or xlsx"),
        ({"limits": {"per_run": 1000000}}, "/limits/per_run: it is no whole number from 0 to 10,000"),
        ({"confirm": "no"}, "/confirm is true or false"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_place(change: dict[str, object], message: str) -> None:
    with pytest.raises(SwellError) as caught:
        action(**change)
    assert f"actions/call.json: {message}" in str(caught.value)
