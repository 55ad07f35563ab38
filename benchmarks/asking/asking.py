"""Asks what went wrong, as an agent that has read only the server's instructions and tools."""

from __future__ import annotations

import base64
import json
import re
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from claude_scope.image_header import read_header
from claude_scope.prompt.tokens import image_tokens, text_tokens
from claude_scope.values import Agent

if TYPE_CHECKING:
    from pathlib import Path

    from mcp_types import CallToolResult

QUESTION = "What went wrong in the last recording?"


@dataclass
class Talk:
    """A conversation: what the agent read first, then each call with its answer, all with their tokens."""

    before: int
    calls: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def tokens(self) -> int:
        """The total."""
        return self.before + sum(tokens for _, _, tokens in self.calls)

    @property
    def text(self) -> str:
        """All answers."""
        return "\n".join(answer for _, answer, _ in self.calls)


async def ask(results: Path) -> Talk:
    """Ask about the newest session below `results`, over stdio."""
    place = StdioServerParameters(
        command=sys.executable,
        args=["-m", "claude_scope", "mcp", "--folder", str(results), "--data-dir", str(results / "no service")],
    )
    async with Client(stdio_client(place)) as client:
        tools = (await client.list_tools()).tools
        told = [client.instructions or "", *(json.dumps([t.name, t.description, t.input_schema]) for t in tools)]
        talk = Talk(sum(map(text_tokens, told)))
        said = await _call(client, talk, "get_session")
        wrong = re.search(r"get_frames\(state=(\d+)\)", said)
        if wrong:
            await _call(client, talk, "get_frames", state=int(wrong[1]))
            await _call(client, talk, "get_structure", state=int(wrong[1]), around="changed")
        else:
            await _call(client, talk, "get_frames")
        return talk


async def _call(client: Client, talk: Talk, tool: str, **arguments: Any) -> str:
    result = await client.call_tool(tool, arguments)
    given = ", ".join(f"{name}={json.dumps(value)}" for name, value in arguments.items())
    text = "\n".join(_shown(result))
    talk.calls.append((f"{tool}({given})", text, _tokens(result)))
    return text


def _shown(result: CallToolResult) -> list[str]:
    return [
        block.text if block.type == "text" else f"[picture, {' x '.join(map(str, _size(block.data)))} px]"
        for block in result.content
        if block.type in ("text", "image")
    ]


def _tokens(result: CallToolResult) -> int:
    """Tokens of the text, and of the pictures by Claude's formula."""
    texts = sum(text_tokens(block.text) for block in result.content if block.type == "text")
    return texts + image_tokens([_size(b.data) for b in result.content if b.type == "image"], Agent.CLAUDE_CODE)


def _size(data: str) -> tuple[int, int]:
    header = read_header(base64.b64decode(data))
    assert header is not None
    return header.width, header.height
