"""The settings of an engine: as swell.toml has them, but for secrets, which are variables of the environment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.errors import SwellError

_SECRETS = ("password", "auth", "access_token", "token")
_VARIABLE = "_env"


def engine_options(engine: str, values: Mapping[str, Any], environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings with the values of the variables that they name: `password_env` is where `password` is.

    Args:
        engine: The engine's name.
        values: What stands under `[engines.NAME]`.
        environment: The variables of the environment.

    Raises:
        SwellError: A secret stands in swell.toml, or a variable is not set.
    """
    options: dict[str, Any] = {}
    for name, value in values.items():
        if name in _SECRETS:
            raise SwellError(
                f"[engines.{engine}]: '{name}' is a secret, and does not belong into swell.toml.",
                hint=f'Name a variable of the environment that has it: {name}{_VARIABLE} = "VARIABLE"',
            )
        if not name.endswith(_VARIABLE):
            options[name] = value
            continue
        if str(value) not in environment:
            raise SwellError(
                f"[engines.{engine}]: {name} names the variable {value}, which is not set.",
                hint=f"Set it where swell runs: export {value}=…",
            )
        options[name.removesuffix(_VARIABLE)] = environment[str(value)]
    return options
