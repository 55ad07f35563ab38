"""A real server on loopback for an app."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from socket import socket

    from fastapi import FastAPI


class Server(uvicorn.Server):
    """Reports when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = asyncio.Event()

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()


@asynccontextmanager
async def serving(app: FastAPI, log_level: str = "info") -> AsyncIterator[str]:
    """Serve the app with uvicorn on a free port; returns its address."""
    server = Server(uvicorn.Config(app, "127.0.0.1", 0, log_level=log_level, log_config=None, lifespan="off"))
    running = asyncio.create_task(server.serve())
    await server.listens.wait()
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await running
