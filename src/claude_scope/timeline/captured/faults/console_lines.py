"""Console errors that a developer would look into, without those that healthy pages log too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_scope.values import LogLine

_BROWSER_REMARKS = re.compile(
    r"^(?:Failed to load resource|Failed to find a valid digest|Refused to |Access to |Blocked )"
    r"|Content Security Policy|Permissions policy violation|preloaded using link preload|[Ss]ource ?map"
)
"""Console lines that the browser writes; the list of requests contains the same information."""
_ADVICE = re.compile(r"^\W*(?:Warning:|\[?Deprecation|DEPRECATED)|^.{0,80}\bis deprecated\b")
"""Advice of libraries for developers, some of it logged as errors."""
_HARMLESS = re.compile(
    r"ResizeObserver loop|\babort|CancelledError|CanceledError|\b(?:request|navigation) (?:was )?cancell?ed\b"
    r"|NavigationDuplicated|play\(\)|-extension://|Unchecked runtime\.lastError",
    re.IGNORECASE,
)
"""Harmless errors: a layout that settles a frame later, aborted requests, browser extensions."""
_NO_ANSWER = re.compile(r"Failed to fetch|NetworkError when|Network ?Error$|Load failed|ERR_BLOCKED_BY_CLIENT")
"""Errors of HTTP clients that got no answer; only the list of requests says which request failed."""


def is_thrown(line: LogLine) -> bool:
    """Whether an uncaught error is a sign of a fault."""
    return line.kind.startswith("uncaught") and not _is_harmless(line)


def is_logged(line: LogLine) -> bool:
    """Whether a logged error is a sign of a fault."""
    return line.kind == "error" and not (
        _is_harmless(line) or _BROWSER_REMARKS.search(line.text) or _ADVICE.search(line.text)
    )


def is_of_request(line: LogLine) -> bool:
    """Whether a line only says that a request got no answer."""
    return _NO_ANSWER.search(line.text) is not None


def _is_harmless(line: LogLine) -> bool:
    return any(_HARMLESS.search(part) for part in (line.text, line.place))
