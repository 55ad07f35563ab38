"""The protocol between the work on a session and the engine that makes its steps durable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.orm import Session as Tx


class Steps(Protocol):
    """Runs each step once, even after crashes."""

    async def __call__(self, name: str, work: Callable[[], Awaitable[Any]]) -> Any:
        """Return the JSON result of `work` or of the step's earlier run. The step's id is reserved before any await."""

    def holds(self, tx: Tx) -> bool:
        """Whether this worker has the claim; the claim is locked until the transaction ends."""
