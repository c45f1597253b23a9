"""HubSpot: its CRM objects, with their associations, as rows."""
