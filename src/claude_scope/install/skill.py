"""The skill (agentskills.io/specification): teaches the command line, for agents and people without the MCP server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.install import receipts
from claude_scope.install.clients import NAME
from claude_scope.install.config_file import missing_folder, remove_config, write_config

if TYPE_CHECKING:
    from claude_scope.install.clients import Client

SOURCE = Path(__file__).with_name("SKILL.md")


def skill_file(client: Client, root: Path) -> Path:
    """The path of a client's skill, below the home folder or the project's."""
    return root / client.skills / NAME / "SKILL.md"


def install_skill(client: Client, root: Path, *, dry_run: bool) -> str:
    """Write the skill, unless the user has written another one; returns what was done."""
    path, wanted = skill_file(client, root), SOURCE.read_bytes()
    present = path.read_bytes() if path.is_file() else None
    if present == wanted:
        return f"{path}: nothing to change."
    if present is not None and not _is_ours(path, present):
        return f"{path}: left alone, since a person has changed it."
    if not dry_run:
        known = receipts.find(path)
        made = known[0].made_folder if known else missing_folder(path)
        write_config(path, wanted)
        path.chmod(0o644)
        receipts.keep(path, None, made_table=False, after=wanted, made_folder=made)
    return f"{path}: {'would be' if dry_run else 'was'} {'updated' if present else 'written'}."


def uninstall_skill(client: Client, root: Path, *, dry_run: bool) -> str:
    """Remove the skill unless the user has changed it; returns what was done, "" without a skill."""
    path = skill_file(client, root)
    if not path.is_file():
        return ""
    if not _is_ours(path, path.read_bytes()):
        return f"{path}: left alone, since a person has changed it."
    if not dry_run:
        known = receipts.find(path)
        remove_config(path, known[0].made_folder if known else str(path.parent))
        receipts.forget(path)
    return f"{path}: {'would be' if dry_run else 'was'} removed."


def _is_ours(path: Path, content: bytes) -> bool:
    known = receipts.find(path)
    return content == SOURCE.read_bytes() or (known is not None and known[0].after == receipts.digest(content))
