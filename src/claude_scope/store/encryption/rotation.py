"""Another secret key for the keys for models, and for those of sessions that have not ended, while servers run.

The new key is in the key file before anything is encrypted with it, and the former ones stay behind it until they are
forgotten: whenever this is cut off, every token can be opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cryptography.fernet import Fernet

from claude_scope.errors import Conflict, UsageError
from claude_scope.store.encryption.secret_keys import Secrets, key_file, read_keys, write_keys
from claude_scope.store.queries import credentials, files, work

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Transaction

    from claude_scope.settings import ServiceSettings
    from claude_scope.store.database import Database


class Resealed(NamedTuple):
    """How many keys for models, and how many of sessions and videos, are under the newest key now.

    `unreadable` are the credentials whose keys no known secret key opens.
    """

    models: int
    recordings: int
    unreadable: tuple[str, ...]


def rotate(database: Database, settings: ServiceSettings) -> Resealed:
    """Add a key to the key file and encrypt everything with it; with keys of the settings, with their first one."""
    with database.transaction() as tx:
        credentials.lock_all(tx)
        secrets = Secrets.of(settings)  # makes the file where there is none
        if not settings.secret_keys:
            file = key_file(settings)
            write_keys(file, [Fernet.generate_key().decode(), *read_keys(file)], replace=True)
        return reseal(tx, secrets, secrets)


def forget(database: Database, settings: ServiceSettings) -> Resealed:
    """Leave only the newest key in the key file, after everything is encrypted with it; raises UsageError.

    That is committed before the file changes. What was sealed with a former key in between makes it end with Conflict.
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
            raise Conflict("The keys were changed by somebody else at this moment; forget the former ones again.")
        write_keys(key_file(settings), newest, replace=True)
    return resealed


def _lost(tx: Transaction, secrets: Secrets) -> set[str]:
    """What is sealed, of models, sessions and files, and not opened by these keys."""
    sealed = credentials.secrets(tx) | work.work_keys(tx) | files.sealed_keys(tx)
    return set(unreadable(sealed, secrets))


def unreadable(tokens: dict[str, str], secrets: Secrets) -> list[str]:
    """The names of the tokens that these keys do not open."""
    return [name for name, token in tokens.items() if not _opens(secrets, token)]


def lost_key(credential_id: str) -> str:
    """What is missing where a token cannot be opened, for a person."""
    return f"the secret key that opens the key for models {credential_id}"


def reseal(tx: Transaction, former: Secrets, new: Secrets) -> Resealed:
    """Encrypt all that `former` opens with the newest key of `new`.

    What the key of a session opens is gone in hours. Who uploaded a video hears of a key that cannot be opened.
    """
    sessions = _resealed(work.work_keys(tx), former, new)
    videos = _resealed(files.sealed_keys(tx), former, new)
    tokens = credentials.secrets(tx)
    models = _resealed(tokens, former, new)
    work.put_work_keys(tx, sessions)
    files.put_sealed_keys(tx, videos)
    credentials.put_secrets(tx, models)
    unreadable = tuple(name for name in tokens if name not in models)
    return Resealed(len(models), len(sessions) + len(videos), unreadable)


def _resealed(tokens: dict[str, str], former: Secrets, new: Secrets) -> dict[str, str]:
    """The same under the newest key of `new`, of those that `former` opens."""
    lost = unreadable(tokens, former)
    return {name: new.seal(former.open(token)) for name, token in tokens.items() if name not in lost}


def _opens(secrets: Secrets, token: str) -> bool:
    try:
        secrets.open(token)
    except Conflict:
        return False
    return True
