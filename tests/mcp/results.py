"""Folders of results as the command line writes them, and the tools over them, called by the SDK's own client."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from mcp.client import Client

from claude_scope.mcp.pictures import Pictures
from claude_scope.mcp.server import build_server
from claude_scope.mcp.shelf import Shelf
from claude_scope.mcp.sources.folder import FolderSource
from claude_scope.mcp.tools import Tools
from claude_scope.prompt.frames import write_frames
from claude_scope.prompt.session_json import session_json
from claude_scope.prompt.tokens import image_tokens, text_tokens
from claude_scope.values import Agent

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from mcp_types import CallToolResult

    from claude_scope.mcp.recordings import Recordings
    from claude_scope.mcp.sources.session import Source
    from claude_scope.values import Analysis


def write_results(analysis: Analysis, folder: Path) -> Path:
    """`session.json` and `frames/`."""
    folder.mkdir(parents=True, exist_ok=True)
    files = write_frames(analysis, folder)
    data = session_json(analysis, out=folder, files=files)
    (folder / "session.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return folder


@asynccontextmanager
async def asking(root: Path, *others: Source, recordings: Recordings | None = None) -> AsyncIterator[Client]:
    """A client of a server over the results in `root`, in memory."""
    tools = Tools(Shelf([FolderSource(root), *others]), Pictures(), recordings)

    async def find() -> Tools:
        return tools

    can_attach = recordings is not None and recordings.can_attach
    server = build_server(find, can_record=recordings is not None, can_attach=can_attach)
    async with Client(server) as client:
        yield client


async def ask(client: Client, tool: str, **arguments: Any) -> CallToolResult:
    result = await client.call_tool(tool, arguments)
    assert result.structured_content is None, "pictures would be base64 text in it"
    return result


async def text_of(client: Client, tool: str, **arguments: Any) -> str:
    """The text of an answer that is not an error and has no picture."""
    result = await ask(client, tool, **arguments)
    assert not result.is_error, result.content
    (block,) = result.content
    assert block.type == "text"
    return block.text


async def error_of(client: Client, tool: str, **arguments: Any) -> str:
    result = await ask(client, tool, **arguments)
    assert result.is_error
    (block,) = result.content
    assert block.type == "text"
    return block.text.removeprefix(f"Error executing tool {tool}: ")


def tokens_of(result: CallToolResult) -> int:
    """The tokens of an answer for Claude: its text, and its pictures by their size."""
    total = 0
    for block in result.content:
        if block.type == "text":
            total += text_tokens(block.text)
        elif block.type == "image":
            total += image_tokens([size_of(block.data)], Agent.CLAUDE_CODE)
    return total


def size_of(data: str) -> tuple[int, int]:
    """Width and height of a picture in base64."""
    import base64
    from io import BytesIO

    from PIL import Image

    with Image.open(BytesIO(base64.b64decode(data))) as image:
        return image.size


def has_base64(texts: Sequence[str]) -> bool:
    """Whether a text contains a long run without spaces, such as an encoded picture."""
    import re

    return any(re.search(r"[A-Za-z0-9+/]{400}|data:image", text) for text in texts)
