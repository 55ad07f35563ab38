"""The error of a failed call: its usage, and whether to retry."""

from __future__ import annotations

from claude_scope.errors import VisionError
from claude_scope.values import Usage


class CallFailed(VisionError):
    """A call failed. `tries` is the maximum number of tries of such a call.

    `wait_s` is the wait that the provider asks for. `unreachable` means that no server answered;
    `usage` is the usage of the call.
    """

    def __init__(
        self,
        message: str,
        *,
        tries: int = 1,
        wait_s: float | None = None,
        unreachable: bool = False,
        usage: Usage | None = None,
    ) -> None:
        super().__init__(message)
        self.tries = tries
        self.wait_s = wait_s
        self.unreachable = unreachable
        self.usage = usage or Usage()
