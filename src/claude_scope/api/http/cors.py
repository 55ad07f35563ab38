"""Which other origins may call the API: the browser extension, and those of the settings (https://fetch.spec.whatwg.org).

Credentials are not allowed: a client sends its token itself, so there is no cookie that another page could misuse.
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
"""Request headers that another origin may send; below, the response headers that it may read."""
EXPOSED = ["Link", "Location", "Retry-After", "RateLimit", "RateLimit-Policy", "ETag", "Content-Range", "X-Request-Id"]


class OtherOrigins(CORSMiddleware):
    """Answers preflight requests and adds CORS headers for allowed origins; others get no such header at all."""

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
        allow_private_network=True,  # Chrome 104 to 141 asks for it if the service is on this machine
        max_age=600,
    )
