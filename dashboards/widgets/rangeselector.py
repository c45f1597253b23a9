"""`rangeselector`: a range of a measure, from its least to its greatest value."""

from __future__ import annotations

from collections.abc import Mapping

from dashboards.domains import Extent, ends, extent, histogram
from dashboards.formats import pattern_of
from dashboards.model import Json
from dashboards.ranges import number_range_text
from dashboards.widgets.base import WidgetContext
from dashboards.widgets.selector import field_label, field_of_step, selected_range, selector_part


class RangeSelectorWidget:
    """A range of numbers to choose."""

    def view(self, context: WidgetContext) -> Mapping[str, Json]:
        """Return what is selected, between which numbers one can select, and how the rows are spread between them."""
        field = field_of_step(context, measure=True)
        lower, upper = selected_range(context)
        whole, pattern = Extent(None, None), None
        bins: list[int] = []
        if field.dataset is not None and field.name is not None:
            whole = extent(context.resolver, field.dataset, field.name)
            bins = histogram(context.resolver, field.dataset, field.name, whole)
            pattern = pattern_of(context.resolver.datasets.field([field.dataset], field.name))
        return {
            **selector_part(context, field_label(context, field), instant=False),
            "min": lower,
            "max": upper,
            "text": number_range_text(lower, upper, pattern, context.resolver.locale),
            "domain": ends(whole),
            "histogram": [*bins],
            "format": pattern,
        }
