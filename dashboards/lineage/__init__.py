"""Where data comes from and where it goes: from the objects of CRMs to dashboards, and field by field."""
