"""An agent's own command to add and remove a server, for agents whose command can express the whole entry.

`claude mcp` and `gemini mcp` can. `codex mcp add` cannot name the variables that are passed on, `code --add-mcp` cannot
remove, and Cursor has none: their files are edited.
"""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from claude_scope.errors import ClaudeScopeError
from claude_scope.install.clients import NAME
from claude_scope.invisible_characters import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from claude_scope.install.clients import Client, Entry

TIMEOUT_S = 60
"""Gemini's command takes some seconds to start."""


def find_command(client: Client) -> str:
    """The path of the agent's program, "" if it has none that we use, or it is not on the search path."""
    return (shutil.which(client.command) or "") if client.command else ""


def add_arguments(client: Client, entry: Entry, *, in_project: bool) -> list[str] | None:
    """The arguments after the program to add an entry; None if its command cannot express it."""
    scope = ["mcp", "add", "--scope", "project" if in_project else "user"]
    if url := entry.get("url"):
        header = f"Authorization: {entry['headers']['Authorization']}"
        if client.id == "claude-code":  # its --header takes every following word
            return [*scope, "--transport", "http", NAME, url, "--header", header]
        return [*scope, "--transport", "http", "--header", header, NAME, url]
    started = [entry["command"], *entry["args"]]
    if client.id == "claude-code":
        return [*scope, NAME, "--", *started]
    return None if any(word.startswith("-") for word in started) else [*scope, NAME, *started]


def remove_arguments(*, in_project: bool) -> list[str]:
    """The arguments after the program to remove the entry."""
    return ["mcp", "remove", "--scope", "project" if in_project else "user", NAME]


def run(program: str, arguments: Sequence[str], folder: Path) -> None:
    """Run the program in a folder, which is the project; raises ClaudeScopeError if it fails."""
    try:
        result = subprocess.run(
            [program, *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ClaudeScopeError(
            f"{program} did not do its work ({type(error).__name__}); try it in a terminal."
        ) from error
    if result.returncode:
        said = one_line((result.stderr or result.stdout).strip().partition("\n")[0])[:200]
        raise ClaudeScopeError(f"{program} mcp {arguments[1]} failed ({said}); run it in a terminal to see more.")
