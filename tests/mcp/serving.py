"""A service on a port of this machine, in a thread with its own event loop."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from claude_scope.api.app import create_app
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.api.service import Service
    from tests.api.build import Person


@contextmanager
def answering(service: Service) -> Iterator[str]:
    """Its address."""
    port = free_port()
    config = uvicorn.Config(create_app(service), port=port, log_config=None, lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        threading.Event().wait(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def token_of(person: Person) -> str:
    return person.headers["Authorization"].removeprefix("Bearer ")
