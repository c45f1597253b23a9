"""Ids as Salesforce has them: 15 characters and 3 that check them, here made from names, so that they stay the same.

A name is found by its id among all names; nothing is kept. Sources: the object prefixes and the checksum are those of
Salesforce's record ids ("Record IDs" in its Object Reference).
"""

from __future__ import annotations

import hashlib
import string
from collections.abc import Iterable
from typing import Final

DATASET: Final = "0Fb"
VERSION: Final = "0Fc"
DASHBOARD: Final = "0FK"
LENS: Final = "0FK"
HISTORY: Final = "0Rp"
FOLDER: Final = "00l"
USER: Final = "005"
ORGANIZATION: Final = "00D"
EXTERNAL_DATA: Final = "06V"
EXTERNAL_DATA_PART: Final = "06W"

_SHORT, _LONG, _GROUP = 15, 18, 5
_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_CHECKS = string.ascii_uppercase + "012345"


def make_id(prefix: str, *names: str) -> str:
    """Return the id of what has these names, 18 characters that begin with the prefix."""
    number = int.from_bytes(hashlib.sha256("\0".join((prefix, *names)).encode()).digest())
    digits = []
    for _ in range(_SHORT - len(prefix)):
        number, digit = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[digit])
    return with_checksum(prefix + "".join(digits))


def with_checksum(short: str) -> str:
    """Return an id of 15 characters with the three that say which of its letters are capitals."""
    groups = (short[start : start + _GROUP] for start in range(0, _SHORT, _GROUP))
    return short + "".join(_CHECKS[sum((each in string.ascii_uppercase) << n for n, each in enumerate(group))]
        for group in groups)  # fmt: skip


def is_same(one: str, other: str) -> bool:
    """Whether two ids mean the same; one may lack the three characters at the end."""
    return one[:_SHORT] == other[:_SHORT] and {len(one), len(other)} <= {_SHORT, _LONG}


def named(given: str, prefix: str, names: Iterable[str], *kind: str) -> str | None:
    """Return the name that a name or an id stands for; None where there is none.

    Args:
        given: what a client sent.
        prefix: that of the ids.
        names: all names there are.
        kind: what stands before the name in its id.
    """
    known = list(names)
    if given in known:
        return given
    if not given.startswith(prefix) or len(given) not in (_SHORT, _LONG):
        return None
    return next((each for each in known if is_same(make_id(prefix, *kind, each), given)), None)
