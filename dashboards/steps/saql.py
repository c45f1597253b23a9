"""`saql`: a step with a SAQL query."""

from __future__ import annotations

from dashboards.bindings.insert import in_saql
from dashboards.errors import StepError
from dashboards.model import Step
from dashboards.steps.base import Setting, StepQuery
from dashboards.steps.saql_groups import saql_groups


class Saql:
    """A step with a SAQL query."""

    has_rows = False

    def groups(self, step: Step) -> tuple[str, ...]:
        """Return the group columns, as far as the query tells."""
        query = step.query
        return tuple(saql_groups(query)) if isinstance(query, str) and "{{" not in query else ()

    def prepare(self, step: Step, setting: Setting) -> StepQuery:
        """Return the step's query."""
        if not isinstance(step.query, str) or not step.query.strip():
            raise StepError(f"The step '{step.id}' has no query.")
        text = in_saql(step.query, setting.sources)
        keys = saql_groups(text)
        return StepQuery(text=text, groups=tuple(keys), fields=keys)
