"""Fixtures of the language service's tests: a catalog, and texts in which ¦ is the cursor."""

from collections.abc import Callable

import pytest

from saql.date_parts import date_part_fields
from saql.schema import Field, Schema
from saql.service import Completions, Hover, complete, hover
from saql.types import Type

DEALS = Schema(
    (
        *Schema.of([("Stage", Type.TEXT), ("Owner Name", Type.TEXT), ("Amount", Type.NUMBER)]),
        Field("Close", Type.DATE),
        *date_part_fields("Close"),
    )
)
ACCOUNTS = Schema.of([("Name", Type.TEXT), ("Staff", Type.NUMBER)])


class Datasets:
    def names(self) -> list[str]:
        return ["accounts", "deals"]

    def schema(self, name: str) -> Schema | None:
        return {"deals": DEALS, "accounts": ACCOUNTS}.get(name)


@pytest.fixture
def catalog() -> Datasets:
    return Datasets()


@pytest.fixture
def completed() -> Callable[[str], Completions]:
    return lambda text: complete(text.replace("¦", ""), text.index("¦"), Datasets())


@pytest.fixture
def offered(completed: Callable[[str], Completions]) -> Callable[..., list[str]]:
    """Give a function: a text to what is inserted, of some kinds or of all, in order."""

    def of(text: str, *kinds: str) -> list[str]:
        return [each.insert for each in completed(text).items if not kinds or each.kind in kinds]

    return of


@pytest.fixture
def hovered() -> Callable[[str], Hover | None]:
    return lambda text: hover(text.replace("¦", ""), text.index("¦"), Datasets())
