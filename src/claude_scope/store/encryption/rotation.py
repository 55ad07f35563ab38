"""Rotates the secret key while servers run: reseals keys for models, and keys of running sessions, videos and uploads.

The new key is written to the key file before it encrypts anything, and former keys stay in the file until `forget`: if
this is interrupted at any point, every token can still be opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cryptography.fernet import Fernet

from claude_scope.errors import Conflict, UsageError
from claude_scope.store.encryption.secret_keys import Secrets, key_file, read_keys, write_keys
from claude_scope.store.queries import credentials, files, uploads, work

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Transaction

    from claude_scope.settings import ServiceSettings
    from claude_scope.store.database import Database


class Resealed(NamedTuple):
    """The number of keys for models, and of sessions, videos and uploads, that are now sealed with the newest key.

    `unreadable` are the credentials that no known secret key opens.
    """

    models: int
    recordings: int
    unreadable: tuple[str, ...]


def rotate(database: Database, settings: ServiceSettings) -> Resealed:
    """Add a key to the key file and reseal everything with it; if the settings have keys, use their first one."""
    with database.transaction() as tx:
        credentials.lock_all(tx)
        secrets = Secrets.of(settings)  # creates the file if there is none
        if not settings.secret_keys:
            file = key_file(settings)
            write_keys(file, [Fernet.generate_key().decode(), *read_keys(file)], replace=True)
        return reseal(tx, secrets, secrets)


def forget(database: Database, settings: ServiceSettings) -> Resealed:
    """Reseal everything with the newest key, then remove all other keys from the key file; raises UsageError.

    The resealing is committed before the file changes. Raises Conflict if something was sealed with a former key in
    between.
    """
    if settings.secret_keys:
        raise UsageError(
            "The keys are settings: leave the former ones out of CLAUDE_SCOPE_SECRET_KEYS and restart the servers."
        )
    with database.transaction() as tx:
        credentials.lock_all(tx)
        secrets = Secrets.of(settings)
        lost_before = _lost(tx, secrets)
        resealed = reseal(tx, secrets, secrets)
    with database.transaction() as tx:
        credentials.lock_all(tx)
        newest = read_keys(key_file(settings))[:1]
        if _lost(tx, Secrets(newest, key_file(settings))) - lost_before:
            raise Conflict("Another process changed the keys at this moment; run the command again.")
        write_keys(key_file(settings), newest, replace=True)
    return resealed


def _lost(tx: Transaction, secrets: Secrets) -> set[str]:
    """Names of sealed keys of models, sessions, files and uploads that these secret keys cannot open."""
    sealed = credentials.secrets(tx) | work.work_keys(tx) | files.sealed_keys(tx) | uploads.sealed_keys(tx)
    return set(unreadable(sealed, secrets))


def unreadable(tokens: dict[str, str], secrets: Secrets) -> list[str]:
    """The names of the tokens that these secret keys cannot open."""
    return [name for name, token in tokens.items() if not _opens(secrets, token)]


def lost_key(credential_id: str) -> str:
    """Describe the missing secret key of a credential."""
    return f"the secret key that opens the key for models {credential_id}"


def reseal(tx: Transaction, former: Secrets, new: Secrets) -> Resealed:
    """Using the newest key of `new`, reseal everything that `former` can open.

    Other unreadable keys are not reported: sessions and uploads end within hours, and the use of a video with an
    unreadable key fails with a message.
    """
    sessions = _resealed(work.work_keys(tx), former, new)
    videos = _resealed(files.sealed_keys(tx), former, new)
    unfinished = _resealed(uploads.sealed_keys(tx), former, new)
    tokens = credentials.secrets(tx)
    models = _resealed(tokens, former, new)
    work.put_work_keys(tx, sessions)
    files.put_sealed_keys(tx, videos)
    uploads.put_sealed_keys(tx, unfinished)
    credentials.put_secrets(tx, models)
    unreadable = tuple(name for name in tokens if name not in models)
    return Resealed(len(models), len(sessions) + len(videos) + len(unfinished), unreadable)


def _resealed(tokens: dict[str, str], former: Secrets, new: Secrets) -> dict[str, str]:
    """Using the newest key of `new`, reseal the tokens that `former` can open."""
    lost = unreadable(tokens, former)
    return {name: new.seal(former.open(token)) for name, token in tokens.items() if name not in lost}


def _opens(secrets: Secrets, token: str) -> bool:
    try:
        secrets.open(token)
    except Conflict:
        return False
    return True
