"""Middleware that adds headers to every response, and answers unexpected errors with 500.

Headers: OWASP Secure Headers Project; Content Security Policy Level 3 (https://www.w3.org/TR/CSP3/). A header that a
response already has is kept.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from claude_scope.api.http.errors import UNEXPECTED, answer, of_error
from claude_scope.errors import ClaudeScopeError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

ALWAYS = (
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
NO_STORE = (b"cache-control", b"no-store")
"""Keeps responses out of the cache of a shared computer; pictures set their own value."""
COMMON = (*ALWAYS, NO_STORE)
NAMES = frozenset(name for name, _ in COMMON)


class Edge:
    """ASGI middleware that adds headers to every response, and answers unexpected errors with 500.

    It adds the common headers, and those that other middleware writes to `scope["state"]["headers"]`.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an HTTP request on; an unexpected error becomes a 500."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        extra: dict[bytes, bytes] = {}
        scope.setdefault("state", {})["headers"] = extra
        started = False

        async def finished(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = _with(message.get("headers", ()), extra)
            await send(message)

        try:
            await self._app(scope, receive, finished)
        except Exception as error:
            if started:  # the response has begun, so close the connection
                raise
            await _answer_for(error)(scope, receive, finished)


def _answer_for(error: Exception) -> Response:
    if isinstance(error, ClaudeScopeError):
        return of_error(error)
    log.error("request failed", exc_info=error)
    return answer(500, UNEXPECTED)


def _with(own: Iterable[tuple[bytes, bytes]], extra: dict[bytes, bytes]) -> list[tuple[bytes, bytes]]:
    """The headers of a response, with the common headers that it lacks and `extra`."""
    own = list(own)
    names = {name for name, _ in own}
    common = COMMON if names.isdisjoint(NAMES) else [header for header in COMMON if header[0] not in names]
    return [*own, *common, *extra.items()]
