"""The options of a session's prompt: the stored ones, overridden by those of the request."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from claude_scope.jobs.session.stored_prompt import prompt_options

if TYPE_CHECKING:
    from claude_scope.api.schemas.prompts import PromptRequest
    from claude_scope.store.queries.sessions import StoredSession
    from claude_scope.values import PromptOptions


def options_of(kept: StoredSession, asked: PromptRequest) -> PromptOptions:
    """The `PromptOptions` to write a prompt with: the chosen options, and the budget of the request."""
    return replace(prompt_options(chosen(kept, asked)), budget_tokens=asked.budget)


def chosen(kept: StoredSession, asked: PromptRequest) -> dict[str, Any]:
    """The options to store with the session: the stored ones, changed by the request."""
    given = {name: value for name, value in asked.given().items() if name in _OPTIONS and value is not None}
    return {**kept.options, **given}


_OPTIONS = ("include_screenshots", "inline_aria_tree", "include_raw_diff")
