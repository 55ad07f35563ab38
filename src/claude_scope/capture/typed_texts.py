"""Stores the values of fields during typing, for acts that end with an empty field."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.capture.fields import count, epoch_ms, identifier, mapping, text

if TYPE_CHECKING:
    from claude_scope.serialization.capture_files import Event
    from claude_scope.values import Act

MAX_INPUTS = 50_000
"""Maximum number of values in a whole capture: hours of typing."""
MAX_CHARS = 500
_INPUT = 5
"""The source of rrweb's events for the values of fields; the recorder masks those of secret fields in the page."""
_SLACK_MS = 50.0
"""The greatest time between the act and the value, which different listeners record."""


class TypedTexts:
    """Collects the values of fields from DOM events; times count from the start of the video."""

    def __init__(self, offset_ms: float) -> None:
        self._offset_ms = offset_ms
        self._inputs: defaultdict[tuple[str, int], list[tuple[float, str]]] = defaultdict(list)
        self._left = MAX_INPUTS

    def add(self, event: Event) -> None:
        """Store the value of a field."""
        change = mapping(event, "event")
        data = mapping(change, "data")
        if count(data, "source") != _INPUT or not self._left:
            return
        self._left -= 1
        time_ms = (epoch_ms(change, "timestamp") or 0.0) - self._offset_ms
        self._inputs[identifier(event, "document"), count(data, "id")].append((time_ms, text(data, "text", MAX_CHARS)))

    def with_erased(self, act: Act) -> Act:
        """The act with the longest text that was typed and erased again in it, if it left the field empty."""
        if act.kind != "type" or act.value:
            return act
        inputs = self._inputs.get((act.target.document, act.target.node), ())
        held = [value for at, value in inputs if act.time_ms - _SLACK_MS <= at <= act.until_ms + _SLACK_MS]
        return replace(act, erased=max(held, key=len, default=""))
