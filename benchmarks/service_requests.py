"""Compares requests per second of the running service with a bare FastAPI endpoint that returns the same bytes.

Every page begins with the list of an account, so the list has a required rate. Processor time per answer is printed too
(Linux), since it hardly depends on the load.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from benchmarks.load import Measured, load
from claude_scope.settings import ServiceSettings
from claude_scope.store.database import Database
from claude_scope.store.migrations.migrate import migrate
from claude_scope.store.queries import sessions
from tests.accounts.running import running
from tests.api.build import build_service, complete_session, sign_up
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

SESSIONS = 1_000
LISTED = 50
CONNECTIONS = 8
SECONDS = 0.5
TURNS = 16
BAR = 0.2
"""The required share of the bare endpoint's requests per second, for the list."""
PROMPT = "A line of a prompt, of which there are hundreds.\n" * 600
"""About 30 KB, like real ones."""
BARE = """
import sys, uvicorn
from pathlib import Path
from fastapi import FastAPI, Response
app = FastAPI()
def route(body):
    async def answer() -> Response:
        return Response(body, media_type="application/json")
    return answer
for path in Path(sys.argv[1]).glob("*.body"):
    app.get("/" + path.stem)(route(path.read_bytes()))
uvicorn.run(app, port=int(sys.argv[2]), log_level="warning", access_log=False)
"""


def measure(folder: Path) -> Iterator[tuple[str, bool]]:
    """Lines to print, each with whether the requirement is met."""
    data = folder / "data"
    token, session_id = _fill(data)
    paths = {
        "list": f"/api/sessions?limit={LISTED}",
        "read": f"/api/sessions/{session_id}",
        "status": f"/api/sessions/{session_id}/status",
    }
    with running(data, "--no-worker", CLAUDE_SCOPE_REQUESTS_PER_MINUTE="1000000000") as server:
        port = httpx.URL(server.url).port or 0
        for name, path in paths.items():
            body = httpx.get(server.url + path, headers={"Authorization": f"Bearer {token}"})
            assert body.status_code == httpx.codes.OK, body.text
            (folder / f"{name}.body").write_bytes(body.content)
        with _bare(folder) as bare:
            ours = Side(server.process.pid, port)
            for name, path in paths.items():
                _in_turns(ours, path, bare, f"/{name}", token)
                yield _told(name, ours, bare, bar=BAR if name == "list" else 0)


@dataclass
class Side:
    """One of the two servers, and its measurements: answers, and processor seconds per answer."""

    pid: int
    port: int
    measured: list[Measured] = field(default_factory=list)
    cpu_s: list[float] = field(default_factory=list)

    def ask(self, path: str, token: str) -> None:
        """Measure one round."""
        measured, before = Measured(), self._cpu_s()
        asyncio.run(load(self.port, path, token, connections=CONNECTIONS, seconds=SECONDS, into=measured))
        self.measured.append(measured)
        self.cpu_s.append((self._cpu_s() - before) / len(measured.latencies_s))

    def _cpu_s(self) -> float:
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _in_turns(ours: Side, path: str, bare: Side, bare_path: str, token: str) -> None:
    ours.measured, ours.cpu_s, bare.measured, bare.cpu_s = [], [], [], []
    for _ in range(TURNS):
        ours.ask(path, token)
        bare.ask(bare_path, token)


def _told(name: str, ours: Side, bare: Side, *, bar: float = 0) -> tuple[str, bool]:
    """The best round of each side."""
    rates = [max(m.per_second for m in side.measured) for side in (ours, bare)]
    tails = [min(m.percentile_ms(99) for m in side.measured) for side in (ours, bare)]
    cpu_us = [statistics.median(side.cpu_s) * 1e6 for side in (ours, bare)]
    share, tail = rates[0] / rates[1], tails[0] / tails[1]
    holds = share >= bar
    asked = f" (bar: at least {bar}: {'holds' if holds else 'DOES NOT HOLD'})" if bar else ""
    return (
        f"{name}: {rates[0]:.0f}/s, bare {rates[1]:.0f}/s: {share:.2f} of it; p99 {tails[0]:.1f} ms, "
        f"bare {tails[1]:.1f} ms: {tail:.1f} times; processor {cpu_us[0]:.0f} us, bare {cpu_us[1]:.0f} us: "
        f"{cpu_us[1] / cpu_us[0]:.2f}{asked}",
        holds,
    )


def _fill(data: Path) -> tuple[str, str]:
    """Fill an account with 1,000 sessions with large prompts, one of them complete with frames; returns its token, and
    that session.
    """
    data.mkdir(mode=0o700)
    database = Database(f"sqlite:///{data / 'claude-scope.db'}")
    migrate(database)
    service = build_service(ServiceSettings(data_dir=data), database, data / "keys")
    who = sign_up(service, "ana@example.com")
    with database.transaction() as tx:
        for number in range(SESSIONS):
            url = f"http://localhost:4173/shop/{number}"
            values = {"title": f"The coupon is lost, number {number}", "seed_url": url, "urls": [url], "url_count": 1}
            values |= {"agent_target": "CLAUDE_CODE", "status": "complete", "prompt": PROMPT, "duration_s": 27}
            sessions.create(tx, who.id, values | {"analysis": json.dumps({"x": PROMPT * 5}), "frame_count": 11})
    session_id = asyncio.run(complete_session(service, who, data.parent / "frames"))
    database.close()
    return who.headers["Authorization"].removeprefix("Bearer "), session_id


@contextmanager
def _bare(folder: Path) -> Iterator[Side]:
    """The bare endpoints, in another process."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", BARE, str(folder), str(port)])
    try:
        for _ in range(600):
            try:
                httpx.get(f"http://127.0.0.1:{port}/list")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield Side(process.pid, port)
    finally:
        process.kill()
        process.wait()
