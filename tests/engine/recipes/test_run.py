"""Recipes run: what their datasets have, what is left out, what fails."""

import dataclasses
import datetime as dt
import time
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pytest

from engine.errors import SwellError
from engine.recipes.errors import RecipeCycleError, RecipeNotFoundError
from engine.recipes.outcome import Began, Outcome
from engine.recipes.recipe import FieldSetting
from engine.recipes.run import RunOptions, run_recipes
from engine.session import Session
from engine.store import Calendar, Store
from engine.store.transaction import Transaction
from saql import SaqlError

from .conftest import NOW, Run, recipe, rows

WIDE = """
o = load "opportunities";
a = load "accounts";
o = augment o by AccountId, a by Id generate a.Industry as Industry;
"""
BY_INDUSTRY = """
w = load "wide";
w = group w by Industry;
w = foreach w generate Industry, sum(Amount) as Amount, count() as Deals;
"""


def states(outcomes: list[Outcome]) -> dict[str, str]:
    return {each.recipe: each.state for each in outcomes}


def test_a_result_becomes_a_dataset(store: Store, run: Run) -> None:
    outcome = run(recipe("wide", WIDE))[0]
    assert (outcome.state, outcome.rows, outcome.why) == ("made", 4, "it has never run")
    made = {each["Id"]: each for each in rows(store, "wide")}
    assert made["o1"] == {
        "Id": "o1",
        "AccountId": "a1",
        "Amount": 10.0,
        "CloseDate": dt.date(2026, 5, 1),
        "Tags": ["x", "y"],
        "Industry": "Banking",
    }
    assert (made["o4"]["Industry"], made["o3"]["Amount"], made["o3"]["Tags"]) == (None, None, None)
    assert [each.role for each in store.open("wide").fields] == [
        "dimension",
        "dimension",
        "measure",
        "date",
        "multivalue",
        "dimension",
    ]


def test_hierarchies_and_what_was_collected_stay_whole(store: Store, run: Run) -> None:
    roles = {"Id": ["r1", "r2", "r3"], "Parent": [None, "r1", "r2"], "Owned": ["a2", "a1", None]}
    store.write("roles", pa.table(roles), created=NOW)
    text = """
    r = load "roles";
    r = foreach r generate Id, Parent, Owned;
    r = flatten r by Id, Parent with self generate ancestors as Above, path as Path;
    o = load "opportunities";
    r = augment r by Owned, o by AccountId generate collect(o.Id) as Deals, collect(Tags) as Tags,
        sum(Amount) as Amount;
    r = foreach r generate Id, Above, Path, Deals, Tags, Amount,
        lag(Path) over ([..] partition by all order by Id) as Last;
    """
    assert run(recipe("hierarchy", text))[0].state == "made"
    assert rows(store, "hierarchy") == [
        {
            "Id": "r1",
            "Above": ["r1"],
            "Path": "r1",
            "Deals": ["o2"],
            "Tags": ["y"],
            "Amount": 20.0,
            "Last": None,
        },
        {
            "Id": "r2",
            "Above": ["r1", "r2"],
            "Path": "r2\\r1",
            "Deals": ["o1", "o3"],
            "Tags": ["x", "y"],
            "Amount": 10.0,
            "Last": "r1",
        },
        {
            "Id": "r3",
            "Above": ["r1", "r2", "r3"],
            "Path": "r3\\r2\\r1",
            "Deals": None,
            "Tags": None,
            "Amount": None,
            "Last": "r2\\r1",
        },
    ]


def test_there_are_as_many_rows_as_the_query_gives(store: Store, run: Run) -> None:
    store.write("many", pa.table({"N": pa.array(range(25_000))}), created=NOW)
    outcome = run(recipe("copy", 'q = load "many"; q = foreach q generate N, N > 5 as Large;'))[0]
    assert outcome.rows == 25_000
    assert rows(store, "copy")[7] == {"N": 7, "Large": "true"}


