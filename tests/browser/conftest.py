"""What the browser tests share: every test must leave the machine as it found it.

Tests of pages share one browser (`out`), since starting one takes longer than inspecting two pages. Tests of the
browser's start and end, and of pages that keep a browser busy for ever, have their own (`tidy`).
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page
from pytest_asyncio.plugin import PytestAsyncioFunction

from claude_scope.browser.chromium import launch_chromium

HERE = Path(__file__).parent
NOWHERE = "http://127.0.0.1:9"
"""The proxy for traffic outside an inspection's context: nobody listens there."""


@dataclass
class Lent:
    """The shared browser for one inspection, which has its own proxy: the parts of `chromium`'s
    result that are used.
    """

    browser: Browser
    proxy: str
    pages: list[Page] = field(default_factory=list)

    async def new_context(self, **how: Any) -> BrowserContext:
        return await self.browser.new_context(**how, proxy={"server": self.proxy, "bypass": "<-loopback>"})

    async def new_page(self) -> Page:
        self.pages.append(await (await self.new_context()).new_page())
        return self.pages[-1]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run a test that uses the shared browser in that browser's event loop."""
    for item in items:
        if isinstance(item, PytestAsyncioFunction) and "browser" in item.fixturenames and HERE in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


Lend = Callable[[str], AbstractAsyncContextManager[Lent]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A browser for all tests of this process that run in the session's event loop."""
    async with launch_chromium(NOWHERE) as started:
        yield started


def lending(browser: Browser) -> Lend:
    """Replaces `chromium`: returns this browser."""

    @asynccontextmanager
    async def lent(proxy: str) -> AsyncIterator[Lent]:
        one = Lent(browser, proxy)
        yield one
        for page in one.pages:
            await page.context.close()

    return lent


@pytest.fixture
def lend(browser: Browser) -> Lend:
    """Replaces `chromium`."""
    return lending(browser)


@pytest.fixture
def out(lend: Lend, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for results; pages are inspected in the shared browser, and the fixture checks that none stays open."""
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setattr("claude_scope.browser.inspect.launch_chromium", lend)
    yield folder
    assert browser.contexts == []


@pytest.fixture
def scratch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary files, with a short name: Chromium aborts when the paths of its sockets are too long."""
    folder = Path(tempfile.mkdtemp(prefix="cs-"))
    monkeypatch.setenv("TMPDIR", str(folder))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def stopped(tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Path]:
    """A folder for results; the fixture checks that no process of this test is left."""
    mark, out = uuid.uuid4().hex, tmp_path / "out"
    out.mkdir()
    monkeypatch.setenv("CLAUDE_SCOPE_TEST", mark)
    yield out
    for _ in range(100):  # a browser's last processes end a moment after it is closed
        if not processes(mark):
            break
        await asyncio.sleep(0.1)
    assert processes(mark) == []


@pytest.fixture
def tidy(stopped: Path, scratch: Path) -> Iterator[Path]:
    """A folder for results; the fixture checks that no process and no temporary file of this test is left."""
    yield stopped
    assert list(scratch.iterdir()) == []


def processes(mark: str) -> list[tuple[int, str]]:
    """Ids and command lines of the processes with this mark in their environment, and of their children.

    Chromium's children overwrite their environment, so they are found by their parents. (Linux; empty on other
    systems.)
    """
    found: dict[int, tuple[int, str]] = {}
    marked = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            found[int(folder.name)] = (
                parent,
                (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"),
            )
            if f"CLAUDE_SCOPE_TEST={mark}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                marked.add(int(folder.name))
        except OSError:
            continue
    while children := {pid for pid, (parent, _) in found.items() if parent in marked} - marked:
        marked |= children
    return [(pid, found[pid][1]) for pid in sorted(marked) if found[pid][1]]
