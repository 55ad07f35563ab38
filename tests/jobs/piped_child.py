"""The child as it is on systems whose kernel does not end it with its parent: only a pipe that closes tells."""

from __future__ import annotations

from claude_scope.jobs.sandbox import child


def main() -> None:
    child.end_with_parent = lambda parent: None  # type: ignore[attr-defined]
    child.main()
