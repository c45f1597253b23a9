"""Which product is bought next: customers as they were, by hand, and a planted sequel that is found."""

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from engine.analyses.offers.learning import learn_offers
from engine.analyses.offers.purchases import NEVER, read_purchases
from engine.analyses.offers.settings import Settings
from engine.analyses.offers.snapshots import moments, records
from engine.columns import TextColumn
from engine.json_value import JsonValue
from engine.kernels.codes import decode
from engine.models.errors import ModelError
from engine.models.kind import Surroundings, Trained
from engine.models.registry import kind_named
from engine.session import Session
from engine.store import Store
from saql.diagnostics import SaqlError

NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)
TODAY = (NOW.date() - dt.date(1970, 1, 1)).days
SAID: dict[str, Any] = {
    "kind": "upsell",
    "dataset": "sales",
    "id": "Customer",
    "product": "Product",
    "date": "Day",
    "bought": "'Won' == \"true\"",
    "fields": ["Segment"],
    "carried": ["Segment"],
    "days": 100,
}


def sales(*rows: tuple[str | None, str, int, str, str]) -> pa.Table:
    """Return sales: customer, product, days ago, segment, won."""
    days = [NOW.date() - dt.timedelta(days=each[2]) for each in rows]
    names = ("Customer", "Product", "Segment", "Won")
    columns = {name: [each[place] for each in rows] for name, place in zip(names, (0, 1, 3, 4), strict=True)}
    return pa.table({**columns, "Day": pa.array(days)})


def surroundings(folder: Path, table: pa.Table) -> Surroundings:
    store = Store(folder / "data")
    store.write("sales", table, created=NOW)
    return Surroundings(session=Session(store), now=NOW)


def settings() -> Settings:
    found: Settings = kind_named("upsell").read("next", JsonValue(SAID, ModelError))
    return found


def test_customers_as_they_were_by_hand(tmp_path: Path) -> None:
    around = surroundings(
        tmp_path,
        sales(
            ("ada", "B", 150, "Small", "true"),
            ("ada", "A", 350, "Medium", "true"),
            ("ada", "A", 50, "Large", "true"),
            ("ben", "A", 30, "Small", "true"),
            ("ben", "B", 20, "Small", "false"),
            (None, "C", 20, "Small", "true"),
        ),
    )
    found = read_purchases(settings(), around.session, NOW)
    assert found.products == ("A", "B", "C")
    ada, ben = found.customers.index("ada"), found.customers.index("ben")
    assert found.first[ada].tolist() == [TODAY - 350, TODAY - 150, NEVER]
    assert found.first[ben].tolist() == [TODAY - 30, NEVER, NEVER]

    some = records(settings(), found, moments(found, TODAY, 100), 1)
    rows = sorted(zip(some.when - TODAY, some.ids.codes - 1, some.outcome, some.known, some.open, strict=True))
    assert [(int(when), int(who), bool(has), bool(known)) for when, who, has, known, _ in rows] == [
        (-300, ada, False, True),  # she had A, and bought B more than 100 days later
        (-200, ada, True, True),  # within 100 days she bought B
        (0, ben, False, False),  # she has B by now; he has A
    ]
    assert some.fields["Months since the Last Purchase"].tolist() == [1.0, 4.9, 1.6]
    assert some.fields["Products"].tolist() == [1.0, 1.0, 1.0]
    for segment in (some.fields["Segment"], some.carried["Segment"]):
        assert isinstance(segment, TextColumn)  # each as it was then: of the purchases that came later nothing is known
        assert decode(segment).to_pylist() == ["Small", "Medium", "Medium"]


def test_products_and_purchases_that_are_gone_are_no_failure_of_scores(
    planted: Surroundings, trained: Trained, tmp_path: Path
) -> None:
    text = 'q = load "sales"; q = foreach q generate Customer, Product, Segment, Won, Day;'
    table = planted.session.query(text, now=NOW, row_limit=1_000_000).table
    without = table.filter(np.array([each != "A" for each in table["Product"].to_pylist()]))
    (made,) = kind_named("upsell").score(settings(), trained, surroundings(tmp_path / "some", without))
    assert made.rows.num_rows > 0
    with pytest.raises(ModelError, match=r"sales has no purchases of what it learnt to offer: .*B"):
        kind_named("upsell").score(settings(), trained, surroundings(tmp_path / "none", table.slice(0, 0)))


def test_single_products_are_too_many(tmp_path: Path) -> None:
    around = surroundings(tmp_path, sales(*(("ada", f"p{place}", 10, "Small", "true") for place in range(101))))
    with pytest.raises(ModelError, match="Product of sales has 101 values"):
        kind_named("upsell").train(settings(), around)


