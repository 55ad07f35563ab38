"""Installs the server and the skill into an agent, removes them, and lists what is installed where."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claude_scope.install import client_commands, json_edit, receipts, toml_edit
from claude_scope.install.clients import CLIENTS, NAME
from claude_scope.install.config_file import missing_folder, read_config, remove_config, write_config
from claude_scope.install.skill import install_skill, skill_file, uninstall_skill

if TYPE_CHECKING:
    from claude_scope.install.clients import Client, Entry
    from claude_scope.install.config_file import ConfigFile

TRANSPORT = frozenset(
    ("type", "command", "args", "env_vars", "startup_timeout_sec", "url", "httpUrl", "headers", "bearer_token_env_var")
)
"""Keys that we write; anything else that the user added to the entry stays."""


@dataclass(frozen=True, slots=True)
class Place:
    """An agent, for this user (`project` is None) or in the folder of a project."""

    client: Client
    project: Path | None = None

    @property
    def file(self) -> Path:
        """The agent's configuration file."""
        return self.project / self.client.project_file if self.project else self.client.user_file()

    @property
    def root(self) -> Path:
        """The folder above everything that is written."""
        return self.project or Path.home()


def install(place: Place, entry: Entry, *, dry_run: bool = False) -> list[str]:
    """Add the entry and the skill; returns one sentence for each file. Running it again changes nothing.

    Raises BadInput if a file cannot be edited safely; then it is as it was.
    """
    config = read_config(place.file)
    current = _entries(place.client, config).get(NAME)
    done = _install_entry(place, config, current, entry, dry_run=dry_run)
    return [done, install_skill(place.client, place.root, dry_run=dry_run)]


def uninstall(place: Place, *, dry_run: bool = False) -> list[str]:
    """Remove the entry and the skill; a file that nobody else changed is restored byte for byte. Raises BadInput."""
    done = [_uninstall_entry(place, dry_run=dry_run)]
    others = [client for client in CLIENTS if client.skills == place.client.skills and client.id != place.client.id]
    if any(installed_entry(Place(other, place.project)) for other in others):
        done.append(f"{skill_file(place.client, place.root)}: stays for other agents that read it.")
    else:
        done.append(uninstall_skill(place.client, place.root, dry_run=dry_run))
    return [sentence for sentence in done if sentence]


def installed_entry(place: Place) -> Entry | None:
    """The entry in an agent's configuration, None if there is none or the file cannot be read."""
    from claude_scope.errors import BadInput

    try:
        found = _entries(place.client, read_config(place.file)).get(NAME)
    except (BadInput, OSError):
        return None
    return found if isinstance(found, dict) else None


def _entries(client: Client, config: ConfigFile) -> dict[str, Any]:
    read = toml_edit.read_table if client.form == "toml" else json_edit.read_table
    return read(config.text, config.path, client.key)


def _install_entry(place: Place, config: ConfigFile, current: Any, entry: Entry, *, dry_run: bool) -> str:
    own = current if isinstance(current, dict) else {}
    others = (own.keys() & TRANSPORT) - entry.keys() - {"type"}
    if own and not others and all(own.get(key) == value for key, value in entry.items()):
        return f"{place.file}: nothing to change."
    added = {key: value for key, value in own.items() if key not in TRANSPORT} | entry
    text = _with(place.client, config, added)
    if dry_run:
        return f"{place.file}: would get the server {NAME}: {_shown(entry)}"
    before = _before(place.client, config, is_there=current is not None)
    place.root.mkdir(parents=True, exist_ok=True)
    if not _added_by_command(place, added, is_there=current is not None):
        write_config(config.path, config.encoded(text))
    after = read_config(place.file).content or b""
    receipts.keep(
        config.path, before.content, made_table=before.made_table, after=after, made_folder=before.made_folder
    )
    return f"{place.file}: has the server {NAME} now."


def _added_by_command(place: Place, entry: Entry, *, is_there: bool) -> bool:
    """Add the entry with the agent's own command, if that can; returns whether the entry is there then."""
    program = client_commands.find_command(place.client)
    arguments = client_commands.add_arguments(place.client, entry, in_project=bool(place.project)) if program else None
    if not arguments or entry.keys() - TRANSPORT:  # the command would lose what the user added
        return False
    if is_there:
        client_commands.run(program, client_commands.remove_arguments(in_project=bool(place.project)), place.root)
    client_commands.run(program, arguments, place.root)
    return NAME in _entries(place.client, read_config(place.file))


@dataclass(frozen=True, slots=True)
class _Before:
    content: bytes | None
    made_table: bool
    made_folder: str = ""


def _before(client: Client, config: ConfigFile, *, is_there: bool) -> _Before:
    """The file without our entry: as the receipt has it, or as the file is now without the entry."""
    known = receipts.find(config.path)
    if known and config.content is not None and known[0].after == receipts.digest(config.content):
        return _Before(known[1], known[0].made_table, known[0].made_folder)
    if is_there:
        return _Before(config.encoded(_without(client, config, and_table=False)), made_table=False)
    return _Before(config.content, not _entries(client, config), missing_folder(config.path))


def _uninstall_entry(place: Place, *, dry_run: bool) -> str:
    config = read_config(place.file)
    if config.content is None or NAME not in _entries(place.client, config):
        if not dry_run:
            receipts.forget(config.path)
        return f"{place.file}: nothing to remove."
    if dry_run:
        return f"{place.file}: would lose the server {NAME}."
    known = receipts.find(config.path)
    if known and known[0].after == receipts.digest(config.content):
        if known[1] is None:
            remove_config(config.path, known[0].made_folder)
        else:
            write_config(config.path, known[1])
    else:
        _remove_entry(place, config, known[0] if known else None)
    receipts.forget(config.path)
    return f"{place.file}: the server {NAME} was removed."


def _remove_entry(place: Place, config: ConfigFile, receipt: receipts.Receipt | None) -> None:
    """Remove only the entry, since the file was changed."""
    program = client_commands.find_command(place.client)
    if program and place.client.id == "claude-code" and not place.project:  # a running Claude Code writes this file
        client_commands.run(program, client_commands.remove_arguments(in_project=False), place.root)
        return
    text = _without(place.client, config, and_table=bool(receipt and receipt.made_table))
    if receipt and not receipt.existed and text.strip() in ("", "{}"):
        remove_config(config.path, receipt.made_folder)
    else:
        write_config(config.path, config.encoded(text))


def _with(client: Client, config: ConfigFile, entry: Entry) -> str:
    add = toml_edit.with_table if client.form == "toml" else json_edit.with_member
    return add(config.text, config.path, client.key, NAME, entry, config.newline)


def _without(client: Client, config: ConfigFile, *, and_table: bool) -> str:
    if client.form == "toml":
        return toml_edit.without_table(config.text, config.path, client.key, NAME)
    return json_edit.without_member(config.text, config.path, client.key, NAME, and_table=and_table)


def _shown(entry: Entry) -> str:
    return str(entry.get("url") or " ".join([entry["command"], *entry["args"]]))
