"""Segments: what each operator finds among six companies, groups, segments of segments, and files that are wrong."""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analyses.segments.check import check_segment
from engine.analyses.segments.errors import SegmentError, SegmentNotFoundError
from engine.analyses.segments.folder import all_segments, segment_named, segment_of
from engine.analyses.segments.operators import OPERATORS, is_period
from engine.analyses.segments.query import count
from engine.analyses.segments.segment_file import written
from engine.json_value import JsonValue
from engine.session import Session
from engine.store import FieldSpec, Store

NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)

NAMES = ["Ash", "Birch & Sons", "100% Cedar", "Date_Palm", None, 'El"m\\']
SIZES = [10, 50, 500, 5000, 50, None]
SINCE = ["2024-01-15", "2026-05-20", "2026-02-28", None, "2026-05-19", "2026-03-01"]
TAGS = [["A", "B"], ["B"], None, ["A"], ["C"], ["B", "C"]]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    store = Store(tmp_path_factory.mktemp("store"))
    days = [None if each is None else dt.date.fromisoformat(each) for each in SINCE]
    columns = {"Id": list("abcdef"), "Name": NAMES, "Size": pa.array(SIZES), "Since": pa.array(days), "Tags": TAGS}
    store.write("companies", pa.table(columns), [FieldSpec(name="Tags", role="multivalue")], created=NOW)
    cases = {"Company": ["a", "a", "c", None], "Urgent": ["true", "false", "true", "true"]}
    store.write("cases", pa.table(cases), created=NOW)
    return Session(store)


def file(rules: object, **more: object) -> dict[str, Any]:
    return {"dataset": "companies", "key": "Id", "rules": rules, **more}


def made(value: object, folder: Path = Path("nowhere")) -> Any:
    return segment_of(folder, "made", JsonValue(value, SegmentError))


def found(session: Session, value: object, folder: Path = Path("nowhere")) -> str:
    segment = made(value, folder)
    check_segment(segment, session.snapshot([segment.dataset]))
    rows = sorted(session.query(segment.records, now=NOW).table[segment.key].to_pylist())
    counted = session.query(count(segment), now=NOW).table.to_pylist()
    assert counted == [{"count": len(rows), "keys": len(set(rows))}] or (not rows and not counted)
    return "".join(rows)


CASES = [
    ("Name", "is", "Ash", "a"),
    ("Name", "is", 'El"m\\', "f"),
    ("Name", "is not", "Ash", "bcdef"),  # e has no name, so it is not called Ash
    ("Size", "is", 50, "be"),
    ("Size", "is not", 50, "acdf"),
    ("Name", "one of", ["Ash", "Date_Palm"], "ad"),
    ("Name", "none of", ["Ash", "Date_Palm"], "bcef"),
    ("Size", "one of", [10, 5000], "ad"),
    ("Tags", "one of", ["A"], "ad"),
    ("Tags", "none of", ["A", "B"], "ce"),
    ("Name", "contains", "sons", "b"),  # in either case
    ("Name", "does not contain", "sons", "acdef"),
    ("Name", "starts with", "100%", "c"),
    ("Name", "starts with", "Date_", "d"),
    ("Name", "starts with", "Dat_", ""),
    ("Name", "starts with", 'El"m\\', "f"),
    ("Size", "more than", 50, "cd"),
    ("Size", "at least", 50, "bcde"),
    ("Size", "less than", 50, "a"),
    ("Size", "at most", 50, "abe"),
    ("Size", "between", [50, 500], "bce"),
    ("Since", "during", "current day", "b"),
    ("Since", "during", "current month", "be"),
    ("Since", "during", ["3 months ago", "current month"], "bcef"),
    ("Since", "during", ["2026-02-28", "2026-03-01"], "cf"),
    ("Since", "before", "2026-03-01", "ac"),
    ("Since", "before", "current day", "acef"),
    ("Since", "before", "current quarter", "acf"),
    ("Since", "before", "30 days ago", "acf"),
    ("Since", "after", "2026-02-28", "bef"),
    ("Since", "after", "1 month ago", "be"),
    ("Since", "after", "current year - 1 year", "bcef"),
    ("Since", "is empty", None, "d"),
    ("Tags", "is not empty", None, "abdef"),
]


@pytest.mark.parametrize(("field", "operator", "value", "expected"), CASES)
def test_operators_find_what_they_say(
    session: Session, field: str, operator: str, value: object, expected: str
) -> None:
    assert found(session, file({"all": [{"field": field, "operator": operator, "value": value}]})) == expected


