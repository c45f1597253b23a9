"""Settings of global filters in words, `field=value`, as the command line takes them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence

from dashboards.datasets import Datasets
from dashboards.domains import has_member, members
from dashboards.errors import DashboardError
from dashboards.field_kinds import field_kind
from dashboards.filter_choices import LISTS, RANGE
from dashboards.model import Dashboard, GlobalFilter, Json, JsonObject
from dashboards.presets import default_names, presets
from dashboards.select_words import meant
from engine.session import Session
from saql.schema import Schema

_BETWEEN = ".."
_SAID = 200
"""Members of a field among which one that is meant is looked for."""


def read_filters(
    words: Sequence[str], dashboard: Dashboard, session: Session, now: dt.datetime
) -> dict[str, JsonObject]:
    """Return what global filters are set to, as `filter_choices.filtered` takes it.

    Args:
        words: `field=value` sets the filter on a field, which is called by its label, its name or `dataset.name`, to a
            value; the same field again adds one. Numbers and dates take a range, `10..20`, `..2026-03-31`, dates a
            range that has a name, too: `Last 30 days`. `field=` sets it to everything, `field={..}` to what an address
            of the page has: an operator and values.
        dashboard: the dashboard.
        session: runs the queries that look for values.
        now: the instant of these queries.

    Raises:
        DashboardError: there is no such filter, or it can't be set to that.
    """
    found: dict[str, JsonObject] = {}
    for each in words:
        name, equals, value = each.partition("=")
        if not equals:
            raise DashboardError(f"'{each}' sets no filter.", hint="Write field=value.")
        known = _filter(name.strip(), dashboard)
        found[known.id] = _choice(known, value.strip(), found.get(known.id), session, now)
    return found


def _filter(name: str, dashboard: Dashboard) -> GlobalFilter:
    known = [each for each in dashboard.filters if name in (each.label, each.field, each.id)]
    if not known:
        names = [each.label for each in dashboard.filters if not each.locked and not each.hidden]
        raise DashboardError(f"The dashboard has no global filter '{name}'.", hint=meant(name, names))
    if len(known) > 1:
        ids = ", ".join(each.id for each in known)
        raise DashboardError(f"'{name}' is more than one global filter.", hint=f"Say which: {ids}.")
    if known[0].locked:
        raise DashboardError(f"The global filter '{name}' is locked.", hint="Its dashboard lets nobody change it.")
    return known[0]


def _choice(
    known: GlobalFilter, value: str, before: JsonObject | None, session: Session, now: dt.datetime
) -> JsonObject:
    if value.startswith("{"):
        return _given(known, value)
    schema = Datasets(session.store).schema(known.dataset)
    kind = field_kind(schema, known.field)
    if kind in ("number", "date"):
        if before is not None:
            raise DashboardError(f"The global filter '{known.label}' takes one range.")
        return {"operator": RANGE, "values": [*(_dates if kind == "date" else _numbers)(known, value)]}
    listed: list[Json] = [value] if value else []
    if value and schema is not None and known.field in schema:
        _check_member(known, value, session, schema, now)
    earlier = before["values"] if before is not None else []
    return {"operator": "in", "values": [*earlier, *listed] if isinstance(earlier, list) else listed}


def _given(known: GlobalFilter, value: str) -> JsonObject:
    try:
        read: Json = json.loads(value)
    except ValueError as error:
        raise DashboardError(f"The setting of '{known.label}' is not JSON: {error}.") from None
    if isinstance(read, dict) and read.get("operator") in (*LISTS, RANGE) and isinstance(read.get("values"), list):
        return read
    operators = ", ".join(f'"{each}"' for each in (*LISTS, RANGE))
    raise DashboardError(
        f"The setting of '{known.label}' has no operator and values.",
        hint=f'Write {{"operator": .., "values": [..]}}; operators: {operators}.',
    )


def _check_member(known: GlobalFilter, value: str, session: Session, schema: Schema, now: dt.datetime) -> None:
    if not has_member(session, now, known.dataset, known.field, value):
        there = members(session, now, schema, known.dataset, known.field, limit=_SAID)
        hint = meant(value, [str(each) for each, _ in there if each is not None])
        raise DashboardError(f"No '{known.label}' is '{value}'.", hint=hint)


def _ends(value: str) -> tuple[str, str]:
    """Return the two ends of a range as they are written; what is no range is both."""
    lower, between, upper = value.partition(_BETWEEN)
    return (lower.strip(), upper.strip()) if between else (value, value)


def _numbers(known: GlobalFilter, value: str) -> list[Json]:
    try:
        return [float(each.replace(",", "")) if each else None for each in _ends(value)]
    except ValueError:
        raise DashboardError(
            f"'{value}' is no range of '{known.label}'.", hint="Write 10..20, with one of the ends or both."
        ) from None


def _dates(known: GlobalFilter, value: str) -> list[Json]:
    named = _NAMED.get(value.casefold())
    if named is not None:
        return [named["min"], named["max"]]
    try:
        return [_milliseconds(each) if each else None for each in _ends(value)]
    except ValueError:
        hint = 'Write 2026-01-01..2026-03-31, with one of the ends or both, or a name such as "Last 30 days".'
        raise DashboardError(f"'{value}' is no range of '{known.label}'.", hint=hint) from None


def _milliseconds(day: str) -> int:
    return int(dt.datetime.combine(dt.date.fromisoformat(day), dt.time(), dt.UTC).timestamp()) * 1000


def _named_ranges() -> Mapping[str, JsonObject]:
    found = presets([*default_names(fiscal=False), *default_names(fiscal=True)], fiscal=False)
    made = [each for each in found if isinstance(each, dict)]
    return {str(each[key]).casefold(): each for key in ("name", "label") for each in made}


_NAMED = _named_ranges()
