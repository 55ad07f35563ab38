"""Why a call brought no answer: what it took all the same, and whether it is worth another try."""

from __future__ import annotations

from claude_scope.errors import VisionError
from claude_scope.values import Usage


class CallFailed(VisionError):
    """A call failed. `tries` is how often such a one is made at most, `wait_s` how long the provider asks to wait.

    `unreachable` says that no server answered at all; `usage` is what the call took.
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
