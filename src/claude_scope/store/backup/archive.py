"""The format of a backup: a zip file with the database, the secret keys, the stored files, and a note.

backup.json         {"format": 1, "version": "0.1.0", "createdAt": "...", "missing": [...]}
claude-scope.db     the database
keys/secrets.txt    the secret keys, which encrypt the keys for models
files/KEY           stored files, by their keys in the asset store

Older backups also contain `dbos.db`, the queue, and `keys/0001.pem`, which signed tokens. Neither is read: sessions
are requeued from their rows, and a new key signs tokens.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.errors import UsageError
from claude_scope.store.assets.assets import check_key

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1
NOTE = "backup.json"
DATABASE = "claude-scope.db"
QUEUE = "dbos.db"
KEYS = "keys/"
SECRETS = "keys/secrets.txt"
FILES = "files/"
LOCK_WAIT_S = 30
"""As long as the service itself waits for a writer."""

_KEY_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True)
class BackupContents:
    """The contents of a backup; `missing` describes missing things, one sentence each."""

    sessions: int
    files: int
    missing: tuple[str, ...]


def is_known(name: str) -> bool:
    """Whether an entry of that name belongs in a backup. No such name can lead out of a folder."""
    if name.startswith(KEYS):
        return _KEY_FILE.fullmatch(name.removeprefix(KEYS)) is not None
    if name.startswith(FILES):
        return _is_key(name.removeprefix(FILES))
    return name in (NOTE, DATABASE, QUEUE)


def copy_database(source: Path, to: Path) -> None:
    """Copy an SQLite database consistently while others write to it (https://sqlite.org/backup.html)."""
    address = f"{source.resolve().as_uri()}?mode=rw"
    with (
        closing(sqlite3.connect(address, uri=True, timeout=LOCK_WAIT_S)) as live,
        closing(sqlite3.connect(to)) as copy,
    ):
        live.backup(copy)


def _is_key(name: str) -> bool:
    try:
        return check_key(name) == name
    except UsageError:
        return False
