"""Runs the service until a signal stops it: the API with its worker, or a worker alone."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
import webbrowser
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import uvicorn

from claude_scope.api.app import create_app
from claude_scope.api.auth.automatic_accounts import local_user
from claude_scope.api.auth.sign_in_links import command, sign_in_link
from claude_scope.browser.find_browser import has_screen
from claude_scope.errors import Conflict
from claude_scope.server.idle_connections import IdleConnections
from claude_scope.server.logs import set_up_logs
from claude_scope.server.sockets import listening, port_of, url_host
from claude_scope.server.wiring import open_service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from claude_scope.api.service import Service
    from claude_scope.settings import ServiceSettings

    Handler = Callable[[int, FrameType | None], Any]

log = logging.getLogger(__name__)

GRACEFUL_SHUTDOWN_S = 5
"""How long responses may continue after SIGTERM. Event streams could otherwise stay open for an hour."""
EXIT_WITHIN_S = 19
"""The process exits at most this long after SIGTERM. Steps, browsers and responses have shorter limits."""
KEEP_ALIVE_S = 20
"""How long a connection waits for its next request. Reverse proxies need a shorter timeout (deploy/), or they may send
a request on a connection that is being closed."""
MAX_OPEN_FILES = 65_536
LOCAL_LOCKED = "Your account came with a restored backup and is locked. If you trust its author, run:"
IDLE_CHECK_TICKS = 10
"""Idle connections are checked every 10 ticks of uvicorn. A tick is 0.1 s."""
SIGNALS = (signal.SIGINT, signal.SIGTERM)


async def serve(settings: ServiceSettings) -> None:
    """Serve requests until SIGTERM or SIGINT. Running steps then get a few seconds; the rest is handed over.

    A personal service prints a sign-in link for its user, and opens the link in a browser if `settings.open` is set.
    """
    set_up_logs()
    _allow_many_connections()
    with listening(settings.host, settings.port) as sockets:
        async with open_service(settings, worker=settings.worker) as service:
            server = _Server(_config(create_app(service)), lambda: _welcome(service, port_of(sockets)))
            await server.serve(sockets)


async def work(settings: ServiceSettings) -> None:
    """Process sessions until SIGTERM or SIGINT; then stop as `serve` does."""
    set_up_logs()
    async with open_service(settings, worker=True):
        log.info("works on sessions")
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()

        def told(*_: object) -> None:
            with suppress(RuntimeError):  # the loop is closed, so the worker has stopped
                loop.call_soon_threadsafe(stop.set)

        _on_stop_signal(told)
        await stop.wait()


def _config(app: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        log_level=logging.WARNING,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # `settings.trusted_proxies` decides which proxies are trusted
        http="h11",
        ws="none",
        lifespan="off",
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACEFUL_SHUTDOWN_S,
    )


class _Server(uvicorn.Server):
    """Calls `ready` after startup. Replaces uvicorn's signal handlers, because the service must still be closed."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready
        self._idle_connections = IdleConnections()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def on_tick(self, counter: int) -> bool:
        if counter % IDLE_CHECK_TICKS == 0:
            self._idle_connections.look(self.server_state.connections)
        return await super().on_tick(counter)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        _on_stop_signal(self.handle_exit)
        yield


def _allow_many_connections() -> None:
    """Raise the limit of open files: each connection counts as one. A shell allows 1,024, the system many more."""
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, MAX_OPEN_FILES)), hard))


def _on_stop_signal(handler: Handler) -> None:
    """Call `handler` on SIGINT and SIGTERM. The process then exits within EXIT_WITHIN_S, even if something hangs.

    Sessions survive such an exit. The handlers stay installed while the service is being closed.
    """

    def handle(number: int, frame: FrameType | None) -> None:
        deadline = threading.Timer(EXIT_WITHIN_S, os._exit, [1])
        deadline.daemon = True
        deadline.start()
        handler(number, frame)

    for number in SIGNALS:
        signal.signal(number, handle)


def _welcome(service: Service, port: int) -> None:
    settings = service.settings
    address = f"http://{url_host(settings.host)}:{port}"
    print(f"Claude Scope answers at {settings.public_url or address}", flush=True)
    if not settings.is_personal:
        if settings.sign_up == "open":
            print("Whoever reaches it can sign up; CLAUDE_SCOPE_SIGN_UP=invitation or closed changes that.", flush=True)
        elif settings.sign_up != "closed":
            print(f"Who signs up needs an invitation: {command('invite', settings)}", flush=True)
        return
    try:
        link = sign_in_link(service.database, address)
    except Conflict:
        account = local_user(service.database).id
        print(f"{LOCAL_LOCKED} {command(f'unlock {account}', settings)}", flush=True)
        return
    print(f"Sign in here, once, within ten minutes: {link}", flush=True)
    if settings.open and has_screen():  # without a screen Python would start a text browser in this terminal
        threading.Thread(target=_open, args=(link,), daemon=True).start()


def _open(link: str) -> None:
    """Open the link in a browser. Call it in a thread, because `webbrowser` waits until some browsers exit."""
    if not webbrowser.open(link):
        print("No browser could be opened; open the link yourself.", file=sys.stderr)
