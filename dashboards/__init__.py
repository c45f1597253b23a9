"""Dashboards: their JSON, bindings, facets and widgets, and the web server and page that show them."""
