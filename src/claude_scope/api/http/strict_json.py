"""Refuses JSON bodies with a duplicate key, because one of the two values would be lost (RFC 8259, section 4)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.routing import APIRoute

from claude_scope.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from starlette.responses import Response


class StrictRoute(APIRoute):
    """The route class that refuses duplicate keys: `APIRouter(route_class=StrictRoute)`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the handler, so that the request parses its body strictly. Routes without a body are not wrapped."""
        handler = super().get_route_handler()
        if self.body_field is None:
            return handler

        async def strict(request: Request) -> Response:
            return await handler(_Strict(request.scope, request.receive))

        return strict


class _Strict(Request):
    async def json(self) -> Any:
        """Parse the body; raises BadInput for a duplicate key, and ValueError for invalid JSON."""
        if not hasattr(self, "_json"):
            self._json = json.loads(await self.body(), object_pairs_hook=_each_once)
        return self._json


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            shown = name[:100].encode("utf-8", "replace").decode()
            raise BadInput(f"{shown}: this field was given twice")
        found[name] = value
    return found