def test_what_is_known_of_fields_comes_along(store: Store, run: Run) -> None:
    text = 'q = load "opportunities"; q = foreach q generate Id, Amount as Size, Amount * 2 as Twice, CloseDate;'
    said = recipe(
        "sized",
        text,
        label="By size",
        calendar=Calendar(fiscal_month_offset=3),
        fields={"Twice": FieldSetting(label="Double", format="0.0"), "Id": FieldSetting(label="Number")},
    )
    run(said)
    dataset = store.open("sized")
    fields = {each.name: each for each in dataset.fields}
    assert dataset.label == "By size"
    assert (fields["Size"].label, fields["Size"].format) == ("Deal size", "$#,##0")
    assert (fields["Twice"].label, fields["Twice"].format, fields["Id"].label) == ("Double", "0.0", "Number")
    assert fields["CloseDate"].calendar.fiscal_month_offset == 3


def test_labels_come_through_groups_and_other_recipes(store: Store, run: Run) -> None:
    text = 'q = load "wide"; q = group q by AccountId; q = foreach q generate AccountId, sum(Amount) as Amount;'
    run(recipe("wide", WIDE), recipe("sums", text))
    assert [each.label for each in store.open("sums").fields] == ["Account", "Amount"]


def test_recipes_run_in_the_order_of_what_they_load(store: Store, run: Run) -> None:
    outcomes = run(recipe("by_industry", BY_INDUSTRY), recipe("wide", WIDE))
    assert [each.recipe for each in outcomes] == ["wide", "by_industry"]
    found = {each["Industry"]: (each["Amount"], each["Deals"]) for each in rows(store, "by_industry")}
    assert found == {"Banking": (10.0, 2), "Energy": (20.0, 1), None: (40.0, 1)}


def test_only_what_changed_runs_again(store: Store, run: Run) -> None:
    both = recipe("wide", WIDE), recipe("by_industry", BY_INDUSTRY)
    run(*both)
    assert states(run(*both)) == {"wide": "fresh", "by_industry": "fresh"}
    store.write("other", pa.table({"A": ["x"]}), created=NOW)
    assert states(run(*both)) == {"wide": "fresh", "by_industry": "fresh"}
    with store.transaction(created=NOW) as change:
        change.append("accounts", pa.table({"Id": ["a3"], "Industry": ["Retail"]}))
    outcomes = run(*both)
    assert [each.why for each in outcomes] == ["accounts has version 2, it was 1", "wide has version 2, it was 1"]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"text": WIDE + "-- another\n"}, "its query was changed"),
        ({"label": "Wide"}, "its settings were changed"),
        ({"after": ("acme",)}, None),
    ],
)
def test_a_changed_recipe_runs_again(run: Run, changed: dict[str, object], why: str | None) -> None:
    run(recipe("wide", WIDE))
    outcome = run(recipe("wide", **{"text": WIDE, **changed}))[0]  # type: ignore[arg-type]
    assert (outcome.state, outcome.why) == (("made", why) if why else ("fresh", outcome.why))


def test_relative_dates_run_again_on_another_day(store: Store, run: Run) -> None:
    text = 'q = load "opportunities"; q = filter q by date(CloseDate_Year, CloseDate_Month, CloseDate_Day) in '
    today = recipe("today", text + '["current day".."current day"]; q = foreach q generate Id;')
    still = recipe("still", 'q = load "opportunities"; q = foreach q generate Id;')
    run(today, still)
    assert [each["Id"] for each in rows(store, "today")] == ["o2"]
    assert states(run(today, still)) == {"today": "fresh", "still": "fresh"}
    assert states(run(today, still, day=21)) == {"today": "made", "still": "fresh"}
    assert rows(store, "today") == []


def test_everything_runs_where_that_is_wanted(run: Run) -> None:
    run(recipe("wide", WIDE))
    assert run(recipe("wide", WIDE), everything=True)[0].why == "it was asked for"


