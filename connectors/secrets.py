"""Where secrets of connections are: the environment, the system's keyring, or a file that only its owner reads.

They are looked for in this order. They are never in swell.toml, in a log, or in a message.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from connectors.errors import ConnectionSettingError

_SERVICE = "swell"


class SecretStore:
    """The secrets of the connections of a workspace."""

    def __init__(self, file: Path, environment: Mapping[str, str], keyring: bool = True) -> None:
        """Say where secrets are.

        Args:
            file: the file; it is made where there is no keyring, readable by its owner only.
            environment: variables, such as SWELL_ACME_CLIENT_SECRET for `client_secret` of the connection `acme`.
            keyring: whether to use the system's keyring where the package `keyring` is installed and has one.
        """
        self._file = file
        self._environment = environment
        self._keyring = _find_keyring() if keyring else None
        self._lock = threading.Lock()

    def of(self, connection: str) -> ConnectionSecrets:
        """Return the secrets of one connection."""
        return ConnectionSecrets(self, connection)

    def get(self, connection: str, name: str) -> str | None:
        """Return a secret, or None.

        Raises:
            ConnectionSettingError: others may read the file.
        """
        variable = variable_name(connection, name)
        if variable in self._environment:
            return self._environment[variable]
        if self._keyring is not None:
            with contextlib.suppress(Exception):  # a keyring that is locked or gone counts as empty
                kept = self._keyring.get_password(_SERVICE, self._entry(connection, name))
                if kept is not None:
                    return str(kept)
        value = self._read().get(connection, {}).get(name)
        return None if value is None else str(value)

    def put(self, connection: str, name: str, value: str) -> None:
        """Keep a secret, on the disk when this returns."""
        if self._keyring is not None:
            with contextlib.suppress(Exception):  # then the file has it
                self._keyring.set_password(_SERVICE, self._entry(connection, name), value)
                return
        with self._lock:
            content = self._read()
            content.setdefault(connection, {})[name] = value
            self._write(content)

    def _entry(self, connection: str, name: str) -> str:
        return f"{self._file.resolve().parent}/{connection}/{name}"

    def _read(self) -> dict[str, dict[str, Any]]:
        try:
            if self._file.stat().st_mode & 0o077:
                raise ConnectionSettingError(
                    f"{self._file}: others than you may read this file of secrets.",
                    hint=f"Run: chmod 600 {self._file}",
                )
            content: dict[str, dict[str, Any]] = json.loads(self._file.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise ConnectionSettingError(
                f"{self._file}: it is not JSON.", hint="Remove it and run: swell connect"
            ) from error
        return content

    def _write(self, content: Mapping[str, Any]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_name(f"{self._file.name}.new")
        opened = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opened, "w", encoding="utf-8") as file:
            os.fchmod(file.fileno(), 0o600)
            json.dump(content, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._file)


class ConnectionSecrets:
    """The secrets of one connection, as a connector sees them."""

    def __init__(self, store: SecretStore, connection: str) -> None:
        """Take the store and the connection's name."""
        self._store = store
        self._connection = connection

    def get(self, name: str) -> str | None:
        """Return a secret, or None."""
        return self._store.get(self._connection, name)

    def put(self, name: str, value: str) -> None:
        """Keep a secret."""
        self._store.put(self._connection, name, value)

    def __repr__(self) -> str:
        return f"<ConnectionSecrets of '{self._connection}'>"


def variable_name(connection: str, name: str) -> str:
    """Return the environment variable that a secret may be in."""
    return re.sub(r"[^A-Z0-9]+", "_", f"SWELL_{connection}_{name}".upper())


def _find_keyring() -> Any:
    """Return the module `keyring` where it is installed and has a place to keep secrets in."""
    try:
        import keyring
        from keyring.backends import fail
    except ImportError:
        return None
    return None if isinstance(keyring.get_keyring(), fail.Keyring) else keyring
