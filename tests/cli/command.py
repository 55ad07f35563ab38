"""The command line as a separate process, forked from one that has imported what commands need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from claude_scope.cli.app import app
from tests.forked import Forked, run

if TYPE_CHECKING:
    from collections.abc import Callable

    Typed = Callable[..., tuple[int, str, str]]
    """Runs a command within this process; returns its exit code, stdout and stderr."""

ROOT = Path(__file__).parent.parent.parent
COMMAND = [sys.executable, "-m", "claude_scope"]
COMMANDS = list(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


IMPORTED = ("claude_scope.cli.app", "claude_scope.cli.analyze", "playwright.async_api")
"""Modules that the commands for a recording import, without ONNX Runtime, which starts threads."""


def scope(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return run(["-m", "claude_scope", *arguments], cwd=cwd, timeout=300, modules=IMPORTED)


def scope_anew(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The same in a new interpreter, as users start it."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, check=False, timeout=300
    )


def start(*arguments: str | Path, **how: Any) -> Forked:
    """Start a command in its own process group, as a terminal does."""
    command = ["-m", "claude_scope", *arguments]
    return Forked(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, modules=IMPORTED, **how
    )
