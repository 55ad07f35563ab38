"""The commands for what is kept: other keys, backup, restore, audit. A thin door, like `cli.py`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claude_scope.cli_service import Assets, DatabaseUrl, DataDir, service_settings
from claude_scope.command import Command

if TYPE_CHECKING:
    from claude_scope.store.archive import Kept
    from claude_scope.store.rotation import Resealed


def install(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (rotate_keys, backup, restore, audit):
        app.command(cls=Command)(command)


BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="The backup.", show_default=False)]


def rotate_keys(
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    forget: Annotated[bool, typer.Option("--forget", help="Remove the former keys from the key file.")] = False,
) -> None:
    """Encrypt the keys for models with a new secret key. Servers may run meanwhile."""
    settings = service_settings(data_dir=data_dir, database_url=database_url)
    from claude_scope.store import rotation
    from claude_scope.wiring_service import existing_database

    with existing_database(settings) as database:
        done = (rotation.forget if forget else rotation.rotate)(database, settings)
    print(f"{count(done.number, 'key')} for models {'are' if done.number != 1 else 'is'} under the newest secret key.")
    if settings.secret_keys:
        print("The former ones can leave CLAUDE_SCOPE_SECRET_KEYS, on every machine.")
    else:
        print("The former ones are forgotten." if forget else "The former ones stay in the key file until --forget.")
    _fail_if_unreadable(done)


def _fail_if_unreadable(done: Resealed) -> None:
    if done.unreadable:
        print(
            f"claude-scope: {count(len(done.unreadable), 'key')} for models, which no known secret key opens: "
            f"{', '.join(done.unreadable[:20])}; have their owners enter them again.",
            file=sys.stderr,
        )
        raise typer.Exit(1)


def backup(file: BackupFile, data_dir: DataDir = None) -> None:
    """Copy the data folder into FILE, which must not exist yet. A server may run meanwhile."""
    settings = service_settings(data_dir=data_dir)
    from claude_scope.store.backup import backup as run

    kept = run(settings, file)
    print(f"{file} holds {_told(kept)}.")
    _fail_if_missing(kept)


def restore(file: BackupFile, data_dir: DataDir = None) -> None:
    """Make the data folder from a backup. It must be empty or not exist yet."""
    settings = service_settings(data_dir=data_dir)
    from claude_scope.store.restore import restore as run

    kept = run(file, settings)
    print(f"{settings.data_dir} holds {_told(kept)}; start `claude-scope serve`.")
    _fail_if_missing(kept)


def audit(
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    assets: Assets = None,
    remove: Annotated[bool, typer.Option("--remove", help="Delete files that no row knows.")] = False,
) -> None:
    """Compare the database with the stored files. A server may run meanwhile."""
    settings = service_settings(data_dir=data_dir, database_url=database_url, assets=assets)
    import asyncio

    from claude_scope.store.assets import open_assets
    from claude_scope.store.files import Files
    from claude_scope.wiring_service import existing_database

    with existing_database(settings) as database:
        files = Files(database, open_assets(settings))
        found = asyncio.run(files.audit())
        if remove:
            asyncio.run(files.remove_strays(found))
    for file_id in found.rows_without_file:
        print(f"missing: the stored file {file_id}; delete its session, or restore the file from a backup.")
    for key in found.keys_without_row:
        print(f"{'removed' if remove else 'not known'}: {key}")
    if found.rows_without_file or (found.keys_without_row and not remove):
        raise typer.Exit(1)
    print("The database and the stored files agree.")


def _told(kept: Kept) -> str:
    return f"{count(kept.sessions, 'session')} and {count(kept.files, 'file')}"


def _fail_if_missing(kept: Kept) -> None:
    for one in kept.missing:
        print(f"claude-scope: missing: {one}", file=sys.stderr)
    if kept.missing:
        raise typer.Exit(1)


def count(number: int, word: str) -> str:
    """`1 key`, `2 keys`."""
    return f"{number} {word}{'' if number == 1 else 's'}"
