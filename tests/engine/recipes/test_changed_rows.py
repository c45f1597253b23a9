"""A recipe that runs again: for changed rows where it can, else for all, and it says which."""

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from engine.recipes.outcome import Outcome
from engine.recipes.recipe import FieldSetting
from engine.store import Calendar, FieldSpec, Member, Store

from .conftest import NOW, Run, recipe, rows

WIDE = """
o = load "opportunities";
a = load "accounts";
o = augment o by AccountId, a by Id generate a.Industry as Industry;
"""
KEYED = recipe("wide", WIDE, key=("Id",))


def change(store: Store, name: str, *changed: dict[str, Any], deleted: tuple[str, ...] = ()) -> None:
    with store.open(name) as dataset:
        schema = next(iter(dataset.batches())).schema
    deletes = pa.table({"Id": pa.array(deleted, pa.string())})
    table = pa.Table.from_pylist(list(changed), schema)
    store.upsert(name, table, key=["Id"], deletes=deletes, created=NOW, compact=False).close()


def by_id(store: Store, name: str) -> dict[str, dict[str, Any]]:
    return {each["Id"]: each for each in rows(store, name)}


def again(store: Store, run: Run, *recipes: Any) -> Outcome:
    """Run recipes, and compare the dataset of the last with what it is when all of its rows are made."""
    outcomes = run(*recipes)
    name = recipes[-1].name
    found = by_id(store, name)
    run(*recipes, everything=True)
    assert found == by_id(store, name)
    return outcomes[-1]


def test_a_changed_row_and_those_that_look_a_changed_one_up_are_made_anew(store: Store, run: Run) -> None:
    assert run(KEYED)[0].how == "all rows: there is nothing to go on from"
    change(store, "opportunities", {"Id": "o2", "AccountId": "a1", "Amount": 7.0}, {"Id": "o9", "Amount": 1.0})
    outcome = again(store, run, KEYED)
    assert (outcome.state, outcome.how, outcome.rows) == ("made", "2 changed rows", 5)
    change(store, "accounts", {"Id": "a1", "Industry": "Retail"}, deleted=("a2",))
    assert again(store, run, KEYED).how == "3 changed rows"
    assert {each["Industry"] for each in rows(store, "wide")} == {"Retail", None}


def test_rows_that_are_gone_or_filtered_out_now_are_taken_away(store: Store, run: Run) -> None:
    large = recipe("large", 'o = load "opportunities"; o = filter o by Amount > 15;', key=("Id",))
    run(large)
    change(store, "opportunities", {"Id": "o2", "Amount": 1.0}, deleted=("o4",))
    outcome = again(store, run, large)
    assert (outcome.rows, outcome.how) == (0, "0 changed rows")


def test_multivalue_fields_stay_whole(store: Store, run: Run) -> None:
    run(KEYED)
    change(store, "opportunities", {"Id": "o1", "AccountId": "a1", "Tags": ["y", "z"]})
    again(store, run, KEYED)
    assert by_id(store, "wide")["o1"]["Tags"] == ["y", "z"]


def test_a_recipe_goes_on_from_another_that_was_made_in_the_same_run(store: Store, run: Run) -> None:
    above = recipe("above", 'w = load "wide"; w = filter w by Industry == "Banking";', key=("Id",))
    run(KEYED, above)
    change(store, "accounts", {"Id": "a2", "Industry": "Banking"})
    outcomes = run(KEYED, above)
    assert [each.how for each in outcomes] == ["1 changed row", "1 changed row"]
    assert sorted(by_id(store, "above")) == ["o1", "o2", "o3"]


def test_a_recipe_over_one_whose_rows_stayed_as_they_were_does_not_run(store: Store, run: Run) -> None:
    total = recipe("total", 'w = load "wide"; w = group w by Industry; w = foreach w generate Industry, count() as N;')
    run(KEYED, total)
    change(store, "accounts", {"Id": "a3", "Industry": "Retail"})
    outcomes = run(KEYED, total)
    assert [each.how for each in outcomes] == ["0 changed rows", "no row that it reads changed"]
    change(store, "opportunities", {"Id": "o9"})
    assert run(KEYED, total)[1].how == "all rows: it groups rows"


