"""Makes a data folder from a backup. The file may come from anybody: it is checked, and writes nothing outside."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
import zlib
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from sqlalchemy.exc import DatabaseError

from claude_scope.errors import BadInput, StoreUnavailable, UsageError
from claude_scope.store.archive import DATABASE, ENGINE, FILES, FORMAT, NOTE, Kept, is_known
from claude_scope.store.assets import CHUNK_BYTES, make_private
from claude_scope.store.database import Database
from claude_scope.store.migrate import migrate
from claude_scope.store.queries import files, totals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipInfo

    from claude_scope.settings import ServiceSettings

ENCRYPTED = 1
"""The bit of an entry's flags (APPNOTE 4.4.4)."""
MAX_NOTE_BYTES = 10_000_000


def restore(backup: Path, settings: ServiceSettings) -> Kept:
    """Make the data folder of the settings, at the newest schema, and tell what the backup lacks.

    It is made beside its place and moved there when it is whole, so that no server ever sees half of it.

    Raises:
        UsageError: the folder holds something already, or the data is to be in a database server.
        BadInput: the file is no backup, is damaged where it may not be, or was made by a newer version.
    """
    if settings.database_url:
        raise UsageError("A backup becomes a data folder, but CLAUDE_SCOPE_DATABASE_URL names another place; unset it.")
    target = settings.data_dir.resolve()
    _refuse_unless_empty(target)
    with _opened(backup) as archive, _beside(target) as folder:
        entries = _entries(archive, backup)
        missing = _told_missing(archive, entries, backup)
        _check_space(entries, folder)
        for name, entry in entries.items():
            if not name.startswith(FILES) and name != NOTE:
                _extract(archive, entry, folder / name)
        number, wanted = _wanted(folder, backup)
        lost = {} if settings.assets else _extract_files(archive, entries, wanted, folder)
        missing += [f"the stored file {file_id} ({key})" for key, file_id in lost.items()]
        _move(folder, target)
    return Kept(number, 0 if settings.assets else len(wanted) - len(lost), tuple(dict.fromkeys(missing)))


def _refuse_unless_empty(folder: Path) -> None:
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise UsageError(
            f"{folder} holds something already: stop claude-scope and move the folder away, or name another one."
        )


@contextmanager
def _opened(backup: Path) -> Iterator[ZipFile]:
    """Raises BadInput for what is no zip, or was cut off: its table of contents is at its end."""
    if not backup.is_file():
        raise BadInput(f"There is no file {backup}.")
    try:
        with ZipFile(backup) as archive:
            yield archive
    except (BadZipFile, zlib.error, EOFError) as error:
        raise BadInput(f"{backup} is no backup, or it is damaged or not whole; take another one.") from error


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A folder on the same disk, gone at the end unless it was moved."""
    make_private(target.parent)
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))  # 0700
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _entries(archive: ZipFile, backup: Path) -> dict[str, ZipInfo]:
    """All entries by name; raises BadInput if one is not what a backup holds."""
    found: dict[str, ZipInfo] = {}
    for entry in archive.infolist():
        odd = entry.flag_bits & ENCRYPTED or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED)
        if odd or entry.filename in found or not is_known(entry.filename):
            raise BadInput(f"{backup} is no backup of claude-scope: it holds {entry.filename[:100]!r}.")
        found[entry.filename] = entry
    if NOTE not in found or DATABASE not in found:
        raise BadInput(f"{backup} is no backup of claude-scope: it lacks {NOTE} or {DATABASE}.")
    return found


def _told_missing(archive: ZipFile, entries: dict[str, ZipInfo], backup: Path) -> list[str]:
    """What was missing already when the backup was made; raises BadInput for another format."""
    if entries[NOTE].file_size > MAX_NOTE_BYTES:
        raise BadInput(f"{backup} is no backup of claude-scope: its {NOTE} is too large.")
    try:
        note = json.loads(archive.read(entries[NOTE]))
        version, missing = note["format"], [str(one) for one in note["missing"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadInput(f"{backup} is no backup of claude-scope: its {NOTE} cannot be read.") from error
    if version != FORMAT:
        raise BadInput(f"{backup} was made by a newer version of claude-scope; install that one to restore it.")
    return missing


def _check_space(entries: dict[str, ZipInfo], folder: Path) -> None:
    needed, free = sum(entry.file_size for entry in entries.values()), shutil.disk_usage(folder).free
    if needed > free:
        raise BadInput(f"The backup needs {needed:,} bytes and the disk has {free:,}; make room for it.")


def _extract(archive: ZipFile, entry: ZipInfo, to: Path) -> None:
    """Not more than the size it says, which is what zipfile reads; raises BadZipFile or zlib.error if it is damaged."""
    make_private(to.parent)
    handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out, archive.open(entry) as content:
        shutil.copyfileobj(content, out, CHUNK_BYTES)


def _wanted(folder: Path, backup: Path) -> tuple[int, dict[str, str]]:
    """How many sessions there are, and the keys of stored files to their ids; the schema is the newest afterwards."""
    try:
        for name in (DATABASE, ENGINE):
            _check_database(folder / name)
        database = Database(f"sqlite:///{folder / DATABASE}")
        try:
            migrate(database)
            with database.transaction() as tx:
                return totals.sessions(tx), files.ready_keys(tx)
        finally:
            database.close()
    except StoreUnavailable as error:  # it is readable, as was checked, but its schema is not ours
        raise BadInput(f"{backup} was made by a newer version of claude-scope; install that one first.") from error
    except (sqlite3.DatabaseError, DatabaseError) as error:
        raise BadInput(f"The database in {backup} is damaged; take another backup.") from error


def _check_database(path: Path) -> None:
    if path.is_file():
        with closing(sqlite3.connect(path)) as connection:
            if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise sqlite3.DatabaseError


def _extract_files(
    archive: ZipFile, entries: dict[str, ZipInfo], wanted: dict[str, str], folder: Path
) -> dict[str, str]:
    """Those that a row knows; what is not there, or is damaged, by key and id."""
    lost = {}
    for key, file_id in wanted.items():
        if not _extract_file(archive, entries.get(FILES + key), folder / FILES / key):
            lost[key] = file_id
    return lost


def _extract_file(archive: ZipFile, entry: ZipInfo | None, to: Path) -> bool:
    if entry is None:
        return False
    try:
        _extract(archive, entry, to)
    except (BadZipFile, zlib.error, EOFError):
        to.unlink(missing_ok=True)
        return False
    return True


def _move(folder: Path, target: Path) -> None:
    """Into its place, if that is still empty."""
    try:
        with suppress(FileNotFoundError):
            target.rmdir()
        folder.rename(target)
    except OSError as error:
        raise UsageError(f"{target} cannot be made: {error.strerror}; name a folder that is no mount point.") from error
