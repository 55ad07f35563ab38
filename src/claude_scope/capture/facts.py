"""Turns the events of a capture into facts: acts, console lines, requests and page events."""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast, get_args

from claude_scope.capture.fields import MAX_URL_CHARS, count, epoch_ms, identifier, mapping, pair, text
from claude_scope.values import Act, ActKind, LogLine, Modifier, NetworkRequest, PageEvent, Target
from claude_scope.wording.acts import TAB_CLOSED, tab_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from claude_scope.serialization.capture_files import Event
    from claude_scope.values import Document

MAX_FACTS = 20_000
"""Maximum number of facts of one kind; a page that logs in a loop has more, and nobody reads them."""
MAX_NAME_CHARS = 300
MAX_LENGTH_MS = 86_400_000.0
"""The greatest distance of a valid time from the start of the video: a day."""
MAX_BODY_CHARS = 64_000
FIRST_PAGE = "p1"
PAGE_CLOSED, TAB_OPENED = "page closed", "tab opened"
_UNCAUGHT = re.compile(r"^Uncaught (?:\(in promise\) )?")
"""Browsers begin the text of an uncaught error with this; the kind of the line says the same."""
_ACT_KINDS = frozenset(get_args(ActKind))
_NAVIGATIONS = {
    "load": "loaded",
    "reload": "reloaded",
    "push": "went to",
    "replace": "address became",
    "back": "went back to",
    "forward": "went forward to",
    "traverse": "went back or forward to",
    "hash": "went to",
}


@dataclass(slots=True)
class Facts:
    """The facts of a capture, in the order in which they were written.

    `left_out_ms` has the kinds with more than `MAX_FACTS` facts, each with the time of the first one that is left out.
    `broken` counts invalid events. Times are milliseconds after `offset_ms`, an epoch time.
    """

    offset_ms: float
    acts: list[Act] = field(default_factory=list)
    log: list[LogLine] = field(default_factory=list)
    errors: list[LogLine] = field(default_factory=list)
    """Uncaught errors and rejections, kept apart from `log` so that a page that logs in a loop cannot displace them."""
    requests: list[NetworkRequest] = field(default_factory=list)
    events: list[PageEvent] = field(default_factory=list)
    left_out_ms: dict[str, float] = field(default_factory=dict)
    broken: int = 0
    _known_errors: set[tuple[float, str]] = field(default_factory=set)

    def add(self, event: Event) -> None:
        """Add the facts of an event; an invalid event has no facts."""
        reader = _READERS.get(event["kind"])
        time = epoch_ms(event, "t")
        if reader is not None and time is not None and abs(time - self.offset_ms) <= MAX_LENGTH_MS:
            reader(self, event, time - self.offset_ms)
        elif reader is not None:
            self.broken += 1

    def keep(self, kind: str, facts: list[Any], fact: object, time_ms: float) -> None:
        """Add a fact of one kind, such as `requests`, unless there are too many."""
        if len(facts) < MAX_FACTS:
            facts.append(fact)
        else:
            self.left_out_ms.setdefault(kind, time_ms)

    def is_known(self, time_ms: float, said: str) -> bool:
        """Whether the same error was added before, since a frame and the page around it may both report an error."""
        number = len(self._known_errors)
        self._known_errors.add((time_ms, said))
        return len(self._known_errors) == number

    def since_start(self, event: Mapping[str, Any], name: str) -> float | None:
        """A time of an event in milliseconds from the start of the video."""
        time = epoch_ms(event, name)
        return None if time is None else time - self.offset_ms


def _act(facts: Facts, event: Event, time_ms: float) -> None:
    kind = text(event, "act", 20)
    if kind not in _ACT_KINDS:
        facts.broken += 1
        return
    until = facts.since_start(event, "until")
    to = mapping(event, "to")
    end = facts.since_start(to, "t") if until is None else until
    dragged = kind == "drag" and bool(to)
    act = Act(
        kind=cast("ActKind", kind),
        time_ms=time_ms,
        until_ms=max(time_ms, end or time_ms),
        page=identifier(event, "page"),
        target=_target(event, event),
        point=pair(event, "point"),
        value=text(event, "value"),
        key=text(event, "key", 60),
        to=_target(event, to) if dragged else None,
        to_point=pair(to, "point") if dragged else None,
        modifiers=_modifiers(event),
    )
    facts.keep("acts", facts.acts, act, time_ms)


def _modifiers(event: Event) -> tuple[Modifier, ...]:
    listed = event.get("modifiers")
    return tuple(item for item in get_args(Modifier) if isinstance(listed, list) and item in listed)


def _target(event: Event, part: Mapping[str, Any]) -> Target:
    said = mapping(part, "target")
    return Target(
        document=identifier(event, "document"),
        node=count(part, "node"),
        tag=text(said, "tag", 40),
        role=text(said, "role", 40),
        name=text(said, "name", MAX_NAME_CHARS),
    )


