"""Stand-ins: servers on loopback that answer as a CRM does, with a state of their own.

Only `swell demo --crm` and tests use them; no connector imports them.
"""
