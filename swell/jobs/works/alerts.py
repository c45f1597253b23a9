"""`alerts`: check the alerts that look at datasets that have changed; `alert NAME`: check one whatever has changed."""

from __future__ import annotations

from collections.abc import Sequence

from saql.record import record
from swell.jobs.alert import Alert
from swell.jobs.alerts import Alerts
from swell.jobs.database import JobsError
from swell.jobs.kinds import Context


@record(eq=False)
class AlertWork:
    """Checks of one alert."""

    alerts: Alerts

    def check(self, argument: str) -> None:
        """Check that there is the alert."""
        self.alerts.files.open(argument)

    def run(self, argument: str, context: Context) -> str:
        """Check the alert."""
        return check_alerts(self.alerts, [self.alerts.files.open(argument)], context)


@record(eq=False)
class StaleAlertsWork:
    """Checks of all alerts that look at datasets that have changed."""

    alerts: Alerts

    def check(self, argument: str) -> None:
        """Check that nothing more is said."""
        if argument:
            raise JobsError(f"'alerts' takes no name, and '{argument}' is one.", hint=f"Write: alert {argument}")

    def run(self, argument: str, context: Context) -> str:
        """Check them."""
        self.check(argument)
        return check_alerts(self.alerts, self.alerts.stale(), context) or "No alert looks at what has changed."


def check_alerts(alerts: Alerts, several: Sequence[Alert], context: Context) -> str:
    """Check alerts, and return in a few words what came of it; an empty text where there are none.

    Raises:
        JobsError: a recipient can't be told; all others were.
    """
    fired = failed = 0
    for alert in several:
        context.check()
        for each in alerts.check(alert, context.now()):
            fired += bool(each.firings)
            failed += each.problem is not None
            what = each.problem or ("remembered for the next check" if each.first else _count(len(each.firings)))
            context.log(f"{alert.name}, {each.recipient}: {what}")
    if failed:
        raise JobsError(f"{failed} of the recipients can't be told.", hint="The lines above say why.")
    return f"{len(several)} alert{'' if len(several) == 1 else 's'} checked, {fired} told." if several else ""


def _count(firings: int) -> str:
    return f"told, {firings} row{'' if firings == 1 else 's'}" if firings else "nothing to tell"
