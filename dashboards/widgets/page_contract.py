"""What the page's files of a packaged widget have to keep: the page loads nothing from elsewhere and runs no text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from dashboards.widgets.packaged import PackagedWidget

_ELEMENT = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`\w])//[^\n]*", re.DOTALL)
_IMPORT = re.compile(r"""(?:\bfrom\s*|\bimport\s*\(?\s*)["'`]([^"'`]+)["'`]""")
_FORBIDDEN = (
    (re.compile(r"\beval\s*\("), "eval()"),
    (re.compile(r"\bnew\s+Function\b"), "new Function()"),
    (re.compile(r"<\w[^>]*\sstyle\s*="), 'a style="…" attribute; set element.style or a constructed style sheet'),
    (re.compile(r"setAttribute\(\s*[\"']style"), "setAttribute('style'); set element.style"),
    (re.compile(r"<style\b|createElement\(\s*[\"']style"), "a <style> element; use a constructed style sheet"),
    (re.compile(r"<script\b|createElement\(\s*[\"']script"), "a <script> element"),
    (re.compile(r"<\w[^>]*\son\w+\s*="), "a handler in an attribute; use addEventListener"),
    (re.compile(r"javascript:"), "an address of a script"),
    (re.compile(r"(?:https?:|wss?:)?//(?!www\.w3\.org/)[\w-]+(?:\.[\w-]+)+"), "an address of another server"),
    (re.compile(r"\brequire\s*\(|\bmodule\.exports\b"), "require() or module.exports, which are of no ES module"),
)


class ContractError(AssertionError):
    """A widget does not do what the contract says."""


def hold(truth: bool, otherwise: str) -> None:
    """Raise `ContractError` with a text unless something is true."""
    if not truth:
        raise ContractError(otherwise)


def element_has_a_name_of_its_own(widget: PackagedWidget) -> None:
    """Check that the element's name is one of a custom element, and none of Swell's."""
    name = widget.element
    hold(bool(_ELEMENT.fullmatch(name)), f"'{name}' is no name of a custom element: lower case, with a hyphen.")
    hold(not name.startswith("swell-"), f"Names that begin with swell- are Swell's own: '{name}'.")


def module_defines_the_element(widget: PackagedWidget) -> None:
    """Check that there is a module, and that it defines the element."""
    hold(widget.files.is_dir(), f"There is no folder {widget.files}; is it in the package?")
    file = widget.files / widget.module
    hold(file.is_file(), f"There is no file {widget.module} in {widget.files}.")
    defined = re.search(rf"customElements\.define\(\s*[\"'`]{re.escape(widget.element)}[\"'`]", _code(file))
    hold(defined is not None, f"{widget.module} must call customElements.define('{widget.element}', …).")


def files_keep_to_the_policy(widget: PackagedWidget) -> None:
    """Check that files have nothing that the page's policy forbids, and import only what lies beside them."""
    for file in _scripts(widget):
        code = _code(file)
        for pattern, what in _FORBIDDEN:
            hold(pattern.search(code) is None, f"{file.name} has {what}, which the page's policy forbids.")
        for target in _IMPORT.findall(code):
            there = target.startswith(("./", "../")) and (file.parent / target).resolve().is_file()
            inside = there and (file.parent / target).resolve().is_relative_to(widget.files.resolve())
            hold(inside, f"{file.name} imports '{target}', which is no file of the package: write ./name.js.")


PAGE_CHECKS: Sequence[Callable[[PackagedWidget], None]] = (
    element_has_a_name_of_its_own,
    module_defines_the_element,
    files_keep_to_the_policy,
)


def _scripts(widget: PackagedWidget) -> Iterator[Path]:
    yield from sorted(each for each in widget.files.rglob("*") if each.suffix in (".js", ".mjs"))


def _code(file: Path) -> str:
    """Return a script without its comments."""
    return _COMMENT.sub("", file.read_text("utf-8"))
