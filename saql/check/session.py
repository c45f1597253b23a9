"""What one run of the checker holds: streams by name, checked statements, findings."""

from __future__ import annotations

from saql.check.findings import Findings
from saql.check.streams import UNKNOWN, Groups, Rows, Stream
from saql.check.wording import did_you_mean
from saql.schema import Catalog
from saql.syntax.expressions import Identifier
from saql.typed.forecasts import Arima
from saql.typed.statements import Forecast, Statement


class Session:
    """The state of checking one query, whose text is `text`; `makes_dataset` says that its result becomes a dataset."""

    def __init__(self, text: str, catalog: Catalog, makes_dataset: bool = False) -> None:
        self.text = text
        self.catalog = catalog
        self.makes_dataset = makes_dataset
        self.findings = Findings()
        self.streams: dict[str, Stream] = {}
        self.statements: list[Statement] = []

    def emit(self, statement: Statement) -> int:
        """Add a checked statement and return its position."""
        self.statements.append(statement)
        return len(self.statements) - 1

    def stream(self, name: Identifier) -> Stream:
        """Return the stream of that name, or an unknown one after saying that there is none."""
        found = self.streams.get(name.name)
        if found is not None:
            self._refuse_table_of_models(name, found)
            return found
        hints = did_you_mean(name.name, self.streams) or self._known_streams()
        self.findings.add("SAQL202", name.span, hints=hints, name=name.name)
        return UNKNOWN

    def _refuse_table_of_models(self, name: Identifier, stream: Stream) -> None:
        made = self.statements[stream.position] if stream is not UNKNOWN else None
        if isinstance(made, Forecast) and isinstance(made.model, Arima) and made.model.show is not None:
            hints = ("end the query with the arimax, or leave out `showParams`",)
            self.findings.add("SAQL468", name.span, hints=hints, name=name.name)

    def _known_streams(self) -> tuple[str, ...]:
        if not self.streams:
            return ('a query starts with `q = load "dataset";`',)
        known = [f"'{each}'" for each in self.streams]
        return (f"the streams so far are {', '.join(known)}",) if len(known) <= 8 else ()

    def projected(self, name: Identifier, statement: str) -> Rows:
        """Return the stream of that name, which must be projected: `statement` takes nothing else."""
        rows = self.rows(name, statement)
        if not rows.projected:
            hints = (f"project it first: `{name.name} = foreach {name.name} generate ..;`",)
            self.findings.add("SAQL469", name.span, hints=hints, name=name.name, statement=statement)
        return rows

    def rows(self, name: Identifier, statement: str) -> Rows:
        """Return the stream of that name, which must not be grouped: `statement` takes no groups."""
        stream = self.stream(name)
        if isinstance(stream, Groups):
            hints = (f"project it first: `{name.name} = foreach {name.name} generate ..;`",)
            self.findings.add("SAQL420", name.span, hints=hints, name=name.name, statement=statement)
            return UNKNOWN
        return stream
