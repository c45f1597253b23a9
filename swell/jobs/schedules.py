"""Schedules: what is to be run when, from `[[schedule]]` in swell.toml and from subscriptions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from saql.record import record
from swell.jobs.database import JobsError
from swell.jobs.times import Rule, read_rule

_KEYS = ("name", "run", "every", "at", "timezone")
_NAME = re.compile(r"[A-Za-z0-9][\w .-]{0,79}")


@record
class Schedule:
    """A job with its times: `name` is the job's, `work` such as `sync acme`."""

    name: str
    work: str
    rule: Rule


def read_schedules(tables: Iterable[Mapping[str, object]], timezone: str, place: str) -> dict[str, Schedule]:
    """Return the schedules of a workspace's settings, by name.

    Args:
        tables: the tables `[[schedule]]` as they stand.
        timezone: the workspace's, for those that name none.
        place: the file, for messages.

    Raises:
        SwellError: one is not as it should be; the message says which and where.
    """
    found: dict[str, Schedule] = {}
    for number, table in enumerate(tables, 1):
        here = f"{place}: [[schedule]] {table.get('name') or number}"
        for key in table:
            if key not in _KEYS:
                raise JobsError(f"{here}: there is no setting '{key}'.", hint=f"Settings here: {', '.join(_KEYS)}.")
        name, work = table.get("name"), table.get("run")
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            hint = 'For instance: name = "nightly"'
            raise JobsError(f"{here}: 'name' is missing, or has other than letters, digits, - and _.", hint=hint)
        if name in found:
            raise JobsError(f"{here}: there are two of this name.", hint="Give one another name.")
        if not isinstance(work, str) or not work.strip():
            raise JobsError(f"{here}: 'run' says not what to do.", hint='For instance: run = "sync acme"')
        rule = read_rule(table.get("every"), table.get("at"), table.get("timezone", timezone), here)
        found[name] = Schedule(name, " ".join(work.split()), rule)
    return found
