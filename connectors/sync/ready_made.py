"""Ready-made sync plans: which objects a team needs, and the datasets that are made of them.

A plan is a file `connectors/plans/KIND/NAME.toml`.
"""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from connectors.errors import ConnectionSettingError


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """Fields that each row takes from the record that it refers to.

    Args:
        by: the field with the key of that record; a field of the base, or one that a lookup before has brought.
        objects: the objects that the record may be of.
        fields: the new fields, each with the field that it is taken from.
        key: the field that `by` has a value of; the key of the object where empty.
        where: values that some fields of that record must have.
    """

    by: str
    objects: tuple[str, ...]
    fields: Mapping[str, str]
    key: str = ""
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetPlan:
    """A dataset that is made of synced objects: the rows of one or several, each with what it refers to.

    Args:
        name: the dataset's name.
        label: what people call it.
        base: the objects whose rows it has.
        lookups: what each row takes from others, in this order.
        main_date: the date by which rows are put in order.
    """

    name: str
    label: str
    base: tuple[str, ...]
    lookups: tuple[Lookup, ...] = ()
    main_date: str | None = None

    @property
    def needs(self) -> tuple[str, ...]:
        """The objects that it is made of."""
        return tuple(dict.fromkeys((*self.base, *(name for each in self.lookups for name in each.objects))))


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPlan:
    """A ready-made plan: objects besides those of its datasets, and the datasets."""

    name: str
    label: str
    objects: tuple[str, ...] = ()
    datasets: tuple[DatasetPlan, ...] = field(default=())

    def with_prefix(self, prefix: str) -> SyncPlan:
        """Return the plan with other names of its datasets, to keep those of two CRMs apart."""
        datasets = tuple(dataclasses.replace(each, name=prefix + each.name) for each in self.datasets)
        return dataclasses.replace(self, datasets=datasets)


def plan_names(kind: str) -> tuple[str, ...]:
    """Return the names of the ready-made plans of a kind of CRM."""
    folder = resources.files("connectors.plans") / kind
    if not folder.is_dir():
        return ()
    return tuple(sorted(each.name.removesuffix(".toml") for each in folder.iterdir() if each.name.endswith(".toml")))


def ready_made_plan(kind: str, name: str) -> SyncPlan:
    """Return a ready-made plan.

    Raises:
        ConnectionSettingError: there is none of that name.
    """
    known = plan_names(kind)
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(known) or 'none'}."
        raise ConnectionSettingError(f"There is no sync plan '{name}' for {kind}.", hint=hint)
    file = resources.files("connectors.plans") / kind / f"{name}.toml"
    return parse_plan(name, tomllib.loads(file.read_text("utf-8")))


def parse_plan(name: str, content: Mapping[str, Any]) -> SyncPlan:
    """Return the plan that a TOML file holds."""
    return SyncPlan(
        name=name,
        label=content["label"],
        objects=tuple(content.get("objects", ())),
        datasets=tuple(_dataset(each) for each in content.get("datasets", ())),
    )


def _dataset(content: Mapping[str, Any]) -> DatasetPlan:
    return DatasetPlan(
        name=content["name"],
        label=content["label"],
        base=tuple(content["from"]),
        lookups=tuple(
            Lookup(
                by=each["by"],
                objects=tuple(each["in"]),
                fields=dict(each["fields"]),
                key=each.get("key", ""),
                where=dict(each.get("where", {})),
            )
            for each in content.get("lookups", ())
        ),
        main_date=content.get("date"),
    )
