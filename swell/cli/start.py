"""What makes a command start fast."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType


class _NoPandas:
    """A finder of modules that finds no pandas."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Refuse pandas; leave everything else to the other finders."""
        del path, target
        if name == "pandas":
            raise ModuleNotFoundError(name)
        return None


def keep_pandas_out() -> None:
    """Let pyarrow believe that pandas is not installed, for this process.

    pyarrow imports pandas, a quarter of a second, when it first makes an array of Python values, only to ask whether they
    are pandas' own. No command has such values. Whoever imports pandas later gets it as usual.
    """
    import pyarrow  # only now: `swell --help` does without it

    finder = _NoPandas()
    sys.meta_path.insert(0, finder)
    try:
        pyarrow.scalar(True)
    finally:
        sys.meta_path.remove(finder)
