"""JSON with places: what is read is what `json` reads, and each character knows where it stands."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.model.located import applied, located

VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(value=VALUES, ascii_only=st.booleans(), indent=st.none() | st.integers(0, 3))
def test_it_reads_what_json_reads(value: Any, ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)

    node = located(text)

    assert node.value == value
    assert json.loads(text[node.start : node.end]) == value


@given(
    texts=st.lists(st.text(), min_size=1, max_size=4), depth=st.integers(0, 2), new=st.text(), ascii_only=st.booleans()
)
def test_an_edit_changes_its_place_and_nothing_else_however_deep_it_stands(
    texts: list[str], depth: int, new: str, ascii_only: bool
) -> None:
    inner: Any = texts
    for _ in range(depth):
        inner = [json.dumps(inner, ensure_ascii=ascii_only)]
    text = json.dumps(inner, ensure_ascii=ascii_only)

    node = located(text)
    for _ in range(depth):
        node = node.items[0].decoded()
    passage = node.items[-1].passage
    assert passage is not None
    edited = applied(text, [passage.edit(0, len(passage.text), new)])

    found = json.loads(edited)
    for _ in range(depth):
        found = json.loads(found[0])
    assert found == [*texts[:-1], new]


@pytest.mark.parametrize(
    ("path", "found"), [(["a", "b"], "12"), (["a", "q", "x", 1], '\\"w\\"'), (["a", "zz"], '{"b"')]
)
def test_a_path_leads_into_texts_that_hold_json(path: list[str | int], found: str) -> None:
    text = '{"a": {"b": 12, "q": "{\\"x\\": [1, \\"w\\"]}"}}'

    assert text[located(text).at(path).start :].startswith(found)


def test_a_place_in_a_file_has_its_path_also_inside_texts_of_json() -> None:
    inner = json.dumps({"groups": ["Region", "Stage"]})
    text = json.dumps({"steps": {"a~/b": {"query": inner, "type": "x"}}, "other": [1, {"two": 2}]})
    root = located(text)
    for path, node in root.walk():
        assert root.path_to(node.start) == path
        for name, key in node.keys.items():
            assert root.path_to(key.offsets[0]) == (*path, name)
    assert root.path_to(text.index("Stage")) == ("steps", "a~/b", "query", "groups", 1)
    assert root.path_to(len(text) + 5) == ()
