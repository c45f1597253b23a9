"""A stand-in for Salesforce: login, describes, SOQL over REST, Bulk API 2.0, deletions, limits, live records."""

from connectors.standins.salesforce.org import Org
from connectors.standins.salesforce.server import SalesforceStandIn
from connectors.standins.salesforce.world import World

__all__ = ["Org", "SalesforceStandIn", "World"]
