"""Backs up a data folder into one file while the service runs.

Stored files never change, so they are copied without a lock; a snapshot of the database then shows which of them belong
to the backup. If a file was deleted in between, a later snapshot does not need it.

The queue is left out: the rows of unfinished sessions are enough to requeue them. The keys that sign tokens are left
out: whoever has them can sign in as anybody.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from claude_scope import __version__
from claude_scope.errors import NotFound, UsageError
from claude_scope.store import ids
from claude_scope.store.assets.assets import CHUNK_BYTES
from claude_scope.store.backup.archive import DATABASE, FILES, FORMAT, NOTE, SECRETS, BackupContents, copy_database
from claude_scope.store.database import Database
from claude_scope.store.encryption.rotation import lost_key, unreadable
from claude_scope.store.encryption.secret_keys import Secrets, key_file
from claude_scope.store.queries import credentials, files, totals, uploads, work

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from claude_scope.settings import ServiceSettings

ROUNDS = 5
"""At most this many snapshots are taken while something is missing; the second is enough unless files are really lost.
"""
SHRINKING = (".db", ".json", ".txt")
"""Entries to compress; pictures and videos are compressed already."""


def backup(settings: ServiceSettings, to: Path) -> BackupContents:
    """Write the backup, readable by its owner only, and return its contents.

    Raises:
        UsageError: the data is in a database server, or the file exists.
        NotFound: there is no data.
    """
    _check(settings)
    with _created(to) as out, ZipFile(out, "w") as archive, _drafts(settings.data_dir) as drafts:
        copied: set[str] = set()
        for _ in range(ROUNDS):
            snapshot = _take(settings, drafts / DATABASE)
            missing = _copy_files(settings.data_dir / "files", snapshot.ready, copied, archive)
            missing += snapshot.unreadable
            if not missing:
                break
        _copy_rest(snapshot, archive, missing)
    return BackupContents(snapshot.sessions, len(snapshot.ready.keys() & copied), tuple(missing + _elsewhere(settings)))


@dataclass(frozen=True)
class _Snapshot:
    """A snapshot of the database, the secret keys just before it (empty if there are none), and the files it needs."""

    database: Path
    secret_keys: bytes
    sessions: int
    ready: dict[str, str]
    unreadable: list[str]


def _check(settings: ServiceSettings) -> None:
    if settings.database_url:
        raise UsageError(
            "CLAUDE_SCOPE_DATABASE_URL names another place for the data: back it up there, PostgreSQL with pg_dump."
        )
    if not (settings.data_dir / DATABASE).is_file():
        raise NotFound(f"There is nothing to back up in {settings.data_dir}; name the folder with --data-dir.")


def _take(settings: ServiceSettings, to: Path) -> _Snapshot:
    """Take a snapshot.

    Pictures of steps and their keys are left out, because running sessions are restarted. Resumable uploads are left
    out, because their clients begin them again.
    """
    to.unlink(missing_ok=True)
    file = key_file(settings)
    secret_keys = file.read_bytes() if file.is_file() else b""
    copy_database(settings.data_dir / DATABASE, to)
    database = Database(f"sqlite:///{to}")
    try:
        with database.transaction() as tx:
            files.delete_step_files(tx)
            uploads.remove_all(tx)
            work.erase_work_keys(tx)
            ready = {} if settings.assets else {file.key: file.id for file in files.complete(tx)}
            lost = _unreadable(settings, secret_keys, credentials.secrets(tx))
            return _Snapshot(to, secret_keys, totals.sessions(tx), ready, lost)
    finally:
        database.close()


def _unreadable(settings: ServiceSettings, secret_keys: bytes, tokens: dict[str, str]) -> list[str]:
    """Keys for models that the copied secret keys cannot open. Keys in settings are not copied: see `_elsewhere`."""
    if settings.secret_keys or not tokens:
        return []
    given = secret_keys.decode("ascii").split()
    return [lost_key(name) for name in (unreadable(tokens, Secrets(given, key_file(settings))) if given else tokens)]


def _copy_files(folder: Path, ready: dict[str, str], copied: set[str], archive: ZipFile) -> list[str]:
    """Copy the files that were not copied yet; returns a sentence for each missing one."""
    missing = []
    for key, file_id in ready.items():
        if key not in copied:
            try:
                _add(archive, FILES + key, folder / key)
                copied.add(key)
            except FileNotFoundError:
                missing.append(f"the stored file {file_id} ({key})")
    return missing


def _copy_rest(snapshot: _Snapshot, archive: ZipFile, missing: list[str]) -> None:
    if snapshot.secret_keys:
        archive.writestr(_entry(SECRETS), snapshot.secret_keys)
    _add(archive, DATABASE, snapshot.database)
    note = {"format": FORMAT, "version": __version__, "createdAt": ids.now(), "missing": missing}
    archive.writestr(_entry(NOTE), json.dumps(note, indent=1))


def _elsewhere(settings: ServiceSettings) -> list[str]:
    """What is stored outside the data folder."""
    found = []
    if settings.assets:
        found.append(f"the stored files, which are in {settings.assets}: back them up there")
    if settings.secret_keys:
        found.append("the secret keys, which are the setting CLAUDE_SCOPE_SECRET_KEYS: keep them with the backup")
    return found


def _add(archive: ZipFile, name: str, source: Path) -> None:
    """Raises FileNotFoundError before anything is written."""
    with source.open("rb") as file, archive.open(_entry(name), "w", force_zip64=True) as out:
        shutil.copyfileobj(file, out, CHUNK_BYTES)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.external_attr = 0o100600 << 16
    entry.compress_type = ZIP_DEFLATED if name.endswith(SHRINKING) else ZIP_STORED
    return entry


@contextmanager
def _created(path: Path) -> Iterator[IO[bytes]]:
    """Create a file that only its owner can read; it is synced at the end, and removed after an error."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise UsageError(f"{path} exists already; name a file that does not.") from error
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@contextmanager
def _drafts(data_dir: Path) -> Iterator[Path]:
    """A folder for snapshots, on the same disk as the data, because the system's temporary folder may be in memory."""
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=data_dir) as name:
        yield Path(name)
