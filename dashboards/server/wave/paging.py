"""Lists as clients page through them: searched, sorted, some at a time.

Source: the parameters that list resources of the CRM Analytics REST API have in common.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from dashboards.model.json import Json, JsonObject, as_number, as_object, as_text
from dashboards.server.wave.call import Call
from dashboards.server.wave.errors import invalid
from dashboards.server.wave.ids import is_same

PAGE_SIZE, LARGEST_PAGE = 25, 200

_CARRIED = ("pageSize", "q", "sort", "order", "scope", "folderId", "ids", "type", "createdAfter", "createdBefore")

Key = Callable[[JsonObject], tuple[bool, float | str]]


def _text_of(name: str) -> Key:
    return lambda each: (False, as_text(each.get(name)).casefold())


def _rows(each: JsonObject) -> tuple[bool, float | str]:
    return False, as_number(each.get("currentVersionTotalRowCount")) or 0.0


_SORTS: Mapping[str, tuple[Key, bool]] = {
    "Name": (_text_of("label"), False),
    "CreatedDate": (_text_of("createdDate"), True),
    "LastModified": (_text_of("lastModifiedDate"), True),
    "LastModifiedBy": (_text_of("lastModifiedDate"), True),
    "LastQueried": (_text_of("lastModifiedDate"), True),
    "LastRefreshed": (_text_of("lastModifiedDate"), True),
    "Mru": (_text_of("lastModifiedDate"), True),
    "TotalRows": (_rows, True),
    "Type": (_text_of("type"), False),
    "App": (_text_of("label"), False),
    "Outcome": (_text_of("label"), False),
}
"""By what a list is sorted, and whether the greatest comes first."""


def page(call: Call, name: str, items: Sequence[JsonObject], path: str | None = None) -> JsonObject:
    """Return the page of a list that a request asks for.

    Args:
        call: the request.
        name: what the list is called in the answer.
        items: all that there are.
        path: of the list (default: `wave` and its name).

    Raises:
        WaveError: a parameter is not as it should be.
    """
    found = _sorted(call, [each for each in items if _is_wanted(call, each)])
    size, start = _size(call), _start(call.option("page"))
    url = f"{call.url(path or name)}"
    following = start + size
    return {
        name: [*found[start:following]],
        "nextPageUrl": _next(call, url, following) if following < len(found) else None,
        "totalSize": len(found),
        "url": url + (f"?{call.request.url.query}" if call.request.url.query else ""),
    }


def _is_wanted(call: Call, item: JsonObject) -> bool:
    wanted, folder = call.options("ids"), call.option("folderId")
    if wanted and not any(is_same(as_text(item.get("id")), each) for each in wanted):
        return False
    if folder and not is_same(as_text(as_object(item.get("folder")).get("id")), folder):
        return False
    made = as_text(item.get("createdDate"))
    if not (call.option("createdAfter", "") <= made) or made > call.option("createdBefore", "~"):
        return False
    return _matches(call.option("q"), item)


def _matches(text: str, item: JsonObject) -> bool:
    """Whether each word of a search begins a word of the label or of the name."""
    names = [as_text(item.get(each)).casefold() for each in ("label", "name")]
    words = [word for each in names for word in (each, *re.split(r"[\W_]+", each))]
    return all(any(each.startswith(word) for each in words) for word in text.casefold().split())


def _sorted(call: Call, items: list[JsonObject]) -> list[JsonObject]:
    wanted = call.option("sort", "Mru")
    if wanted not in _SORTS:
        raise invalid(f"'{wanted[:50]}' is nothing to sort by.", f"There are {', '.join(_SORTS)}.")
    key, greatest_first = _SORTS[wanted]
    order = call.option("order").casefold()
    backwards = order.startswith("desc") if order else greatest_first
    return sorted(sorted(items, key=_text_of("label")), key=key, reverse=backwards)


def _size(call: Call) -> int:
    given = call.option("pageSize")
    if not given:
        return PAGE_SIZE
    if not given.isdecimal() or len(given) > 9 or int(given) < 1:
        raise invalid(f"The page size '{given[:20]}' is no number from 1 to {LARGEST_PAGE}.")
    return min(int(given), LARGEST_PAGE)


def _start(token: str) -> int:
    if not token:
        return 0
    try:
        start = int(base64.urlsafe_b64decode(token.encode()))
    except (ValueError, binascii.Error):
        start = -1
    if not 0 <= start < 1 << 40:
        raise invalid("This is no page of the list.", "Take the address in nextPageUrl as it is.")
    return start


def _next(call: Call, url: str, start: int) -> str:
    kept = [(each, value) for each in _CARRIED if (value := call.option(each)) or each in call.request.query_params]
    token = base64.urlsafe_b64encode(str(start).encode()).decode()
    return f"{url}?{urlencode([*kept, ('page', token)])}"


def empty(call: Call, name: str) -> Json:
    """Return a list of what there is none of."""
    return page(call, name, [])
