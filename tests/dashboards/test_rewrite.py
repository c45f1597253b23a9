import difflib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.model.json import Json
from dashboards.model.rewrite import rewrite, same

DEMO = Path(__file__).parents[2] / "swell" / "demo" / "dashboards" / "sales_pipeline.json"

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=4), inner, max_size=5)
)
forms = st.sampled_from([{"indent": 2}, {"indent": 4}, {"indent": "\t"}, {}, {"separators": (",", ":")}])


def changed_lines(before: str, after: str) -> list[str]:
    found = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in found if line[:1] in "+-"]


@given(values, values, forms, st.booleans())
def test_the_text_says_the_value(old: Json, new: Json, form: dict[str, Any], ascii: bool) -> None:
    text = json.dumps(old, ensure_ascii=ascii, **form)
    assert same(json.loads(rewrite(text, new)), new)


@given(values, forms)
def test_what_says_the_value_already_is_not_touched(value: Json, form: dict[str, Any]) -> None:
    text = json.dumps(value, **form) + "\n"
    assert rewrite(text, value) == text


@given(st.dictionaries(st.text(max_size=4), values, min_size=1, max_size=6), st.data(), forms)
def test_there_and_back_is_the_same_text(value: dict[str, Json], data: st.DataObject, form: dict[str, Any]) -> None:
    """A member that is removed, or another value of one, changes no other member's text."""
    key = data.draw(st.sampled_from(sorted(value)))
    text = json.dumps(value, **form)
    there = rewrite(text, {**value, key: "other"})
    assert there == json.dumps({**value, key: "other"}, **form) or same(value[key], "other")


def test_a_move_changes_the_lines_of_its_numbers() -> None:
    before = DEMO.read_text("utf-8")
    value = json.loads(before)
    place = value["state"]["gridLayouts"][0]["pages"][0]["widgets"][3]
    place["column"] += 1
    place["rowspan"] += 1
    assert len(changed_lines(before, rewrite(before, value))) == 4


def test_a_new_widget_and_a_removed_one_change_their_own_lines() -> None:
    before = DEMO.read_text("utf-8")
    value = json.loads(before)
    value["state"]["widgets"]["a_new_one"] = {"type": "text", "parameters": {"text": "Hello"}}
    page = value["state"]["gridLayouts"][0]["pages"][0]["widgets"]
    page.append({"name": "a_new_one", "row": 90, "column": 0, "rowspan": 2, "colspan": 8})
    del page[2]
    removed = [line for line in changed_lines(before, rewrite(before, value)) if line.startswith("-")]
    added = [line for line in changed_lines(before, rewrite(before, value)) if line.startswith("+")]
    assert len(added) == 6 + 7
    assert len(removed) <= 15
    assert list(json.loads(rewrite(before, value))["state"]["widgets"])[-1] == "a_new_one"


@pytest.mark.parametrize(
    ("text", "value", "written"),
    [
        ('{"b": 1.0, "a": [1,2]}', {"a": [1, 3], "b": 1}, '{"b": 1.0, "a": [1,3]}'),
        ('{"b": 1, "a": 2}', {"b": 1, "c": 0, "a": 2}, '{"b": 1, "c": 0, "a": 2}'),
        ('{"a": 1, "c": 2}', {"c": 2, "a": 1, "b": 0}, '{"a": 1, "b": 0, "c": 2}'),
        ('{"a":1}', {"a": 1, "b": {"c": 2}}, '{"a":1,"b":{"c":2}}'),
        ('{\n  "a": {}\n}\n', {"a": {"b": [1]}}, '{\n  "a": {\n    "b": [\n      1\n    ]\n  }\n}\n'),
        ('{\r\n "a": 1\r\n}', {"a": 1, "b": [2]}, '{\r\n "a": 1,\r\n "b": [\r\n  2\r\n ]\r\n}'),
        ('{\n  "a": [[1, 2], [3]]\n}', {"a": [[1, 2], [3], [4]]}, '{\n  "a": [[1, 2], [3], [4]]\n}'),
        ('{"steps": "{\\"s\\":{\\"x\\":1}}"}', {"steps": {"s": {"x": 2}}}, '{"steps": "{\\"s\\":{\\"x\\":2}}"}'),
        ('{"a": 12345678901234567890}', {"a": 12345678901234567000}, '{"a": 12345678901234567890}'),
        ('{"a": true}', {"a": 1}, '{"a": 1}'),
        ('{"a": "\\u00e9"}', {"a": "ö"}, '{"a": "\\u00f6"}'),
        ('{"a": 1, "a": 2, "b": 3}', {"a": 2, "b": 4}, '{"a": 2, "b": 4}'),
        ("[1, 2, 3]", [2, 3], "[2, 3]"),
        ('{"a": 1}', {}, "{}"),
    ],
)
def test_what_is_new_takes_the_form_of_what_stands_there(text: str, value: Json, written: str) -> None:
    assert rewrite(text, value) == written
