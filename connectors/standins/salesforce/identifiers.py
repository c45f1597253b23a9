"""Record ids in the form that Salesforce gives them: 15 characters and three that check the case of their letters."""

from __future__ import annotations

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_INSTANCE = "gK0"
_SHORT = 15


def identifier(prefix: str, number: int) -> str:
    """Return the id of 18 characters of the record `number` of the object whose ids start with `prefix`."""
    digits = []
    for _ in range(_SHORT - len(prefix) - len(_INSTANCE)):
        number, digit = divmod(number, 62)
        digits.append(_ALPHABET[digit])
    return long_identifier(prefix + _INSTANCE + "".join(reversed(digits)))


def long_identifier(text: str) -> str:
    """Return an id of 15 characters with its check; an id of any other length as it is.

    Each of the last three characters names the capital letters among five of the first 15 (Salesforce, "ID Field
    Type" in the Object Reference).
    """
    if len(text) != _SHORT:
        return text
    groups = (text[at : at + 5] for at in (0, 5, 10))
    return text + "".join(
        _CHECK[sum(1 << place for place, letter in enumerate(group) if "A" <= letter <= "Z")] for group in groups
    )
