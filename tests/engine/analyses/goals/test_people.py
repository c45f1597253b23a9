"""The tree of people: sums and targets go up it."""

import numpy as np
import pytest

from engine.analyses.goals.people import EVERYBODY, Tree, tree_of
from engine.models.errors import ModelError

PEOPLE = {"a": ("Ann", "m"), "b": ("Bo", "m"), "m": ("Mia", "top"), "top": ("Tom", None)}


def by_name(tree: Tree, values: np.ndarray) -> dict[str, float]:
    return {name: float(value) for name, value in zip(tree.names, values[:, 0], strict=True)}


def column(tree: Tree, **values: float) -> np.ndarray:
    return np.array([[values.get(name, np.nan)] for name in tree.names])


def test_those_above_come_before_those_below() -> None:
    tree = tree_of(PEOPLE, ["a"])
    assert tree.names == ("Tom", "Mia", "Ann", "Bo")
    assert tree.above == (-1, 0, 1, 1)
    assert tree.leads == (True, True, False, False)
    assert [tree.names[each] for each in tree.chain(3)] == ["Bo", "Mia", "Tom"]


def test_sums_are_those_of_all_below() -> None:
    tree = tree_of(PEOPLE, [])
    own = np.nan_to_num(column(tree, Ann=3, Bo=4, Mia=10))
    assert by_name(tree, tree.summed(own)) == {"Tom": 17, "Mia": 17, "Ann": 3, "Bo": 4}


def test_a_team_has_the_sum_of_its_targets_or_one_of_its_own() -> None:
    tree = tree_of(PEOPLE, [])
    assert by_name(tree, tree.targets(column(tree, Ann=3, Bo=4))) == {"Tom": 7, "Mia": 7, "Ann": 3, "Bo": 4}
    assert by_name(tree, tree.targets(column(tree, Ann=3, Bo=4, Mia=10))) == {"Tom": 10, "Mia": 10, "Ann": 3, "Bo": 4}
    nobody = tree.targets(column(tree))
    assert np.isnan(nobody).all()


def test_people_without_one_above_all_are_everybody_together() -> None:
    tree = tree_of({}, ["x", "y"])
    assert tree.names == (EVERYBODY, "x", "y")
    assert tree.above == (-1, 0, 0)
    # Somebody whom nobody knows stands beside the one on top.
    assert tree_of(PEOPLE, ["stranger"]).names == (EVERYBODY, "Tom", "stranger", "Mia", "Ann", "Bo")


def test_a_manager_who_is_not_known_is_nobody() -> None:
    assert tree_of({"a": ("Ann", "gone")}, []).above == (-1,)
    assert tree_of({"a": ("Ann", "a")}, []).above == (-1,)


def test_people_who_are_above_themselves_are_refused() -> None:
    with pytest.raises(ModelError, match="People are above themselves: a > b"):
        tree_of({"a": ("Ann", "b"), "b": ("Bo", "a")}, [])
