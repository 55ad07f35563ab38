"""Runs the service until it is told to stop: the API with its worker, or a worker alone."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import webbrowser
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn

from claude_scope.api.app import create_app
from claude_scope.api.links import sign_in_link
from claude_scope.logs import set_up_logs
from claude_scope.wiring_service import may_open_browser, open_service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from claude_scope.api.service import Service
    from claude_scope.settings import ServiceSettings

    Handler = Callable[[int, FrameType | None], Any]

log = logging.getLogger(__name__)

ANSWERS_S = 5
"""How long answers may go on after SIGTERM: an event stream has no end of its own."""
SIGNALS = (signal.SIGINT, signal.SIGTERM)


async def serve(settings: ServiceSettings, *, opens: bool) -> None:
    """Answer requests until SIGTERM or SIGINT, then let steps end or hand them over.

    On loopback a link that signs this machine's user in is printed and, with `opens`, opened.
    """
    set_up_logs()
    async with open_service(settings, worker=settings.worker) as service:
        config = uvicorn.Config(
            create_app(service),
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,  # who is believed is a setting of ours
            lifespan="off",
            timeout_graceful_shutdown=ANSWERS_S,
        )
        await _Server(config, lambda port: _welcome(service, port, opens=opens)).serve()


async def work(settings: ServiceSettings) -> None:
    """Work on sessions until SIGTERM or SIGINT, then let steps end or hand them over."""
    set_up_logs()
    async with open_service(settings, worker=True):
        log.info("works on sessions")
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        with _signals(lambda *_: loop.call_soon_threadsafe(stop.set)):
            await stop.wait()


class _Server(uvicorn.Server):
    """Says when it listens; leaves no signal for later, since the service still has to be closed."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[int], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready(self.servers[0].sockets[0].getsockname()[1])

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        with _signals(self.handle_exit):
            yield


@contextmanager
def _signals(handler: Handler) -> Iterator[None]:
    before = {number: signal.signal(number, handler) for number in SIGNALS}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


def _welcome(service: Service, port: int, *, opens: bool) -> None:
    settings = service.settings
    address = settings.public_url or f"http://{settings.host}:{port}"
    if not settings.is_local or settings.public_url:
        print(f"Claude Scope answers at {address}", flush=True)
        return
    link = sign_in_link(service.database, port)
    print(f"Claude Scope answers at {address}\nSign in here, once, within ten minutes: {link}", flush=True)
    if opens and may_open_browser() and not webbrowser.open(link):
        print("No browser could be opened; open the link yourself.", file=sys.stderr)
