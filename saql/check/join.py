"""Semi joins and anti joins: `r = join a by ('Id') semi, b by ('AccountId');`."""

from __future__ import annotations

import dataclasses

from saql.check.keys import check_keys
from saql.check.session import Session
from saql.check.streams import UNKNOWN, Stream
from saql.syntax import statements as syntax
from saql.typed.statements import Join


def check_join(node: syntax.Join, session: Session) -> Stream:
    """Return the rows of the left stream that have, or lack, a partner in the right one."""
    left, right = session.rows(node.left, "join"), session.rows(node.right, "join")
    keys = check_keys(node, left, right, session)
    if keys is None:
        return UNKNOWN
    position = session.emit(Join(left.position, right.position, *keys, node.kind, left.schema))
    return dataclasses.replace(left, position=position)
