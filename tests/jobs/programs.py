"""What a child runs in tests: a function of one of our modules instead of `claude_scope.jobs.sandbox.child`."""

from __future__ import annotations

from pathlib import Path

ROOT = str(Path(__file__).parents[2])


def program(module: str, function: str = "main") -> tuple[str, ...]:
    """Arguments for Python; the folder of the tests is on its path only during the import."""
    return (
        "-c",
        f"import sys; sys.path.insert(0, {ROOT!r}); from tests.jobs.{module} import {function} as main; "
        f"sys.path.remove({ROOT!r}); main()",
    )
