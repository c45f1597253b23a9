"""What is common to HubSpot's answers with many things: `results`, where the next page begins, pages that are cut."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

from connectors.errors import AnswerError

Answer: TypeAlias = Mapping[str, Any]


def results(answer: Answer) -> list[Mapping[str, Any]]:
    """Return the things of an answer.

    Raises:
        AnswerError: it has no list of them, which must not be taken for an empty one.
    """
    found = answer.get("results")
    if not isinstance(found, list):
        raise AnswerError(
            "An answer of HubSpot has no results.",
            hint="Look at the setting url and a proxy in between, then sync again.",
        )
    return found


def next_after(answer: Answer) -> str | None:
    """Return where an answer of several pages goes on; None at the end."""
    after = ((answer.get("paging") or {}).get("next") or {}).get("after")
    return None if after in (None, "") else str(after)


def whole_page(ask: Callable[[], Answer], full: int) -> Answer:
    """Return a page of a list; one that is not full is asked for again, since a cut one looks the same as the last.

    Args:
        ask: asks for the page.
        full: how many things a page has that others follow.
    """
    answer = ask()
    while len(results(answer)) < full:
        again = ask()
        if len(results(again)) <= len(results(answer)):
            break
        answer = again
    return answer


def pages(ask: Callable[[str | None], Answer], full: int) -> Sequence[Mapping[str, Any]]:
    """Return the things of all pages of a short list; `ask` is given where a page begins."""
    found: list[Mapping[str, Any]] = []
    after: str | None = None
    while True:
        answer = whole_page(partial(ask, after), full)
        found += results(answer)
        after = next_after(answer)
        if after is None:
            return found
