"""`claude-scope worker` as an operator runs it, with a real browser on a page that does not answer."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

import pytest

from tests import forked
from tests.forked import Forked
from tests.jobs.stage import ended, enqueue, whole
from tests.jobs.worker import gone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from tests.jobs.stage import Stage

EXITS_WITHIN_S = 20
BODY = b"<button>Pay</button><button>Back</button><button>Help</button>"
"""Several nodes: with only a few, the inspection waits longer, as the page may still be empty."""
SOON = (
    "from claude_scope.jobs.liveness import reaper; reaper.DEAD_AFTER_S = 2.0; from claude_scope.__main__ import main; "
    "import sys; sys.argv[0] = 'claude-scope'; main()"
)
"""The command with a shorter takeover time than the ten seconds of production, which `test_crash` covers."""

TOLD_WHERE_NOBODY_HEARS = """
import os, signal, sys, weakref
from claude_scope.cli import environment
from claude_scope.__main__ import main

load, sys.argv[0] = environment.load_settings, "claude-scope"

def loaded(*arguments, **given):
    weakref.ref(type("Gone", (), {})(), lambda _: os.kill(os.getpid(), signal.SIGTERM))
    return load(*arguments, **given)

environment.load_settings = loaded
main()
"""
"""The command gets the signal while it reads its settings, in a callback whose exceptions Python ignores."""


class Page:
    """A page that is requested, and answers when the test releases it."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.comes = asyncio.Event()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        self.asked.set()
        await self.comes.wait()
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/html\r\n\r\n" + BODY)
        writer.close()


@asynccontextmanager
async def slow_page() -> AsyncIterator[tuple[Page, str]]:
    page = Page()
    server = await asyncio.start_server(page.answer, "127.0.0.1", 0)
    yield page, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    page.comes.set()
    server.close()


@contextmanager
def worker(stage: Stage, *program: str) -> Iterator[Forked]:
    """The command, killed at the end if it is still running."""
    options = ["--data-dir", str(stage.folder), "--database-url", stage.settings.database_url]
    command = [*(program or ("-m", "claude_scope")), "worker", *options]
    environment = {"CLAUDE_SCOPE_ALLOW_PRIVATE_ADDRESSES": "true", "CLAUDE_SCOPE_PAGE_TIMEOUT_S": "60"}
    with Forked(command, env={**os.environ, **stage.environment, **environment}) as running:
        yield running
        running.kill()


def all_below(pid: int) -> list[int]:
    """All descendants of a process."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    found = [pid]
    for parent in found:
        found += [child for child, of in pairs if of == parent]
    return found[1:]


@pytest.mark.parametrize(
    ("place", "how", "status"),
    [("laptop", signal.SIGTERM, 0), ("team", signal.SIGKILL, -signal.SIGKILL)],
    indirect=["place"],
)
async def test_a_worker_that_is_stopped_in_the_midst_of_a_session_leaves_it_to_another(
    place: Stage, recording: Path, how: signal.Signals, status: int
) -> None:
    """It ends within 20 seconds on SIGTERM, at once if killed. In neither case does a browser or a child process
    remain.

    `test_crash` covers the effects on sessions, without a browser.
    """
    session_id = await place.add_session(recording)
    async with slow_page() as (page, url), asyncio.timeout(120):
        place.change(session_id, seed_url=url)
        await enqueue(place, session_id)
        with worker(place) as first:
            await page.asked.wait()
            below = all_below(first.pid)
            assert len(below) > 2
            first.send_signal(how)
            assert await asyncio.to_thread(first.wait, EXITS_WITHIN_S) == status
            for pid in below:
                await gone(pid)
        assert place.session(session_id)["status"] == "processing"
        page.comes.set()
        with worker(place, "-c", SOON) as second:
            await ended(place, session_id)
            second.terminate()
            assert await asyncio.to_thread(second.wait, EXITS_WITHIN_S) == 0
    assert place.session(session_id)["processing"]["playwrightLane"]["detail"].startswith("4 nodes")
    await whole(place, session_id)


def test_a_worker_that_is_stopped_while_it_starts_stops_at_any_moment(sqlite_stage: Stage) -> None:
    with worker(sqlite_stage, "-c", TOLD_WHERE_NOBODY_HEARS) as starting:
        assert starting.wait(EXITS_WITHIN_S) == 0


def test_what_hangs_after_sigterm_is_cut_off() -> None:
    """Whatever hangs: the session is resumed as after a crash."""
    code = (
        "import os, signal, time; from claude_scope.server import serve; serve.EXIT_WITHIN_S = 0.2\n"
        "serve._on_stop_signal(lambda number, frame: None)\n"
        "os.kill(os.getpid(), signal.SIGTERM)\n"
        "time.sleep(3600)\n"
    )
    assert forked.run(["-c", code], timeout=60).returncode == 1
