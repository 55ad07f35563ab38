"""Gives each request an id, one log line, and metrics for Prometheus."""

from __future__ import annotations

import logging
import re
import secrets
import time
from contextvars import ContextVar
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from claude_scope.api.http.rate_limits import FILES

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

request_id: ContextVar[str] = ContextVar("request_id", default="")
session_id: ContextVar[str] = ContextVar("session_id", default="")
"""The ids of the current request and its session, for log lines."""

SESSION = re.compile(r"sess_[A-Z0-9]{8}")
METHODS = frozenset({"GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS"})
"""Methods that are logged by name. Others are logged as `other`, because clients can invent any number of methods."""


class Metrics:
    """The metrics at `/metrics`, in Prometheus' text format. Each app has its own, so that tests share no counters."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        names = ("method", "route", "status")
        self.requests = Counter("claude_scope_requests", "Requests answered", names, registry=self.registry)
        self.seconds = Histogram("claude_scope_request_seconds", "Time to answer", ("route",), registry=self.registry)
        self.uploads = Counter("claude_scope_recordings", "Recordings accepted", registry=self.registry)
        self.queued = Gauge("claude_scope_sessions_queued", "Sessions that wait", registry=self.registry)
        self.sessions = Gauge("claude_scope_sessions", "Sessions kept", ("status",), registry=self.registry)
        self._of: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a response. The counters of each label set are looked up once and cached: at most a few hundred."""
        place = method, route, status
        if place not in self._of:
            self._of[place] = self.requests.labels(*place), self.seconds.labels(route)
        count, time_taken = self._of[place]
        count.inc()
        time_taken.observe(seconds)

    def text(self) -> bytes:
        """All metrics as text."""
        return generate_latest(self.registry)


class Observed:
    """ASGI middleware that logs requests: the route, such as `/api/sessions/{session_id}`, but never the path."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and log it when it has ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        own, status, started = secrets.token_hex(8), 500, time.perf_counter()
        token = request_id.set(own)

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", own.encode())]
            await send(message)

        try:
            await self._app(scope, receive, answer)
        finally:
            self._tell(scope, status, time.perf_counter() - started)
            request_id.reset(token)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "") or "unknown"
        method = scope["method"] if scope["method"] in METHODS else "other"
        self._metrics.answered(method, route, status, seconds)
        extra = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
        asked = scope.get("path_params", {}).get("session_id", "")
        session = session_id.set(asked if SESSION.fullmatch(asked) else "")
        is_usual = scope["path"].startswith(FILES) and status < 400  # a page loads dozens of files
        log.log(logging.DEBUG if is_usual else logging.INFO, "request", extra=extra)
        session_id.reset(session)
