"""Records one page with the page script alone, over Playwright's DevTools session: no host but this one."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error

from claude_scope.browser.egress.guard_proxy import Guard, Policy
from claude_scope.browser.rebuild.rebuilt_tree import rebuilt_tree, see_page
from claude_scope.browser.rebuild.replay_page import open_replay_page
from claude_scope.browser.rebuild.replayed import open_document, seek
from claude_scope.browser.record.script import Script, build_script
from claude_scope.capture.read import read_capture
from tests.browser.sites import Answer, Site
from tests.capture.build import write_capture

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from playwright.async_api import Browser, CDPSession, Frame, Page

    from claude_scope.values import Node
    from tests.browser.sites import Route

Line = dict[str, Any]

INCREMENTAL = 3
MUTATION, INPUT, STYLE_RULES, ADOPTED = 0, 5, 8, 15
"""rrweb's numbers for incremental events and their sources."""
LOADED_MS = 500
"""After the load: the last full snapshot and the first sweeps."""
DELAYED_MS = 50
"""After a sweep: sheets of new shadow roots."""


@dataclass
class Recorded:
    page: Page
    script: Script
    site: Site
    lines: list[Line] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    """The world of each line, by its unique id."""
    worlds: dict[str, tuple[CDPSession, Line]] = field(default_factory=dict)
    """The recorder's worlds by unique id: the session of their process, and what it reported."""
    sessions: list[CDPSession] = field(default_factory=list)
    problems: list[Line] = field(default_factory=list)

    async def inject(self, into: Page | Frame) -> None:
        """Record a page, or a frame in a process of its own."""
        session = await self.page.context.new_cdp_session(into)
        self.sessions.append(session)
        contexts: dict[int, str] = {}

        def created(event: Line) -> None:
            context = event["context"]
            if context["name"] == self.script.world:
                contexts[context["id"]] = context["uniqueId"]
                self.worlds[context["uniqueId"]] = session, context

        def called(event: Line) -> None:
            if event["name"] == self.script.binding:
                lines = [json.loads(line) for line in event["payload"].split("\n")]
                self.lines += lines
                self.senders += [contexts[event["executionContextId"]]] * len(lines)

        session.on("Runtime.bindingCalled", called)
        session.on("Runtime.executionContextCreated", created)
        session.on("Runtime.exceptionThrown", lambda event: self.problems.append(event["exceptionDetails"]))
        await session.send("Page.enable")
        await session.send("Runtime.enable")
        world = self.script.world
        await session.send("Runtime.addBinding", {"name": self.script.binding, "executionContextName": world})
        source = {"source": self.script.text, "worldName": world, "runImmediately": True}
        await session.send("Page.addScriptToEvaluateOnNewDocument", source)

    def of(self, kind: str) -> list[Line]:
        return [line for line in self.lines if line["kind"] == kind]

    def data(self, source: int) -> list[Line]:
        """The data of rrweb's incremental events of one source."""
        events = [line["event"] for line in self.of("dom")]
        return [e["data"] for e in events if e["type"] == INCREMENTAL and e["data"]["source"] == source]

    async def until(self, holds: Callable[[], object]) -> None:
        for _ in range(100):
            if holds():
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"not recorded: {self.lines[-5:]}")

    async def do(self, script: str) -> None:
        """Run a script in the page, and let the recorder look for its effects at once."""
        await self.page.evaluate(script)
        await self.call("recorder.leave()")
        await self.page.wait_for_timeout(DELAYED_MS)

    def world_of(self, frame_id: str) -> str:
        """The newest world of a frame."""
        return [name for name, (_, it) in self.worlds.items() if it["auxData"]["frameId"] == frame_id][-1]

    async def main_world(self) -> str:
        tree = await self.sessions[0].send("Page.getFrameTree")
        return self.world_of(tree["frameTree"]["frame"]["id"])

    async def call(self, expression: str, world: str = "") -> Any:
        """Evaluate an expression in a world of the recorder, in which `recorder` is what the host calls."""
        world = world or await self.main_world()
        session, context = self.worlds[world]
        source = f"((recorder) => {expression})(window.{self.script.key})"
        answer = await session.send(
            "Runtime.evaluate", {"expression": source, "uniqueContextId": context["uniqueId"], "returnByValue": True}
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def raw(self, expression: str) -> Any:
        """Evaluate an expression in the page's own world, without what Playwright adds to it."""
        answer = await self.sessions[0].send("Runtime.evaluate", {"expression": expression, "returnByValue": True})
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def tree(self) -> tuple[float, str]:
        """The time in epoch ms, and the live tree."""
        now: float = await self.page.evaluate("Date.now()")
        tree = await self.page.aria_snapshot(mode="ai", boxes=True)
        await self.page.wait_for_timeout(20)
        return now, tree


async def rebuilt_trees(lines: list[Line], times: list[float], folder: Path) -> list[Node]:
    """The trees of the recorded page at epoch times."""
    begin = next(line for line in lines if line["kind"] == "document")
    kept = [{**line, "page": "p1"} for line in lines if line["kind"] in ("document", "dom", "image")]
    capture = read_capture(
        write_capture(folder / "one", kept, videoStart=begin["t"], ended=times[-1] + 1), folder / "read"
    )
    async with open_replay_page(capture.viewport) as page:
        await open_document(page, capture.documents[-1], capture)
        return [(await _tree_at(page, time)) for time in times]


async def _tree_at(page: Page, time: float) -> Node:
    await seek(page, time, "")
    return rebuilt_tree(await see_page(page, [])).tree


@asynccontextmanager
async def recorded(
    browser: Browser, routes: dict[str, Route], *, path: str = "", heartbeat: bool = False
) -> AsyncIterator[Recorded]:
    """A recorded page, loaded from a site with these routes."""
    script = build_script(heartbeat=heartbeat)
    async with Site({"*": Answer("", 404), **routes}) as site, Guard(Policy(allow_private=True)) as guard:
        context = await browser.new_context(proxy={"server": guard.url, "bypass": "<-loopback>"})
        try:
            page = await context.new_page()
            it = Recorded(page, script, site)
            await it.inject(page)
            await page.goto(site.url + path)
            for frame in page.frames[1:]:
                with suppress(Error):  # it is in the process of the page, and recorded already
                    await it.inject(frame)
            await page.wait_for_timeout(LOADED_MS)
            yield it
            assert it.problems == []
        finally:
            await context.close()
