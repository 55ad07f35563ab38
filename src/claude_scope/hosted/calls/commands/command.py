"""The values of a command: what to run, what came back, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from claude_scope.values import Usage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from claude_scope.hosted.question import Question

Trouble = Literal[
    "signed_out",
    "quota",
    "unknown_model",
    "outdated",
    "busy",
    "unreachable",
    "server",
    "late",
    "refused",
    "too_long",
    "malformed",
    "failed",
]
"""What a command's error means."""


@dataclass(frozen=True, slots=True)
class Invocation:
    """Arguments, standard input and further variables of a program."""

    arguments: tuple[str, ...]
    stdin: bytes = b""
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: its exit status, its output, and the end of its stderr."""

    status: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class Said:
    """The answer of a model as a command gave it: a text that contains JSON."""

    text: str
    usage: Usage


class CommandFailed(Exception):
    """A command gave no answer. `words` is its own message, unsafe to print; `usage` is what the call used."""

    def __init__(self, trouble: Trouble, words: str = "", usage: Usage | None = None) -> None:
        super().__init__(words)
        self.trouble = trouble
        self.words = words
        self.usage = usage or Usage()


class Interface(Protocol):
    """How one command is asked; each is a module."""

    def prepare(self, question: Question[Any], model: str, folder: Path) -> Invocation:
        """Write the files of a question into its empty folder, and return what to run there."""
        ...

    def read(self, ended: Ended) -> Said:
        """The answer in the output; raises CommandFailed."""
        ...

    def clean(self, folder: Path, environment: Mapping[str, str]) -> None:
        """Remove what the command kept of a question outside its folder."""
        ...
