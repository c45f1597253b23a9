import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.model.positions import line_and_column

TEXT = """{
  "a": {"b": [1, {"c": "x,}]"}, 3]},
  "d\\"e": null
}"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ([], (1, 1)),
        (["a"], (2, 8)),
        (["a", "b", 1], (2, 18)),
        (["a", "b", 1, "c"], (2, 24)),
        (["a", "b", 2], (2, 33)),
        (['d"e'], (3, 11)),
    ],
)
def test_a_value_is_found_by_its_path(path: list[str | int], place: tuple[int, int]) -> None:
    assert line_and_column(TEXT, path) == place


@pytest.mark.parametrize(
    ("path", "known"),
    [(["z"], []), (["a", "z"], ["a"]), (["a", "b", 9], ["a", "b"]), (["a", 0], ["a"]), (["a", "b", "c"], ["a", "b"])],
)
def test_a_path_that_leaves_the_document_gives_its_last_part_that_is_there(
    path: list[str | int], known: list[str | int]
) -> None:
    assert line_and_column(TEXT, path) == line_and_column(TEXT, known)


documents = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(documents, st.data())
def test_the_text_at_the_place_is_the_value(document: object, data: st.DataObject) -> None:
    path: list[str | int] = []
    value = document
    while isinstance(value, (dict, list)) and value and data.draw(st.booleans()):
        key = data.draw(st.sampled_from(sorted(value) if isinstance(value, dict) else range(len(value))))
        path.append(key)
        value = value[key]
    text = json.dumps(document, indent=1)

    line, column = line_and_column(text, path)

    offset = sum(len(each) for each in text.splitlines(keepends=True)[: line - 1]) + column - 1
    assert json.JSONDecoder().raw_decode(text, offset)[0] == value