def test_every_operator_has_a_case() -> None:
    assert {operator for _, operator, _, _ in CASES} == {
        word for word, each in OPERATORS.items() if each.takes != "segment"
    }


def test_groups_nest_once(session: Session) -> None:
    large, tagged = rule("Size", "at least", 500), rule("Tags", "one of", ["C"])
    old = rule("Since", "before", "2026-05-01")
    assert found(session, file({"any": [large, tagged]})) == "cdef"
    assert found(session, file({"all": [old, {"any": [large, tagged]}]})) == "cf"
    assert found(session, file({"any": [rule("Id", "is", "a"), {"all": [old, tagged]}]})) == "af"
    assert found(session, file({"all": []})) == "abcdef"
    with pytest.raises(SegmentError, match="/rules/all/0/any/0 is a group in a group"):
        made(file({"all": [{"any": [{"all": [large]}]}]}))


def test_segments_build_on_segments(session: Session, tmp_path: Path) -> None:
    urgent = {"dataset": "cases", "key": "Company", "rules": {"all": [rule("Urgent", "is", True)]}}
    put(tmp_path, "urgent", urgent)
    put(tmp_path, "small_urgent", file({"all": [rule("Size", "less than", 100), rule("Id", "in segment", "urgent")]}))
    assert found(session, file({"all": [rule("Id", "in segment", "urgent")]}), tmp_path) == "ac"
    assert found(session, file({"all": [rule("Id", "in segment", "small_urgent")]}), tmp_path) == "a"
    both = [rule("Id", "in segment", "urgent"), rule("Id", "not in segment", "small_urgent")]
    assert found(session, file({"all": both}), tmp_path) == "c"
    with pytest.raises(SegmentError, match="where not all rules have to hold"):
        made(file({"any": [rule("Id", "in segment", "urgent")]}), tmp_path)


def test_rings_and_missing_segments_are_said(tmp_path: Path) -> None:
    put(tmp_path, "one", file({"all": [rule("Id", "in segment", "two")]}))
    put(tmp_path, "two", file({"all": [rule("Id", "in segment", "one")]}))
    put(tmp_path, "three", file({"all": [rule("Id", "in segment", "four")]}))
    (tmp_path / "broken.json").write_text("{")
    every = all_segments(tmp_path)
    assert list(every) == ["broken", "one", "three", "two"]
    assert "Segments name each other: one → two → one." in str(every["one"])
    assert "There is no segment 'four'" in str(every["three"])
    assert "broken.json:1:2: This is not JSON" in str(every["broken"])
    with pytest.raises(SegmentNotFoundError):
        segment_named(tmp_path, "../segments/one")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "at the top should be an object"),
        ({"dataset": "companies", "rules": {"all": []}}, "/key is missing"),
        (file({}), '/rules has not one of "all" and "any"'),
        (file({"all": [], "any": []}), '/rules has not one of "all" and "any"'),
        (file({"all": [{"any": []}]}), "/rules/all/0 is a group without rules"),
        (file({"all": []}, colour="red"), "/colour is no setting"),
        (
            file({"all": [{"field": "Id", "operator": "equals", "value": "a"}]}),
            '/rules/all/0/operator is "equals", which it can\'t be',
        ),
        (file({"all": [{"field": "Id", "operator": "is"}]}), "/rules/all/0/value does not fit 'is', which takes one"),
        (file({"all": [{"field": "Id", "operator": "is empty", "value": "a"}]}), "which takes no value"),
        (file({"all": [{"field": "Size", "operator": "at least", "value": "5"}]}), "is no number"),
        (file({"all": [{"field": "Since", "operator": "before", "value": "last week"}]}), "is no day and no period"),
        (file({"all": [{"field": "Name", "operator": "contains", "value": "a"}]}), "is too short"),
        (file({"all": [{"field": "Id", "operator": "one of", "value": [["a"]]}]}), "/value/0 is neither"),
    ],
)
def test_wrong_files_are_told_with_the_place(value: object, message: str) -> None:
    with pytest.raises(SegmentError) as caught:
        made(value)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("field", "operator", "value", "message", "hint"),
    [
        ("Sise", "at least", 5, "'companies' has no field 'Sise' (at /rules/all/0/field).", "Did you mean 'Size'?"),
        ("Name", "at least", 5, "'Name' has texts, and 'at least' is not for them.", "Operators for texts: is,"),
        (
            "Tags",
            "is",
            "A",
            "'Tags' has lists of texts, and 'is' is not for them.",
            "Operators for lists of texts: one of",
        ),
        ("Name", "is", 5, "'Name' has texts, and a value is a number.", "Write it in quotes."),
        ("Size", "one of", [5, "6"], "'Size' has numbers, and a value is a text.", "Write it without quotes."),
    ],
)
def test_rules_that_do_not_fit_the_fields_are_told(
    session: Session, field: str, operator: str, value: object, message: str, hint: str
) -> None:
    segment = made(file({"all": [rule(field, operator, value)]}))
    with pytest.raises(SegmentError) as caught:
        check_segment(segment, session.snapshot(["companies"]))
    assert message in caught.value.message
    assert hint in str(caught.value.hint)


