"""Tasks for people, in the CRM. Those that were begun before and never noted are looked for first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from connectors.writing import NewTask, Writer
from swell.acting.doing.write import outcome
from swell.acting.ledger import Outcome
from swell.acting.plan import Deed

PIECE = 200


def task(deeds: Sequence[Deed], writer: Writer) -> Iterator[Mapping[str, Outcome]]:
    """Make the tasks, some at a time."""
    wanted = [(each, each.content) for each in deeds if isinstance(each.content, NewTask)]
    there = writer.find_tasks([new for deed, new in wanted if deed.uncertain])
    if there:
        yield {deed.id: Outcome(_made(there[new.marker], new)) for deed, new in wanted if new.marker in there}
    missing = [(deed, new) for deed, new in wanted if new.marker not in there]
    for start in range(0, len(missing), PIECE):
        piece = missing[start : start + PIECE]
        answers = writer.create_tasks([new for _, new in piece])
        yield {
            deed.id: outcome(answer, _made(answer.key or "", new))
            for (deed, new), answer in zip(piece, answers, strict=True)
        }


def _made(key: str, task: NewTask) -> str:
    return f"{key} {task.subject}"
