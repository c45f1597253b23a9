"""ES modules of the page as one script, for engines that run scripts only.

Each module becomes a function that fills its exports, after those that it imports. What is understood is what the
page's modules are written in: imports and exports at the start of a line, values as default exports, no name that
changes after it is exported.
"""

from __future__ import annotations

import re
from pathlib import Path

_IMPORT = re.compile(r"^import\s+(?:(?P<what>[^'\";]+?)\s+from\s+)?['\"](?P<path>[^'\"]+)['\"];?[ \t]*$", re.M)
_FROM = re.compile(r"^export\s+(?P<what>\*|\{[^}]*\})\s+from\s+['\"](?P<path>[^'\"]+)['\"];?[ \t]*$", re.M)
_DECLARED = re.compile(r"^export\s+(?P<kind>(?:async\s+)?function\*?|class|const|let|var)\s+(?P<name>[\w$]+)", re.M)
_LIST = re.compile(r"(?:^|(?<=[;}\n]))export\s*\{(?P<names>[^}]*)\};?\s*$", re.M)
_DEFAULT = re.compile(r"^export\s+default\s+", re.M)
_NAMED = re.compile(r"(?P<name>[\w$]+)(?:\s+as\s+(?P<other>[\w$]+))?")


def linked(entry: Path, name: str) -> str:
    """Return a script that runs a module and leaves its exports in a global variable.

    Args:
        entry: the file of the module.
        name: the variable's name.

    Raises:
        OSError: a module can't be read.
    """
    order: dict[Path, str] = {}
    _visit(entry.resolve(), order)
    numbers = {path: number for number, path in enumerate(order)}
    parts = ["{", "const $modules = [];"]
    parts += [_function(path, text, numbers) for path, text in order.items()]
    return "\n".join([*parts, f"globalThis.{name} = $modules[{numbers[entry.resolve()]}];", "}"])


def files(entry: Path) -> tuple[Path, ...]:
    """Return the files that `linked` reads."""
    order: dict[Path, str] = {}
    _visit(entry.resolve(), order)
    return tuple(order)


def _visit(path: Path, order: dict[Path, str]) -> None:
    """Add a module after those that it imports."""
    if path in order:
        return
    text = path.read_text("utf-8")
    for found in (*_IMPORT.finditer(text), *_FROM.finditer(text)):
        _visit((path.parent / found["path"]).resolve(), order)
    order[path] = text


def _function(path: Path, text: str, numbers: dict[Path, int]) -> str:
    exported: dict[str, str] = {}
    again: list[str] = []

    def module(found: re.Match[str]) -> str:
        return f"$modules[{numbers[(path.parent / found['path']).resolve()]}]"

    def imported(found: re.Match[str]) -> str:
        return _binding(found["what"], module(found)) if found["what"] else ""

    def passed_on(found: re.Match[str]) -> str:
        if found["what"] == "*":
            again.append(f"...{module(found)}")
        for each in _NAMED.finditer(found["what"]):
            again.append(f"{each['other'] or each['name']}: {module(found)}.{each['name']}")
        return ""

    def declared(found: re.Match[str]) -> str:
        exported[found["name"]] = found["name"]
        return f"{found['kind']} {found['name']}"

    def named(found: re.Match[str]) -> str:
        exported.update({each["other"] or each["name"]: each["name"] for each in _NAMED.finditer(found["names"])})
        return ""

    def default(_: re.Match[str]) -> str:
        exported["default"] = "$default"
        return "const $default = "

    text = _DEFAULT.sub(default, text)
    text = _LIST.sub(named, _DECLARED.sub(declared, _FROM.sub(passed_on, _IMPORT.sub(imported, text))))
    members = ", ".join([*again, *(f"{theirs}: {ours}" for theirs, ours in exported.items())])
    return f"$modules[{numbers[path]}] = (() => {{\n{text}\nreturn {{ {members} }};\n}})();"


def _binding(what: str, module: str) -> str:
    """Return the declaration that stands for an import of `what`: `{a, b as c}`, `* as all`, `one`."""
    if what.startswith("*"):
        return f"const {what.split()[-1]} = {module};"
    if not what.startswith("{"):
        return f"const {what} = {module}.default;"
    names = (f"{each['name']}: {each['other'] or each['name']}" for each in _NAMED.finditer(what))
    return f"const {{ {', '.join(names)} }} = {module};"
