"""The web server: the page and its API for one workspace. Only this package knows starlette."""

from dashboards.server.app import create_app

__all__ = ["create_app"]
