"""Passwords: kept as argon2id hashes, at the cost that OWASP's cheat sheet on storing passwords names."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from dashboards.people.database import PeopleError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 10
LONGEST = 1000
"""In characters. The length is all that is asked of one, as NIST SP 800-63B advises."""

NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$G9x3lAWjHMPpQuTwxuge6w$7STfN2sg4AogR+YFFzUXgDZRlXstZMo8Qzqy0ATE+8E"
"""A hash at the same cost that no password has, for accounts that are not there: to refuse them takes as long."""


def hashed(password: str) -> str:
    """Return the hash to keep of a password.

    Raises:
        PeopleError: it is too short or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise PeopleError(f"A password has {SHORTEST} to {LONGEST} characters.", hint="A few words make a good one.")
    return _hasher().hash(_normal(password))


def matches(password: str, kept: str) -> bool:
    """Whether a password has a hash; it takes the same time for every hash that was made here."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(kept, _normal(password[: LONGEST + 1]))
    except (VerificationError, InvalidHashError):
        return False


def is_dated(kept: str) -> bool:
    """Whether a hash was made at another cost than now."""
    return _hasher().check_needs_rehash(kept)


def _normal(password: str) -> str:
    """Return the same text however a keyboard composes its letters."""
    return unicodedata.normalize("NFKC", password)


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # takes a while to import, and only sign-ins need it

    return PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