def test_usual_fields_that_are_not_there_do_not_count_and_named_ones_do(
    planted: Surroundings, trained: Trained
) -> None:
    kind = kind_named("upsell")
    usual = {key: each for key, each in SAID.items() if key not in ("fields", "carried")}
    (made,) = kind.score(kind.read("next", JsonValue(usual, ModelError)), trained, planted)
    assert made.rows.column_names[0] == "Customer"
    named = kind.read("next", JsonValue({**usual, "carried": ["Nobody"]}, ModelError))
    with pytest.raises(SaqlError, match="Nobody"):
        kind.score(named, trained, planted)
    with pytest.raises(ModelError, match="The value at /carried/0 is 'Rank', a field that offers have of their own"):
        kind.read("next", JsonValue({**SAID, "carried": ["Rank"]}, ModelError))


def test_each_product_is_tested_with_the_newest_moment(planted: Surroundings) -> None:
    purchases = read_purchases(settings(), planted.session, NOW)
    found = moments(purchases, TODAY, 100)
    offers = learn_offers(settings(), purchases, found, {}, 1)
    for name, each in offers.learnt.items():
        some = records(settings(), purchases, found, purchases.products.index(name))
        assert each.records[2] == int((some.when == TODAY - 100).sum())


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Surroundings:
    """Who has A buys B within half a year, most likely; C comes by chance."""
    random, rows = np.random.default_rng(3), []
    for place in range(1_500):
        segment = str(random.choice(["Large", "Small"]))
        first = int(random.integers(20, 900))
        has_a = random.random() < 0.5
        rows.append((f"c{place}", "A" if has_a else "D", first, segment, "true"))
        if random.random() < (0.8 if has_a else 0.15):
            rows.append((f"c{place}", "B", max(first - int(random.exponential(150)), 0), segment, "true"))
        if random.random() < 0.6:
            rows.append((f"c{place}", "C", int(random.integers(0, first)), segment, "true"))
    return surroundings(tmp_path_factory.mktemp("planted"), sales(*rows))


@pytest.fixture(scope="module")
def trained(planted: Surroundings) -> Trained:
    return kind_named("upsell").train(settings(), planted)


def test_a_planted_sequel_is_found_and_offered_to_those_who_lack_it(planted: Surroundings, trained: Trained) -> None:
    assert trained.usable
    assert "B" in trained.state["products"]
    (made,) = kind_named("upsell").score(settings(), trained, planted)
    rows = made.rows.to_pylist()
    assert (made.name, made.key) == ("next_offers", ("Customer", "Product"))
    assert len({(each["Customer"], each["Product"]) for each in rows}) == len(rows)
    best = max((each for each in rows if each["Product"] == "B"), key=lambda each: each["Probability"])
    assert any(str(best[f"Reason{place}"]).startswith("Has A yes: +") for place in (1, 2, 3))
    text = 'q = load "sales"; q = filter q by Product == "B"; q = group q by Customer; q = foreach q generate Customer;'
    have = set(planted.session.query(text, now=NOW).table["Customer"].to_pylist())
    assert have.isdisjoint({each["Customer"] for each in rows if each["Product"] == "B"})


def test_offers_of_a_customer_are_ranked(planted: Surroundings, trained: Trained) -> None:
    (made,) = kind_named("upsell").score(settings(), trained, planted)
    by_customer: dict[str, list[dict[str, Any]]] = {}
    for each in made.rows.to_pylist():
        by_customer.setdefault(each["Customer"], []).append(each)
    for some in by_customer.values():
        some.sort(key=lambda each: each["Rank"])
        assert [each["Rank"] for each in some] == list(range(1, len(some) + 1))
        chances = [each["Probability"] for each in some]
        assert chances == sorted(chances, reverse=True)


def test_the_report_says_what_is_used_and_its_query_runs(planted: Surroundings, trained: Trained) -> None:
    verdict = trained.report.verdict[0]
    assert f"{len(trained.state['products'])} of 4 products" in verdict.text
    assert planted.session.query(str(verdict.query), now=NOW).table.num_rows > 0
    table = trained.report.sections[0].tables[0]
    used = {row[0] for row in table.rows if row[-1] == "yes"}
    assert used == set(trained.state["products"])


def test_where_nothing_can_be_learnt_it_says_why(tmp_path: Path) -> None:
    around = surroundings(tmp_path, sales(("ada", "A", 10, "Small", "true")))
    with pytest.raises(ModelError, match="Of no product of sales can anything be learnt: Of 0 records"):
        kind_named("upsell").train(settings(), around)
