"""Widgets of other packages: what a package says of one, and how it is found (entry-point group `swell.widgets`)."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from dashboards.errors import WidgetError
from dashboards.model import Json
from dashboards.widgets.base import WidgetContext
from saql.record import record

GROUP = "swell.widgets"
"""The entry-point group in which packages offer widgets: an entry's name is the type, its object a `PackagedWidget`."""

logger = logging.getLogger(__name__)


@record
class Parameter:
    """A parameter of a widget: its name, its shape as schema/members.txt writes shapes, and what it is."""

    name: str
    shape: str
    about: str


@record(eq=False)
class PackagedWidget:
    """A type of widget that another package brings.

    Args:
        view: returns what the page draws, as JSON; at least `columns` and `rows`, which are its table twin.
        label: what the menu of the editor calls it.
        element: the custom element that draws a view. Its module is `{element}.js` among the files.
        files: the folder of the page's files, served as they are.
        parameters: what its JSON may hold besides what all widgets have.
    """

    view: Callable[[WidgetContext], Mapping[str, Json]]
    label: str
    element: str
    files: Path
    parameters: tuple[Parameter, ...] = ()

    @property
    def module(self) -> str:
        """The name of the file that defines the element."""
        return f"{self.element}.js"


@functools.cache
def packaged_widget(name: str) -> PackagedWidget:
    """Return the widget that an installed package brings for a type.

    Raises:
        WidgetError: there is none, there are two, or it can't be loaded.
    """
    found = [each for each in _entries() if each.name == name]
    if not found:
        raise WidgetError(f"The widget type {name} is not available yet.")
    packages = sorted(each.dist.name if each.dist else each.value for each in found)
    if len(found) > 1:
        raise WidgetError(f"Several packages bring the widget type {name}: {', '.join(packages)}.")
    try:
        loaded = found[0].load()
    except Exception as error:  # whatever a package does when it is imported
        raise WidgetError(f"The widget type {name} of {packages[0]} can't be loaded: {error}.") from error
    if not isinstance(loaded, PackagedWidget):
        raise WidgetError(f"What {packages[0]} offers as the widget type {name} is no PackagedWidget.")
    return loaded


@functools.cache
def packaged_widgets() -> Mapping[str, PackagedWidget]:
    """Return the widgets of all installed packages by type; those that can't be loaded are left out."""
    found = {}
    for name in sorted({each.name for each in _entries()}):
        try:
            found[name] = packaged_widget(name)
        except WidgetError as error:
            logger.warning("%s", error.message)
    return found


@functools.cache
def _entries() -> tuple[EntryPoint, ...]:
    # Looking at every installed package takes a while, so it is done once, and only for a type that is not built in.
    return tuple(entry_points(group=GROUP))
