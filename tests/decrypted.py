"""Decrypts stored files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from claude_scope.store.encryption.data_keys import DataKey


async def decrypted(key: DataKey, stored: bytes, part_bytes: int = 64 << 10) -> bytes:
    """The content of a file that is encrypted in chunks of this size; raises Conflict."""

    async def parts() -> AsyncIterator[bytes]:
        for start in range(0, len(stored), part_bytes):
            yield stored[start : start + part_bytes]

    return b"".join([chunk async for chunk in key.decrypt_stream(parts())])
