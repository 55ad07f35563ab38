"""One request, from the events of the DevTools protocol's Network domain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claude_scope.browser.devtools.connection import Session
    from claude_scope.browser.record.tabs.tab import Tab


@dataclass(eq=False)
class Request:
    """A request that has not ended. Times are epoch milliseconds; `began_s` is on the browser's monotonic clock."""

    id: str
    tab: Tab
    session: Session
    method: str
    url: str
    type: str
    loader: str
    start: float
    began_s: float
    is_document: bool
    """Whether it loads the document of a tab."""
    body: str | None = None
    status: int = 0
    headers_size: int = 0
    content_type: str = ""
    requested_s: float | None = None
    """When it was sent, on the monotonic clock, if it was not answered from a cache."""

    @property
    def is_ok(self) -> bool:
        """Whether the server answered with success."""
        return 200 <= self.status < 300

    def answer(self, response: dict[str, Any]) -> None:
        """The headers of the answer arrived."""
        self.status = response["status"]
        self.headers_size = response.get("encodedDataLength", 0)
        self.content_type = response.get("mimeType", "")
        timing = response.get("timing")
        if timing is not None and timing["requestTime"] >= self.began_s:  # a cached one has an earlier request's time
            self.start += (timing["requestTime"] - self.began_s) * 1000
            self.requested_s = self.began_s = timing["requestTime"]

    def at(self, monotonic_s: float) -> float:
        """A time of the monotonic clock in epoch milliseconds."""
        return self.start + (monotonic_s - self.began_s) * 1000


def request_of(event: dict[str, Any], number: int, tab: Tab, session: Session) -> Request:
    """The request that `Network.requestWillBeSent` reports."""
    about = event["request"]
    kind = event.get("type", "Other")
    is_document = (
        kind == "Document"
        and event["requestId"] == event.get("loaderId")
        and event.get("frameId") == tab.frames.main.id
    )
    return Request(
        f"r{number}",
        tab,
        session,
        about["method"],
        about["url"],
        kind.lower(),
        event.get("loaderId", ""),
        event["wallTime"] * 1000,
        event["timestamp"],
        is_document,
        about.get("postData"),
    )
