"""After a recording the tab is as it was; a recorder that was killed leaves nothing at work."""

from __future__ import annotations

import asyncio
import re
import signal
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.attach.own_browser import OwnBrowser, Person, PersonTab, attached, own_browser, person
from tests.browser.record.driven import acts
from tests.browser.sites import Answer, Site
from tests.cli.command import COMMAND

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.timeout(90)

PAGE = """<title>Kept</title><input id=name><button>Go</button><iframe srcdoc="<p>In"></iframe>
<iframe src="OTHER/frame"></iframe>"""
OUR_WORLD = re.compile(r"_[0-9a-f]{24}")
LOOK = "[Object.getOwnPropertyNames(window).join(), document.documentElement.outerHTML, innerWidth, innerHeight]"
AT_WORK = """[Element.prototype.attachShadow, EventTarget.prototype.addEventListener, MutationObserver]
  .some((native) => !String(native).includes("[native code]"))"""
"""Whether the recorder's script runs in this world: it then replaces natives of the world."""


async def worlds(user: Person, tab: PersonTab) -> list[tuple[Any, int]]:
    """The recorder's worlds in a tab, in all its frames, each with the session of its process."""
    found: list[tuple[Any, int]] = []

    def listen(session: Any) -> None:
        session.on("Runtime.executionContextCreated", lambda event: keep(session, event["context"]))

    def keep(session: Any, context: dict[str, Any]) -> None:
        if OUR_WORLD.fullmatch(context["name"]):
            found.append((session, context["id"]))

    def part(event: dict[str, Any]) -> None:
        session = user.connection.session(event["sessionId"])
        listen(session)
        session.send("Runtime.enable")

    looking = await user.use(tab.target)
    listen(looking.session)
    looking.session.on("Target.attachedToTarget", part)
    await looking.session.send("Runtime.enable")
    await looking.session.send(
        "Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": True}
    )
    await asyncio.sleep(0.5)
    return found


async def at_work(found: list[tuple[Any, int]]) -> list[bool]:
    """Of each world, whether the script runs in it, and whether anything listens there."""
    states = []
    for session, context in found:
        about = {"expression": AT_WORK, "contextId": context, "returnByValue": True}
        states.append((await session.send("Runtime.evaluate", about))["result"]["value"])
        for name in ("window", "document"):
            target = await session.send("Runtime.evaluate", {"expression": name, "contextId": context})
            about = {"objectId": target["result"]["objectId"]}
            states.append(bool((await session.send("DOMDebugger.getEventListeners", about))["listeners"]))
    return states


async def test_a_left_tab_is_as_it_was(own: OwnBrowser, tmp_path: Path) -> None:
    async with Site({"/frame": "<p>Foreign"}, host="127.0.0.2") as other, Site({"*": Answer("", 404)}) as site:
        site.routes["/"] = PAGE.replace("OTHER", f"http://127.0.0.2:{other.port}")
        async with person(own) as user:
            tab = await user.open(site.url)
            before = await tab.evaluate(LOOK)
            async with attached(own.address, "kept", tmp_path / "kept.scope") as recording:
                await recording.until_shown()
                await asyncio.sleep(0.5)
                found = await worlds(user, tab)
                assert len(found) == 3
                assert all(await at_work(found))
            assert not any(await at_work(found))
            assert await tab.evaluate(LOOK) == before
            assert recording.recorded is not None
            assert recording.recorded.missing == ()
            await tab.session.send("Page.reload")
            await asyncio.sleep(0.5)
            await tab.until("document.readyState === 'complete'")
            # A frame keeps its worlds, which are empty in the new document.
            assert not any(await at_work(await worlds(user, tab)))


async def test_a_killed_recorder_leaves_nothing_at_work(own: OwnBrowser, tmp_path: Path) -> None:
    async with Site({"/frame": "<p>Foreign"}, host="127.0.0.2") as other, Site({"*": Answer("", 404)}) as site:
        site.routes["/"] = PAGE.replace("OTHER", f"http://127.0.0.2:{other.port}")
        async with person(own) as user:
            tab = await user.open(site.url)
            command = [*COMMAND, "record", f"--attach={own.address}", "--tab=Kept", f"--out={tmp_path}", "--no-analyze"]
            quiet: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
            with subprocess.Popen(command, **quiet) as recorder:  # noqa: ASYNC220 - it does not wait
                try:
                    assert recorder.stderr is not None
                    while "Recording the Chrome tab" not in (line := await asyncio.to_thread(recorder.stderr.readline)):
                        assert line
                    await asyncio.sleep(3)
                    found = await worlds(user, tab)
                    assert all(await at_work(found)), "longer than the heartbeat's limit"
                finally:
                    recorder.send_signal(signal.SIGKILL)
            await asyncio.sleep(3)
            assert len(found) == 3
            assert not any(await at_work(found))


async def test_a_tab_can_be_recorded_again(own: OwnBrowser, tmp_path: Path) -> None:
    page = "<title>Again</title><button>Go</button>"
    async with Site({"/": page, "*": Answer("", 404)}) as site, person(own) as user:
        tab = await user.open(site.url)
        for number in (1, 2):
            async with attached(own.address, "again", tmp_path / f"{number}.scope") as recording:
                await recording.until_shown()
                await tab.click("button")
                await recording.until(acts)
            assert recording.recorded is not None
            assert recording.recorded.acts == 1


async def test_a_blank_tab_that_fills_itself_later_is_left_alone(tmp_path: Path) -> None:
    with own_browser() as fresh:
        async with person(fresh) as user:
            [target] = [target for target, about in (await user.targets()).items() if about["url"] == "about:blank"]
            tab = await user.use(target)
            async with attached(fresh.address, "about:blank", tmp_path / "blank.scope"):
                await asyncio.sleep(1)
            await tab.evaluate("void (document.body.innerHTML = '<input>')")
            await asyncio.sleep(1)
            assert not any(await at_work(await worlds(user, tab)))


async def test_a_recording_that_is_stopped_at_once_has_the_page(own: OwnBrowser, tmp_path: Path) -> None:
    async with Site({"/": "<title>Brief</title><p>One", "*": Answer("", 404)}) as site, person(own) as user:
        await user.open(site.url)
        async with attached(own.address, "brief", tmp_path / "brief.scope") as recording:
            pass
        assert any(event["kind"] == "dom" for event in recording.events())
