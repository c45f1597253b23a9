"""The types of widgets by name: the built-in ones, and those that other packages bring along."""

from __future__ import annotations

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
from dashboards.widgets.packaged import packaged_widget
from dashboards.widgets.rangeselector import RangeSelectorWidget
from dashboards.widgets.repeater import RepeaterWidget
from dashboards.widgets.table import TableWidget
from dashboards.widgets.text import TextWidget

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
        WidgetError: there is none of that name, two packages bring one, or it can't be loaded.
    """
    built_in = BUILT_IN.get(name)
    return packaged_widget(name) if built_in is None else built_in
