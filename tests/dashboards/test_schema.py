"""The JSON Schema of dashboards, and the shapes that it and the checks are made of, against real dashboards."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import swell
from dashboards.check.finding import Document
from dashboards.check.shape import check_shape
from dashboards.check.visits import visits
from dashboards.model import load
from dashboards.model.located import located
from dashboards.schema import ObjectOf, blocks, json_schema
from dashboards.steps.registry import ELSEWHERE, STEP_TYPES
from dashboards.widgets.registry import BUILT_IN

DEMO = sorted((Path(swell.__file__).parent / "demo" / "dashboards").glob("*.json"))
REALLY_WRONG = {"'stemundefineds'", "'stemAccountId_Segment__cs'", "'option_1'"}
"""Members of real dashboards that are mistakes of those who made them."""


def real(conformance: Path, samples: Path) -> Iterator[Any]:
    for line in (conformance / "dashboards.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)["dashboard"]
    for file in [*samples.glob("*/dashboards/*.json"), *DEMO]:
        yield json.loads(file.read_text("utf-8"))


def shape_findings(source: Any) -> list[str]:
    text = json.dumps(source)
    document = Document(Path("d.json"), text, located(text), load(source))
    return [each.message for each in check_shape(document, visits(document.root, ObjectOf("dashboard")))]


def test_real_dashboards_have_no_members_that_are_not_known(conformance: Path, samples: Path) -> None:
    found = {message.split(" ")[0] for source in real(conformance, samples) for message in shape_findings(source)}

    assert found <= REALLY_WRONG


def test_real_dashboards_are_valid(conformance: Path, samples: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft7Validator(json_schema())
    some = [*real(conformance, samples)][::20]

    assert [each for each in some if not validator.is_valid(each) and not shape_findings(each)] == []


@pytest.mark.parametrize("file", DEMO, ids=lambda file: file.stem)
@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["state", "steps"], {"s": {"type": "saql", "quary": "x"}}),
        (["state", "widgets"], {"w": {"type": "number", "parameters": {"titleSize": []}}}),
        (["state", "gridLayouts"], [{"numColumns": "many"}]),
        (["lable"], "Deals"),
    ],
)
def test_a_mistake_makes_a_dashboard_invalid(file: Path, path: list[str], value: Any) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    source = json.loads(file.read_text("utf-8"))
    validator = jsonschema.Draft7Validator(json_schema())
    assert validator.is_valid(source)

    broken = copy.deepcopy(source)
    inner = broken
    for each in path[:-1]:
        inner = inner[each]
    inner[path[-1]] = value

    assert not validator.is_valid(broken)


def test_the_schema_is_one() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft7Validator.check_schema(json_schema())


def test_every_type_of_step_and_widget_that_runs_has_a_block() -> None:
    steps = {*STEP_TYPES, "apex", "soql"}
    assert steps - ELSEWHERE <= {each.removeprefix("step.") for each in blocks()}
    assert set(BUILT_IN) <= {each.removeprefix("parameters.") for each in blocks()}


def test_every_object_that_a_shape_names_is_there() -> None:
    named = [part for each in blocks().values() for member in each.members.values() for part in objects(member.shape)]

    assert set(named) - {"step", "widget"} <= set(blocks())


def objects(shape: Any) -> list[str]:
    if isinstance(shape, ObjectOf):
        return [shape.name]
    inner = [getattr(shape, each, ()) for each in ("items", "values", "inner", "options")]
    return [name for each in inner for part in (each if isinstance(each, tuple) else (each,)) for name in objects(part)]
