"""Lets other origins call the API: the browser extension and those in the settings (https://fetch.spec.whatwg.org).

CORS credentials are not allowed. Clients send their token in a header, so no page can misuse a cookie.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from claude_scope.extension.pack import EXTENSION_ID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import Receive, Scope, Send

EXTENSION_ORIGIN = f"chrome-extension://{EXTENSION_ID}"
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
TAKEN = [
    "Authorization",
    "Content-Type",
    "Content-Digest",
    "Prefer",
    "Idempotency-Key",
    "Last-Event-ID",
    "Range",
    "If-None-Match",
]
"""Request headers that other origins may send. EXPOSED are the response headers that they may read."""
EXPOSED = ["Link", "Location", "Retry-After", "RateLimit", "RateLimit-Policy", "ETag", "Content-Range", "X-Request-Id"]


class OtherOrigins(CORSMiddleware):
    """Answers preflight requests and adds CORS headers, for allowed origins only."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        origin = Headers(scope=scope).get("origin") if scope["type"] == "http" else None
        if origin is not None and not self.is_allowed_origin(origin):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def other_origins(allowed: Sequence[str]) -> Middleware:
    """The middleware for the extension and the `allowed` origins."""
    return Middleware(
        OtherOrigins,
        allow_origins=[EXTENSION_ORIGIN, *allowed],
        allow_methods=METHODS,
        allow_headers=TAKEN,
        expose_headers=EXPOSED,
        allow_private_network=True,  # Chrome 104 to 141 needs it for a service on the same machine
        max_age=600,
    )
