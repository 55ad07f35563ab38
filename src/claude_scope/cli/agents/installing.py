"""The work of `install` and `uninstall`, and the check of agents for `doctor`."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from claude_scope.errors import UsageError
from claude_scope.extras import MCP
from claude_scope.install.clients import BY_ID, CLIENTS, Client, Entry
from claude_scope.install.command_path import installed_command
from claude_scope.install.installation import Place, install, installed_entry, uninstall
from claude_scope.install.skill import skill_file
from claude_scope.settings import TOKEN_VARIABLE, is_loopback


def install_into(name: str, *, in_project: bool, dry_run: bool, url: str) -> list[str]:
    """Install into an agent, and return sentences about the changes.

    Raises UsageError, and BadInput for a broken file.
    """
    client = _client(name)
    entry = client.http(_endpoint(url)) if url else _stdio(client)
    done = install(_place(client, in_project=in_project), entry, dry_run=dry_run)
    if url and not os.environ.get(TOKEN_VARIABLE):
        done.append(f"{client.title} reads the token from {TOKEN_VARIABLE}; set it where {client.title} is started.")
    return done


def uninstall_from(name: str, *, in_project: bool, dry_run: bool) -> list[str]:
    """Uninstall from an agent, and return sentences about the changes."""
    return uninstall(_place(_client(name), in_project=in_project), dry_run=dry_run)


def installed_where(folder: Path) -> list[tuple[str, str]]:
    """The places that have an entry, such as `Codex, this project`, each with what is wrong with it, or ""."""
    found = []
    for client in CLIENTS:
        for project in (None, folder):
            place = Place(client, project)
            if (entry := installed_entry(place)) is not None:
                skill = " with the skill" if skill_file(client, place.root).is_file() else ""
                where = "this project" if project else "for you"
                found.append((f"{client.title}, {where}{skill}", _fault(entry)))
    return found


def _fault(entry: Entry) -> str:
    command = entry.get("command")
    if isinstance(command, str) and not Path(command).is_file():
        return f"the command {command} is gone"
    return ""


def _client(name: str) -> Client:
    if name not in BY_ID:
        raise UsageError(f"{name!r} is not an agent; give one of {', '.join(BY_ID)}.")
    return BY_ID[name]


def _place(client: Client, *, in_project: bool) -> Place:
    return Place(client, Path.cwd() if in_project else None)


def _stdio(client: Client) -> Entry:
    if not MCP.is_installed():
        raise UsageError(f"The MCP server needs a package that is not installed; type: {MCP.install}.")
    return client.stdio([*installed_command(), "mcp"])


def _endpoint(url: str) -> str:
    """The address of the service's MCP server; raises UsageError."""
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise UsageError(f"--http {url[:120]!r} is not the address of a service; write it as https://HOST.")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise UsageError(f"--http {url[:120]} would send the token unencrypted; use https://, or a tunnel.")
    path = parts.path.rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path if path.endswith('/mcp') else path + '/mcp'}"
