"""What the guides of customers and segments tell people to run is run; what they say of settings and rules is so."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.analyses.customers.bands import BANDS, STANDINGS
from engine.analyses.customers.purchases import Source
from engine.analyses.customers.rfm import SEGMENTS
from engine.analyses.segments.operators import OPERATORS
from engine.analyses.segments.segment_file import KEYS
from engine.json_value import JsonValue
from engine.models.errors import ModelError
from engine.models.registry import kind_named

GUIDES = Path(__file__).parents[2] / "docs/guides"
CUSTOMERS = (GUIDES / "customers.md").read_text("utf-8")
SEGMENTS_GUIDE = (GUIDES / "segments.md").read_text("utf-8")


def test_the_guide_of_segments_runs(run_guide: Callable[[str, int], str]) -> None:
    told = run_guide(SEGMENTS_GUIDE, 5_000)
    assert "Large customers with an escalated case: " in told
    assert "q = join q by 'Id' semi, q_1 by 'AccountId';" in told
    assert "Id,Name,Owner.Name,NumberOfEmployees" in told
    assert "in_trouble: " in told


def test_the_guide_of_customers_runs(run_guide: Callable[[str, int], str]) -> None:
    told = run_guide(CUSTOMERS, 5_000)
    for each in ("scores: trained, scores with", "staying: trained, staying with", "profits: trained", "worth: "):
        assert each in told
    assert "champions of" in told
    assert "orders_scores: trained" in told


def test_every_operator_and_key_is_in_the_guide() -> None:
    assert set(re.findall(r"`([a-z ]+)`", _table(SEGMENTS_GUIDE, "| operator |", 0))) == set(OPERATORS)
    assert set(re.findall(r"`(\w+)`", _table(SEGMENTS_GUIDE, "| key |", 0))) == set(KEYS)


def test_the_rules_of_rfm_are_those_of_the_code() -> None:
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", CUSTOMERS[CUSTOMERS.index("| segment |") :], re.M)
    told = [(name, _span(recency), _span(worth), about) for name, recency, worth, about in rows[: len(SEGMENTS)]]
    assert told == [(each.name, each.recency, each.worth, each.about) for each in SEGMENTS]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("lifetime", {"horizon": "`horizon_days` (365)", "years": "`years` (3)", "discount": "`discount` (0.1)"}),
        ("retention", {"window": "`window_days` (365)"}),
        ("profitability", {"days": "`days` (365)"}),
    ],
)
def test_defaults_are_those_of_the_code(kind: str, said: dict[str, str]) -> None:
    settings = kind_named(kind).read("x", JsonValue({"kind": kind}, ModelError))
    for name, words in said.items():
        assert words in CUSTOMERS
        assert getattr(settings, name) == float(re.findall(r"\(([\d.]+)\)", words)[0])
    assert settings.source == Source()
    for each in (Source().dataset, Source().customer, str(Source().name), Source().date, Source().amount):
        assert f"`{each}`" in _table(CUSTOMERS, "| setting |", 2)


def test_bands_are_those_of_the_code() -> None:
    assert STANDINGS == ((0.8, "Active"), (0.5, "Fading"), (0.0, "Probably gone"))
    assert "Active from 80%, Fading from 50%, else Probably" in CUSTOMERS
    assert BANDS == ((0.5, "A"), (0.8, "B"), (1.0, "C"))


def _table(page: str, head: str, column: int) -> str:
    rows = page[page.index(head) :].split("\n\n")[0].splitlines()[2:]
    return "\n".join(row.split(" | ")[column] for row in rows)


def _span(words: str) -> tuple[int, int]:
    low, _, high = words.partition(" to ")
    return int(low), int(high or low)
