"""An open dashboard: what each of its widgets shows, for some selections at some instant."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from dashboards.errors import NothingToShow
from dashboards.filter_choices import FilterChoices, filtered
from dashboards.locale import EN_US, Locale
from dashboards.model import Dashboard, GlobalFilter, Json, JsonObject, Step, Widget, load
from dashboards.resolve import Question, Resolver
from dashboards.selection import Selection
from dashboards.widgets.base import WidgetContext
from dashboards.widgets.registry import widget_type
from engine.errors import SwellError
from engine.session import Session
from saql import SaqlError

logger = logging.getLogger(__name__)

Selections = Mapping[str, Sequence[Mapping[str, Json]]]


@dataclass(frozen=True, slots=True)
class WidgetResult:
    """What a widget shows: a view, or the problem that stands in its place. A view of nothing says so as `empty`."""

    id: str
    type: str
    problem: str | None
    view: JsonObject | None

    def to_json(self) -> JsonObject:
        """Return the result as the page gets it."""
        return {"type": self.type, "problem": self.problem, "view": self.view}


@dataclass(frozen=True, slots=True)
class Look:
    """All widgets of a dashboard at one look, and the selections that held, start values included."""

    widgets: dict[str, WidgetResult]
    selections: dict[str, Selection]
    questions: dict[str, Question]
    """What was asked of the datasets, by step; steps that hold their rows themselves ask nothing."""
    filters: tuple[GlobalFilter, ...] = ()
    """The global filters as they were set."""
    lasting: bool = False
    """Whether the same is shown all day, as long as the dashboard and the datasets stay as they are."""
    locale: Locale = EN_US
    """How numbers and dates are written."""

    def to_json(self) -> JsonObject:
        """Return the widgets and the selections as the page gets them."""
        widgets: Json = {each: result.to_json() for each, result in self.widgets.items()}
        effective: Json = {step: [*rows] for step, rows in self.selections.items()}
        return {"widgets": widgets, "selections": effective}


@dataclass(frozen=True, slots=True)
class OpenDashboard:
    """A dashboard with the session that runs its queries; `others` are the dashboards that it may embed, by name.

    `locale` says how numbers and dates are written.
    """

    dashboard: Dashboard
    session: Session
    others: frozenset[str] = frozenset()
    locale: Locale = EN_US

    @staticmethod
    def open(
        source: Mapping[str, object], session: Session, others: Iterable[str] = (), locale: Locale = EN_US
    ) -> OpenDashboard:
        """Open the JSON of a dashboard.

        Args:
            source: the JSON.
            session: runs its queries.
            others: the names of the dashboards that it may embed.
            locale: how numbers and dates are written.

        Raises:
            DashboardError: the JSON is not a dashboard.
        """
        return OpenDashboard(load(source), session, frozenset(others), locale)

    def widgets(
        self,
        now: dt.datetime | None = None,
        selections: Selections | None = None,
        filters: FilterChoices | None = None,
    ) -> dict[str, WidgetResult]:
        """Return what each widget shows, by its id. A widget that can't be drawn says why; the others are not touched.

        Args:
            now: what relative dates are reckoned from (default: the present moment).
            selections: the selected rows by step; a step that is left out has its start selection.
            filters: what global filters are set to, as in `filtered`; one that is left out is as it is exported.
        """
        return self.look(now or dt.datetime.now(dt.UTC), selections or {}, filters=filters).widgets

    def look(
        self,
        now: dt.datetime,
        selections: Selections,
        only: Collection[str] | None = None,
        filters: FilterChoices | None = None,
    ) -> Look:
        """Return what widgets show, and what is selected in each step that can be selected from.

        Args:
            now: what relative dates are reckoned from.
            selections: the selected rows by step; a step that is left out has its start selection.
            only: the ids of the widgets that are wanted, such as those of one page; None for all.
            filters: what global filters are set to, as in `filtered`; one that is left out is as it is exported.
        """
        given = {name: [dict(row) for row in rows] for name, rows in selections.items()}
        whole = filtered(self.dashboard, filters or {})
        resolver = Resolver(whole, self.session, now, given, self.others, self.locale)
        wanted = [each for each in self.dashboard.widgets.values() if only is None or each.id in only]
        drawn = resolver.together([partial(_drawn, each, resolver) for each in wanted])
        selected = resolver.together([partial(_selected, each, resolver) for each in self.dashboard.steps.values()])
        steps = dict(zip(self.dashboard.steps, selected, strict=True))
        shown = {each.id: each for each in drawn}
        return Look(shown, steps, resolver.questions, resolver.dashboard.filters, resolver.lasting, self.locale)


def _drawn(widget: Widget, resolver: Resolver) -> WidgetResult:
    if widget.problem:
        return WidgetResult(widget.id, widget.type, _sentence(widget.problem), None)
    try:
        drawing = widget_type(widget.type)
        view = dict(drawing.view(WidgetContext.of(widget, resolver)))
    except NothingToShow as nothing:
        view = {"empty": nothing.message}
    except (SwellError, SaqlError) as error:
        return WidgetResult(widget.id, widget.type, problem_text(error), None)
    except Exception:  # a mistake of ours in one widget must not take the others with it
        logger.exception("widget %s of dashboard %s", widget.id, resolver.dashboard.name)
        return WidgetResult(widget.id, widget.type, "This is a mistake in Swell itself; its log says more.", None)
    return WidgetResult(widget.id, widget.type, None, view)


def problem_text(error: SwellError | SaqlError) -> str:
    """Return an error in one line: what is wrong and what to do."""
    if isinstance(error, SwellError):
        return error.message if error.hint is None else f"{error.message} {error.hint}"
    first = error.diagnostics[0]
    more = len(error.diagnostics) - 1
    texts = [_sentence(first.message), *map(_sentence, first.hints[:1])]
    return " ".join([*texts, f"({more} more.)"] if more else texts)


def _sentence(text: str) -> str:
    capital = text[:1].upper() + text[1:]
    return capital if capital.endswith((".", "?", "!")) else capital + "."


def _selected(step: Step, resolver: Resolver) -> Selection:
    """Return the selection of a step; one that can't be computed has none."""
    try:
        return resolver.selection(step.id) if step.select_mode != "none" else []
    except (SwellError, SaqlError):
        return []
