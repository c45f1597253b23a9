"""The limits of CRM Analytics: those that hold here are refused beyond them, the others are listed as accepted."""

import pytest

from saql.parser import parse_expression

LOADS = 'a = load "deals"; b = load "accounts"; '
END = " a = foreach a generate Owner;"
SERIES = "a = foreach a generate Close_Year as Y, Amount as A, Seats as S; a = "


def several(template: str, count: int, between: str = ", ") -> str:
    return between.join(template.format(number) for number in range(count))


LIMITS = {
    "digits to round to": ("a = foreach a generate round(Amount, {}) as x;", 15, 16, "SAQL305"),
    "digits to cut to": ("a = foreach a generate trunc(Amount, {}) as x;", -15, -16, "SAQL305"),
    "a percentile": (
        "a = group a by all; a = foreach a generate percentile_disc({}) within group (order by Amount) as x;",
        "1.0",
        "1.1",
        "SAQL305",
    ),
    "the place to look from": ('a = foreach a generate index_of(Owner, "a", {}) as x;', 1, 0, "SAQL305"),
    "a season": (SERIES + "timeseries a generate A as f with (length=1, order=Y, seasonality={});", 24, 25, "SAQL453"),
    "a short season": (
        SERIES + "timeseries a generate A as f with (length=1, order=Y, seasonality={});",
        2,
        1,
        "SAQL453",
    ),
    "an order of a model": (
        SERIES + "arimax a generate A as f with (length=1, order=Y, arimaOrder=(1, 1, {}));",
        5,
        6,
        "SAQL453",
    ),
    "a season of a model": (
        SERIES + "arimax a generate A as f with (length=1, order=Y, seasonalOrder=(1, 0, 1, {}));",
        24,
        25,
        "SAQL453",
    ),
}


@pytest.mark.parametrize(("text", "last", "beyond", "code"), LIMITS.values(), ids=LIMITS)
def test_a_limit_that_holds_is_told(text, last, beyond, code, problems):
    assert not problems(LOADS + text.format(last))
    assert [each.code for each in problems(LOADS + text.format(beyond))] == [code]


@pytest.mark.parametrize(("count", "codes"), [(10, []), (11, ["SAQL453"])])
def test_arimax_has_ten_outside_variables_at_most(count, codes, problems):
    fields = several("Amount * {0} as S{0}", count)
    names = several("S{}", count)
    text = f"a = foreach a generate Close_Year as Y, Amount as A, {fields}; "
    text += f"a = arimax a generate A as f with (length=1, order=Y, arimaOrder=(1, 0, 0), xreg=({names}));"
    assert [each.code for each in problems(LOADS + text)] == codes


MORE = {
    "joins": several("a = join a by Owner semi, b by Owner;", 9, " ") + END,
    "keys of a join": f"a = join a by ({', '.join(['Owner'] * 9)}) semi, b by ({', '.join(['Name'] * 9)});{END}",
    "values in a filter": f"a = filter a by Amount in [{several('{0}', 20_001)}];{END}",
    "conditions of a filter": f"a = filter a by {several('Amount == {0}', 10_001, ' || ')};{END}",
    "streams of a cogroup": several('c{0} = filter b by Owner != "{0}";', 20, " ")
    + f" a = cogroup a by Owner, {several('c{0} by Owner', 20)}; a = foreach a generate count(a) as n;",
    "decimals of a percentile": "a = group a by all; a = foreach a generate "
    "percentile_disc(0.123456789012) within group (order by Amount) as x;",
    "the size of a number": "a = filter a by Amount > 99999999999999999999999;" + END,
    "characters between values": 'a = foreach a generate mv_to_string(Tags, " and ") as x;',
}


@pytest.mark.parametrize("text", MORE.values(), ids=MORE)
def test_swell_accepts_more(text, problems):
    assert [each.code for each in problems(LOADS + text)] == []


def test_a_predicate_may_be_long():
    assert parse_expression(several('Owner == "{0}"', 1_000, " || ")).span.end > 10_000
