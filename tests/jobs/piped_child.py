"""The child as on systems whose kernel does not kill it with its parent: only a closing pipe tells it."""

from __future__ import annotations

from claude_scope.jobs.sandbox import child


def main() -> None:
    child.end_with_parent = lambda parent: None  # type: ignore[attr-defined]
    child.main()
