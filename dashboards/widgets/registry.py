"""The types of widgets by name: the built-in ones, and those that other packages bring along."""

from __future__ import annotations

import functools
from importlib.metadata import entry_points

from dashboards.errors import WidgetError
from dashboards.widgets.base import WidgetType
from dashboards.widgets.chart import ChartWidget
from dashboards.widgets.component import ComponentWidget
from dashboards.widgets.container import ContainerWidget
from dashboards.widgets.dateselector import DateSelectorWidget
from dashboards.widgets.filterpanel import FilterPanelWidget
from dashboards.widgets.image import ImageWidget
from dashboards.widgets.input import InputWidget
from dashboards.widgets.link import LinkWidget
from dashboards.widgets.listselector import ListSelectorWidget
from dashboards.widgets.navigation import NavigationWidget
from dashboards.widgets.number import NumberWidget
from dashboards.widgets.rangeselector import RangeSelectorWidget
from dashboards.widgets.repeater import RepeaterWidget
from dashboards.widgets.table import TableWidget
from dashboards.widgets.text import TextWidget

GROUP = "swell.widgets"
"""The entry-point group in which packages offer widgets; an entry's name is the type's, its object a `WidgetType`."""

BUILT_IN: dict[str, WidgetType] = {
    "box": ContainerWidget(),
    "chart": ChartWidget(),
    "comparetable": TableWidget(),
    "component": ComponentWidget(),
    "container": ContainerWidget(),
    "dateselector": DateSelectorWidget(),
    "filterpanel": FilterPanelWidget(),
    "globalfilters": FilterPanelWidget(),
    "image": ImageWidget(),
    "input": InputWidget(),
    "link": LinkWidget(),
    "listselector": ListSelectorWidget(),
    "navigation": NavigationWidget(),
    "number": NumberWidget(),
    "pillbox": ListSelectorWidget(),
    "rangeselector": RangeSelectorWidget(),
    "repeater": RepeaterWidget(),
    "table": TableWidget(),
    "text": TextWidget(),
    "valuestable": TableWidget(),
}


def widget_type(name: str) -> WidgetType:
    """Return a type of widget.

    Raises:
        WidgetError: there is none of that name, or two packages bring one.
    """
    built_in = BUILT_IN.get(name)
    return built_in if built_in is not None else _from_entry_point(name)


@functools.cache
def _from_entry_point(name: str) -> WidgetType:
    # Looking at every installed package takes a while, so it is done only for a type that is not built in.
    found = list(entry_points(group=GROUP, name=name))
    if not found:
        raise WidgetError(f"The widget type {name} is not available yet.")
    if len(found) > 1:
        packages = sorted(each.dist.name if each.dist else each.value for each in found)
        raise WidgetError(f"Several packages bring the widget type {name}: {', '.join(packages)}.")
    loaded: WidgetType = found[0].load()
    return loaded