def test_a_name_brings_what_it_needs_and_no_more(run: Run) -> None:
    several = recipe("wide", WIDE), recipe("by_industry", BY_INDUSTRY), recipe("copy", 'q = load "wide";')
    assert states(run(*several, names=["by_industry"])) == {"wide": "made", "by_industry": "made"}
    with pytest.raises(RecipeNotFoundError, match="Did you mean 'wide'"):
        run(*several, names=["wid"])


def test_a_recipe_that_fails_keeps_its_dataset_and_stops_those_that_need_it(store: Store, run: Run) -> None:
    alone = recipe("alone", 'q = load "accounts";')
    run(recipe("wide", WIDE), recipe("by_industry", BY_INDUSTRY))
    before = rows(store, "by_industry")
    outcomes = run(recipe("wide", WIDE.replace("a.Industry", "a.Industri")), recipe("by_industry", BY_INDUSTRY), alone)
    assert states(outcomes) == {"alone": "made", "wide": "failed", "by_industry": "left"}
    assert store.open("wide").version == 1
    assert rows(store, "by_industry") == before
    error = next(each.error for each in outcomes if each.recipe == "wide")
    assert isinstance(error, SaqlError)
    assert "recipes/wide.saql:4:" in str(error)


def test_a_dataset_that_is_not_there_is_named(run: Run) -> None:
    outcome = run(recipe("wide", WIDE.replace('"accounts"', '"acounts"')))[0]
    assert outcome.state == "failed"
    assert "'accounts'" in str(outcome.error).replace('"', "'")


def test_a_cycle_names_its_chain(store: Store, run: Run) -> None:
    ring = [recipe(name, f'q = load "{other}";') for name, other in (("a", "b"), ("b", "c"), ("c", "a"))]
    with pytest.raises(RecipeCycleError, match="Recipe 'a' loads 'b', which loads 'c', which loads 'a'"):
        run(*ring, recipe("wide", WIDE))
    with pytest.raises(RecipeCycleError, match="'me' loads 'me'"):
        run(recipe("me", 'q = load "me";'))
    assert store.names() == ["accounts", "opportunities"]


def test_a_dataset_that_no_recipe_made_is_not_replaced(store: Store, run: Run) -> None:
    taken = recipe("accounts", 'q = load "opportunities";')
    outcome = run(taken)[0]
    assert outcome.state == "failed"
    assert "--replace" in str(outcome.error)
    assert len(rows(store, "accounts")) == 2
    assert run(taken, replace=True)[0].state == "made"
    assert states(run(taken)) == {"accounts": "fresh"}


def test_a_dataset_that_something_else_has_written_is_made_anew(store: Store, run: Run) -> None:
    run(recipe("wide", WIDE))
    store.write("wide", pa.table({"A": ["x"]}), created=NOW + dt.timedelta(hours=1))
    outcome = run(recipe("wide", WIDE))[0]
    assert (outcome.state, outcome.why) == ("made", "something else has written its dataset since")


def test_compaction_leaves_a_dataset_fresh(store: Store, run: Run) -> None:
    run(recipe("wide", WIDE))
    store.compact("wide")
    assert states(run(recipe("wide", WIDE))) == {"wide": "fresh"}


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        (("Id",), None),
        (("AccountId",), "1 row has no AccountId"),
        (("Industry",), "1 row has no Industry"),
        (("Id", "AccountId"), "1 row has no AccountId"),
        (("Tags",), "several values in a row"),
        (("Idd",), "Did you mean 'Id'"),
    ],
)
def test_a_key_is_checked(store: Store, run: Run, key: tuple[str, ...], problem: str | None) -> None:
    outcome = run(recipe("wide", WIDE, key=key))[0]
    assert outcome.state == ("failed" if problem else "made")
    assert problem is None or problem in str(outcome.error)
    assert ("wide" in store) == (problem is None)


