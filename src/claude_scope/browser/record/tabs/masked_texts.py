"""Learns the secrets that frames report, and has the frames record where the texts are that repeat them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from claude_scope.browser.record.tabs.frame_lines import is_full_snapshot, number_of, time_of
from claude_scope.browser.record.tabs.joined_frame import FIRST_ID
from claude_scope.browser.record.tabs.late_secrets import LateSecrets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from claude_scope.browser.record.capture_folder import CaptureFolder
    from claude_scope.browser.record.masking import LineMasker
    from claude_scope.browser.record.tabs.frames import Frame
    from claude_scope.browser.record.tabs.joined_frames import JoinedFrames
    from claude_scope.browser.record.tabs.tab import Tab


class MaskedTexts:
    """The masked texts of all `tabs`; `call` calls a method of the recorder's script in a frame, given as text."""

    def __init__(
        self,
        folder: CaptureFolder,
        masker: LineMasker,
        tabs: Iterable[Tab],
        joined: JoinedFrames,
        call: Callable[[Frame, str], None],
    ) -> None:
        self._folder = folder
        self._masker = masker
        self._tabs = tabs
        self._joined = joined
        self._call = call
        self._late = LateSecrets(self._mask_again)

    def learn(self, frame: Frame, event: dict[str, Any]) -> None:
        """A frame reports the value of a secret field."""
        typed, within = (event.get(name) is True for name in ("typed", "within"))
        since = number_of(event, "since")
        self._masker.learn(str(event.get("value", "")), typed=typed, within=within, late=since > 0, source=frame)
        if since > 0:
            self._late.note(since)

    def written(self, tab: Tab, event: dict[str, Any]) -> None:
        """A DOM event was written."""
        since = 0 if is_full_snapshot(event) else time_of(event)
        self._mark(tab, event["document"], self._marks(), since)

    def flush(self) -> None:
        """Mask the parts of secrets that were written before the secrets were recognised."""
        self._late.flush()

    def _mask_again(self, since: float) -> None:
        self._folder.mask_again(since)
        marks = self._marks()
        for tab in self._tabs:
            self._mark(tab, tab.document, marks, since)

    def _marks(self) -> dict[tuple[object, object], bool]:
        marks, self._masker.marks = self._masker.marks, {}
        return marks

    def _mark(self, tab: Tab, document: object, marks: dict[tuple[object, object], bool], since: float) -> None:
        """Have the frames record the places of texts that were masked in events. Frames get node ids, no secrets."""
        nodes: dict[Frame, list[list[object]]] = {}
        for (where, node), is_masked in marks.items():
            if where == document and isinstance(node, int):
                frame, own = self._joined.owner(tab, node) if node >= FIRST_ID else (tab.frames.main, node)
                nodes.setdefault(frame, []).append([own, is_masked])
        for frame, marked in nodes.items():
            self._call(frame, f"mark({json.dumps(marked)}, {since})")
