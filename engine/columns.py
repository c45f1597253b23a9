"""Columns in memory: what the store maps, what operators exchange, what is decoded at the very end.

Texts are integer codes into a dictionary from the file to the result. Numbers, dates and booleans are Arrow arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from saql.record import record
from saql.types import Type

Codes: TypeAlias = npt.NDArray[np.uint8] | npt.NDArray[np.uint16] | npt.NDArray[np.int32]


@record(eq=False)
class TextColumn:
    """Texts as codes: 0 is null, `i + 1` is `dictionary[i]`.

    The dictionary is an Arrow array of distinct, non-null strings in any order; it may hold texts that no row has.
    """

    codes: Codes
    dictionary: pa.StringArray

    def __len__(self) -> int:
        return len(self.codes)


@record(eq=False)
class MultivalueColumn:
    """Lists of texts: row `i` has `codes[offsets[i]:offsets[i + 1]]`, ascending by text; no codes is null."""

    offsets: npt.NDArray[np.int64]
    codes: Codes
    dictionary: pa.StringArray

    def __len__(self) -> int:
        return len(self.offsets) - 1


Column: TypeAlias = TextColumn | MultivalueColumn | pa.Array
"""An `Array` is float64 or int64 (number), timestamp[ms, UTC] (date), date32 (day) or bool."""


@record(eq=False)
class Zones:
    """The least and greatest value of a column in each block of rows; where a block has only nulls, least > greatest.

    `starts` are the blocks' first rows, and the number of rows. Dates count as the integers that stand for them, texts
    as codes.
    """

    starts: npt.NDArray[np.int64]
    least: npt.NDArray[Any]
    greatest: npt.NDArray[Any]


@record(eq=False)
class Derived:
    """A column that follows value by value from the column `base`: the year of a date, a look-up by a key."""

    base: str
    make: Callable[[Column], Column]


@record(eq=False)
class Narrow:
    """Numbers or dates as they are stored: integers of few bytes, or float64; 0 under null.

    With a `divisor` the numbers are `values / divisor`, else `values`. `valid` is the bitmap of those that are not
    null, None where none is.
    """

    values: npt.NDArray[Any]
    divisor: int | None
    valid: npt.NDArray[np.uint8] | None
    type: Type


class Columns(Mapping[str, Column]):
    """Columns by name that are made when they are first asked for.

    Args:
        names: The names that there are, in order.
        stored: Gives a column by its name; columns that others derive from need not be among `names`.
        derived: The columns that follow from others.
        zones: Gives the zones of a stored column, None where they are not known.
        filled: Whether stored numbers and dates have 0 under null.
        narrow: Gives a stored column of numbers or dates as it is stored, None of others and where that is not known.
    """

    def __init__(
        self,
        names: tuple[str, ...],
        stored: Callable[[str], Column],
        derived: Mapping[str, Derived],
        zones: Callable[[str], Zones | None],
        filled: bool = False,
        narrow: Callable[[str], Narrow | None] = lambda _: None,
    ) -> None:
        self._names = dict.fromkeys(names)
        self._stored = stored
        self._zones = zones
        self._narrow = narrow
        self._made: dict[str, Column] = {}
        self.derived = derived
        self.filled = filled

    def __getitem__(self, name: str) -> Column:
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def once(self, name: str) -> Column:
        """Return a column to whoever reads it once: it is not kept, unless somebody else has asked for it before."""
        return self._made[name] if name in self._made else self._make(name)

    def _make(self, name: str) -> Column:
        derived = self.derived.get(name)
        return self._stored(name) if derived is None else derived.make(self[derived.base])

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def zones(self, name: str) -> Zones | None:
        """Return the zones of a stored column; None of one that is derived, and where they are not known."""
        return None if name in self.derived else self._zones(name)

    def narrow(self, name: str) -> Narrow | None:
        """Return a stored column of numbers or dates as it is stored, None where there is no such form of it."""
        return None if name in self.derived else self._narrow(name)

    def some(self, choose: Callable[[Column], Column]) -> Columns:
        """Return the same columns of some of the rows, which `choose` takes from each; what is derived stays so."""
        return Columns(
            tuple(self._names), lambda name: choose(self[name]), self.derived, lambda _: None, filled=self.filled
        )


@record(eq=False)
class Frame:
    """Named columns of equal length; `rows` counts them also where there is no column."""

    columns: Mapping[str, Column]
    rows: int
