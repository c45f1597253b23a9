import copy
import dataclasses
import pickle
from dataclasses import field

import pytest

from saql.record import record


@record
class Point:
    """Two numbers and what follows from them."""

    x: int
    y: int = 0
    names: tuple[str, ...] = ()
    tags: dict[str, int] = field(default_factory=dict, compare=False, repr=False)
    total: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", self.x + self.y)


@record(order=True)
class Place:
    line: int
    column: int


@record(kw_only=True)
class Named:
    name: str
    size: int = 1


@record(eq=False)
class Held:
    value: int


def test_fields_are_given_by_place_or_name_and_have_defaults() -> None:
    assert Point(1, names=("a",)) == Point(x=1, y=0, names=("a",))
    assert Point(2, 3).total == 5
    assert Point(1).tags == {}
    assert Point(1).tags is not Point(1).tags


@pytest.mark.parametrize("arguments", [(), (1, 2, (), {}, 5)])
def test_missing_and_superfluous_arguments_are_refused(arguments: tuple[int, ...]) -> None:
    with pytest.raises(TypeError, match="__init__"):
        Point(*arguments)


def test_values_are_frozen() -> None:
    point = Point(1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="'x'"):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del point.x  # type: ignore[misc]
    with pytest.raises(AttributeError):
        object.__setattr__(point, "z", 3)


def test_equal_values_are_equal_and_hash_alike() -> None:
    assert Point(1, 2) == Point(1, 2, tags={"a": 1})
    assert hash(Point(1, 2)) == hash(Point(1, 2))
    assert Point(1, 2) != Point(2, 1)
    assert Place(1, 2) != (1, 2)
    assert Held(1) != Held(1)


def test_places_are_ordered() -> None:
    assert sorted([Place(2, 1), Place(1, 9)]) == [Place(1, 9), Place(2, 1)]


def test_a_value_prints_as_the_call_that_makes_it() -> None:
    assert repr(Point(1, 2)) == "Point(x=1, y=2, names=(), total=3)"


def test_fields_by_name_only() -> None:
    assert Named(name="a") == Named(size=1, name="a")
    with pytest.raises(TypeError):
        Named("a")  # type: ignore[misc]


def test_what_works_with_dataclasses_works() -> None:
    assert dataclasses.replace(Place(1, 2), column=5) == Place(1, 5)
    assert dataclasses.asdict(Place(1, 2)) == {"line": 1, "column": 2}
    assert copy.deepcopy(Point(1, 2)) == pickle.loads(pickle.dumps(Point(1, 2))) == Point(1, 2)
    match Place(3, 4):
        case Place(line, column):
            assert (line, column) == (3, 4)
