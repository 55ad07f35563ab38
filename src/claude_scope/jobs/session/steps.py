"""The seam between a session's work and the engine that makes its steps durable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.orm import Session as Tx


class Steps(Protocol):
    """The engine's side: runs a step once, whatever dies."""

    async def __call__(self, name: str, work: Callable[[], Awaitable[Any]]) -> Any:
        """What `work` returns, as JSON data, or what it returned in an earlier run; an id is drawn before awaiting."""

    def holds(self, tx: Tx) -> bool:
        """Whether the attempt is this worker's; nobody takes it over before the transaction ends."""
