"""Models as jobs, on a schedule and after a sync."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import swell
from dashboards.rows.rules import FOLDER, Rules, make_rule
from engine.errors import SwellError
from swell import models
from swell.jobs.assembly import Jobs

from .conftest import Clock
from .test_recipe_jobs import do
from .test_sync_jobs import connected, crm

__all__ = ["connected", "crm"]

pytestmark = pytest.mark.usefixtures("typical")


def write(folder: Path, name: str, **said: Any) -> None:
    file = folder / "models" / f"{name}.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({"kind": "typical", **said}))


def sell(folder: Path, *amounts: float) -> None:
    ids = [f"d{place}" for place in range(len(amounts))]
    swell.open(folder).write("sales", pa.table({"Id": ids, "Amount": pa.array(amounts, pa.float64())}))


def test_models_are_a_kind_of_work(folder: Path, jobs_of: Callable[..., Jobs], clock: Clock) -> None:
    sell(folder, 10.0, 30.0)
    write(folder, "size", dataset="sales", measure="Amount", schedule={"every": "day", "at": "05:00"})
    jobs = jobs_of(folder)
    assert jobs.schedules()["model size"].work == "models train size"
    done = do(jobs, "models", clock)
    assert (done.state, done.message) == ("done", "1 model: 1 trained.")
    assert "size: trained, size_away with 2 rows in " in "".join(each.text for each in jobs.runs.log(done.id))
    assert do(jobs, "models", clock).message == "1 model: nothing has changed."
    assert do(jobs, "models score size", clock).message == "1 model: 1 scored."
    sell(folder, -1.0)
    assert do(jobs, "models train size", clock).message == "1 model: 1 not used, as not better than a plain guess."
    for wrong in ("models forget size", "models train sise"):
        with pytest.raises(SwellError, match=r"Models can't 'forget'|There is no model 'sise'"):
            jobs.scheduler.kinds["models"].check(wrong.removeprefix("models "))


def test_a_model_that_fails_fails_the_job_and_says_why(
    folder: Path, jobs_of: Callable[..., Jobs], clock: Clock
) -> None:
    write(folder, "size", dataset="sale", measure="Amount")
    jobs = jobs_of(folder)
    done = do(jobs, "models", clock)
    assert (done.state, done.message) == ("failed", "These models left their datasets as they were: size.")
    told = [each.text for each in jobs.runs.log(done.id)]
    assert "size: failed (Model 'size' reads 'sale', which is no dataset.)" in told


def test_a_mistake_is_told_in_a_sentence_and_logged_with_its_place(
    folder: Path, jobs_of: Callable[..., Jobs], clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    swell.open(folder).write("texts", pa.table({"Id": ["a"], "Text": ["one"]}))
    sell(folder, 10.0)
    write(folder, "odd", dataset="texts", measure="Text")
    write(folder, "size", dataset="sales", measure="Amount")
    jobs = jobs_of(folder)
    done = do(jobs, "models", clock)
    assert done.message == "These models left their datasets as they were: odd."
    told = "\n".join(each.text for each in jobs.runs.log(done.id))
    assert "odd: failed (Internal error: model 'odd' failed with " in told
    assert "size: trained" in told
    assert "Traceback" not in told
    assert "typical.py" in caplog.text


def test_scores_are_closed_when_their_source_gets_a_predicate_though_the_model_is_not_run_again(
    folder: Path, clock: Clock
) -> None:
    sell(folder, 10.0, 30.0)
    write(folder, "size", dataset="sales", measure="Amount")
    workspace = swell.open(folder)
    rules = Rules(folder / FOLDER)
    assert [each.state for each in models.run(workspace, clock())] == ["trained"]
    assert rules.find("size_away") is None
    rules.put("sales", make_rule("'Id' == \"d0\""))
    assert [each.state for each in models.run(workspace, clock())] == ["fresh"]
    found = rules.find("size_away")
    assert found is not None
    assert found == make_rule("false", excepted=["admin"])


def test_a_schedule_or_a_connection_that_is_none_is_told(
    folder: Path, jobs_of: Callable[..., Jobs], clock: Clock
) -> None:
    sell(folder, 10.0)
    write(folder, "size", dataset="sales", measure="Amount", schedule={"every": "blue moon"})
    write(folder, "other", dataset="sales", measure="Amount", after=["acme"])
    jobs = jobs_of(folder)
    assert "model size" not in jobs.schedules()
    do(jobs, "models", clock)
    told = "\n".join(each.text for each in jobs.runs.log(1))
    assert "models/size.json /schedule" in told
    assert "models/other.json: the value at /after names 'acme', which is no connection." in told


@pytest.mark.parametrize(
    ("settings", "said", "runs"),
    [
        ("", {}, True),
        ("\n[models]\nafter_sync = false\n", {}, False),
        ("\n[models]\nafter_sync = false\n", {"after": ["acme"]}, True),
    ],
)
def test_models_are_trained_after_a_sync_and_the_recipes_that_read_them_run(
    connected: Path, jobs_of: Callable[..., Jobs], clock: Clock, settings: str, said: dict[str, Any], runs: bool
) -> None:
    with (connected / "swell.toml").open("a") as file:
        file.write(settings)
    recipes = connected / "recipes"
    recipes.mkdir()
    (recipes / "deals.saql").write_text(
        'q = load "opportunity"; q = filter q by Amount is not null; q = foreach q generate Id, Amount;'
    )
    (recipes / "far.saql").write_text('q = load "size_away"; q = filter q by Away > 0;')
    write(connected, "size", dataset="deals", measure="Amount", **said)
    jobs = jobs_of(connected)
    done = do(jobs, "sync acme", clock)
    datasets = swell.open(connected).store.names()
    assert [each in datasets for each in ("deals", "size_away", "far")] == [True, runs, runs]
    assert done.state == ("done" if runs else "failed")  # a recipe that reads what no model makes
    assert done.message.endswith("2 of 2 recipes run, the others are fresh. 1 model: 1 trained.") == runs
