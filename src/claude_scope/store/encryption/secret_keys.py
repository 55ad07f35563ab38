"""The secret keys of the service: they seal keys for models and data keys, which are never stored in plain text.

Fernet (github.com/fernet/spec): AES-128 in CBC mode with an HMAC. The first key encrypts, all of them decrypt, so that
the key can be rotated while the service runs.
"""

from __future__ import annotations

import hmac
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from claude_scope.errors import ClaudeScopeError, Conflict, UsageError
from claude_scope.store.assets.assets import sync_folder

if TYPE_CHECKING:
    from claude_scope.settings import ServiceSettings

MIN_MASKABLE_LENGTH = 24
"""Eleven characters are shown, so at least thirteen stay hidden: 77 bits of a random key. The shortest keys of any
provider, Google's, have 39 characters."""
MAKE_KEY_COMMAND = 'python3 -c "import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())"'


class Secrets:
    """Seals and opens keys, with the keys of the settings or of a file in the data folder, created on first use."""

    def __init__(self, given: list[str], file: Path) -> None:
        """`given` are Fernet keys, newest first; if empty, `file` has one key per line. Raises UsageError."""
        self._file = None if given else file
        if self._file is not None:
            with suppress(FileExistsError):
                write_keys(self._file, [Fernet.generate_key().decode()])
        self._known = given
        self._fernet = MultiFernet([_fernet(key, "CLAUDE_SCOPE_SECRET_KEYS") for key in given]) if given else None
        self._keys()

    @classmethod
    def of(cls, settings: ServiceSettings) -> Self:
        """The keys that the settings name; raises UsageError for an invalid key, or a file that others can read."""
        return cls([key.get_secret_value() for key in settings.secret_keys], key_file(settings))

    def seal(self, text: str) -> str:
        """Encrypt `text` as a Fernet token."""
        return self._now().encrypt(text.encode()).decode()

    def open(self, token: str) -> str:
        """Decrypt a token; raises Conflict if its key is no longer known."""
        try:
            return self._now().decrypt(token).decode()
        except (InvalidToken, UnicodeDecodeError) as error:
            raise Conflict(
                "This key cannot be read any more, since this server does not have the secret key that it was "
                "encrypted with; enter it again, or have the former secret key restored."
            ) from error

    def derive(self, purpose: bytes) -> list[bytes]:
        """Derive a 32-byte key for a purpose from each key, newest first (HMAC-SHA256)."""
        self._now()
        return [hmac.digest(key.encode(), purpose, "sha256") for key in self._known]

    def _now(self) -> MultiFernet:
        """The keys for a request; errors are raised as ClaudeScopeError, since responses must not name files."""
        try:
            return self._keys()
        except UsageError as error:
            raise ClaudeScopeError(str(error)) from error

    def _keys(self) -> MultiFernet:
        """The keys. The file is read each time: another process may have added a key, and file times are too coarse."""
        if self._file is not None:
            known = read_keys(self._file)
            if self._fernet is None or known != self._known:
                self._fernet = MultiFernet([_fernet(key, str(self._file)) for key in known])
                self._known = known
        assert self._fernet is not None
        return self._fernet


def mask(key: str) -> str:
    """The only part of a key that is ever shown: its first 7 and last 4 characters, `sk-ant-...9fQA`.

    A key shorter than MIN_MASKABLE_LENGTH is shown as `...`, since too few characters would remain hidden.
    """
    return f"{key[:7]}...{key[-4:]}" if len(key) >= MIN_MASKABLE_LENGTH else "..." if key else ""


def key_file(settings: ServiceSettings) -> Path:
    """The key file, used if the settings have no keys."""
    return settings.data_dir / "keys" / "secrets.txt"


def read_keys(file: Path) -> list[str]:
    """Read the keys of a file, newest first; raises UsageError if others can read it, or it is empty or missing."""
    try:
        if os.name == "posix" and file.stat().st_mode & 0o077:
            raise UsageError(f"{file} can be read by others: run chmod 600 {file}")
        keys = file.read_text("ascii").split()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read: restore it from a backup.") from error
    if not keys:
        raise UsageError(
            f"{file} is empty: restore it from a backup, or remove it and enter the keys for models again."
        )
    return keys


def write_keys(file: Path, keys: list[str], *, replace: bool = False) -> None:
    """Write a private key file atomically; raises FileExistsError unless it may be replaced.

    It is synced before this returns: data must not be encrypted with a key that a power cut would lose.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}-{os.urandom(4).hex()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write("\n".join(keys) + "\n")
            out.flush()
            os.fsync(out.fileno())
        if replace:
            draft.replace(file)
        else:
            os.link(draft, file)
        sync_folder(file.parent)
    finally:
        draft.unlink(missing_ok=True)


def _fernet(key: str, where: str) -> Fernet:
    try:
        return Fernet(key)
    except ValueError as error:
        raise UsageError(f"{where} holds an invalid key; make one with: {MAKE_KEY_COMMAND}") from error
