"""The protocol between the API and the workers: the durable runner and the fake one implement it."""

from __future__ import annotations

from typing import Protocol


class JobRunner(Protocol):
    """Runs sessions whose rows and videos are stored."""

    async def enqueue(self, session_id: str) -> None:
        """Queue the current attempt of a session; a second call for the same attempt does nothing.

        Raises NotFound.
        """

    async def cancel(self, session_id: str) -> None:
        """Stop a session on any worker, within about two seconds, and delete its files.

        On return its status is `error`, with a message that it was cancelled. Raises NotFound, or Conflict if it has
        ended.
        """

    async def retry(self, session_id: str) -> None:
        """Run a failed session again, from its video.

        Raises NotFound, or Conflict if it has not failed or its video is deleted.
        """

    async def wait(self, session_id: str) -> None:
        """Return when the work on the session has ended; raises NotFound."""

    async def queued(self) -> int:
        """The number of sessions of all accounts that wait for a worker."""

    async def ping(self) -> None:
        """Check the queue; raises StoreUnavailable if sessions cannot be queued."""
