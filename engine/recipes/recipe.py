"""A recipe: a query whose result becomes a dataset, and what is said of that dataset beside the query."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from engine.errors import SwellError
from engine.store.fields import Calendar, Member, Role
from saql.record import record


@record(kw_only=True)
class FieldSetting:
    """What is said of a field; what is None stays as the field that it comes from has it.

    Args:
        role: how queries use it; a number may be made a dimension.
        label: what people read in its place.
        format: a number pattern such as `$#,##0.00`.
        multiplier: by what a number is multiplied for show.
        members: how values of a dimension are shown.
        hidden: whether pickers leave it out; queries may use it all the same.
    """

    role: Role | None = None
    label: str | None = None
    format: str | None = None
    multiplier: float | None = None
    members: tuple[Member, ...] | None = None
    hidden: bool = False


@record(kw_only=True)
class Recipe:
    """A query that makes the dataset `name`.

    Args:
        name: the dataset's name.
        text: the query.
        file: where the query stands, as errors call it.
        label: what people call the dataset (default: its name).
        description: what it is, in a sentence.
        key: the fields that tell its rows apart, checked at each run; none where that is not said.
        main_date: the date by which its rows are put in order (default: the first date).
        fields: what is said of fields, by name.
        calendar: how its dates count fiscal periods (default: as the dates that they come from).
        after: the connections after whose syncs it runs; None for all.
        schedule: further times at which it runs, as in `[[schedule]]` of swell.toml.
        problem: why it can't run, where its files can't be read.
    """

    name: str
    text: str
    file: str
    label: str | None = None
    description: str | None = None
    key: tuple[str, ...] = ()
    main_date: str | None = None
    fields: Mapping[str, FieldSetting] = dataclasses.field(default_factory=dict)
    calendar: Calendar | None = None
    after: tuple[str, ...] | None = None
    schedule: Mapping[str, Any] | None = None
    problem: SwellError | None = None
