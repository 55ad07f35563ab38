"""Answers what is asked all the time without what FastAPI does around a route, which costs more than the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.routing import APIRoute
from starlette.requests import Request

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Receive, Scope, Send


class Shortcut:
    """ASGI middleware, the innermost: hands requests for some routes to their functions, and passes on all others.

    Such a function takes the request and returns the response. What it raises is answered by `headers.Edge` alone,
    which knows `ClaudeScopeError` only: the handlers of `errors.install` are further in.
    """

    def __init__(self, app: ASGIApp, routes: Iterable[BaseRoute]) -> None:
        self._app = app
        self._routes = [route for route in routes if isinstance(route, APIRoute)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        route = self._find(scope) if scope["type"] == "http" else None
        if route is None:
            await self._app(scope, receive, send)
            return
        response = await route.endpoint(Request(scope, receive, send))
        await response(scope, receive, send)

    def _find(self, scope: Scope) -> APIRoute | None:
        """The first route of this address and method; the scope then tells of it as FastAPI does."""
        for route in self._routes:
            found = route.path_regex.match(scope["path"])
            if found and scope["method"] in (route.methods or ()):
                scope["route"], scope["path_params"] = route, found.groupdict()
                return route
        return None
