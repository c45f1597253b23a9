"""`match NAME`: find the records that are one customer."""

from __future__ import annotations

from saql.record import record
from swell.jobs.kinds import Context
from swell.matching import Matching


@record(eq=False)
class MatchWork:
    """Matches of a workspace."""

    matching: Matching

    def check(self, argument: str) -> None:
        """Check that there is the match."""
        self.matching.find(argument)

    def run(self, argument: str, context: Context) -> str:
        """Run the match."""

        def report(line: str) -> None:
            context.log(line)
            context.check()

        context.check()
        found = self.matching.run(argument, context.now(), report)
        for cut in found.cuts:
            context.log(f"Left out as too frequent: {cut.blocks:,} of {cut.kind}, {cut.records:,} records")
        return f"{found.records:,} records are {found.customers:,} customers; {found.review:,} pairs to review."
