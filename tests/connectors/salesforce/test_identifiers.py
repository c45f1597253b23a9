"""Ids of 15 characters become those of 18."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.salesforce.identifiers import whole_id, whole_ids
from connectors.standins.salesforce.identifiers import long_identifier

SHORT = st.text("abcXYZ019", min_size=15, max_size=15)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("00530000003T6gV", "00530000003T6gVAAS"),
        ("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaAAA"),
        ("AAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAA555"),
        ("001gK0000002dtEQAQ", "001gK0000002dtEQAQ"),
        ("", ""),
        ("fifteen letters", "fifteen letters"),
    ],
)
def test_known_ids(short: str, long: str) -> None:
    assert whole_id(short) == long


@given(SHORT)
def test_it_agrees_with_another_writing(short: str) -> None:
    assert whole_id(short) == long_identifier(short)


@given(st.lists(st.one_of(st.none(), SHORT, SHORT.map(whole_id))))
def test_columns_of_ids(texts: list[str | None]) -> None:
    expected = [None if each is None else whole_id(each) for each in texts]
    assert whole_ids(pa.array(texts, pa.string())).to_pylist() == expected
