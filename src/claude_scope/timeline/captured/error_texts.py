"""Finds the changes of a state that read like an error, and quotes a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.lexicon.error_words import alert_says_error, says_error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Box, Change

MAX_ERROR_DISTANCE_LINES = 1.5
"""An error stands at most this many field heights below its field."""
_CONTROLS = frozenset({"button", "input", "link", "checkbox", "radio", "select", "tab", "menu", "icon"})


def error_changes(changes: Sequence[Change]) -> list[str]:
    """The texts that appeared and read like an error, those of alerts first."""
    fresh = [c for c in changes if c.kind == "added" or (c.kind == "changed" and c.what == "text")]
    texts = [(c.element.type == "alert", c.after or c.element.label) for c in fresh if c.element.type not in _CONTROLS]
    alerts = [text for alert, text in texts if alert and alert_says_error(text)]
    return alerts + [text for alert, text in texts if not alert and says_error(text)]


def field_errors(changes: Sequence[Change]) -> list[str]:
    """Texts that appeared right under a field as it became invalid, whatever their words."""
    wrong = [c.element.box for c in changes if c.what == "state" and c.after == "invalid"]
    texts = [c.element for c in changes if c.kind == "added" and c.element.type in ("text", "alert")]
    return [e.label for e in texts if any(_is_below(e.box, box) for box in wrong)]


def _is_below(text: Box, field: Box) -> bool:
    """Whether a text stands right under a field, or under its name beside it."""
    return -field.height <= text.y - field.y - field.height <= MAX_ERROR_DISTANCE_LINES * field.height


def quote(text: str, limit: int = 80) -> str:
    """A text in quotes, cut to `limit` characters."""
    return f'"{text if len(text) <= limit else text[: limit - 1] + "…"}"'
