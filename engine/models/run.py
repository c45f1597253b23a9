"""Runs of models: each trained where it is stale, and the datasets that follow from it published at one stroke."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from engine.errors import SwellError
from engine.models.definition import Model
from engine.models.errors import ModelError, ModelNotFoundError
from engine.models.kept import Kept, KeptModels
from engine.models.kind import Surroundings
from engine.models.order import in_order
from engine.models.outcome import Outcome, Told
from engine.models.staleness import NOTE, Making, made_by, making_of, versions, why_stale
from engine.query_errors import InternalError
from engine.session import Session
from engine.store import Dataset, FieldSpec
from saql.diagnostics import SaqlError
from saql.record import record


@record(eq=False)
class RunOptions:
    """How models run.

    Args:
        now: the present moment, with its zone.
        clock: gives seconds that only grow.
        train: whether they are trained; otherwise datasets are made of what they learnt before.
        everything: whether models run that are not stale.
        replace: whether datasets are replaced that the model did not make.
        seed: of all random numbers.
        told: is told how it goes.
        publishing: is told which datasets a model makes, before they are published.
    """

    now: dt.datetime
    clock: Callable[[], float]
    train: bool = True
    everything: bool = False
    replace: bool = False
    seed: int = 1
    told: Told = lambda _: None
    publishing: Callable[[Model, Sequence[str]], None] = lambda _model, _names: None


def run_models(
    models: Sequence[Model],
    session: Session,
    kept: KeptModels,
    options: RunOptions,
    names: Iterable[str] | None = None,
) -> list[Outcome]:
    """Run models: train those that are stale, and make their datasets.

    What a model learnt is kept before its datasets are published, all of one model together. One that fails, or does
    not beat its baseline, leaves its datasets as they were.

    Args:
        models: all models there are.
        session: answers queries over all rows of the store.
        kept: what they learnt before.
        options: how they run.
        names: those to run; all by default.

    Returns:
        What became of each, in the order in which they ran.

    Raises:
        ModelNotFoundError: there is no model of one of the names.
        Exception: whoever is told how it goes wants the run to end; what is published by then stays.
    """
    known = [each.name for each in models]
    wanted = dict.fromkeys(known if names is None else names)
    for name in wanted:
        if name not in known:
            raise ModelNotFoundError(name, known)
    makers = {name: each.model for name, each in made_by(session.store).items()}
    waiting = [each for each in in_order(models, makers) if each.name in wanted]
    run, outcomes = _Run(session, kept, options), []
    try:
        while waiting:  # what reads a dataset that is not there yet waits for the others, one of which may make it
            place = next((at for at, each in enumerate(waiting) if run.finds_all(each)), 0)
            outcomes.append(run.take(waiting.pop(place)))
    except _Stopped as stop:
        raise stop.error from stop.error.__cause__
    return outcomes


class _Stopped(Exception):
    """Whoever is told how it goes wants the run to end."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


