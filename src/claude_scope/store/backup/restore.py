"""Makes a data folder from a backup.

The file is untrusted: it is validated, nothing is written outside the folder, and its author gets no access to the
new service (`rebuild`, `revoke`).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import zlib
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from cryptography.fernet import Fernet

from claude_scope.errors import BadInput, UsageError
from claude_scope.store.assets.assets import CHUNK_BYTES, make_private
from claude_scope.store.assets.files import digest
from claude_scope.store.backup.archive import DATABASE, FILES, FORMAT, NOTE, SECRETS, BackupContents, is_known
from claude_scope.store.backup.rebuild import rebuild
from claude_scope.store.backup.revoke import replace_secret_keys, revoke
from claude_scope.store.database import Database
from claude_scope.store.encryption.secret_keys import Secrets, key_file
from claude_scope.store.queries import credentials, files, totals, users

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from zipfile import ZipInfo

    from sqlalchemy.orm import Session as Transaction

    from claude_scope.settings import ServiceSettings
    from claude_scope.store.queries.files import StoredFile
    from claude_scope.store.queries.users import Owner

ENCRYPTED = 1
"""The bit of an entry's flags that marks it as encrypted (APPNOTE 4.4.4)."""
MAX_NOTE_BYTES = 10_000_000
MAX_SECRETS_BYTES = 100_000
"""More than two thousand keys."""
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{1,20}Z")
_VERSION = re.compile(r"[0-9A-Za-z.+-]{1,50}")


@dataclass(frozen=True)
class Origin:
    """The origin of a backup: what it says about itself, and its accounts.

    `created_at` and `version` are empty if they are missing or malformed. `secret_keys` and `model_keys` are counts.
    """

    created_at: str
    version: str
    owners: tuple[Owner, ...]
    sessions: int
    secret_keys: int
    model_keys: int


def restore(backup: Path, settings: ServiceSettings, is_trusted: Callable[[Origin], bool]) -> BackupContents:
    """Make the data folder of the settings, at the newest schema, and return its contents.

    The folder is made next to its final place and renamed when it is complete, so that no server sees a partial one.
    Its accounts are locked unless `is_trusted` returns that the author of the backup is trusted.

    Raises:
        UsageError: the folder is not empty, or the settings name a database server.
        BadInput: the file is not a backup, its database or keys are damaged, or a newer version made it.
    """
    if settings.database_url:
        raise UsageError("A backup becomes a data folder, but CLAUDE_SCOPE_DATABASE_URL names another place; unset it.")
    target = settings.data_dir.resolve()
    _refuse_unless_empty(target)
    with _opened(backup) as archive, _beside(target) as folder:
        entries = _entries(archive, backup)
        note = _note(archive, entries, backup)
        _check_space(entries, folder)
        former = _former_keys(archive, entries, backup)
        with _database(archive, entries[DATABASE], folder, backup) as database:
            with database.transaction() as tx:
                origin = _origin(tx, note, len(former))
            trusted = is_trusted(origin)
            with database.transaction() as tx:
                revoke(tx, is_trusted=trusted)
                missing = note.missing + _replace_keys(tx, settings, former, folder)
                wanted = files.complete(tx)
        lost = [] if settings.assets else _extract_files(archive, entries, wanted, folder)
        missing += [f"the stored file {file.id} ({file.key})" for file in lost]
        _move(folder, target)
    return BackupContents(
        origin.sessions, 0 if settings.assets else len(wanted) - len(lost), tuple(dict.fromkeys(missing))
    )


def _refuse_unless_empty(folder: Path) -> None:
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise UsageError(
            f"{folder} holds something already: stop claude-scope and move the folder away, or name another one."
        )


