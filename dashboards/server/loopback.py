"""What the names and addresses of this very machine are."""

from __future__ import annotations

import ipaddress

FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
"""Headers by which a server in front says that who asks is elsewhere."""


def is_loopback(name: str) -> bool:
    """Whether a name or an address is this machine's loopback."""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
