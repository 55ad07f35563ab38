"""A tab of a recording."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claude_scope.browser.record.tabs.begun_acts import BegunActs
from claude_scope.browser.record.tabs.documents import TabDocuments

if TYPE_CHECKING:
    from claude_scope.browser.devtools.connection import Session
    from claude_scope.browser.record.tabs.frames import Frame, Frames
    from claude_scope.browser.record.tabs.joined_frame import JoinedFrame
    from claude_scope.browser.record.video.screencast import Screencast


@dataclass(eq=False)
class Tab:
    """A tab, its id in the capture, and its documents."""

    id: str
    session: Session
    frames: Frames
    screencast: Screencast
    opener: str = ""
    """The id of the tab that opened it."""
    url: str = ""
    since: float = 0.0
    """When its recording began, in epoch milliseconds, if it was open before; what happened earlier is unknown."""
    documents: TabDocuments = field(default_factory=TabDocuments)
    begun: BegunActs = field(default_factory=BegunActs)
    """Acts that are not written yet."""
    joined: dict[Frame, JoinedFrame] = field(default_factory=dict)
    """Frames of another origin that send for themselves."""
    joined_count: int = 0
    """How many such frames there have been so far."""
    last_dom_ms: float = 0.0
    """The time of the latest change of the DOM that was written."""
    is_closed: bool = False

    @property
    def document(self) -> str:
        """The id of the current document, "" before there is one."""
        return self.documents.present
