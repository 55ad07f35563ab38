"""The RSA key pairs that sign access tokens, created on first start, in files that only their owner can read."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import logging
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from claude_scope.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)

KEY_BITS = 3072
"""128 bits of security (NIST SP 800-57 part 1, table 2), enough beyond 2030; generated once, in 0.1 to 0.4 s."""
SIGNATURE = (padding.PKCS1v15(), hashes.SHA256())
"""RS256 (RFC 7518, 3.3), the signature of our tokens."""
OTHERS = 0o077
"""The permissions of group and others."""
LOOK_AGAIN_S = 5.0
"""How often a running process checks whether a key was added or removed."""


@dataclass(frozen=True)
class Key:
    """A key pair; `kid` is the thumbprint of the public key (RFC 7638)."""

    kid: str
    private: rsa.RSAPrivateKey
    public: rsa.RSAPublicKey


class KeyRing:
    """The keys in a folder, `0001.pem`, `0002.pem`, ...: the newest key signs, and all keys verify.

    Processes that share the folder share the keys. A running process sees a new or removed file within seconds. A file
    that cannot be read, for example while it is being written, is logged and read again later.
    """

    def __init__(self, folder: Path) -> None:
        """Open the folder, and create a first key if it is empty; raises UsageError if others can read the files."""
        self._folder = folder
        self._looked_at = 0.0
        self._keys: dict[str, Key] = {}
        prepare(folder)
        if not key_files(folder):
            make_key(folder, 1)
        self._keys = self._read()

    def newest(self) -> Key:
        """The newest key, which signs."""
        self._look_again()
        return next(iter(self._keys.values()))

    def find(self, kid: str) -> Key | None:
        """The key with the id `kid`, or None."""
        self._look_again()
        return next((key for key in self._keys.values() if key.kid == kid), None)

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """The public keys as a JSON Web Key Set (RFC 7517), the newest first."""
        self._look_again()
        return {"keys": [public_jwk(key) for key in self._keys.values()]}

    def _look_again(self) -> None:
        if time.monotonic() - self._looked_at < LOOK_AGAIN_S:
            return
        self._looked_at = time.monotonic()
        names = [file.name for file in key_files(self._folder)]
        if names == list(self._keys):
            return
        try:
            self._keys = self._read()
        except (UsageError, OSError) as error:  # clients cannot fix this, and must not see it
            log.error("the keys are not as they should be; the known ones stay in use: %s", error)  # noqa: TRY400
            self._keys = {name: key for name, key in self._keys.items() if name in names} or self._keys

    def _read(self) -> dict[str, Key]:
        """All keys by the names of their files, the newest first; raises UsageError, or OSError for a removed file."""
        self._looked_at = time.monotonic()
        files = key_files(self._folder)
        if not files:
            raise UsageError(f"No key is left in {self._folder}: restart the server, which makes a new one.")
        return {file.name: read_key(file) for file in files}


def prepare(folder: Path) -> None:
    """Create the folder, for its owner only. Raises UsageError if it exists and others have access to it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    refuse_others(folder, "700")


def make_key(folder: Path, number: int) -> Path:
    """The file of the key with this number; creates it if it is missing.

    A new file gets its name when it is complete, and never replaces another: concurrent processes use the same key.
    """
    file = folder / f"{number:04}.pem"
    draft = folder / f".{os.getpid()}-{os.urandom(4).hex()}"
    try:
        write_private(draft, rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS))
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink(missing_ok=True)
    return file


def write_private(file: Path, key: rsa.RSAPrivateKey) -> None:
    """Write a key as PKCS #8 to a new file, which is created with mode 0600."""
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(pem)
        out.flush()
        os.fsync(out.fileno())


def read_key(file: Path) -> Key:
    """Read a key. Raises UsageError if others can read the file, or if the key is damaged, too small or not RSA.

    The primes are not tested. That would take 0.1 s at each start without adding security: an attacker who can write
    here could also add a key. A test signature proves that the numbers of the key belong together.
    """
    refuse_others(file, "600")
    try:
        private = serialization.load_pem_private_key(
            file.read_bytes(), password=None, unsafe_skip_rsa_key_validation=True
        )
        if not isinstance(private, rsa.RSAPrivateKey) or private.key_size < 2048:
            raise UsageError(f"{file} holds no RSA key of at least 2048 bits: remove it to make a new one.")
        public = private.public_key()
        public.verify(private.sign(b"", *SIGNATURE), b"", *SIGNATURE)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm, InvalidSignature) as error:
        raise UsageError(f"{file} cannot be read as a key: restore it, or remove it to make a new one.") from error
    return Key(thumbprint(public), private, public)


def refuse_others(path: Path, mode: str) -> None:
    """Raise UsageError if group or others have any permission for a file or folder."""
    if os.name == "posix" and path.stat().st_mode & OTHERS:
        raise UsageError(f"Others can read {path}, which holds the keys that sign people in: chmod {mode} it.")


def key_files(folder: Path) -> list[Path]:
    """The key files, the newest first."""
    files = [file for file in folder.glob("*.pem") if file.stem.isdecimal()]
    return sorted(files, key=lambda file: int(file.stem), reverse=True)


def public_jwk(key: Key) -> dict[str, str]:
    """The public key as a JSON Web Key, with its use and algorithm."""
    return {**required_members(key.public), "kid": key.kid, "use": "sig", "alg": "RS256"}


def thumbprint(public: rsa.RSAPublicKey) -> str:
    """The thumbprint: SHA-256 of the JSON of the required members in lexical order, without white space (RFC 7638)."""
    text = json.dumps(required_members(public), sort_keys=True, separators=(",", ":"))
    return base64url(hashlib.sha256(text.encode()).digest())


def required_members(public: rsa.RSAPublicKey) -> dict[str, str]:
    """The members `e`, `kty` and `n` of an RSA key (RFC 7518, 6.3.1)."""
    numbers = public.public_numbers()
    return {"e": base64url(unsigned(numbers.e)), "kty": "RSA", "n": base64url(unsigned(numbers.n))}


def unsigned(number: int) -> bytes:
    """The number in as few big-endian bytes as possible."""
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def base64url(data: bytes) -> str:
    """The data in base64url without padding (RFC 7515)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
