"""Prepares the parts of the report that need a capture: acts, page events, console and network, with their states."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from claude_scope.report.text import format_size
from claude_scope.serialization.capture_rows import MAX_LINES
from claude_scope.values import Act, LogLine, Moment, NetworkRequest
from claude_scope.wording.acts import describe_act, describe_answer, describe_event, describe_source, short_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.values import Timeline


@dataclass(frozen=True, slots=True)
class ActView:
    """An act in words, and the act itself."""

    text: str
    act: Act

    @property
    def time_ms(self) -> int:
        """The time of the act, rounded to milliseconds."""
        return max(0, round(self.act.time_ms))

    @property
    def has_mark(self) -> bool:
        """Whether the place where the act happened can be marked on a picture."""
        return self.act.point is not None or self.act.target.box is not None


@dataclass(frozen=True, slots=True)
class EventView:
    """A page event in words."""

    text: str
    time_ms: int


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of the console or of the network; `state` counts from 1, `level` is error, warning or empty."""

    state: int
    time_ms: int
    level: str
    source: str
    text: str
    detail: str = ""
    stack: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Feed:
    """Lines in time order, at most `MAX_LINES` of `total`."""

    id: str
    title: str
    lines: tuple[LineView, ...]
    total: int
    empty: str

    @property
    def errors(self) -> int:
        """The number of lines that report an error."""
        return sum(line.level == "error" for line in self.lines)


def acts(moment: Moment) -> tuple[ActView, ...]:
    """The user's acts that began this state, done on the screen that the previous state's picture shows."""
    return tuple(ActView(describe_act(act), act) for act in moment.acts)


def events(moment: Moment) -> tuple[EventView, ...]:
    """Navigations, dialogs, downloads, popups and crashes."""
    told = (event for event in moment.events if event.is_told)
    return tuple(EventView(describe_event(event, moment.url), max(0, round(event.time_ms))) for event in told)


def lines(moment: Moment, state: int) -> tuple[LineView, ...]:
    """The lines of console and network in a state, in time order."""
    return tuple(sorted((*_console(moment, state), *_network(moment, state)), key=lambda line: line.time_ms))


def feeds(timeline: Timeline) -> tuple[Feed, ...]:
    """The console and network lines of the whole recording; empty without a capture."""
    if not timeline.is_captured:
        return ()
    numbered = list(enumerate(timeline.moments, 1))
    said = [line for n, moment in numbered for line in _console(moment, n)]
    asked = sorted((line for n, moment in numbered for line in _network(moment, n)), key=lambda line: line.time_ms)
    return (
        _feed("console", "Console", said, "Nothing was logged, and no error was thrown."),
        _feed("network", "Network", asked, "No request of the page's code, and none that failed."),
    )


def _feed(name: str, title: str, found: list[LineView], empty: str) -> Feed:
    return Feed(name, title, tuple(islice(found, MAX_LINES)), len(found), empty)


def _console(moment: Moment, state: int) -> Iterator[LineView]:
    for line in moment.log:
        level = "error" if line.is_error else "warning" if line.kind == "warning" else ""
        place = _place(line, moment.url)
        yield LineView(
            state, max(0, round(line.time_ms)), level, describe_source(line), line.text, place, line.stack, line.count
        )


def _place(line: LogLine, page_url: str) -> str:
    return short_url(line.place, page_url) if line.place else ""


def _network(moment: Moment, state: int) -> Iterator[LineView]:
    for request in moment.requests:
        level = "error" if request.failed else ""
        text = f"{short_url(request.url, moment.url)} {describe_answer(request)}"
        yield LineView(state, max(0, round(request.start_ms)), level, request.method, text, _request_detail(request))


def _request_detail(one: NetworkRequest) -> str:
    took = "" if one.end_ms is None else f"{one.end_ms - one.start_ms:.0f} ms"
    return ", ".join(filter(None, (one.kind, took, format_size(one.size_bytes) if one.size_bytes else "")))
