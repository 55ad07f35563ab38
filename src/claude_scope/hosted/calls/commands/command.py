"""The values of a command: its input, its output, and the kinds of failure."""

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
    "bad_catalog",
    "failed",
]
"""The kinds of failure of a command."""


@dataclass(frozen=True, slots=True)
class Invocation:
    """The arguments, standard input and additional environment variables of a program."""

    arguments: tuple[str, ...]
    stdin: bytes = b""
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ended:
    """The exit status of a program, its stdout, and the end of its stderr."""

    status: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class Said:
    """A model's answer from a command: a text that contains JSON, and the usage."""

    text: str
    usage: Usage


class CommandFailed(Exception):
    """A command gave no answer. `words` is its own message, unsafe to print; `usage` is the usage of the call."""

    def __init__(self, trouble: Trouble, words: str = "", usage: Usage | None = None) -> None:
        super().__init__(words)
        self.trouble = trouble
        self.words = words
        self.usage = usage or Usage()


class Interface(Protocol):
    """How to call one command; each implementation is a module."""

    def inquiry(self, folder: Path) -> Invocation | None:
        """Return the invocation that prints what `prepare` needs to know; None if it needs nothing.

        `folder` is empty.
        """
        ...

    def prepare(self, question: Question[Any], model: str, folder: Path, known: str) -> Invocation:
        """Write the files of a question into its empty folder, and return the invocation.

        `known` is the output of the inquiry, "" if there is none or it failed.
        """
        ...

    def read(self, ended: Ended) -> Said:
        """Read the answer from the output; raises CommandFailed."""
        ...

    def clean(self, folder: Path, environment: Mapping[str, str]) -> None:
        """Remove the data of a question that the command keeps outside the folder."""
        ...
