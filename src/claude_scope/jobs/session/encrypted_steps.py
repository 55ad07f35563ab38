"""Encrypts the results and errors of steps before the engine stores them: they contain text that is not masked yet."""

from __future__ import annotations

import asyncio
import base64
import zlib
from typing import TYPE_CHECKING, Any

from claude_scope.jobs.session import serialization

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.orm import Session as Tx

    from claude_scope.jobs.session.steps import Steps
    from claude_scope.store.encryption.data_keys import DataKey

LEVEL = 1
"""The compression level of zlib, its fastest. The stored text is smaller than the plain JSON, although it is base64."""


class EncryptedSteps:
    """Implements Steps. Errors are encrypted too: their messages may quote a page."""

    def __init__(self, steps: Steps, key: DataKey) -> None:
        self._steps = steps
        self._key = key

    async def __call__(self, name: str, work: Callable[[], Awaitable[Any]]) -> Any:
        """See steps.Steps."""
        fresh: list[Any] = []

        async def encrypted() -> str:
            try:
                fresh.append(await work())
            except Exception as error:
                fresh.append(error)
            return await asyncio.to_thread(self._encrypt, name, fresh[0])

        text = await self._steps(name, encrypted)
        result = fresh[0] if fresh else await asyncio.to_thread(self._decrypt, name, text)
        if isinstance(result, Exception):
            raise result
        return result

    def holds(self, tx: Tx) -> bool:
        """See steps.Steps."""
        return self._steps.holds(tx)

    def _encrypt(self, name: str, result: Any) -> str:
        return base64.b64encode(
            self._key.encrypt(zlib.compress(serialization.dump(result).encode(), LEVEL), name)
        ).decode()

    def _decrypt(self, name: str, text: str) -> Any:
        return serialization.load(zlib.decompress(self._key.decrypt(base64.b64decode(text), name)).decode())
