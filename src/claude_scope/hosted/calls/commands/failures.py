"""Translates the failures of a command into errors with one sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.errors import ModelRefused
from claude_scope.hosted.calls.call_failures import CallFailed
from claude_scope.hosted.calls.choice import COMMANDS
from claude_scope.hosted.calls.model_call import (
    MAX_BROKEN_TRIES,
    MAX_BUSY_TRIES,
    MAX_MALFORMED_TRIES,
    MAX_QUOTED_CHARS,
)
from claude_scope.invisible_characters import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_scope.hosted.calls.choice import Choice
    from claude_scope.hosted.calls.commands.command import CommandFailed, Trouble

WITHOUT = "or analyze without a model"
MIN_SECRET_CHARS = 8
_SECRET_VARIABLE = re.compile(r"(KEY|TOKEN|SECRET|PASSWORD)$")
_FAILURES: dict[Trouble, tuple[str, int]] = {
    "busy": ("is too busy", MAX_BUSY_TRIES),
    "unreachable": ("could not reach its provider", MAX_BROKEN_TRIES),
    "server": ("failed", MAX_BROKEN_TRIES),
    "late": ("did not answer in time", MAX_BROKEN_TRIES),
    "refused": ("refused to answer", 1),
    "too_long": ("did not finish its answer", 1),
    "malformed": ("sent an invalid answer", MAX_MALFORMED_TRIES),
    "bad_catalog": ("could not read the descriptions of its models", 2),
    "failed": ("gave no answer", 1),
}
"""For each kind of failure, the words of the message and the maximum number of tries of a call."""


def not_installed(choice: Choice) -> ModelRefused:
    """The error if the program is not on the search path."""
    command = COMMANDS[choice.provider]
    return ModelRefused(
        f"{command.title} cannot be asked, since the command {command.program} is not on the search path; "
        f"install it, {WITHOUT}."
    )


def translate(failure: CommandFailed, choice: Choice, environment: Mapping[str, str]) -> CallFailed | ModelRefused:
    """The error of a call, with the command's own message on one line."""
    title = choice.display_name
    quote = quoted(failure.words, environment)
    if refusal := _refusal(failure.trouble, choice):
        what, todo = refusal
        return ModelRefused(f"{title} {what}{quote}; {todo}, {WITHOUT}.")
    what, tries = _FAILURES[failure.trouble]
    unreachable = failure.trouble == "unreachable"
    return CallFailed(f"{title} {what}{quote}.", tries=tries, unreachable=unreachable, usage=failure.usage)


def _refusal(trouble: Trouble, choice: Choice) -> tuple[str, str] | None:
    command = COMMANDS[choice.provider]
    if trouble == "signed_out":
        return "is not signed in", command.sign_in
    if trouble == "quota":
        return "has reached the limit of its plan", "wait until it is reset"
    if trouble == "unknown_model":
        return f"cannot use the model {choice.model!r}" if choice.model else "has no model", "choose another model"
    if trouble == "outdated":
        return "does not know an option that Claude Scope needs", f"update {command.program}"
    return None


def quoted(words: str, environment: Mapping[str, str]) -> str:
    """A command's message in brackets: on one line, without control characters or secrets of its environment."""
    line = one_line(words)
    for name, value in environment.items():
        if _SECRET_VARIABLE.search(name.upper()) and len(value) >= MIN_SECRET_CHARS:
            line = line.replace(value, "***")
    line = line[:MAX_QUOTED_CHARS].rstrip(". ")
    return f" ({line})" if line else ""
