"""The coding agents: where their configuration is, and what an entry for an MCP server looks like in it.

Sources, November 2026: code.claude.com/docs/en/mcp, the Codex documentation and its `config.toml`, cursor.com/docs/mcp,
code.visualstudio.com/docs/agents/reference/mcp-configuration, geminicli.com/docs/tools/mcp-server. Each client has its
own way to name the variable with the token; the token itself is never written.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from claude_scope.settings import TOKEN_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NAME = "claude-scope"
"""The name of the server and of the skill in all clients."""
PASSED = ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR", TOKEN_VARIABLE)
"""Variables that Codex must be told to pass on to the server; `record` needs those of the screen."""
START_S = 30
"""Seconds that Codex waits for the server to start; its default of 10 may be too few on a busy machine."""

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Client:
    """One agent. `key` is the name of the table of servers, `form` the syntax of the files.

    `user_file` and `project_file` return the path of the file, the latter below the project's folder; `skills` is the
    folder of skills, below the home folder or the project's. `command` is its own program, if that can add and remove
    servers.
    """

    id: str
    title: str
    key: str
    form: Literal["json", "toml"]
    user_file: Callable[[], Path]
    project_file: str
    skills: str
    stdio: Callable[[Sequence[str]], Entry]
    http: Callable[[str], Entry]
    command: str = ""


def _home(*parts: str) -> Path:
    return Path.home().joinpath(*parts)


def _claude_file() -> Path:
    folder = os.environ.get("CLAUDE_CONFIG_DIR")
    return Path(folder) / ".claude.json" if folder else _home(".claude.json")


def _codex_file() -> Path:
    folder = os.environ.get("CODEX_HOME")
    return Path(folder) / "config.toml" if folder else _home(".codex", "config.toml")


def _vscode_file() -> Path:
    """The configuration file of the default profile."""
    if sys.platform == "darwin":
        return _home("Library", "Application Support", "Code", "User", "mcp.json")
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or _home("AppData", "Roaming")) / "Code" / "User" / "mcp.json"
    return Path(os.environ.get("XDG_CONFIG_HOME") or _home(".config")) / "Code" / "User" / "mcp.json"


def _started(command: Sequence[str]) -> Entry:
    return {"command": command[0], "args": [*command[1:]]}


def _typed(command: Sequence[str]) -> Entry:
    return {"type": "stdio", **_started(command)}


def _of_codex(command: Sequence[str]) -> Entry:
    return {**_started(command), "env_vars": [*PASSED], "startup_timeout_sec": START_S}


def _bearer(variable: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {variable}"}


CLIENTS = (
    Client(
        "claude-code",
        "Claude Code",
        "mcpServers",
        "json",
        _claude_file,
        ".mcp.json",
        ".claude/skills",
        _typed,
        lambda url: {"type": "http", "url": url, "headers": _bearer(f"${{{TOKEN_VARIABLE}}}")},
        command="claude",
    ),
    Client(
        "codex",
        "Codex",
        "mcp_servers",
        "toml",
        _codex_file,
        ".codex/config.toml",
        ".agents/skills",
        _of_codex,
        lambda url: {"url": url, "bearer_token_env_var": TOKEN_VARIABLE},
    ),
    Client(
        "cursor",
        "Cursor",
        "mcpServers",
        "json",
        lambda: _home(".cursor", "mcp.json"),
        ".cursor/mcp.json",
        ".agents/skills",
        _started,
        lambda url: {"url": url, "headers": _bearer(f"${{env:{TOKEN_VARIABLE}}}")},
    ),
    Client(
        "vscode",
        "VS Code",
        "servers",
        "json",
        _vscode_file,
        ".vscode/mcp.json",
        ".agents/skills",
        _typed,
        lambda url: {"type": "http", "url": url, "headers": _bearer(f"${{env:{TOKEN_VARIABLE}}}")},
    ),
    Client(
        "gemini",
        "Gemini CLI",
        "mcpServers",
        "json",
        lambda: _home(".gemini", "settings.json"),
        ".gemini/settings.json",
        ".agents/skills",
        _started,
        lambda url: {"type": "http", "url": url, "headers": _bearer(f"${TOKEN_VARIABLE}")},
        command="gemini",
    ),
)
BY_ID = {client.id: client for client in CLIENTS}
