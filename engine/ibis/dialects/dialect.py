"""What back ends call differently and Ibis has no common name for."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from engine.ibis.stream import Value


class Dialect(Protocol):
    """What one back end calls differently. Instants are timestamps without a zone, in UTC."""

    @property
    def name(self) -> str:
        """What people call the back end."""

    def milliseconds(self, instant: Value) -> Value:
        """Return an instant as milliseconds since 1970, int64."""

    def instant(self, milliseconds: Value) -> Value:
        """Return the instant of milliseconds since 1970."""

    def day_number(self, day: Value) -> Value:
        """Return a day as days since 1970, int64."""

    def day(self, number: Value) -> Value:
        """Return the day of days since 1970."""

    def local(self, instant: Value, zone: dt.tzinfo) -> Value:
        """Return what clocks of a zone show at an instant."""

    def instant_of(self, local_time: Value, zone: dt.tzinfo) -> Value:
        """Return the instant at which clocks of a zone show a time."""

    def fail(self, message: Value) -> Value:
        """Return a number that ends the query with a message when it is computed.

        Raises:
            NotLoweredError: The back end has no function for it.
        """

    def rounded(self, number: Value, digits: int) -> Value:
        """Return a decimal number with so many digits, halves away from zero, by the decimals it is written with."""

    def code_point(self, text: Value) -> Value:
        """Return the code point of the first character of texts that are not empty, int64."""

    def character(self, code_point: Value) -> Value:
        """Return the character with a code point, int64.

        Raises:
            NotLoweredError: The back end has no function for all characters.
        """