class _Run:
    def __init__(self, session: Session, kept: KeptModels, options: RunOptions) -> None:
        self._session = session
        self._kept = kept
        self._options = options
        self._day = session.day(options.now).isoformat()

    def finds_all(self, model: Model) -> bool:
        """Return whether all datasets that a model reads are there."""
        return all(versions(model, self._session.store).values())

    def take(self, model: Model) -> Outcome:
        """Run a model if need be."""
        try:
            outcome = self._outcome(model)
        except (SwellError, SaqlError) as error:
            outcome = Outcome(model.name, "failed", first_line(error), error=error)
        except _Stopped:
            raise
        except OSError as error:
            refused = ModelError(f"Model '{model.name}' failed: {error.strerror or error}.")
            outcome = Outcome(model.name, "failed", refused.message, error=refused)
        except Exception as error:  # a mistake in one kind is no reason to keep the other models from running
            mistake = InternalError(f"model '{model.name}' failed with {type(error).__name__}: {error}")
            mistake.__cause__ = error
            outcome = Outcome(model.name, "failed", mistake.message, error=mistake)
        self._tell(outcome)
        return outcome

    def _outcome(self, model: Model) -> Outcome:
        if model.problem is not None:
            raise model.problem
        start, inputs = self._options.clock(), versions(model, self._session.store)
        before = self._newest(model)
        why = self._why(model, before, inputs)
        kept = before
        if self._options.train and why is not None:
            kept = self._train(model, inputs, why)
        if kept is None:
            hint = f"Train it: swell models train {model.name}"
            raise ModelError(f"Model '{model.name}' was never trained, so that it can't score.", hint=hint)
        if not kept.trained.usable:
            return Outcome(model.name, "unused", kept.trained.reason, kept.version, (), self._options.clock() - start)
        scoring = self._why_score(model, kept, inputs)
        if scoring is None:
            return Outcome(model.name, "fresh", "nothing that it was learnt from has changed", kept.version)
        datasets = self._score(model, kept, inputs)
        seconds = self._options.clock() - start
        if kept is before:
            return Outcome(model.name, "scored", scoring, kept.version, datasets, seconds)
        return Outcome(model.name, "trained", why or "", kept.version, datasets, seconds)

    def _newest(self, model: Model) -> Kept | None:
        """Return what a model learnt; what can't be read any more is as if it were not there where it is trained."""
        try:
            return self._kept.newest(model.name)
        except ModelError:
            if not self._options.train:
                raise
            return None

    def _why(self, model: Model, kept: Kept | None, inputs: Mapping[str, int]) -> str | None:
        why = why_stale(model, kept, inputs, self._day)
        return "it was asked for" if why is None and self._options.everything else why

    def _why_score(self, model: Model, kept: Kept, inputs: Mapping[str, int]) -> str | None:
        """Return why the datasets of a model are to be made, None where they are as they would be."""
        if self._options.everything or not self._options.train:
            return "it was asked for"
        now = Making(model=model.name, version=kept.version, inputs=inputs, day=self._day)
        found = [each for each in made_by(self._session.store).values() if each.model == model.name]
        if not found:
            return "its datasets are not there"
        same = all((each.version, each.inputs, each.day) == (now.version, now.inputs, now.day) for each in found)
        return None if same else "its datasets were made before"

    def _train(self, model: Model, inputs: Mapping[str, int], why: str) -> Kept:
        self._tell(f"{model.name}: training ({why})")
        missing = next((name for name, version in inputs.items() if version == 0), None)
        if missing is not None:
            hint = f"Datasets: {', '.join(self._session.store.names()[:12]) or 'none yet'}."
            raise ModelError(f"Model '{model.name}' reads '{missing}', which is no dataset.", hint=hint)
        start = self._options.clock()
        trained = model.does.train(model.settings, self._around(model))
        seconds = self._options.clock() - start
        return self._kept.put(model, trained, inputs, self._options.now, self._day, seconds)

    def _score(self, model: Model, kept: Kept, inputs: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
        made = model.does.score(model.settings, kept.trained, self._around(model))
        with self._session.store.transaction(created=self._options.now) as change:
            before = {each.name: self._notes(model, change.before(each.name)) for each in made}
            self._options.publishing(model, tuple(before))  # not of datasets that it may not replace
            for each in made:
                making = Making(
                    model=model.name,
                    version=kept.version,
                    inputs=inputs,
                    day=self._day,
                    description=each.description,
                )
                notes = {**before[each.name], NOTE: making.to_note()}
                fields = [_shown(field) for field in each.fields]
                change.write(each.name, each.rows, fields, label=each.label, notes=notes)
        return tuple((each.name, each.rows.num_rows) for each in made)

    def _notes(self, model: Model, before: Dataset | None) -> Mapping[str, Any]:
        """Return the notes of a dataset that a model makes anew; none of one that it takes over.

        Raises:
            ModelError: the model did not make it, and is not to replace it.
        """
        if before is None:
            return {}
        with before:
            making, notes = making_of(before.manifest), before.manifest.notes
        if making is not None and making.model == model.name:
            return notes
        if self._options.replace:
            return {}
        raise ModelError(
            f"There is a dataset '{before.name}' that model '{model.name}' did not make, and it would replace it.",
            hint="Give the model another name, or let it take the dataset over with --replace.",
        )

    def _around(self, model: Model) -> Surroundings:
        def log(text: str) -> None:
            self._tell(f"{model.name}: {text}")

        return Surroundings(session=self._session, now=self._options.now, seed=self._options.seed, log=log)

    def _tell(self, event: str | Outcome) -> None:
        try:
            self._options.told(event)
        except Exception as error:
            raise _Stopped(error) from error


def _shown(field: FieldSpec) -> FieldSpec:
    """Return a field that is shown in percent with the factor for it: what models make are shares."""
    return dataclasses.replace(field, multiplier=100.0) if "%" in (field.format or "") else field


def first_line(error: SwellError | SaqlError) -> str:
    """Return what is wrong in a sentence."""
    return error.message if isinstance(error, SwellError) else error.diagnostics[0].message
