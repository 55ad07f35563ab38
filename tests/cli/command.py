"""The command line as a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from claude_scope.cli import app

if TYPE_CHECKING:
    from collections.abc import Callable

    Typed = Callable[..., tuple[int, str, str]]
    """Types a command within this process, and answers its exit code and what it wrote to stdout and to stderr."""

ROOT = Path(__file__).parent.parent.parent
COMMAND = [sys.executable, "-m", "claude_scope"]
COMMANDS = list(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def scope(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, check=False, timeout=300
    )


def start(*arguments: str | Path, **how: Any) -> subprocess.Popen[str]:
    """A command in a process group of its own, as in a terminal."""
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)], stdout=pipe, stderr=pipe, text=True, start_new_session=True, **how
    )
