"""Whatever a dataflow holds, it is converted or refused with the error that says so; nothing else is raised."""

import contextlib
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.recipes.dataflow import DataflowError, convert

from .conftest import FLOWS
from .flow_of import DEALS

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["Id", "A", "x:EQ:1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
FILES = sorted(FLOWS.iterdir())
NODES: list[str] = []
for each in FILES:
    document = json.loads(each.read_text())
    document = json.loads(document[0])["nodes"] if isinstance(document, list) else document
    NODES.append(json.dumps(document.get("workflowDefinition", document)))


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the ways to all values inside a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(way for key, each in inner for way in places(each, (*at, key)))]


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_a_dataflow_with_a_part_replaced(data: st.DataObject) -> None:
    flow = json.loads(data.draw(st.sampled_from(NODES)))
    for _ in range(data.draw(st.integers(1, 3))):
        ways = places(flow)[1:]
        *way, last = ways[data.draw(st.integers(0, len(ways) - 1))] if ways else ("D",)
        holder = flow
        for step in way:
            holder = holder[step]
        if data.draw(st.booleans()):
            holder[last] = data.draw(VALUES)
        else:
            holder.pop(last, None) if isinstance(holder, dict) else holder.pop(last)
    attempt(json.dumps(flow))


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(VALUES)
def test_any_json(value: Any) -> None:
    attempt(json.dumps(value))


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(FILES), st.data())
def test_a_file_with_characters_changed(file: Any, data: st.DataObject) -> None:
    text = file.read_text()
    start = data.draw(st.integers(0, len(text)))
    end = min(len(text), start + data.draw(st.integers(0, 12)))
    attempt(text[:start] + data.draw(st.text(max_size=4)) + text[end:])


def attempt(text: str) -> None:
    """Convert a text, or see it refused with a reason."""
    with contextlib.suppress(DataflowError):
        found = convert(text, "flow", DEALS)
        assert all(each.wrong or each.text for each in found.recipes)
