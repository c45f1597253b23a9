"""Libraries of the extra `models`, imported when something first needs them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from engine.query_errors import MissingExtraError


def library(module: str, part: str) -> Any:
    """Return a module of a library.

    Args:
        module: the module, such as `scipy.special`.
        part: what needs it, as people know it.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        return import_module(module)
    except ImportError:
        raise MissingExtraError(part, module.partition(".")[0], "models") from None
