"""mitmweb: the requests of a phone through a proxy, in a virtual list."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import do, python_of, running
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand

_WRITE = """
import json, sys
from mitmproxy import http, io
from mitmproxy.test import tflow
paths = ("/api/stations", "/api/levels?station=3", "/img/logo.svg", "/api/session", "/app.css", "/api/alarms", "/map")
with open(sys.argv[1], "wb") as file:
    writer = io.FlowWriter(file)
    for number in range(240):
        path = paths[number % len(paths)]
        status = 503 if number % 29 == 7 else 404 if number % 41 == 5 else 201 if path == "/api/session" else 200
        method = "POST" if path == "/api/session" else "GET"
        flow = tflow.tflow(resp=True)
        flow.id = f"00000000-0000-4000-8000-{number:012}"
        flow.request = http.Request.make(method, f"http://harbour.test{path}", b"", {"accept": "application/json"})
        body = json.dumps({"path": path, "number": number, "levels": [300 + number, 310, 295]})
        flow.response = http.Response.make(status, body, {"content-type": "application/json"})
        at = 1_743_000_000 + number * 7
        flow.timestamp_created = flow.request.timestamp_start = at
        flow.request.timestamp_end, flow.response.timestamp_start, flow.response.timestamp_end = at, at + 0.1, at + 0.3
        writer.add(flow)
"""


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    port, seen = free_port(), folder / "seen.flows"
    do(python_of("mitmproxy"), "-c", _WRITE, seen, cwd=folder)
    command = [python_of("mitmproxy").parent / "mitmweb", "--no-web-open-browser", "--no-server", "--rfile", seen]
    command += ["--web-port", str(port), "--set", f"confdir={folder / 'conf'}"]
    with running(command, f"http://127.0.0.1:{port}/", folder):
        yield f"http://127.0.0.1:{port}/"


async def _inspect(hand: Hand) -> None:
    table = hand.at(".flow-table")
    await hand.wheel(table, 900, at=(500, 600))
    await hand.click(hand.by("columnheader", "Status"))
    await hand.wheel(table, -900, at=(500, 600))
    await hand.click(hand.at(".flow-table tbody tr >> nth=3"))
    await hand.click(hand.by("link", "Response"))
    await hand.click(hand.by("link", "Timing"))
    await hand.key(hand.at("body"), "ArrowDown")
    await hand.click(hand.by("link", "Options"))


async def _filter(hand: Hand) -> None:
    search = hand.by("textbox", "Search")
    await hand.click(search)
    await hand.type(search, "~c 503")
    await hand.key(search, "Escape")
    await hand.click(hand.at(".flow-table tbody tr >> nth=2"))
    await hand.click(hand.by("link", "Response"))
    await hand.click(hand.by("link", "Flow List"))
    await hand.click(search)
    await hand.key(search, "Control+a")
    await hand.type(search, "~c (503")


APP = App(
    name="mitmproxy",
    half="scored",
    start=_start,
    flows=(
        Flow("inspect", _inspect),
        Flow(
            "filter",
            _filter,
            "The search is no valid filter: its field turns red with a syntax error, and the list stays as it was.",
        ),
    ),
    pypi=("mitmproxy==11.0.2",),
)
