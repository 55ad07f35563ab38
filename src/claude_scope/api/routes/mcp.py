"""The MCP server of the service, at `/mcp`, over stateless streamable HTTP. Each account sees only its own data.

Every request contains a token, and any process of the service can answer it.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import cached_property
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.routing import Route

from claude_scope.api.auth.caller import caller_of
from claude_scope.api.http.errors import answer
from claude_scope.errors import NotFound
from claude_scope.extras import MCP

if TYPE_CHECKING:
    from fastapi import FastAPI
    from mcp.server import MCPServer
    from starlette.types import Receive, Scope, Send

    from claude_scope.api.auth.caller import Caller
    from claude_scope.mcp.pictures import Pictures
    from claude_scope.mcp.sources.kept import KeptSessions
    from claude_scope.mcp.tools import Tools

PATH = "/mcp"
WHERE = "this service"
_caller: ContextVar[Caller] = ContextVar("caller")
"""The account of the current request."""


class Endpoint:
    """The ASGI app. It imports the MCP SDK at the first request, because most services never get one."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; raises Unauthorized, TooManyRequests, and NotFound if the SDK is not installed."""
        if scope["method"] != "POST":  # this server sends no messages on its own
            await answer(405, "Send a POST request; see docs/agents.md.", {"allow": "POST"})(scope, receive, send)
            return
        if not MCP.is_installed():
            raise NotFound(f"This service has no MCP server; its operator can run: {MCP.install}.")
        token = _caller.set(await caller_of(Request(scope, receive)))
        try:
            await self._answer(scope, receive, send)
        finally:
            _caller.reset(token)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        from mcp.server.transport_security import TransportSecuritySettings

        # `client_address.Hosts` checks the Host name of every request, and pages of other sites have no token.
        checked = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        app = self._server.streamable_http_app(
            streamable_http_path=PATH, stateless_http=True, json_response=True, transport_security=checked
        )
        async with self._server.session_manager.run():
            await app(scope, receive, send)

    @cached_property
    def _server(self) -> MCPServer:
        from claude_scope.mcp.pictures import Pictures
        from claude_scope.mcp.server import build_server
        from claude_scope.mcp.sources.kept import KeptSessions

        pictures, kept = Pictures(), KeptSessions()

        async def tools() -> Tools:
            return _tools_of(_caller.get(), pictures, kept)

        return build_server(tools, can_record=False)


def _tools_of(caller: Caller, pictures: Pictures, kept: KeptSessions) -> Tools:
    from claude_scope.mcp.shelf import Shelf
    from claude_scope.mcp.sources.stored import StoredSource
    from claude_scope.mcp.tools import Tools

    service = caller.service
    own = StoredSource(service.read, service.assets, caller.id, service.settings.public_url or WHERE, kept)
    return Tools(Shelf([own]), pictures)


def install(app: FastAPI) -> None:
    """Add the route to an app."""
    app.router.routes.append(Route(PATH, Endpoint(), include_in_schema=False))
