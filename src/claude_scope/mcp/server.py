"""Declares the tools on the official SDK: their parameters and descriptions for agents."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Annotated, Any, Literal

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp_types import ContentBlock, ImageContent, TextContent, ToolAnnotations
from pydantic import Field, ValidationError

from claude_scope import __version__
from claude_scope.errors import ClaudeScopeError
from claude_scope.mcp import instructions as texts
from claude_scope.mcp.recordings import NOT_ALLOWED
from claude_scope.wording.validation_messages import worded

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from mcp.server.mcpserver import Context
    from mcp_types import CallToolResult, InputRequiredResult

    from claude_scope.mcp.answers.answer import Answer
    from claude_scope.mcp.tools import Tools

    FindTools = Callable[[], Awaitable[Tools]]
    """Returns the tools of the caller: over HTTP each request has its own account."""

Content = list[ContentBlock]
AgentName = Literal["claude-code", "codex", "cursor", "raw"]
SessionId = Annotated[str, Field(description="The id of a session; `last` for the newest one")]
Title = Annotated[str, Field(description="What it is about")]
Notes = Annotated[str, Field(description="What the user should show, and what was expected")]
READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
OPENS_A_BROWSER = ToolAnnotations(
    read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=True
)


class _Server(MCPServer):
    """Reports wrong arguments in plain words instead of Pydantic's."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        if name == "record":
            await self._refuse_unknown(arguments)
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if isinstance(error, UnexpectedToolError) or not isinstance(error.__cause__, ValidationError):
                raise
            wrong = [f"{'.'.join(map(str, item['loc']))}: {worded(item)}" for item in error.__cause__.errors()]
            raise ToolError(f"Error executing tool {name}: {'; '.join(wrong)}") from None

    async def _refuse_unknown(self, arguments: dict[str, Any]) -> None:
        """Raise `ToolError` for arguments that `record` does not take: the SDK ignores them, and a page would open."""
        known = {tool.name: tool.input_schema.get("properties", {}) for tool in await self.list_tools()}
        if "record" not in known or not (unknown := [item for item in arguments if item not in known["record"]]):
            return
        if "own_browser" in unknown:
            raise ToolError(NOT_ALLOWED)
        raise ToolError(
            f"record takes no {unknown[0][:40]!r}, only {', '.join(known['record'])}. Agents cannot choose or list "
            "tabs of the developer's browser."
        )


def build_server(tools: FindTools, *, can_record: bool, can_attach: bool = False) -> MCPServer:
    """Build a server that calls the result of `tools`; it offers `record` only if it can open a browser.

    With `can_attach` the developer allows agents to ask for a tab of their own browser.
    """
    record = texts.CAN_RECORD if can_record else texts.CANNOT_RECORD
    server: MCPServer = _Server(
        "claude-scope",
        title="Claude Scope",
        version=__version__,
        instructions=texts.INSTRUCTIONS.format(record=record),
        log_level="ERROR",
        subscriptions=False,
    )
    _add_readers(server, tools)
    if can_record:
        (_add_record_own if can_attach else _add_record)(server, tools)
    return server


def _add_readers(server: MCPServer, tools: FindTools) -> None:
    # Pictures are separate content; a structured result would contain them as base64 text.
    def tool(description: str) -> Callable[[Callable[..., Awaitable[Content]]], Callable[..., Awaitable[Content]]]:
        return server.tool(description=description, annotations=READS, structured_output=False)

    @tool(texts.LIST_SESSIONS)
    async def list_sessions(
        limit: Annotated[int, Field(description="Most sessions, up to 50")] = 10,
    ) -> Content:
        return await _answered((await tools()).list_sessions(limit))

    @tool(texts.GET_SESSION)
    async def get_session(
        session: SessionId = "last",
        budget: Annotated[int, Field(description="Most tokens of the timeline, from 1500")] = 4000,
    ) -> Content:
        return await _answered((await tools()).get_session(session, budget))

    @tool(texts.GET_FRAMES)
    async def get_frames(
        session: SessionId = "last",
        state: Annotated[int | None, Field(description="Number of a state: its picture, after the one before")] = None,
        time: Annotated[str, Field(description='A time of the recording, such as "0:12.3"')] = "",
        size: Annotated[int, Field(description="Pixels of the longer side, 200 to 1456")] = 1456,
        changes: Annotated[bool, Field(description="Only the changes that no row describes")] = False,
    ) -> Content:
        return await _answered((await tools()).get_frames(session, state, time, size, changes=changes))

    @tool(texts.GET_STRUCTURE)
    async def get_structure(
        state: Annotated[int, Field(description="Number of a state; 0 for the page as it loaded")],
        session: SessionId = "last",
        around: Annotated[str, Field(description='"changed", or a name, text or locator to prune around')] = "",
    ) -> Content:
        return await _answered((await tools()).get_structure(session, state, around))

    @tool(texts.SEARCH)
    async def search(
        text: Annotated[str, Field(description="Words that all have to occur")],
        session: SessionId = "last",
    ) -> Content:
        return await _answered((await tools()).search(session, text))

    @tool(texts.GET_PROMPT)
    async def get_prompt(
        session: SessionId = "last",
        agent: Annotated[AgentName, Field(description="Whose layout")] = "claude-code",
        budget: Annotated[int, Field(description="Most tokens of the text, from 1500")] = 6000,
    ) -> Content:
        return await _answered((await tools()).get_prompt(session, agent, budget))


def _add_record(server: MCPServer, tools: FindTools) -> None:
    @server.tool(description=texts.RECORD, annotations=OPENS_A_BROWSER, structured_output=False)
    async def record(
        url: Annotated[str, Field(description="The page to open, http:// or https://")],
        title: Title = "",
        notes: Notes = "",
    ) -> Content:
        return await _answered((await tools()).record(url, title, notes))


def _add_record_own(server: MCPServer, tools: FindTools) -> None:
    @server.tool(description=texts.RECORD_OWN, annotations=OPENS_A_BROWSER, structured_output=False)
    async def record(
        url: Annotated[str, Field(description="The page to open, http:// or https://; not with own_browser")] = "",
        title: Title = "",
        notes: Notes = "",
        own_browser: Annotated[
            bool, Field(description="Let the developer choose a tab of their own browser instead")
        ] = False,
    ) -> Content:
        return await _answered((await tools()).record(url, title, notes, own_browser=own_browser))


async def _answered(answer: Awaitable[Answer]) -> Content:
    """The answer as content of the protocol; an error becomes a sentence for the agent."""
    try:
        text, pictures = await answer
    except ClaudeScopeError as error:
        raise ToolError(str(error)) from error
    images = (
        ImageContent(type="image", data=base64.b64encode(picture.content).decode(), mime_type=picture.mime_type)
        for picture in pictures
    )
    return [TextContent(type="text", text=text), *images]
