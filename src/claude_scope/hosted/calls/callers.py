"""Chooses how a model is called: over HTTP, or by running a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.hosted.calls.commands.command_call import CommandCaller
from claude_scope.hosted.calls.model_call import ModelCaller

if TYPE_CHECKING:
    from claude_scope.hosted.calls.asker import Caller
    from claude_scope.hosted.calls.choice import Choice


def caller_of(choice: Choice) -> Caller:
    """The caller of the chosen model."""
    return CommandCaller(choice) if choice.is_command else ModelCaller(choice)
