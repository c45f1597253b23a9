"""What is common to HubSpot's answers with many things: `results`, where the next page begins, pages that are cut."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

from connectors.errors import AnswerError

Answer: TypeAlias = Mapping[str, Any]


def results(answer: Answer, *needed: str) -> list[Mapping[str, Any]]:
    """Return the things of an answer.

    Args:
        answer: the answer.
        needed: what each of them has to have.

    Raises:
        AnswerError: it has no list of them, which must not be taken for an empty one; or one lacks what it has to have.
    """
    found = answer.get("results")
    if not isinstance(found, list) or not all(isinstance(each, dict) and each.keys() >= {*needed} for each in found):
        raise AnswerError(
            "An answer of HubSpot has no results, or none in their format.",
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
