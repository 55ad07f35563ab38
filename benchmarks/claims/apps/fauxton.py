"""Fauxton, the admin interface of CouchDB, here with PouchDB Server: databases, documents as JSON and queries."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import npm_of, running
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand


_TOWNS = ("Harlingen", "Vlissingen", "Den Helder", "Lauwersoog", "IJmuiden", "Stavoren", "Enkhuizen", "Hoorn")


def _put(address: str, what: object, method: str = "PUT") -> None:
    request = Request(address, json.dumps(what).encode(), {"Content-Type": "application/json"}, method=method)
    urlopen(request).close()


_TAKEN = "A database is to be created under a name that another has; a red message refuses it."


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    program = npm_of("fauxton") / ".bin" / "pouchdb-server"
    with running([program, "--port", str(port), "--in-memory"], address, folder):
        for name in ("harbours", "ships", "tides"):
            _put(f"{address}{name}", {})
        docs = [
            {"_id": town.lower().replace(" ", "-"), "town": town, "berths": 40 + 35 * number % 90, "open": number != 3}
            for number, town in enumerate(_TOWNS)
        ]
        _put(f"{address}harbours/_bulk_docs", {"docs": docs}, "POST")
        yield f"{address}_utils/"


async def _documents(hand: Hand) -> None:
    await hand.click(hand.by("link", "harbours"), ms=2_000)
    await hand.click(hand.at("button:has-text('Table')", "button"))
    await hand.click(hand.at("button:has-text('Options')", "button"))
    await hand.click(hand.at("button:has-text('Options')", "button"))
    await hand.click(hand.at("button:has-text('JSON')", "button"))
    await hand.wheel(hand.at("#dashboard-lower-content"), 300, at=(900, 450))
    await hand.click(hand.at("a[href$='/harbours/harlingen']", "link"), ms=2_000)
    await hand.click(hand.at(".ace_content"))
    await hand.type(hand.at(".ace_text-input", "textbox"), " ")


async def _taken(hand: Hand) -> None:
    await hand.click(hand.by("link", "harbours"), ms=2_000)
    await hand.click(hand.by("link", "Changes"))
    await hand.click(hand.at(".faux-header__doc-header-backlink", "button"), ms=2_000)
    await hand.click(hand.at("button:has-text('Create Database')", "button"))
    name = hand.at("#js-new-database-name", "textbox")
    await hand.click(name)
    await hand.type(name, "tides")
    await hand.key(name, "Enter")


APP = App(
    "fauxton",
    "tuned",
    _start,
    (Flow("documents", _documents), Flow("taken", _taken, _TAKEN)),
    npm=("pouchdb-server@4.2.0",),
)
