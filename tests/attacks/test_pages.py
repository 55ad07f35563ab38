"""Pages that demand too many resources: each is limited, and the harmless page after them is inspected."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claude_scope.server.wiring import build_inspect
from claude_scope.settings import ServiceSettings
from tests.attacks.containers import gzipped_zeros
from tests.browser.sites import REST, Answer, Route, Site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from claude_scope.values import Snapshot

    Record = Callable[[str, object], None]

PAGE_S = 3.0
MOST_PAGE_S = 90
"""Seconds within which each page has to end on a busy machine, including all retries."""
MOST_TEXT, MOST_TITLE, MOST_SAID = 20_000_000, 10_000, 100_000
"""Characters of the tree of a page, of its title, and of its other texts."""


async def endless(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A page that never ends."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<h1>Endless</h1>")
    with contextlib.suppress(OSError):
        while True:
            writer.write(b"<p>more</p>" * 5_000)
            await writer.drain()


async def headers(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Headers that never end."""
    writer.write(b"HTTP/1.1 200 OK\r\n")
    with contextlib.suppress(OSError):
        while True:
            writer.write(b"X-More: x\r\n" * 1_000)
            await writer.drain()


LAUGHS = "".join(f'<g id="g{n}">{f"<use href=#g{n - 1} />" * 10}</g>' for n in range(1, 12))
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
PAGES: dict[str, Route] = {
    "compressed": Answer(gzipped_zeros(), headers={"Content-Encoding": "gzip"}),
    "endless": endless,
    "headers": headers,
    "deep": "<div>" * 20_000 + "<h1>Deep</h1>",
    "names": "".join(f'<button aria-label="{n}{"x" * 1_000_000}">b</button>' for n in range(10)),
    "title": f"<title>{'t' * 5_000_000}</title><h1>Title</h1>{REST}",
    "frames": "<h1>Frames</h1><script>for (let n = 0; n < 300; n++) "
    "document.body.append(document.createElement('iframe'))</script>",
    "options": f"<select>{'<option>one</option>' * 50_000}</select>",
    "laughs": f'<h1>Laughs</h1><svg><g id="g0"><rect width=1 height=1 /></g>{LAUGHS}<use href=#g11 /></svg>',
    "entities": Answer(
        f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "ha">{ENTITIES}]><a>&e11;</a>',
        headers={"Content-Type": "application/xml"},
    ),
    "files": "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><h1>&x;</h1>"
    "<iframe src='file:///etc/passwd'></iframe><object data='file:///etc/passwd'></object>"
    "<script>fetch('file:///etc/passwd').then((r) => r.text()).then((t) => document.body.append(t))</script>" + REST,
    "history": "<h1>History</h1><script>for (let n = 0; n < 5000; n++) history.pushState(n, '', `#${n}`)</script>"
    + REST,
    "workers": "<h1>Workers</h1><script>for (let n = 0; n < 50; n++) new Worker(URL.createObjectURL(new Blob(["
    "'for(;;);'])))</script>" + REST,
    "prints": "<h1>Print</h1><script>print(); print(); window.open('file:///etc/passwd'); location = 'ftp://x/'</script>"
    + REST,
    "storm": "<h1>Storm</h1><script>setInterval(() => { for (let n = 0; n < 500; n++) document.body.append(n) }, 1)"
    "</script>",
}


QUICK = ("compressed", "headers", "names", "title", "entities", "files", "prints")
"""The others keep a browser busy until their time is over, so they are tried only with more than
one round of attacks.
"""


def texts(snapshot: Snapshot) -> str:
    """All texts in the tree of a page."""
    return "".join(str(replace(node, children=())) for node in snapshot.tree.walk()) if snapshot.tree else ""


@pytest.mark.attack("pages")
async def test_pages_that_ask_for_too_much_are_bounded_and_an_honest_one_is_inspected_after_each(
    tmp_path: Path, attack_rounds: int, record_property: Record
) -> None:
    """As a public service inspects them, in one browser."""
    names = QUICK if attack_rounds == 1 else tuple(PAGES)
    async with Site(
        {**{f"/{name}": page for name, page in PAGES.items()}, "/honest": f"<h1>Honest</h1>{REST}"}
    ) as site:
        where = f"127.0.0.1:{site.port}"
        settings = ServiceSettings(host="0.0.0.0", allowed_private_hosts=[where], page_timeout_s=PAGE_S)
        urls = [f"http://{where}/{path}" for name in names for path in (name, "honest")]
        async with asyncio.timeout(MOST_PAGE_S * len(names)):
            found = await build_inspect(settings)(urls, tmp_path, viewport=(1280, 720))
    assert {f"/{name}" for name in names} <= set(site.requests)
    for name, hostile, honest in zip(names, found[::2], found[1::2], strict=True):
        assert honest.success, f"after {name}: {honest.error}"
        assert "Honest" in texts(honest)
        told = texts(hostile)
        assert len(told) < MOST_TEXT, name
        assert "root:" not in told, name
        assert len(hostile.title) < MOST_TITLE, name
        said = (*hostile.notes, *hostile.console, *hostile.failed_requests, hostile.error)
        assert sum(map(len, said)) < MOST_SAID, name
    record_property("attacks", len(names))
