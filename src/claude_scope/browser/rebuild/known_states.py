"""Caches states that were rebuilt during the recording, each with the data that it was rebuilt from.

The recorder only appends to the events of a document. A cached state is valid if all events appended since are later
than it, and if the sizes of its images and its style sheets are unchanged.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from claude_scope.browser.rebuild.rebuilt_tree import RebuiltTree
    from claude_scope.browser.rebuild.replayed import Rendered
    from claude_scope.values import Capture, Instant


@dataclass(frozen=True, slots=True)
class _Source:
    """A document as recorded so far: its events, the sizes of its images, and all style sheets."""

    events: str
    images: Mapping[int, tuple[int, int]]
    styles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Known:
    """A state, with the length and digest of the events that it was rebuilt from."""

    now: Rendered
    built: RebuiltTree
    chars: int
    digest: bytes
    images: Mapping[int, tuple[int, int]]
    styles: Mapping[str, str]


@dataclass(slots=True)
class KnownStates:
    """The cached states, by document and epoch time."""

    _states: dict[tuple[str, int], _Known] = field(default_factory=dict)
    _capture: Capture | None = None
    _sources: dict[str, _Source] = field(default_factory=dict)
    _digests: dict[tuple[str, int], bytes] = field(default_factory=dict)
    _later: dict[tuple[str, int], float] = field(default_factory=dict)

    def add(self, capture: Capture, instant: Instant, now: Rendered, built: RebuiltTree) -> None:
        """Cache a state, unless a later event may change it, as when it is empty or an event could not be replayed."""
        if now.broken or not built.tree.children:
            return
        source = self._source(capture, instant.document)
        chars = len(source.events) - 1  # the closing bracket of the list
        digest = self._digest(instant.document, source, chars)
        self._states[_key(capture, instant)] = _Known(now, built, chars, digest, source.images, source.styles)

    def find(self, capture: Capture, instant: Instant, wanted: Sequence[int]) -> tuple[Rendered, RebuiltTree] | None:
        """The cached state of an instant, if it is valid and has all `wanted` targets."""
        known = self._states.get(_key(capture, instant))
        if known is None or not set(wanted) <= set(known.built.targets):
            return None
        source = self._source(capture, instant.document)
        began = source.events[: known.chars]
        stands = (
            known.digest == self._digest(instant.document, source, known.chars)
            and self._first_later_ms(instant.document, source, known.chars) > capture.offset_ms + instant.time_ms
            and not any(re.search(rf'"id": {node}\b', began) for node in _changed(known.images, source.images))
            and not any(json.dumps(url) in began for url in _changed(known.styles, source.styles))
        )
        return (known.now, known.built) if stands else None

    def _source(self, capture: Capture, name: str) -> _Source:
        if self._capture is not capture:
            self._capture = capture
            self._sources.clear()
            self._digests.clear()
            self._later.clear()
        if name not in self._sources:
            document = next(document for document in capture.documents if document.id == name)
            images = {node: (width, height) for node, width, height in document.images}
            self._sources[name] = _Source(document.events.read_text("utf-8"), images, _styles(capture.styles))
        return self._sources[name]

    def _digest(self, name: str, source: _Source, chars: int) -> bytes:
        if (name, chars) not in self._digests:
            self._digests[name, chars] = hashlib.sha256(source.events[:chars].encode()).digest()
        return self._digests[name, chars]

    def _first_later_ms(self, name: str, source: _Source, chars: int) -> float:
        """The epoch time of the first event after `chars` characters; 0 if a later event changes earlier states."""
        if (name, chars) not in self._later:
            events = json.loads("[" + source.events[chars:].removeprefix(","))
            attaches = any(
                isinstance(event.get("data"), dict) and event["data"].get("isAttachIframe") for event in events
            )
            times = [0.0] if attaches else [event["timestamp"] for event in events]
            self._later[name, chars] = min(times, default=float("inf"))
        return self._later[name, chars]


def _key(capture: Capture, instant: Instant) -> tuple[str, int]:
    return instant.document, round(100 * (capture.offset_ms + instant.time_ms))


def _changed(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> list[Any]:
    """The keys whose value is new or different."""
    return [key for key, value in after.items() if before.get(key) != value]


def _styles(path: Path | None) -> Mapping[str, str]:
    found: dict[str, str] = json.loads(path.read_text("utf-8")) if path else {}
    return found
