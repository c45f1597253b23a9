import pytest

import saql
from saql.check import check
from saql.date_parts import date_part_fields
from saql.schema import Calendar, Field, Schema
from saql.types import Type

FEBRUARY = Calendar(fiscal_month_offset=1, named_by_end=False, first_weekday=1)


class Datasets:
    def __init__(self, schemas):
        self._schemas = schemas

    def names(self):
        return sorted(self._schemas)

    def schema(self, name):
        return self._schemas.get(name.split("@")[0])


DEALS = Schema(
    (
        *Schema.of(
            [
                ("Stage", Type.TEXT),
                ("Owner", Type.TEXT),
                ("Won", Type.TEXT),
                ("Amount", Type.NUMBER),
                ("Seats", Type.NUMBER),
                ("Tags", Type.MULTIVALUE),
                ("Start", Type.DAY),
            ]
        ),
        Field("Close", Type.DATE, calendar=FEBRUARY),
        *date_part_fields("Close"),
    )
)
ACCOUNTS = Schema.of([("Name", Type.TEXT), ("Owner", Type.TEXT), ("Staff", Type.NUMBER), ("Since", Type.DATE)])


@pytest.fixture
def datasets():
    return Datasets({"deals": DEALS, "accounts": ACCOUNTS})


@pytest.fixture
def checked(datasets):
    """Give a function: query text to checked query."""
    return lambda text: check(saql.parse(text), datasets)


@pytest.fixture
def item(checked):
    """Give a function: an expression to its checked form, in a foreach over deals or over groups of them."""

    def of(expression, before="q = q_;"):
        start = 'q = load "deals"; ' + before.replace("q = q_;", "")
        query = checked(f"{start} q = foreach q generate {expression} as 'x';")
        return query.statements[-1].items[0][1]

    return of


@pytest.fixture
def predicate(checked):
    """Give a function: a predicate over deals to its checked form."""
    return lambda text: (
        checked(f"q = load \"deals\"; q = filter q by {text}; q = foreach q generate 1 as 'x';").statements[1].predicate
    )


@pytest.fixture
def problems(checked):
    """Give a function: query text to the diagnostics that it gets, warnings among them."""

    def of(text):
        try:
            return checked(text).warnings
        except saql.SaqlError as error:
            return error.diagnostics

    return of
