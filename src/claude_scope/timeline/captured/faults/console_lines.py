"""Errors in the console that a developer would look into, without what sound pages log as well."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_scope.values import LogLine

_BROWSER_REMARKS = re.compile(
    r"^(?:Failed to load resource|Failed to find a valid digest|Refused to |Access to |Blocked )"
    r"|Content Security Policy|Permissions policy violation|preloaded using link preload|[Ss]ource ?map"
)
"""The browser's own lines in the console; the requests say as much."""
_ADVICE = re.compile(r"^\W*(?:Warning:|\[?Deprecation|DEPRECATED)|^.{0,80}\bis deprecated\b")
"""What libraries write for developers, some of them as errors."""
_HARMLESS = re.compile(
    r"ResizeObserver loop|\babort|CancelledError|CanceledError|\b(?:request|navigation) (?:was )?cancell?ed\b"
    r"|NavigationDuplicated|play\(\)|-extension://|Unchecked runtime\.lastError",
    re.IGNORECASE,
)
"""A layout that settles a frame later, what a navigation or a newer request ends, extensions of the browser."""
_NO_ANSWER = re.compile(r"Failed to fetch|NetworkError when|Network ?Error$|Load failed|ERR_BLOCKED_BY_CLIENT")
"""What the client of a request throws that got no answer; which one it was, only the requests say."""


def is_thrown(line: LogLine) -> bool:
    """Whether nobody caught an error that is a sign of a fault."""
    return line.kind.startswith("uncaught") and not _is_harmless(line)


def is_logged(line: LogLine) -> bool:
    """Whether the page wrote an error into the console that is a sign of a fault."""
    return line.kind == "error" and not (
        _is_harmless(line) or _BROWSER_REMARKS.search(line.text) or _ADVICE.search(line.text)
    )


def is_of_request(line: LogLine) -> bool:
    """Whether a line only says that some request got no answer."""
    return _NO_ANSWER.search(line.text) is not None


def _is_harmless(line: LogLine) -> bool:
    return any(_HARMLESS.search(part) for part in (line.text, line.place))
