"""JSON text gets a value more, and stays as it was everywhere else."""

import difflib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.model.insertion import insert

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), VALUES, max_size=4), VALUES, st.sampled_from([None, 1, 2, 4, "\t"]))
def test_an_object_has_one_member_more_and_lines_only_come(document: dict[str, Any], value: Any, indent: Any) -> None:
    text = json.dumps({"parts": document, "last": 1}, indent=indent)
    changed = insert(text, ["parts"], value, "the new one")
    assert json.loads(changed) == {"parts": {**document, "the new one": value}, "last": 1}
    if indent and document:
        gone = [each for each in difflib.ndiff(text.splitlines(), changed.splitlines()) if each.startswith("- ")]
        assert len(gone) <= 1


@given(st.lists(VALUES, max_size=4), VALUES)
def test_a_list_has_one_element_more(items: list[Any], value: Any) -> None:
    assert json.loads(insert(json.dumps({"a": [items]}), ["a", 0], value)) == {"a": [[*items, value]]}


def test_what_is_added_is_indented_as_its_neighbours_are() -> None:
    text = '{\n    "steps": {\n        "a": 1\n    },\n    "widgets": {}\n}\n'
    assert insert(text, ["steps"], {"b": [2]}, "c") == (
        '{\n    "steps": {\n        "a": 1,\n        "c": {\n            "b": [\n                2\n            ]\n'
        '        }\n    },\n    "widgets": {}\n}\n'
    )
    assert insert(text, ["widgets"], 1, "w").endswith('    "widgets": {\n        "w": 1\n    }\n}\n')


def test_line_ends_stay_as_they_are() -> None:
    assert insert('{\r\n  "a": 1\r\n}\r\n', [], 2, "b") == '{\r\n  "a": 1,\r\n  "b": 2\r\n}\r\n'


@pytest.mark.parametrize("path", [["gone"], ["a"], ["list", 3]])
def test_a_path_that_leads_to_no_container_is_an_error(path: list[str | int]) -> None:
    with pytest.raises(KeyError):
        insert('{"a": 1, "list": []}', path, 2, "b")
