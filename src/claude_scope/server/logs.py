"""Structured logs: one JSON object per line on stderr, with the ids of request and session.

Logs contain no data from users, pages or models. An exception is logged with its class and stack, but without its
message, which may quote such data.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

from claude_scope.api.http.request_log import request_id, session_id

FIELDS = ("method", "route", "status", "ms", "step", "attempt", "count")
"""Fields that a call may add through `extra=`; any other field is dropped."""
QUIET = ("uvicorn.access", "httpx", "httpx2", "httpcore", "google_genai", "alembic", "asyncio")
"""Loggers that are limited to warnings, because our own log lines have the same information."""


_encode = json.JSONEncoder(ensure_ascii=False).encode


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line of JSON."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "requestId": request_id.get(),
            "sessionId": session_id.get(),
            **{name: getattr(record, name, None) for name in FIELDS},
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["stack"] = _stack(record.exc_info[1])
        return _encode({key: value for key, value in line.items() if value not in (None, "")})


def _stack(error: BaseException | None) -> list[str]:
    """The last 12 frames of an exception's stack, innermost last, without source lines."""
    frames = traceback.extract_tb(error.__traceback__) if error else []
    return [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames[-12:]]


def _skip_unused_fields() -> None:
    """Do not collect unused fields of log records (https://docs.python.org/3/howto/logging.html#optimization)."""
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


def set_up_logs(level: int = logging.INFO) -> None:
    """Write all logs of this process to stderr, as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    _skip_unused_fields()
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
