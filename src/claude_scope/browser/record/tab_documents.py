"""The documents of a tab: which are committed, which have begun to send, and which frames they contain."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import Frame

_MAX_COMMITTED, _MAX_WAITING = 50, 10_000


@dataclass(eq=False)
class TabDocuments:
    """The documents that have begun, each with the time of its navigation, and the pending events of the next one."""

    page: str
    begun: list[tuple[float, str]] = field(default_factory=list)
    _committed: deque[str] = field(default_factory=lambda: deque(maxlen=_MAX_COMMITTED))
    """URLs of committed documents that have not begun to send."""
    _frames: dict[Frame, tuple[str, str]] = field(default_factory=dict)
    """The id of each frame of another origin, and its document."""
    _waiting: list[tuple[Frame, dict[str, Any]]] | None = field(default_factory=list)
    """Events of frames whose document has not begun to send; None once it has."""

    @property
    def present(self) -> str:
        """The id of the current document, "" before there is one."""
        return self.begun[-1][1] if self.begun else ""

    @property
    def has_begun(self) -> bool:
        """Whether a document has begun since the last one was committed; until then an older one may still send."""
        return self._waiting is None

    def commit(self, url: str, *, is_first_look: bool) -> None:
        """The browser committed a document; `url` is "" for a blank page or an error page.

        A popup's document may have begun before the first look at it.
        """
        if is_first_look and self.begun:
            return
        if url:
            self._committed.append(url)
        self._waiting = self._waiting or []

    def step(self, url: str) -> None:
        """The URL changed within the last committed document."""
        if self._committed:
            self._committed[-1] = url

    def begin(self, began_ms: float, name: str, claimed_url: str) -> str:
        """A document begins to send. Returns its URL, as the browser committed it; "" if it did not.

        Each URL is used once. A document that is left at once may begin after the next one was committed.
        """
        self.begun.append((began_ms, name))
        committed = list(self._committed)
        if claimed_url in committed:
            for _ in range(committed.index(claimed_url) + 1):
                self._committed.popleft()
            return claimed_url
        self._committed.clear()
        return committed[-1] if committed else ""

    def released(self) -> list[tuple[Frame, dict[str, Any]]]:
        """The events that waited for the current document."""
        waiting, self._waiting = self._waiting or [], None
        return waiting

    def must_wait(self, frame: Frame, event: dict[str, Any]) -> bool:
        """Whether an event of a frame of another origin has to wait until the document around it begins to send."""
        if self._waiting is None or frame in self._frames or len(self._waiting) >= _MAX_WAITING:
            return False
        self._waiting.append((frame, event))
        return True

    def place_of(self, frame: Frame) -> tuple[str, str]:
        """The id of a frame of another origin, and its document."""
        if frame not in self._frames:
            self._frames[frame] = f"{self.page}f{len(self._frames) + 1}", self.present
        return self._frames[frame]

    def named(self, document: object) -> str:
        """The document of this tab that an event names, else the current one."""
        return next((name for _, name in self.begun if name == document), self.present)