def test_a_key_that_two_rows_have_is_shown(store: Store, run: Run) -> None:
    text = 'q = load "opportunities"; q = filter q by AccountId is not null; q = foreach q generate AccountId, Id;'
    found = str(run(recipe("some", text, key=("AccountId",)))[0].error)
    assert "1 row has the same AccountId as another.\nOne is 'a1'." in found
    assert run(recipe("some", text, key=("AccountId", "Id")))[0].state == "made"


def test_all_is_published_at_one_stroke(store: Store, run: Run) -> None:
    seen: list[list[str]] = []

    def report(event: Began | Outcome) -> None:
        if isinstance(event, Outcome):
            seen.append(store.names())

    run(recipe("wide", WIDE), recipe("by_industry", BY_INDUSTRY), report=report)
    assert seen == [["accounts", "opportunities"]] * 2
    assert store.names() == ["accounts", "by_industry", "opportunities", "wide"]


def test_a_run_that_is_stopped_publishes_what_is_made_and_goes_on_there(store: Store, run: Run) -> None:
    def stop(event: Began | Outcome) -> None:
        if isinstance(event, Began) and event.recipe == "by_industry":
            raise SwellError("Enough.")

    both = recipe("wide", WIDE), recipe("by_industry", BY_INDUSTRY)
    with pytest.raises(SwellError, match="Enough"):
        run(*both, report=stop)
    assert "wide" in store
    assert "by_industry" not in store
    assert states(run(*both)) == {"wide": "fresh", "by_industry": "made"}


def test_a_gate_keeps_what_it_refuses_from_being_published(store: Store) -> None:
    asked: list[str] = []

    def gate(change: Transaction, names: Sequence[str]) -> None:
        asked.extend(names)
        for name in names:
            if name == "wide" and change.open(name).rows > 4:
                raise SwellError("Too many rows.")

    def run() -> list[Outcome]:
        several = recipe("wide", WIDE), recipe("by_industry", BY_INDUSTRY), recipe("copy", 'q = load "opportunities";')
        guarded = Session(dataclasses.replace(store, gate=gate))
        return run_recipes(several, guarded, RunOptions(now=NOW, clock=time.perf_counter))

    run()
    assert asked == ["wide", "by_industry", "copy"]
    with store.transaction(created=NOW) as change:
        change.append("opportunities", pa.table({"Id": ["o5"]}))
    outcomes = run()
    assert states(outcomes) == {"copy": "made", "wide": "failed", "by_industry": "left"}
    assert outcomes[0].why == "Too many rows."
    assert (len(rows(store, "wide")), len(rows(store, "copy"))) == (4, 5)


def test_a_number_may_be_made_a_dimension(store: Store, run: Run) -> None:
    run(recipe("wide", WIDE, fields={"Amount": FieldSetting(role="dimension")}))
    assert [each["Amount"] for each in sorted(rows(store, "wide"), key=lambda each: str(each["Id"]))][1] == "20"


def test_a_role_that_values_do_not_fit_is_refused(run: Run) -> None:
    outcome = run(recipe("wide", WIDE, fields={"Industry": FieldSetting(role="measure")}))[0]
    assert outcome.state == "failed"
    assert '"Industry" can\'t be a measure' in str(outcome.error)


def test_texts_that_no_row_has_are_left_behind(store: Store, run: Run, tmp_path: Path) -> None:
    run(recipe("some", 'q = load "opportunities"; q = filter q by Id == "o2";'))
    assert len(store.open("some").dictionary("Id")) == 1
    assert [each["Tags"] for each in rows(store, "some")] == [["y"]]


def test_an_empty_result_has_its_fields(store: Store, run: Run) -> None:
    assert run(recipe("none", 'q = load "opportunities"; q = filter q by Id == "zz";'))[0].rows == 0
    assert [each.name for each in store.open("none").fields] == ["Id", "AccountId", "Amount", "CloseDate", "Tags"]
