"""Files of models: what they may say, and what is told of those that are wrong."""

from pathlib import Path
from typing import Any

import pytest

from engine.models.folder import read_models

from .conftest import DEALS, Write


def test_models_are_read_sorted_by_name(write: Write, tmp_path: Path) -> None:
    write("size", **DEALS, label="Deal size", description="How big.", after=["acme"], schedule={"every": "day"})
    write("early", **DEALS)
    early, size = read_models(tmp_path / "models")
    assert (early.name, early.label, early.after, early.schedule, early.loads) == (
        "early",
        "early",
        None,
        None,
        ("deals",),
    )
    assert (size.label, size.description, size.after, size.schedule) == (
        "Deal size",
        "How big.",
        ("acme",),
        {"every": "day"},
    )
    assert size.problem is None
    assert read_models(tmp_path / "nothing") == ()


def test_when_a_model_is_trained_makes_no_difference_to_what_it_learns(write: Write, tmp_path: Path) -> None:
    write("a", **DEALS)
    write("b", **DEALS, schedule={"every": "day"}, label="B")
    write("c", **{**DEALS, "measure": "Other"})
    a, b, c = (each.mark for each in read_models(tmp_path / "models"))
    assert a == b != c


@pytest.mark.parametrize(
    ("content", "message", "hint"),
    [
        ({"kind": "typcal"}, 'The value at /kind is "typcal", which it can\'t be.', "Did you mean 'typical'?"),
        ({"dataset": "deals"}, "The value at /kind is missing.", "Write one of: "),
        ({**DEALS, "mesure": "x"}, "The value at /mesure is no setting.", "Did you mean 'measure'?"),
        ({**DEALS, "shedule": {}}, "The value at /shedule is no setting.", "Did you mean 'schedule'?"),
        ({**DEALS, "measure": 3}, "The value at /measure should be a text, not 3.", None),
        ({**DEALS, "schedule": {"evry": "day"}}, "The value at /schedule/evry is no setting.", "Did you mean 'every'?"),
        ({**DEALS, "after": "acme"}, 'The value at /after should be an array, not "acme".', None),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    write: Write, tmp_path: Path, content: dict[str, Any], message: str, hint: str | None
) -> None:
    write("deal", **content)
    (found,) = read_models(tmp_path / "models")
    problem = found.problem
    assert problem is not None
    assert problem.message == message
    assert problem.file == tmp_path / "models" / "deal.json"
    assert (problem.hint or "").startswith(hint or "")
    assert found.loads == ()


def test_a_file_that_is_no_object_or_can_name_no_dataset_says_so(write: Write, tmp_path: Path) -> None:
    write("two words", **DEALS)
    (tmp_path / "models" / "list.json").write_text("[]")
    (tmp_path / "models" / "half.json").write_text('{"kind": ')
    found = {each.name: str(each.problem) for each in read_models(tmp_path / "models")}
    assert "should be an object, not []" in found["list"]
    assert "This is not JSON" in found["half"]
    assert "A model can't be called 'two words'" in found["two words"]
