"""Keeps acts that have begun but may not be written yet: a click waits half a second, as it may begin a double click.

The recorder's script sends an act as soon as it begins, before the page's own listeners run, because a listener may
hang, crash or close the page. In that case, what is known of the act so far is written as the act.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_scope.browser.record.tabs.frame_lines import time_of

if TYPE_CHECKING:
    from claude_scope.browser.record.tabs.frames import Frame

_MAX_ACTS = 100
_MAX_KEYS = 10_000


class BegunActs:
    """A tab's acts that have begun, by their time and the frame that sent them."""

    def __init__(self) -> None:
        self._acts: dict[tuple[Frame, float], dict[str, Any]] = {}
        self._written: set[tuple[Frame, float]] = set()

    def begin(self, frame: Frame, event: dict[str, Any]) -> None:
        """An act begins, or more is known about it; an event without `act` says that there was no act after all."""
        key = frame, time_of(event)
        if event.get("act") is None:
            self._acts.pop(key, None)
        elif len(self._acts) < _MAX_ACTS:
            self._acts[key] = event

    def end(self, frame: Frame, event: dict[str, Any]) -> bool:
        """The act itself arrives. Returns whether to write it: False if its beginning was written already."""
        key = frame, time_of(event)
        self._acts.pop(key, None)
        return key not in self._written

    def clear(self) -> None:
        """The page has written all of its acts."""
        self._acts.clear()

    def take(self) -> list[tuple[Frame, dict[str, Any]]]:
        """The acts that the page can no longer end, as events to write."""
        taken = [(frame, event | {"kind": "action"}) for (frame, _), event in self._acts.items()]
        if len(self._written) < _MAX_KEYS:
            self._written.update(self._acts)
        self._acts.clear()
        return taken