def _console(facts: Facts, event: Event, time_ms: float) -> None:
    line = LogLine(time_ms, text(event, "level", 20) or "log", text(event, "text"), text(event, "place", MAX_URL_CHARS))
    facts.keep("console lines", facts.log, line, time_ms)


def _error(facts: Facts, event: Event, time_ms: float) -> None:
    kind = "rejection" if event.get("rejection") is True else "error"
    said = _UNCAUGHT.sub("", text(event, "text"))
    if facts.is_known(time_ms, said):
        return
    line = LogLine(time_ms, f"uncaught {kind}", said, text(event, "place", MAX_URL_CHARS), text(event, "stack"))
    facts.keep("uncaught errors", facts.errors, line, time_ms)


def _request(facts: Facts, event: Event, time_ms: float) -> None:
    start = facts.since_start(event, "start")
    request = NetworkRequest(
        start_ms=time_ms if start is None else start,
        end_ms=facts.since_start(event, "end"),
        method=text(event, "method", 20),
        url=text(event, "url", MAX_URL_CHARS),
        kind=text(event, "type", 20),
        status=min(count(event, "status"), 999),
        size_bytes=count(event, "size"),
        failure=text(event, "failure", 200),
        request_body=text(event, "requestBody", MAX_BODY_CHARS),
        body=text(event, "body", MAX_BODY_CHARS),
    )
    facts.keep("requests", facts.requests, request, time_ms)


def _happened(kind: str, say: Callable[[Event], str]) -> Callable[[Facts, Event, float], None]:
    def read(facts: Facts, event: Event, time_ms: float) -> None:
        said = say(event)
        if said:
            page_event = PageEvent(time_ms, kind, identifier(event, "page"), said, text(event, "url", MAX_URL_CHARS))
            facts.keep("events of pages", facts.events, page_event, time_ms)

    return read


def _navigation(event: Event) -> str:
    how = _NAVIGATIONS.get(text(event, "how", 20), "went to")
    return f"{how} {text(event, 'url', MAX_URL_CHARS)}"


def _dialog(event: Event) -> str:
    answer, kind = text(event, "answer", 20), text(event, "type", 20)
    said = "opened before the recording" if kind == "unknown" else f'{kind} "{text(event, "message")}"'
    return said + (f", {answer}" if answer else "")


def _page(event: Event) -> str:
    opened = "" if identifier(event, "page") == FIRST_PAGE else TAB_OPENED
    said = {"open": opened, "close": PAGE_CLOSED, "crash": "page crashed", "hang": "page did not answer any more"}
    said["unrecorded"] = "this page was not recorded: only its picture is known"
    return said.get(text(event, "event", 20), "")


def _socket(event: Event) -> str:
    return f"WebSocket {text(event, 'event', 20)} {text(event, 'url', MAX_URL_CHARS)}"


_READERS: dict[str, Callable[[Facts, Event, float], None]] = {
    "action": _act,
    "console": _console,
    "error": _error,
    "request": _request,
    "navigation": _happened("navigation", _navigation),
    "dialog": _happened("dialog", _dialog),
    "download": _happened("download", lambda event: f'download "{text(event, "name", MAX_NAME_CHARS)}"'),
    "socket": _happened("socket", _socket),
    "page": _happened("page", _page),
    "visibility": _happened("visibility", lambda event: f"page {text(event, 'state', 20)}"),
}


def with_tabs_named(events: Sequence[PageEvent], documents: Sequence[Document]) -> list[PageEvent]:
    """The events; the texts of opened and closed tabs and popups name the tab, and an opened tab's first address."""
    named = []
    for event in events:
        tab = tab_name(event.page)
        urls = [document.url for document in documents if document.page == event.page]
        if event.text == TAB_OPENED:
            url = next(iter(urls), "")
            event = replace(event, text=f"{tab} opened: {url or 'a blank page'}", url=url)
        elif event.text == PAGE_CLOSED and event.page != FIRST_PAGE:
            event = replace(event, text=f"{tab}{TAB_CLOSED}")
        named.append(event)
    return named


def folded(lines: list[LogLine], starts_ms: Sequence[float]) -> tuple[LogLine, ...]:
    """The lines in time order; a line that repeats the previous one in the same state only increases its count.

    `starts_ms` are the times at which the states begin, in order.
    """
    kept: list[LogLine] = []
    for line in sorted(lines, key=lambda other_line: other_line.time_ms):
        last = kept[-1] if kept else None
        repeats = last and (last.kind, last.text, last.place) == (line.kind, line.text, line.place)
        if last and repeats and bisect(starts_ms, last.time_ms) == bisect(starts_ms, line.time_ms):
            kept[-1] = replace(last, count=last.count + line.count)
        else:
            kept.append(line)
    return tuple(kept)
