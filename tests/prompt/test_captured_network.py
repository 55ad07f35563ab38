"""Several navigations in one row: the page's path, a short query, and only the last address that
the page set itself.
"""

from __future__ import annotations

import pytest

from claude_scope.prompt.captured.network import describe_events, describe_log
from claude_scope.values import LogLine, PageEvent

ORIGIN = "http://localhost:3000"


def went(*paths: str) -> list[PageEvent]:
    return [
        PageEvent(at, "navigation", "p1", f"went to {ORIGIN}{path}", f"{ORIGIN}{path}") for at, path in enumerate(paths)
    ]


@pytest.mark.parametrize(
    ("before", "paths", "told"),
    [
        ("/orders", ["/orders?q=t", "/orders?q=te", "/orders?q=tea"], ["went to /orders?q=tea"]),
        ("/orders", ["/orders#page=2"], ["went to #page=2"]),
        ("/orders", ["/orders#family=Daily%20report"], ["went to #family=Daily report"]),
        ("/", ["/#/boats?filter=%7B%22type%22%3A%22sloop%22%7D&page=1"], ["went to #/boats?…"]),
        ("/orders", ["/#/orders/17"], ["went to /#/orders/17"]),
        ("/", ["/#/orders/17"], ["went to #/orders/17"]),
        ("/orders", ["/orders?from=2026-01-01&until=2026-12-31"], ["went to /orders?…"]),
    ],
)
def test_the_address_that_a_page_gives_itself(before: str, paths: list[str], told: list[str]) -> None:
    assert describe_events(went(*paths), f"{ORIGIN}{paths[-1]}", 120, f"{ORIGIN}{before}") == told


def test_documents_that_loaded_are_all_reported() -> None:
    loaded = [PageEvent(0, "navigation", "p1", f"loaded {ORIGIN}/{name}", f"{ORIGIN}/{name}") for name in ("a", "b")]
    assert describe_events([*went("/x"), *loaded], f"{ORIGIN}/b", 120) == ["went to /x", "loaded /a", "loaded /b"]


CLOSED = LogLine(0, "uncaught error", "Transport not open")
"""A line that each page writes when it is left."""


def test_a_line_of_many_rows_is_reported_in_the_first() -> None:
    rows = {CLOSED.text: 5}
    assert describe_log([CLOSED], 120, rows, set()) == ['uncaught error "Transport not open" (in 5 rows)']
    assert describe_log([CLOSED], 120, rows, {CLOSED.text}) == []
    assert describe_log([CLOSED], 120, {CLOSED.text: 2}, {CLOSED.text}) == ['uncaught error "Transport not open"']


def test_one_remark_is_reported_and_the_others_are_counted() -> None:
    remarks = [LogLine(at, "log", f"Queue {at}") for at in range(3)]
    warning = LogLine(5, "warning", "Slow network")
    rows = dict.fromkeys([*(line.text for line in remarks), warning.text], 1)
    assert describe_log([*remarks, warning], 120, rows, set()) == [
        'console warning "Slow network"',
        'console log "Queue 0"',
        "and 2 more console lines",
    ]
