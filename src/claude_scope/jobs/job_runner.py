"""The seam between the API and the workers: whatever runs sessions, durably or as a test's double, is a `JobRunner`."""

from __future__ import annotations

from typing import Protocol


class JobRunner(Protocol):
    """Runs sessions whose rows and videos are stored already."""

    async def enqueue(self, session_id: str) -> None:
        """Let a worker take up a session's current attempt; a second call for the same attempt does nothing.

        Raises NotFound if there is no such session.
        """

    async def cancel(self, session_id: str) -> None:
        """Stop a session wherever it runs, within about two seconds, and remove its files.

        Its status is `error` and says that it was cancelled when this returns. Raises NotFound, or Conflict if it has
        ended already.
        """

    async def retry(self, session_id: str) -> None:
        """Run a failed session again, from its video.

        Raises NotFound, or Conflict if it has not failed or its video is gone.
        """

    async def wait(self, session_id: str) -> None:
        """Return when the work on the session has ended; raises NotFound."""

    async def queued(self) -> int:
        """How many sessions wait for a worker, over all accounts."""

    async def ping(self) -> None:
        """Raises StoreUnavailable if sessions cannot be queued."""
