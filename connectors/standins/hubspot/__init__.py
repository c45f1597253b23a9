"""A stand-in for HubSpot: an account with a state of its own, behind the API of HubSpot on loopback."""

from __future__ import annotations

from connectors.standins.hubspot.limits import RateLimits
from connectors.standins.hubspot.links import PRIMARY
from connectors.standins.hubspot.object_types import ObjectType
from connectors.standins.hubspot.portal import Portal
from connectors.standins.hubspot.properties import Property
from connectors.standins.hubspot.server import HubSpotStandIn
from connectors.standins.hubspot.settings import Owner, Pipeline, Stage
from connectors.standins.hubspot.tokens import OAuthApp

__all__ = [
    "PRIMARY",
    "HubSpotStandIn",
    "OAuthApp",
    "ObjectType",
    "Owner",
    "Pipeline",
    "Portal",
    "Property",
    "RateLimits",
    "Stage",
]
