import pytest

from dashboards.formats import compact_text, number_text, pattern_of
from dashboards.metadata import ShownField


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (1234.5, "#,##0", "1,235"),
        (1234.5, "$#,##0.00", "$1,234.50"),
        (-1234.5, "$#,##0.00", "-$1,234.50"),
        (0.256, "0.0%", "25.6%"),
        (7, "000", "007"),
        (1234.567, "0.##", "1234.57"),
        (1234, "0.##", "1234"),
        (3, '#,##0 "units"', "3 units"),
        (-0.001, "0.0", "0.0"),
        (5, "$#,##0;($#,##0)", "$5"),
        (-5, "$#,##0;($#,##0)", "($5)"),
        (-0.2, "$#,##0;($#,##0)", "$0"),
        (0, "0;-0;none", "none"),
        (-0.2, "0;;none", "none"),
        (-7, "0;;none", "-7"),
        (1500, '["#,##0.0K;(#,##0.0K)",0.001]', "1.5K"),
        (1234567.891, None, "1,234,567.89"),
        (0.000123456, None, "0.0001235"),
        (-0.5, None, "-0.5"),
        (0, None, "0"),
        (2.675, "0.00", "2.68"),
        (float("nan"), None, "\N{EN DASH}"),
        (12, "no digits", "12"),
    ],
)
def test_a_number_is_shown_by_its_pattern(value: float, pattern: str | None, text: str) -> None:
    assert number_text(value, pattern) == text


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (950, None, "950"),
        (1234, None, "1.2K"),
        (-3_400_000, None, "-3.4M"),
        (382_359_357.68, None, "382.4M"),
        (1_506_225_525, "$#,##0", "$1.5B"),
        (999_960, None, "1M"),
        (2_000, None, "2K"),
        (0.256, "0.0%", "25.6%"),
        (12.34, None, "12.3"),
        (5e15, None, "5000T"),
    ],
)
def test_a_short_number_has_a_unit_and_one_decimal_at_most(value: float, pattern: str | None, text: str) -> None:
    assert compact_text(value, pattern) == text


@pytest.mark.parametrize(
    ("pattern", "multiplier", "shown"),
    [("0.0%", 100, "0.0%"), ("0.0%", 1, '["0.0%",1]'), ("#,##0", 1, "#,##0"), ("0K", 0.001, '["0K",0.001]')],
)
def test_a_pattern_has_the_multiplier_of_the_field_where_it_is_not_its_own(
    pattern: str, multiplier: float, shown: str
) -> None:
    field = ShownField(name="x", label="x", format=pattern, multiplier=multiplier)
    assert pattern_of(field) == shown
