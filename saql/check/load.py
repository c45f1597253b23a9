"""Loading: `q = load "opportunity";`."""

from __future__ import annotations

from saql.check.session import Session
from saql.check.streams import UNKNOWN, Rows, Stream
from saql.check.wording import did_you_mean
from saql.syntax import statements as syntax
from saql.typed.statements import Load


def check_load(node: syntax.Load, session: Session) -> Stream:
    """Return the rows of a dataset."""
    name = node.dataset.value
    schema = session.catalog.schema(name)
    if schema is None:
        hints = did_you_mean(name, session.catalog.names(), quote='"')
        session.findings.add("SAQL201", node.dataset.span, hints=hints, name=name)
        return UNKNOWN
    if node.sample is not None and not 0 < node.sample <= 100:
        session.findings.add("SAQL421", node.span, sample=node.sample)
    position = session.emit(Load(name, node.sample, node.seed, schema))
    return Rows(position, schema, projected=False)
