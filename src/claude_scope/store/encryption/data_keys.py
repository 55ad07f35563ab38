"""Data keys: one encrypts the video of a session, one the temporary data of each attempt.

AES-256-GCM (NIST SP 800-38D). A file is split into chunks as in STREAM (Hoang, Reyhanitabar, Rogaway and Vizár, 2015):
each chunk is numbered and the last one is marked, so that swapped, missing or truncated chunks are detected.

A data key is stored in a row, sealed with the service's secret keys: in the session for an attempt, in the file for a
video. It is erased in the same transaction that ends the attempt or marks the file for deletion. From then on, no copy
of the encrypted data can be read.
"""

from __future__ import annotations

import base64
import hmac
import os
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from claude_scope.errors import Conflict
from claude_scope.store.assets.assets import atomic_write

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Iterator
    from pathlib import Path

    from claude_scope.store.encryption.secret_keys import Secrets

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
SALT_BYTES = 32
CHUNK_BYTES = 256 << 10
"""Bytes of a file that are encrypted together. Each upload holds two chunks in memory."""
STORED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES


class DataKey:
    """Encrypts and decrypts for one owner: the id of a session or an account.

    Data of another owner, another name or another key cannot be decrypted: the methods raise Conflict.
    """

    def __init__(self, key: bytes, owner_id: str) -> None:
        self._key = key
        self._owner_id = owner_id

    @staticmethod
    def generate(secrets: Secrets) -> str:
        """Generate a random key and return it sealed."""
        return secrets.seal(base64.b64encode(os.urandom(KEY_BYTES)).decode())

    @classmethod
    def open(cls, sealed: str, secrets: Secrets, owner_id: str) -> Self:
        """Open a sealed key; raises Conflict if the service no longer has the secret key."""
        return cls(base64.b64decode(secrets.open(sealed)), owner_id)

    def encrypt(self, content: bytes, name: str) -> bytes:
        """Encrypt content; `decrypt` needs the same name."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self._derive(b"value")).encrypt(nonce, content, self._about(name))

    def decrypt(self, encrypted: bytes, name: str) -> bytes:
        """Decrypt content that was encrypted under this name."""
        nonce, rest = encrypted[:NONCE_BYTES], encrypted[NONCE_BYTES:]
        return _opened(AESGCM(self._derive(b"value")), nonce, rest, self._about(name))

    def encrypt_file(self, source: Path, target: Path) -> None:
        """Encrypt a file into another.

        Equal content gives equal bytes, so that a repeated step stores its pictures only once. For this, the salt is
        derived from the content. The file's key is derived from the salt, so that no key encrypts different content
        with the same nonce.
        """
        with source.open("rb") as plain, target.open("wb") as encrypted:
            salt = self._salt_of(plain)
            encrypted.write(salt)
            cipher = self._cipher_of(salt)
            for nonce, chunk in _numbered(plain, CHUNK_BYTES):
                encrypted.write(cipher.encrypt(nonce, chunk, self._about("file")))

    def decrypt_file(self, source: Path, target: Path) -> None:
        """Decrypt a file into another, which appears when it is complete."""
        with source.open("rb") as encrypted, atomic_write(target, target.parent, durable=False) as plain:
            for chunk in self._chunks(encrypted):
                plain.write(chunk)

    async def decrypt_stream(self, encrypted: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
        """Decrypt a stream chunk by chunk."""
        number, salt, pending = 0, b"", bytearray()
        async for part in encrypted:
            pending += part
            if not salt and len(pending) >= SALT_BYTES:
                salt = bytes(pending[:SALT_BYTES])
                del pending[:SALT_BYTES]
            while salt and len(pending) > STORED_CHUNK_BYTES:
                yield self._opened_chunk(salt, _nonce(number, is_last=False), bytes(pending[:STORED_CHUNK_BYTES]))
                number += 1
                del pending[:STORED_CHUNK_BYTES]
        yield self._opened_chunk(salt, _nonce(number, is_last=True), bytes(pending))

    def _chunks(self, encrypted: BinaryIO) -> Iterator[bytes]:
        salt = encrypted.read(SALT_BYTES)
        for nonce, chunk in _numbered(encrypted, STORED_CHUNK_BYTES):
            yield self._opened_chunk(salt, nonce, chunk)

    def _opened_chunk(self, salt: bytes, nonce: bytes, chunk: bytes) -> bytes:
        return _opened(self._cipher_of(salt), nonce, chunk, self._about("file"))

    def _salt_of(self, plain: BinaryIO) -> bytes:
        digest = hmac.new(self._derive(b"salt"), digestmod=sha256)
        while chunk := plain.read(CHUNK_BYTES):
            digest.update(chunk)
        plain.seek(0)
        return digest.digest()

    def _cipher_of(self, salt: bytes) -> AESGCM:
        return AESGCM(self._derive(b"file" + salt))

    def _derive(self, purpose: bytes) -> bytes:
        """Derive a key for a purpose."""
        return hmac.digest(self._key, purpose, "sha256")

    def _about(self, name: str) -> bytes:
        """The additional authenticated data."""
        return f"{self._owner_id} {name}".encode()


def _numbered(file: BinaryIO, size: int) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk with its nonce (number, is last); at least one chunk, which may be empty."""
    number, chunk = 0, file.read(size)
    while following := file.read(size):
        yield _nonce(number, is_last=False), chunk
        number, chunk = number + 1, following
    yield _nonce(number, is_last=True), chunk


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(NONCE_BYTES - 1, "big") + (b"\1" if is_last else b"\0")


def _opened(cipher: AESGCM, nonce: bytes, encrypted: bytes, about: bytes) -> bytes:
    try:
        return cipher.decrypt(nonce, encrypted, about)
    except (InvalidTag, ValueError) as error:  # ValueError: too short
        raise Conflict(
            "The stored data of this session cannot be decrypted: it is damaged, or has another key; try again."
        ) from error
