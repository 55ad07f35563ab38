"""Log lines are JSON, contain the ids, and do not quote exceptions."""

from __future__ import annotations

import json
import logging
import sys

from claude_scope.api.http.request_log import request_id, session_id
from claude_scope.server.logs import JsonLines

SECRET = "sk-0123456789"


def _line(**fields: object) -> dict[str, object]:
    record = logging.LogRecord("claude_scope.x", logging.INFO, __file__, 1, "request", None, None)
    record.__dict__.update(fields)
    line = JsonLines().format(record)
    assert "\n" not in line
    parsed: dict[str, object] = json.loads(line)
    return parsed


def test_a_line_carries_the_ids_of_request_and_session() -> None:
    tokens = request_id.set("r1"), session_id.set("sess_1")
    line = _line(status=200)
    request_id.reset(tokens[0])
    session_id.reset(tokens[1])
    assert (line["requestId"], line["sessionId"], line["status"]) == ("r1", "sess_1", 200)
    assert "requestId" not in _line()


def test_only_known_fields_are_logged() -> None:
    assert SECRET not in json.dumps(_line(key=SECRET, prompt=SECRET))


def test_an_exception_is_described_by_class_and_stack_only() -> None:
    def fails() -> None:
        raise ValueError(SECRET)

    try:
        fails()
    except ValueError:
        line = _line(exc_info=sys.exc_info())
    assert line["error"] == "ValueError"
    assert "fails" in str(line["stack"])
    assert SECRET not in json.dumps(line)
