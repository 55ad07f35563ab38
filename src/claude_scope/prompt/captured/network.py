"""Describes requests, console lines and page events in words."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from claude_scope.plural import counted
from claude_scope.prompt.captured.acts import voice
from claude_scope.prompt.fence import cut, quote
from claude_scope.values import WENT_TO
from claude_scope.wording.acts import describe_answer, describe_event, describe_source, short_url

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from claude_scope.prompt.sections import Omissions
    from claude_scope.values import LogLine, Moment, NetworkRequest, PageEvent

MAX_REQUESTS, MAX_LOG_LINES, MAX_REMARKS = 4, 3, 1
"""The limits of one row; the others are counted. Remarks are console lines that are neither errors nor warnings."""
MAX_ROWS_OF_LINE = 2
"""A console line that occurs in more rows than this is written only in the first of them."""
MAX_STACK_LINES = 4
_ORDER = {"uncaught error": 0, "uncaught rejection": 0, "error": 1, "warning": 2}
MAX_ADDRESS_CHARS, MAX_QUERY_CHARS = 80, 24
"""Maximum number of characters of a page's address in a row, and of the query in it."""
MAX_FRAGMENT_CHARS = 60


def describe_requests(requests: Sequence[NetworkRequest], page_url: str, limit: int) -> list[str]:
    """Describe requests, failed ones first, equal ones merged: `POST /api/cart 500`, `GET /api/items 200 (3 times)`."""
    said = _folded(
        _request(request, page_url, limit)
        for request in sorted(requests, key=lambda other_request: not other_request.failed)
    )
    rest = len(said) - MAX_REQUESTS
    return [*said[:MAX_REQUESTS], *([f"and {counted(rest, 'more request')}"] if rest > 0 else [])]


def _request(one: NetworkRequest, page_url: str, limit: int) -> str:
    answer = describe_answer(one, voice(limit))
    return f"{cut(one.method, 12)} {cut(short_url(one.url, page_url), limit)} {answer}"


def describe_log(lines: Sequence[LogLine], limit: int, rows: Mapping[str, int], told: Collection[str]) -> list[str]:
    """Describe console lines, with uncaught errors and console errors first: `uncaught error "x is undefined"`.

    `rows` has the number of rows in which each line occurs; `told` has the lines that earlier rows contain.
    """
    again = {text for text in told if rows[text] > MAX_ROWS_OF_LINE}
    new = [line for line in lines if _is_telling(line) and line.text not in again]
    faults = sorted((line for line in new if line.kind in _ORDER), key=lambda line: _ORDER[line.kind])
    remarks = [line for line in new if line.kind not in _ORDER]
    said, others = (_console_lines(some, limit, rows) for some in (faults, remarks))
    kept = said[:MAX_LOG_LINES]
    kept += others[: min(MAX_REMARKS, MAX_LOG_LINES - len(kept))]
    rest = len(said) + len(others) - len(kept)
    return [*kept, *([f"and {counted(rest, 'more console line')}"] if rest > 0 else [])]


def _console_lines(lines: Sequence[LogLine], limit: int, rows: Mapping[str, int]) -> list[str]:
    """Each line once, with the number of its occurrences, and of its rows if that exceeds `MAX_ROWS_OF_LINE`."""
    texts = (
        f"{describe_source(line, voice(limit))} {quote(line.text, limit)}"
        + (f" (in {rows[line.text]} rows)" if rows[line.text] > MAX_ROWS_OF_LINE else "")
        for line in lines
        for _ in range(min(line.count, 1_000))
    )
    return _folded(texts)


def _is_telling(line: LogLine) -> bool:
    """Whether a line is neither a verbose remark of the browser nor a repetition of a failed request."""
    return line.kind != "verbose" and not line.text.startswith("Failed to load resource")


def describe_events(events: Sequence[PageEvent], page_url: str, limit: int, before: str = "") -> list[str]:
    """Describe navigations, dialogs, downloads, popups and crashes; addresses of the page's own origin become paths.

    `page_url` is the address at the end, `before` the one at the beginning. If a page sets its own address repeatedly,
    as with each letter of a search, only the last one is included.
    """
    told = [event for event in events if event.is_told and event.kind != "socket"]
    given = [event for event in told if event.text.startswith(WENT_TO)]
    return _folded(
        _navigation(event, page_url, before)
        if event.kind == "navigation"
        else cut(describe_event(event, page_url), 2 * limit)
        for event in told
        if event not in given[:-1]
    )


def _navigation(event: PageEvent, page_url: str, before: str) -> str:
    """A navigation in words: `loaded /orders?…`. The path identifies the page; the long query of a form is cut."""
    told = describe_event(event, page_url)
    if event.text.startswith(WENT_TO) and event.url.partition("#")[0] == before.partition("#")[0] and "#" in told:
        return cut(f"{WENT_TO}#{_readable(told.partition('#')[2])}", MAX_FRAGMENT_CHARS)
    start, mark, query = told.partition("?")
    fragment = f"#{query.partition('#')[2]}" if "#" in query else ""
    long = len(query) > MAX_QUERY_CHARS
    return cut(f"{start}{mark}…{fragment}" if long else told, MAX_ADDRESS_CHARS)


def _readable(fragment: str) -> str:
    """A fragment without escapes; if it contains an address with a long query, the query is cut."""
    path, mark, query = unquote(fragment).partition("?")
    return f"{path}{mark}…" if len(query) > MAX_QUERY_CHARS else path + mark + query


def _folded(texts: Iterable[str]) -> list[str]:
    """Each text once, with its number of occurrences."""
    times: dict[str, int] = {}
    for text in texts:
        times[text] = times.get(text, 0) + 1
    return [text + (f" ({n} times)" if n > 1 else "") for text, n in times.items()]


def error_lines(moments: Sequence[Moment], limit: int, most: int, out: Omissions) -> tuple[str, ...]:
    """Uncaught errors, with their stacks if known, and console errors with their places, each with its state."""
    lines: dict[str, list[int]] = {}
    for number, moment in enumerate(moments, 1):
        for line in moment.log:
            if not line.is_error or not _is_telling(line):
                continue
            stack = [item.strip().removeprefix("at ") for item in line.stack.splitlines() if item.strip()]
            stack = [item for item in stack if item not in line.text]
            at = " < ".join(cut(item, limit) for item in stack[:MAX_STACK_LINES]) or cut(line.place, limit)
            if not at and not line.kind.startswith("uncaught"):
                continue  # its row contains the same
            text = f"{describe_source(line, voice(limit))} {quote(line.text, 2 * limit)}{f' at {at}' if at else ''}"
            lines.setdefault(text, []).append(number)
        for request in moment.requests:
            if request.failed and request.body:
                sent = f" to {quote(request.request_body, limit)}" if request.request_body else ""
                said = f"{_request(request, moment.url, limit)}{sent} answered {quote(request.body, 3 * limit)}"
                lines.setdefault(said, []).append(number)
    told = [f"{text} (state {', '.join(map(str, numbers[:6]))})" for text, numbers in lines.items()]
    told.sort(key=lambda line: not line.startswith("uncaught"))
    return out.first(told, most, "console errors")
