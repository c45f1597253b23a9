"""Offsets as lines and columns."""

import pytest

from saql.source import Place, Source


@pytest.mark.parametrize(
    ("offset", "place"),
    [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (6, (3, 1)), (7, (4, 1)), (8, (4, 2)), (99, (4, 2)), (-1, (1, 1))],
)
def test_an_offset_has_a_line_and_a_column(offset: int, place: tuple[int, int]) -> None:
    assert Source("ab\nc\r\n\rd").place(offset) == Place(*place)


def test_a_line_is_returned_without_its_end() -> None:
    source = Source("ab\nc\r\n\rd")
    assert [source.line(number) for number in (1, 2, 3, 4)] == ["ab", "c", "", "d"]


def test_offsets_count_twice_what_javascript_counts_twice() -> None:
    source = Source("aé日😀b")
    assert [source.utf16(offset) for offset in range(6)] == [0, 1, 2, 3, 5, 6]
