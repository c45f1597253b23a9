"""Runs of models: what is trained and why, what is published, and what stays as it was."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest

from engine.errors import SwellError
from engine.models.errors import ModelNotFoundError
from engine.models.folder import read_models
from engine.models.kept import KEPT, KeptModels
from engine.models.kind import Trained
from engine.models.outcome import Outcome
from engine.models.run import RunOptions, run_models
from engine.models.staleness import making_of
from engine.reports.report import Report
from engine.session import Session
from engine.store import Store

from .conftest import DEALS, NOW, Run, Write, rows, sell


def states(outcomes: list[Outcome]) -> list[tuple[str, str, str]]:
    return [(each.model, each.state, each.why) for each in outcomes]


def test_a_model_is_trained_and_its_dataset_published_with_how_it_was_made(
    write: Write, run: Run, store: Store, kept: KeptModels
) -> None:
    write("size", **DEALS)
    (done,) = run()
    assert (done.state, done.why, done.version, done.datasets) == (
        "trained",
        "it was never trained",
        1,
        (("size_away", 3),),
    )
    assert [each["Away"] for each in rows(store, "size_away")] == [-20.0, -10.0, 30.0]
    with store.open("size_away") as dataset:
        making = making_of(dataset.manifest)
        assert making is not None
        assert (making.model, making.version, making.inputs, making.day) == ("size", 1, {"deals": 1}, "2026-05-20")
        assert dataset.label == "Away"
        assert [(each.format, each.multiplier) for each in dataset.fields if each.name == "Away"] == [("0.0%", 100.0)]
    newest = kept.newest("size")
    assert newest is not None
    assert newest.trained.state == {"mean": 30.0}
    assert newest.trained.report.verdict[0].text == "The mean is 30."
    assert newest.created == NOW


def test_it_runs_again_only_where_something_has_changed(write: Write, run: Run, store: Store) -> None:
    write("size", **DEALS)
    run()
    assert states(run()) == [("size", "fresh", "nothing that it was learnt from has changed")]
    assert store.newest("size_away") == 1
    sell(store, 1.0)
    assert states(run()) == [("size", "trained", "deals has version 2, it was 1")]
    assert states(run(day=21)) == [("size", "trained", "it reckons from the day, and was trained on 2026-05-20")]
    write("size", **DEALS, description="Other words.")
    assert states(run(day=21)) == [("size", "trained", "its file was changed")]
    assert states(run(day=21, everything=True)) == [("size", "trained", "it was asked for")]
    assert rows(store, "size_away") == [{"Id": "d0", "Away": 0.0}]


def test_scoring_takes_what_was_learnt_before(write: Write, run: Run, store: Store, kept: KeptModels) -> None:
    write("size", **DEALS)
    (never,) = run(train=False)
    assert (never.state, never.why) == ("failed", "Model 'size' was never trained, so that it can't score.")
    run()
    sell(store, 30.0, 40.0)
    assert states(run(train=False)) == [("size", "scored", "it was asked for")]
    assert [each["Away"] for each in rows(store, "size_away")] == [0.0, 10.0]
    assert kept.versions("size") == [1]


def test_datasets_that_are_lost_are_made_again(write: Write, run: Run, store: Store, kept: KeptModels) -> None:
    write("size", **DEALS)
    run()
    with store.transaction(created=NOW) as change:
        change.delete("size_away")
    assert states(run()) == [("size", "scored", "its datasets are not there")]
    assert kept.versions("size") == [1]


def test_a_model_that_is_not_usable_publishes_nothing_and_keeps_its_report(
    write: Write, run: Run, store: Store, kept: KeptModels
) -> None:
    write("size", **DEALS)
    run()
    sell(store, -5.0)
    (done,) = run()
    assert (done.state, done.why, done.version, done.datasets) == ("unused", "It is negative.", 2, ())
    assert store.newest("size_away") == 1
    assert kept.versions("size") == [1, 2]


def test_a_dataset_that_it_did_not_make_is_not_replaced(write: Write, run: Run, store: Store) -> None:
    sell(store, 1.0, name="size_away")
    write("size", **DEALS)
    (done,) = run()
    assert done.state == "failed"
    assert "'size_away' that model 'size' did not make" in done.why
    assert store.newest("size_away") == 1
    assert run(replace=True)[0].state == "scored"
    assert rows(store, "size_away")[0]["Away"] == -20.0


def test_one_that_fails_leaves_the_others_alone(write: Write, run: Run, store: Store) -> None:
    write("a", **{**DEALS, "dataset": "nowhere"})
    write("b", **{**DEALS, "measure": "Nothing"})
    write("c", kind="typical")
    write("d", **DEALS)
    found = {each.model: each for each in run()}
    assert {name: each.state for name, each in found.items()} == {
        "a": "failed",
        "b": "failed",
        "c": "failed",
        "d": "trained",
    }
    assert found["a"].why == "Model 'a' reads 'nowhere', which is no dataset."
    assert "Nothing" in found["b"].why
    assert found["c"].why == "The value at /dataset is missing."


def test_a_model_runs_after_the_one_whose_dataset_it_reads(write: Write, run: Run) -> None:
    write("a", kind="typical", dataset="b_away", measure="Away")
    write("b", **DEALS)
    assert [(each.model, each.state) for each in run()] == [("b", "trained"), ("a", "trained")]
    assert [each.model for each in run(everything=True)] == ["b", "a"]
    assert [each.model for each in run("a", everything=True)] == ["a"]
    with pytest.raises(ModelNotFoundError, match="Did you mean 'a'"):
        run("aa")


def test_models_that_read_each_other_run_all_the_same(write: Write, run: Run) -> None:
    write("a", **DEALS)
    write("b", kind="typical", dataset="a_away", measure="Away")
    run()
    write("a", kind="typical", dataset="b_away", measure="Away")
    assert {each.model: each.state for each in run()} == {"a": "trained", "b": "trained"}


def test_a_few_versions_are_kept_and_a_damaged_one_is_told(write: Write, run: Run, kept: KeptModels) -> None:
    write("size", **DEALS)
    for _ in range(KEPT + 2):
        run(everything=True)
    assert kept.versions("size") == [3, 4, 5, 6, 7]
    file = kept.folder / "size" / "7.json"
    content = json.loads(file.read_text())
    assert content["state"] == {"mean": 30.0}
    file.write_text(json.dumps({**content, "format": 9}))
    (scored,) = run(train=False)
    assert scored.why == "The value at /format should be a whole number from 1 to 1, not 9."
    assert scored.error is not None
    assert "swell models train" in str(scored.error)
    assert states(run()) == [("size", "trained", "it was never trained")]
    assert kept.versions("size")[-1] == 8


def test_what_json_does_not_have_is_not_kept(write: Write, run: Run, store: Store, kept: KeptModels) -> None:
    sell(store, float("nan"))
    write("size", **DEALS)
    (done,) = run()
    assert (done.state, "what model 'size' learnt is no JSON" in done.why) == ("failed", True)
    assert kept.versions("size") == []


def test_whoever_is_told_may_stop_it_and_what_is_published_stays(write: Write, run: Run, store: Store) -> None:
    write("a", **DEALS)
    write("b", **DEALS)
    told: list[str] = []

    def stop(event: str | Outcome) -> None:
        told.append(event if isinstance(event, str) else event.model)
        if event == "b: training (it was never trained)":
            raise SwellError("Cancelled.")

    with pytest.raises(SwellError, match="Cancelled"):
        run(told=stop)
    assert told == ["a: training (it was never trained)", "a: 3 rows", "a", "b: training (it was never trained)"]
    assert "a_away" in store
    assert "b_away" not in store


def test_a_mistake_in_one_kind_fails_its_model_alone(write: Write, run: Run, store: Store) -> None:
    table = pa.table({"Id": ["a", "b"], "Text": ["one", "two"]})
    store.write("texts", table, created=NOW)
    write("a", **{**DEALS, "dataset": "texts", "measure": "Text"})  # a mean of texts is a TypeError of numpy's
    write("b", **DEALS)
    first, second = run()
    assert (first.model, first.state, second.state) == ("a", "failed", "trained")
    assert first.why.startswith("Internal error: model 'a' failed with ")
    assert isinstance(first.error, SwellError)
    assert first.error.__cause__ is not None  # where it happened, for the log
    assert "b_away" in store


def test_what_the_listener_raises_ends_the_run_whatever_it_is(write: Write, run: Run, store: Store) -> None:
    write("a", **DEALS)
    write("b", **DEALS)

    def gone(event: str | Outcome) -> None:
        if event == "a: 3 rows":
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        run(told=gone)
    assert "b_away" not in store


def test_a_dataset_of_somebody_else_is_not_announced_as_to_be_published(write: Write, run: Run, store: Store) -> None:
    sell(store, 1.0, name="size_away")
    write("size", **DEALS)
    announced: list[str] = []
    assert run(publishing=lambda _, names: announced.extend(names))[0].state == "failed"
    assert announced == []
    assert run(publishing=lambda _, names: announced.extend(names), replace=True)[0].state == "scored"
    assert announced == ["size_away"]


def test_names_may_come_one_by_one(write: Write, run: Run, store: Store, tmp_path: Path, kept: KeptModels) -> None:
    write("a", **DEALS)
    options = RunOptions(now=NOW, clock=time.perf_counter)
    done = run_models(read_models(tmp_path / "models"), Session(store), kept, options, (each for each in "a"))
    assert [each.state for each in done] == ["trained"]


def test_runs_at_the_same_time_keep_a_version_each(write: Write, tmp_path: Path, kept: KeptModels) -> None:
    write("size", **DEALS)
    (model,) = read_models(tmp_path / "models")
    trained = Trained(state={"rows": list(range(20_000))}, report=Report(title="Typical", verdict=()))
    start = threading.Barrier(4)

    def keep(_: int) -> int:
        start.wait()
        return kept.put(model, trained, {}, NOW, "2026-05-20", 0.0).version

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(keep, range(4))) == [1, 2, 3, 4]
    assert kept.versions("size") == [1, 2, 3, 4]
