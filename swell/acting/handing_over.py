"""Rows of an alert handed over to its action: they wait in the ledger, and a run of the action is wanted."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence

from swell.acting.acting import Acting
from swell.acting.action import AFTER, BEFORE, AlertFires
from swell.acting.errors import ActingError
from swell.acting.plan import Found
from swell.jobs.alert import Alert
from swell.jobs.alerts import Act
from swell.jobs.conditions import Firing
from swell.jobs.runs import Runs


def handing_over(acting: Acting, runs: Runs) -> Act:
    """Return what alerts hand rows over with.

    It raises `ActingError` where the action is none for the alert. The cause of a row follows from what the alert has
    seen, so an alert that is checked anew after a crash hands the same causes over.
    """

    def act(
        alert: Alert, firings: Sequence[Firing], keys: Sequence[str], versions: Mapping[str, int], now: dt.datetime
    ) -> None:
        action = acting.files.open(alert.action or "")
        trigger = action.trigger
        if not isinstance(trigger, AlertFires) or trigger.alert != alert.name or action.owner != alert.owner:
            hint = f'actions/{action.name}.json takes "on": {{"alert": "{alert.name}"}}, and the owner of the alert.'
            raise ActingError(f"The action '{action.name}' is none for the alert '{alert.name}'.", hint=hint)
        if trigger.key is not None and trigger.key not in keys:
            raise ActingError(
                f"actions/{action.name}.json: /on/key: the alert's rows have no '{trigger.key}'.",
                hint=f"They have: {', '.join(keys) or 'nothing but a value'}.",
            )
        found = [_found(each, alert, trigger.key, keys, versions) for each in firings]
        acting.ledger.wait(action.name, found, now)
        work = f"act {action.name}"
        runs.ask(work, work, f"the alert {alert.name}", now)

    return act


def _found(firing: Firing, alert: Alert, key: str | None, keys: Sequence[str], versions: Mapping[str, int]) -> Found:
    values = dict(zip(keys, firing.key, strict=True))
    named = values[key] if key is not None else " · ".join(firing.key) or alert.name
    about = json.dumps([alert.mark, firing.key, firing.before, firing.after, sorted(versions.items())])
    cause = hashlib.sha256(about.encode()).hexdigest()[:20]
    return Found(named, cause, f"{alert.label}: {firing}", {**values, BEFORE: firing.before, AFTER: firing.after})
