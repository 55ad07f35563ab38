"""Facts of a capture about a moment as JSON rows for a page, worded as in prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_scope.serialization.codec import encode
from claude_scope.wording.acts import describe_act, describe_answer, describe_event, describe_source, short_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Act, LogLine, Moment, NetworkRequest, PageEvent

MAX_LINES = 2_000
"""Limit for console lines, and for requests, on one page; a browser would take seconds to show more."""
MAX_TEXT = 2_000
"""Characters of a console line, a stack or an address; `session.json` has them in full."""


def capture_rows(moments: Sequence[Moment]) -> list[dict[str, Any]]:
    """`url`, `acts`, `log`, `requests` and `events` of each moment, in their order."""
    lines = requests = MAX_LINES
    found = []
    for moment in moments:
        log, asked = moment.log[:lines], moment.requests[:requests]
        lines, requests = lines - len(log), requests - len(asked)
        found.append(
            {
                "url": moment.url[:MAX_TEXT],
                "acts": [_act(act) for act in moment.acts],
                "log": [_line(line, moment.url) for line in log],
                "requests": [_request(item, moment.url) for item in asked],
                "events": [_event(event, moment.url) for event in moment.events if event.is_told],
            }
        )
    return found


def _act(act: Act) -> dict[str, Any]:
    row: dict[str, Any] = encode(act, str)
    return row | {"text": describe_act(act), "value": act.value[:MAX_TEXT], "erased": act.erased[:MAX_TEXT]}


def _line(line: LogLine, page_url: str) -> dict[str, Any]:
    row: dict[str, Any] = encode(line, str)
    texts = {"text": line.text, "place": short_url(line.place, page_url) if line.place else "", "stack": line.stack}
    return (
        row
        | {name: text[:MAX_TEXT] for name, text in texts.items()}
        | {"source": describe_source(line), "isError": line.is_error}
    )


def _request(one: NetworkRequest, page_url: str) -> dict[str, Any]:
    row: dict[str, Any] = encode(one, str)
    del row["requestBody"], row["body"]
    words = {"path": short_url(one.url, page_url)[:MAX_TEXT], "answer": describe_answer(one), "failed": one.failed}
    return row | {"url": one.url[:MAX_TEXT], **words}


def _event(event: PageEvent, page_url: str) -> dict[str, Any]:
    row: dict[str, Any] = encode(event, str)
    return row | {"text": describe_event(event, page_url)[:MAX_TEXT], "url": event.url[:MAX_TEXT]}