@contextmanager
def _opened(backup: Path) -> Iterator[ZipFile]:
    """Open the zip file; raises BadInput if it is not a zip file or is cut off (its directory is at the end)."""
    if not backup.is_file():
        raise BadInput(f"There is no file {backup}.")
    try:
        with ZipFile(backup) as archive:
            yield archive
    except (BadZipFile, zlib.error, EOFError) as error:
        raise BadInput(f"{backup} is not a backup, or it is damaged or incomplete; use another one.") from error


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A temporary folder on the same disk, removed at the end unless it was renamed."""
    make_private(target.parent)
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))  # 0700
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _entries(archive: ZipFile, backup: Path) -> dict[str, ZipInfo]:
    """All entries by name; raises BadInput for an entry that does not belong in a backup."""
    found: dict[str, ZipInfo] = {}
    for entry in archive.infolist():
        odd = entry.flag_bits & ENCRYPTED or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED)
        if odd or entry.filename in found or not is_known(entry.filename):
            raise BadInput(f"{backup} is not a backup of claude-scope: it holds {entry.filename[:100]!r}.")
        found[entry.filename] = entry
    if NOTE not in found or DATABASE not in found:
        raise BadInput(f"{backup} is not a backup of claude-scope: it lacks {NOTE} or {DATABASE}.")
    return found


class _Note(NamedTuple):
    """The note of a backup; `missing` was already missing when the backup was made."""

    created_at: str
    version: str
    missing: list[str]


def _note(archive: ZipFile, entries: dict[str, ZipInfo], backup: Path) -> _Note:
    """Read the note; raises BadInput for another format."""
    if entries[NOTE].file_size > MAX_NOTE_BYTES:
        raise BadInput(f"{backup} is not a backup of claude-scope: its {NOTE} is too large.")
    try:
        note = json.loads(archive.read(entries[NOTE]))
        form, missing = note["format"], [str(sentence) for sentence in note["missing"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadInput(f"{backup} is not a backup of claude-scope: its {NOTE} cannot be read.") from error
    if form != FORMAT:
        raise BadInput(f"{backup} was made by a newer version of claude-scope; install that one to restore it.")
    return _Note(_like(_TIME, note.get("createdAt")), _like(_VERSION, note.get("version")), missing)


def _like(pattern: re.Pattern[str], found: object) -> str:
    return found if isinstance(found, str) and pattern.fullmatch(found) else ""


def _former_keys(archive: ZipFile, entries: dict[str, ZipInfo], backup: Path) -> list[str]:
    """The secret keys of the backup, which are never written to disk; raises BadInput if they are malformed."""
    if SECRETS not in entries:
        return []
    if entries[SECRETS].file_size > MAX_SECRETS_BYTES:
        raise BadInput(f"{backup} is not a backup of claude-scope: its {SECRETS} is too large.")
    try:
        found = archive.read(entries[SECRETS]).decode("ascii").split()
        for key in found:
            Fernet(key)
    except ValueError as error:
        raise BadInput(f"{backup} is not a backup of claude-scope: its {SECRETS} cannot be read.") from error
    return found


@contextmanager
def _database(archive: ZipFile, entry: ZipInfo, folder: Path, backup: Path) -> Iterator[Database]:
    """Create the new database with the rows of the backup."""
    given = folder / f"{DATABASE}.given"
    _extract(archive, entry, given)
    rebuild(given, folder / DATABASE, backup)
    given.unlink()
    with closing(Database(f"sqlite:///{folder / DATABASE}")) as database:
        yield database


def _origin(tx: Transaction, note: _Note, secret_keys: int) -> Origin:
    model_keys = len(credentials.secrets(tx))
    return Origin(note.created_at, note.version, tuple(users.owners(tx)), totals.sessions(tx), secret_keys, model_keys)


def _replace_keys(tx: Transaction, settings: ServiceSettings, former: list[str], folder: Path) -> list[str]:
    """Encrypt keys for models with the first key of the settings, or a new one; returns a sentence for each failure."""
    there = settings.model_copy(update={"data_dir": folder})
    new = Secrets.of(there)
    known = [*former, *(key.get_secret_value() for key in settings.secret_keys)]
    return replace_secret_keys(tx, Secrets(known, key_file(there)), new)


def _check_space(entries: dict[str, ZipInfo], folder: Path) -> None:
    needed = entries[DATABASE].file_size + sum(entry.file_size for entry in entries.values())  # the rows are copied
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise BadInput(f"The backup needs {needed:,} bytes and the disk has {free:,}; make room for it.")


def _extract(archive: ZipFile, entry: ZipInfo, to: Path) -> None:
    """Extract an entry, at most its stated size; raises BadZipFile or zlib.error if it is damaged."""
    make_private(to.parent)
    handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out, archive.open(entry) as content:
        shutil.copyfileobj(content, out, CHUNK_BYTES)


def _extract_files(
    archive: ZipFile, entries: dict[str, ZipInfo], wanted: list[StoredFile], folder: Path
) -> list[StoredFile]:
    """Extract the files that have a row; returns those that are missing, or differ from their row."""
    return [
        file
        for file in wanted
        if not _extract_file(archive, entries.get(FILES + file.key), folder / FILES / file.key, file)
    ]


def _extract_file(archive: ZipFile, entry: ZipInfo | None, to: Path, file: StoredFile) -> bool:
    if entry is None or entry.file_size != file.size_bytes:
        return False
    try:
        _extract(archive, entry, to)
        is_whole = digest(to) == (file.sha256, file.size_bytes)
    except (BadZipFile, zlib.error, EOFError):
        is_whole = False
    if not is_whole:
        to.unlink(missing_ok=True)
    return is_whole


def _move(folder: Path, target: Path) -> None:
    """Rename the folder to its final place, if that is still empty."""
    try:
        with suppress(FileNotFoundError):
            target.rmdir()
        folder.rename(target)
    except OSError as error:
        raise UsageError(
            f"{target} cannot be made: {error.strerror}; name a folder that is not a mount point."
        ) from error
