"""The commands for stored data: `rotate-keys`, `backup`, `restore`, `unlock` and `audit`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claude_scope.cli.command_syntax import Command
from claude_scope.cli.service_commands import Assets, DatabaseUrl, DataDir, service_settings
from claude_scope.errors import NotFound

if TYPE_CHECKING:
    from claude_scope.store.backup.archive import BackupContents
    from claude_scope.store.backup.restore import Origin
    from claude_scope.store.encryption.rotation import Resealed
    from claude_scope.store.queries.users import Owner


def install(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (rotate_keys, backup, restore, unlock, audit):
        app.command(cls=Command)(command)


TRUST = "Do you trust its author? Then its accounts can sign in at once"
MAX_NAMED = 10
"""Maximum number of accounts to list by name; the others are counted."""
BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="The backup.", show_default=False)]


def rotate_keys(
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    forget: Annotated[bool, typer.Option("--forget", help="Remove the former keys from the key file.")] = False,
) -> None:
    """Encrypt all stored keys with a new secret key. Servers may keep running."""
    settings = service_settings(data_dir=data_dir, database_url=database_url)
    from claude_scope.server.wiring import existing_database
    from claude_scope.store.encryption import rotation

    with existing_database(settings) as database:
        done = (rotation.forget if forget else rotation.rotate)(database, settings)
    print(
        f"Under the newest secret key: {count(done.models, 'key')} for models, {count(done.recordings, 'key')} of "
        "sessions and videos."
    )
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
    """Copy the data folder into FILE, which must not exist yet. A server may keep running."""
    settings = service_settings(data_dir=data_dir)
    from claude_scope.store.backup.backup import backup as run

    kept = run(settings, file)
    print(f"{file} holds {_contents(kept)}.")
    _fail_if_missing(kept)


def restore(
    file: BackupFile,
    data_dir: DataDir = None,
    trust: Annotated[
        bool, typer.Option("--trust", help="Let its accounts sign in at once, because you trust its author.")
    ] = False,
) -> None:
    """Restore the data folder from a backup. The folder must be empty or missing."""
    settings = service_settings(data_dir=data_dir)
    from claude_scope.api.auth.sign_in_links import command
    from claude_scope.store.backup.restore import restore as run

    is_locked = False

    def is_trusted(origin: Origin) -> bool:
        nonlocal is_locked
        print(_described(origin))
        trusted = trust or (sys.stdin.isatty() and typer.confirm(TRUST))
        is_locked = bool(origin.owners) and not trusted
        return trusted

    kept = run(file, settings, is_trusted)
    print(f"{settings.data_dir} holds {_contents(kept)}; start `claude-scope serve`.")
    print("The keys are new: everybody signs in again.")
    if is_locked:
        print(f"Its accounts are locked until you unlock those that you know: {command('unlock', settings)}")
    _fail_if_missing(kept)


def unlock(
    account: Annotated[
        list[str] | None,
        typer.Argument(metavar="ACCOUNT", help="An e-mail address or an id.", show_default=False),
    ] = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    every: Annotated[bool, typer.Option("--all", help="Unlock all accounts.")] = False,
) -> None:
    """Unlock accounts of a restored backup. Without ACCOUNT, list the locked ones."""
    settings = service_settings(data_dir=data_dir, database_url=database_url)
    from claude_scope.api.auth.email_addresses import normal_email
    from claude_scope.server.wiring import existing_database
    from claude_scope.store.queries import users

    with existing_database(settings) as database, database.transaction() as tx:
        if every:
            print(f"{count(users.unlock_all(tx), 'account')} unlocked.")
            return
        for name in account or ():
            if not users.unlock(tx, normal_email(name) if "@" in name else name):
                raise NotFound(f"There is no account {name!r}; `claude-scope unlock` lists those that are locked.")
        if account:
            print(f"{count(len(account), 'account')} unlocked.")
            return
        locked = users.owners(tx, locked=True)
        for owner in locked:
            print(f"{owner.id}  {_named(owner)}")
        if not locked:
            print("No account is locked.")


def audit(
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    assets: Assets = None,
    remove: Annotated[bool, typer.Option("--remove", help="Delete files that the database does not know.")] = False,
) -> None:
    """Compare the database with the stored files. A server may keep running."""
    settings = service_settings(data_dir=data_dir, database_url=database_url, assets=assets)
    import asyncio

    from claude_scope.server.wiring import existing_database
    from claude_scope.store.assets.files import Files
    from claude_scope.store.assets.open_assets import open_assets

    with existing_database(settings) as database:
        files = Files(database, open_assets(settings))
        found = asyncio.run(files.audit())
        if remove:
            asyncio.run(files.remove_strays(found))
    for file_id in found.rows_without_file:
        print(f"missing: the stored file {file_id}; delete its session, or restore the file from a backup.")
    for file_id in found.damaged:
        print(f"damaged: the stored file {file_id}; delete its session, or restore the file from a backup.")
    for key in found.keys_without_row:
        print(f"{'removed' if remove else 'not known'}: {key}")
    if found.rows_without_file or found.damaged or (found.keys_without_row and not remove):
        raise typer.Exit(1)
    print("The database and the stored files agree.")


def _described(origin: Origin) -> str:
    """Describe the origin and content of a backup in two sentences."""
    moment, version = origin.created_at or "an unknown day", origin.version or "of an unknown version"
    names = [_named(owner) for owner in origin.owners[:MAX_NAMED]]
    if len(origin.owners) > MAX_NAMED:
        names.append(f"{len(origin.owners) - MAX_NAMED} more")
    whose = count(len(origin.owners), "account") + (f" ({', '.join(names)})" if names else "")
    keys = count(origin.model_keys, "key") + " for models"
    if origin.model_keys:
        keys += " with the secret key" if origin.secret_keys else " without the secret key"
    return (
        f"The backup says that it was made on {moment} by claude-scope {version}. "
        f"It holds {whose}, {count(origin.sessions, 'session')} and {keys}."
    )


def _named(owner: Owner) -> str:
    """The readable name of an account."""
    from claude_scope.store.queries.users import LOCAL_ISSUER

    at = "at this machine" if owner.issuer == LOCAL_ISSUER else f"of {owner.issuer}"
    return _line(owner.email or f"{owner.name or owner.id} {at}", 100)


def _line(text: str, most: int) -> str:
    """Make text of a backup safe for a terminal: one line, without control characters, cut to `most` characters."""
    from claude_scope.invisible_characters import visible

    return visible(" ".join(text.split()))[:most]


def _contents(kept: BackupContents) -> str:
    return f"{count(kept.sessions, 'session')} and {count(kept.files, 'file')}"


def _fail_if_missing(kept: BackupContents) -> None:
    for item in kept.missing:
        print(f"claude-scope: missing: {_line(item, 400)}", file=sys.stderr)
    if kept.missing:
        raise typer.Exit(1)


def count(number: int, word: str) -> str:
    """A number with its noun: `1 key`, `2 keys`."""
    return f"{number} {word}{'' if number == 1 else 's'}"
