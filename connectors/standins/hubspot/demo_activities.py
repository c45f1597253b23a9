"""Activities of the demo world: calls, emails, meetings, notes and tasks around deals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from random import Random

from connectors.standins.hubspot import moments
from connectors.standins.hubspot.portal import Given, Portal

_SUBJECTS = ("Delivery date", "First visit", "Offer", "Prices", "Spare parts", "Start-up", "Training")


def add_activities(portal: Portal, random: Random, around: Sequence[tuple[str, str, str, str, dt.datetime]]) -> None:
    """Add one activity around each deal given with its company, contact, owner, and the moment."""
    for deal, company, contact, owner, at in around:
        name, make = random.choices(_KINDS, _WEIGHTS)[0]
        said = moments.text(moments.milliseconds(at))
        values: Given = {**make(random, at), "hs_timestamp": said, "hubspot_owner_id": owner}
        key = portal.create(name, values, at=at)
        for to, to_key in (("deals", deal), ("companies", company), ("contacts", contact)):
            portal.associate(name, key, to, to_key)


def _call(random: Random, _: dt.datetime) -> Given:
    return {
        "hs_call_title": random.choice(_SUBJECTS),
        "hs_call_duration": round(random.expovariate(1 / 240_000)),
        "hs_call_direction": random.choice(("INBOUND", "OUTBOUND", "OUTBOUND")),
        "hs_call_status": random.choice(("COMPLETED", "COMPLETED", "NO_ANSWER", "BUSY")),
    }


def _email(random: Random, _: dt.datetime) -> Given:
    return {
        "hs_email_subject": random.choice(_SUBJECTS),
        "hs_email_direction": random.choice(("EMAIL", "INCOMING_EMAIL")),
        "hs_email_status": random.choices(("SENT", "BOUNCED"), (97, 3))[0],
    }


def _meeting(random: Random, at: dt.datetime) -> Given:
    ends = at + dt.timedelta(minutes=random.choice((30, 45, 60, 90)))
    return {
        "hs_meeting_title": random.choice(_SUBJECTS),
        "hs_meeting_start_time": moments.text(moments.milliseconds(at)),
        "hs_meeting_end_time": moments.text(moments.milliseconds(ends)),
        "hs_meeting_outcome": random.choice(("COMPLETED", "COMPLETED", "NO_SHOW")),
    }


def _note(random: Random, _: dt.datetime) -> Given:
    return {"hs_note_body": f"<p>{random.choice(_SUBJECTS)}: they asked for it again.</p>"}


def _task(random: Random, _: dt.datetime) -> Given:
    return {
        "hs_task_subject": random.choice(_SUBJECTS),
        "hs_task_status": random.choice(("NOT_STARTED", "IN_PROGRESS", "COMPLETED", "COMPLETED")),
        "hs_task_priority": random.choice(("NONE", "LOW", "MEDIUM", "HIGH")),
        "hs_task_type": random.choice(("CALL", "EMAIL", None)),
    }


_KINDS: tuple[tuple[str, Callable[[Random, dt.datetime], Given]], ...] = (
    ("calls", _call),
    ("emails", _email),
    ("meetings", _meeting),
    ("notes", _note),
    ("tasks", _task),
)
_WEIGHTS = (30, 35, 12, 10, 13)
