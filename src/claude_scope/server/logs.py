"""Structured logs: one JSON object per line on stderr, with the ids of request and session.

Nothing from a person, a page or a model is logged. So an exception is logged by class and stack, without its message:
messages may quote such data.
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
"""Loggers that repeat what our own log lines say."""


_encode = json.JSONEncoder(ensure_ascii=False).encode


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
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
    """The stack of an exception, innermost last, without source lines and messages."""
    frames = traceback.extract_tb(error.__traceback__) if error else []
    return [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames[-12:]]


def _skip_unused_fields() -> None:
    """Skip fields of log records that we do not use, https://docs.python.org/3/howto/logging.html#optimization."""
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


def set_up_logs(level: int = logging.INFO) -> None:
    """Send everything that this process logs to stderr as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    _skip_unused_fields()
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
