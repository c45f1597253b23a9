"""Webhooks: a request for each record, put into the outbox of jobs, which signs, sends and tries again.

The key of a request is that of the deed, so what is put in twice is sent once, and `Idempotency-Key` says so to who
receives it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from swell.acting.ledger import Outcome
from swell.acting.plan import Call, Deed
from swell.jobs.outbox import Message


def webhook(
    label: str, deeds: Sequence[Deed], post: Callable[[Sequence[Message]], None]
) -> Iterator[Mapping[str, Outcome]]:
    """Want the requests sent; `post` puts all of them into the outbox, or none."""
    calls = [(each.id, each.content) for each in deeds if isinstance(each.content, Call)]
    post(
        [
            Message(id_, "webhook", call.url, label, json.dumps(call.content, ensure_ascii=False).encode())
            for id_, call in calls
        ]
    )
    yield {id_: Outcome("in the outbox") for id_, _ in calls}