def test_a_missing_dataset_is_told(session: Session) -> None:
    segment = made({"dataset": "company", "key": "Id", "rules": {"all": []}})
    with pytest.raises(SegmentError, match="Did you mean 'companies'"):
        check_segment(segment, session.snapshot(["company"]))


def test_columns_begin_with_the_key(session: Session) -> None:
    by_rules = made(file({"all": [rule("Size", "at least", 1), {"any": [rule("Name", "is", "Ash")]}]}))
    assert by_rules.columns == ("Id", "Size", "Name")
    chosen = made(file({"all": [rule("Size", "at least", 500)]}, columns=["Name", "Id"]))
    rows = session.query(chosen.records, now=NOW).table
    assert sorted(map(tuple, zip(*rows.to_pydict().values(), strict=True))) == [("c", "100% Cedar"), ("d", "Date_Palm")]
    assert rows.column_names == ["Id", "Name"]


@pytest.mark.parametrize("text", ["current day", "1 day ago", "2 quarters ahead - 1 month", "2026-12-31"])
def test_periods_of_rules_are_those_of_the_language(session: Session, text: str) -> None:
    assert is_period(text)
    found(session, file({"all": [rule("Since", "during", text), rule("Since", "before", text)]}))


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["is", "is not", "starts with"]))
def test_any_text_can_be_a_value(session: Session, value: str, operator: str) -> None:
    assert session.query(made(file({"all": [rule("Name", operator, value)]})).records, now=NOW).table is not None


@settings(deadline=None)
@given(st.data())
def test_files_of_segments_read_back(data: st.DataObject) -> None:
    rules = st.builds(rule, TEXTS.filter(bool), st.sampled_from(["is", "one of", "between"]), st.just([1, 2]))
    leaves = rules.map(lambda each: {**each, "value": 1} if each["operator"] == "is" else each)
    groups = st.builds(
        lambda joint, several: {joint: several}, st.sampled_from(["all", "any"]), st.lists(leaves, min_size=1)
    )
    value = file({"any": data.draw(st.lists(leaves | groups))}, label=data.draw(TEXTS))
    segment = made(value)
    assert written(made(written(segment))) == written(segment)
    assert made(written(segment)).records == segment.records


def rule(field: str, operator: str, value: object) -> dict[str, Any]:
    return {"field": field, "operator": operator, "value": value}


def put(folder: Path, name: str, value: Mapping[str, object]) -> None:
    (folder / f"{name}.json").write_text(json.dumps(value), "utf-8")


def chain(folder: Path, length: int, rules_each: int = 1) -> None:
    """Write segments s0, s1, ... each of which names the one before."""
    for number in range(length):
        rule = {"field": "Id", "operator": "in segment", "value": f"s{number - 1}"}
        rules = [rule] * rules_each if number else [{"field": "Size", "operator": "is", "value": 50}]
        (folder / f"s{number}.json").write_text(json.dumps(file({"all": rules})))


def test_a_file_is_read_once_however_often_segments_name_it(session: Session, tmp_path: Path) -> None:
    chain(tmp_path, 40)  # twice as often for each would be some hundred years
    assert found(session, json.loads((tmp_path / "s39.json").read_text()), tmp_path) == "be"


@pytest.mark.parametrize(("length", "rules_each"), [(400, 1), (30, 2)])
def test_too_many_segments_in_a_segment_are_told(tmp_path: Path, length: int, rules_each: int) -> None:
    chain(tmp_path, length, rules_each)
    with pytest.raises(SegmentError, match="more than 50 segments") as caught:
        segment_named(tmp_path, f"s{length - 1}")
    assert caught.value.hint == "Make a dataset of one of them: its SAQL is a recipe."


def test_hidden_files_are_no_segments(tmp_path: Path) -> None:
    (tmp_path / "._s0.json").write_bytes(b"\x00\x05\x16\x07")
    assert all_segments(tmp_path) == {}
