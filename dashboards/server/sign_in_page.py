"""The page to sign in on: a form that needs no script."""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse

from dashboards.server.security import POLICY
from dashboards.server.static import StaticPage

HEADERS = {
    "content-security-policy": POLICY.replace("form-action 'none'", "form-action 'self'"),
    "referrer-policy": "same-origin",  # with no-referrer, browsers send forms with Origin: null
}
PAGE = """<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Sign in · {name}</title>
    <link rel="icon" href="/static/{version}/styles/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/static/{version}/styles/tokens.css">
    <link rel="stylesheet" href="/static/{version}/styles/base.css">
    <link rel="stylesheet" href="/static/{version}/styles/sign_in.css">
    <script src="/static/{version}/src/boot.js"></script>
  </head>
  <body>
    <main class="sign-in">
      <img src="/static/{version}/styles/icon.svg" alt="" width="40" height="40">
      <h1>{name}</h1>
      {problem}
      <form method="post" action="/sign-in">
        <input type="hidden" name="next" value="{next}">
        <label>E-mail <input name="email" type="email" autocomplete="username" required value="{email}"{first}></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required{second}></label>
        <button>Sign in</button>
      </form>
      {elsewhere}
    </main>
  </body>
</html>
"""


def sign_in_page(
    static: StaticPage,
    name: str,
    next_path: str,
    *,
    status: int = 200,
    problem: str = "",
    email: str = "",
    elsewhere: str | None = None,
    link: str = "",
) -> HTMLResponse:
    """Return the page.

    Args:
        static: the page's files.
        name: of the workspace.
        next_path: where to go when signed in.
        status: of the answer.
        problem: what went wrong.
        email: what was typed.
        elsewhere: what another way to sign in is called, None if there is none.
        link: where that begins.
    """
    focus = " autofocus"
    text = PAGE.format(
        name=escape(name),
        version=static.version,
        next=escape(next_path),
        email=escape(email),
        problem=f'<p class="problem" role="alert">{escape(problem)}</p>' if problem else "",
        first="" if email else focus,
        second=focus if email else "",
        elsewhere=f'<p class="or">or</p><a class="elsewhere" href="{escape(link)}">Sign in with {escape(elsewhere)}</a>'
        if elsewhere
        else "",
    )
    return HTMLResponse(text, status, headers=HEADERS)