def test_a_recipe_that_was_changed_is_made_anew(store: Store, run: Run) -> None:
    run(KEYED)
    change(store, "opportunities", {"Id": "o9"})
    other = recipe("wide", WIDE + "o = filter o by Amount > 5;", key=("Id",))
    assert run(other)[0].how == "all rows: it was changed itself"


def test_so_is_one_whose_dataset_something_else_has_written(store: Store, run: Run) -> None:
    run(KEYED)
    change(store, "wide", {"Id": "o1", "Amount": 5.0})
    with store.transaction(created=NOW + dt.timedelta(days=1)) as later:
        later.upsert("wide", pa.table({"Id": ["o1"], "Amount": [6.0]}), key=["Id"])
    assert run(KEYED)[0].how == "all rows: there is nothing to go on from"
    assert by_id(store, "wide")["o1"]["Amount"] == 10.0


def test_on_another_day_relative_dates_take_all_rows(store: Store, run: Run) -> None:
    text = 'o = load "opportunities"; o = filter o by date(CloseDate_Year, CloseDate_Month, CloseDate_Day) in '
    near = recipe("near", text + '["3 days ago".."current day"];', key=("Id",))
    run(near)
    change(store, "opportunities", {"Id": "o9", "CloseDate": dt.date(2026, 5, 19)})
    assert run(near)[0].how == "1 changed row"
    change(store, "opportunities", {"Id": "o8", "CloseDate": dt.date(2026, 5, 19)})
    assert run(near, day=21)[0].how == "all rows: it is another day, or another time zone"


def test_other_fields_or_labels_of_what_it_loads_take_all_rows(store: Store, run: Run) -> None:
    run(KEYED)
    added = pa.table({"Id": ["o1"], "Stage": ["Won"]})
    store.upsert("opportunities", added, key=["Id"], missing="keep", created=NOW, compact=False).close()
    assert run(KEYED)[0].how == "all rows: a dataset that it loads has other fields"
    labelled = pa.table({"Id": ["o1"], "Amount": [11.0]})
    fields = [FieldSpec(name="Amount", label="Worth")]
    store.upsert("opportunities", labelled, key=["Id"], missing="keep", fields=fields, created=NOW).close()
    assert run(KEYED)[0].how == "all rows: labels or formats of its fields are others"
    assert next(each.label for each in store.open("wide").fields if each.name == "Amount") == "Worth"


def test_a_second_row_of_a_key_fails_as_it_does_among_all_rows(store: Store, run: Run) -> None:
    run(KEYED)
    with store.transaction(created=NOW) as more:
        more.append("opportunities", pa.table({"Id": ["o1"]}), compact=False)
    outcome = run(KEYED)[0]
    assert outcome.state == "failed"
    assert "the same Id" in outcome.why
    assert by_id(store, "wide")["o1"]["Amount"] == 10.0


def test_what_is_said_of_fields_does_not_matter_as_long_as_it_stays(store: Store, run: Run) -> None:
    fields = {
        "Amount": FieldSetting(label="Worth", format="0.0", multiplier=2.0, hidden=True),
        "Industry": FieldSetting(members=(Member("Banking", "Banks", "#112233"),)),
    }
    said = recipe("wide", WIDE, key=("Id",), fields=fields, calendar=Calendar(3), main_date="CloseDate", label="Wide")
    run(said)
    change(store, "opportunities", {"Id": "o2", "AccountId": "a1", "CloseDate": dt.date(2026, 1, 1)})
    described = store.open("wide").fields
    assert run(said)[0].how == "1 changed row"
    assert store.open("wide").fields == described


@pytest.mark.parametrize("role", ["dimension", None])
def test_a_number_that_was_made_a_key_of_texts_is_found_again(store: Store, run: Run, role: Any) -> None:
    store.write("lines", pa.table({"Number": [1, 2, 30], "Sum": [1.0, 2.0, 3.0]}), created=NOW).close()
    fields = {"Number": FieldSetting(role=role)}
    lines = recipe("made", 'q = load "lines"; q = filter q by Sum > 0;', key=("Number",), fields=fields)
    run(lines)
    changed = pa.table({"Number": [2, 30], "Sum": [5.0, -1.0]})
    store.upsert("lines", changed, key=["Number"], created=NOW, compact=False).close()
    assert run(lines)[0].how == "1 changed row"
    assert [(str(each["Number"]), each["Sum"]) for each in rows(store, "made")] == [("1", 1.0), ("2", 5.0)]
