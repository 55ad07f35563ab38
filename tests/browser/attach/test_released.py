"""Objects of the page are not kept alive by their recording."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.browser.attach.own_browser import attached, own_browser, person
from tests.browser.sites import Answer, Site

if TYPE_CHECKING:
    from pathlib import Path

OBJECTS, FRAMES = 1_500, 5
KEPT = 1_000
"""The browser itself keeps this many console messages with what they show."""
PAGE = """<title>Work</title><p>Work</p><div id=box></div><script>
const alive = (refs) => refs.filter((ref) => ref.deref()).length;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
async function work() {
  const logged = [], frames = [];
  for (let number = 0; number < OBJECTS; number++) {
    const thing = { number, large: new ArrayBuffer(1_000) };
    console.log(thing);
    logged.push(new WeakRef(thing));
  }
  for (let number = 0; number < FRAMES; number++) {
    const frame = document.createElement("iframe");
    frame.src = "OTHER";
    document.querySelector("#box").append(frame);
    await new Promise((done) => { frame.onload = done; });
    frame.onload = null;
    frames.push(new WeakRef(frame));
    await pause(400);
    document.querySelector("#box").replaceChildren();
  }
  await pause(6_000); // the recorder looks at what changed every five seconds
  for (let times = 0; times < 5; times++) { gc(); await pause(100); }
  document.title = `Work ${alive(logged)} ${alive(frames)}`;
}
</script>""".replace("OBJECTS", str(OBJECTS)).replace("FRAMES", str(FRAMES))


async def test_logged_objects_and_removed_frames_are_freed(tmp_path: Path) -> None:
    """A browser keeps logged objects for each client that listens, and iframes whose place it was asked for.

    Nobody but the recorder is connected meanwhile: the page counts what is alive, and writes it into its title.
    """
    with own_browser(None, "--js-flags=--expose-gc") as own:
        async with Site({"/": "<p>Inner", "*": Answer("", 404)}, host="127.0.0.2") as other, Site({}) as site:
            site.routes["/"] = PAGE.replace("OTHER", f"http://127.0.0.2:{other.port}/")
            async with person(own) as user:
                tab = await user.open(site.url)
                await tab.evaluate("setTimeout(work, 3_000); 0")
                await user.leave(tab)
                async with attached(own.address, "work", tmp_path / "work.scope") as recording:
                    await recording.until_shown()
                    title = ""
                    while not title.startswith("Work "):
                        await asyncio.sleep(0.2)
                        title = (await user.targets())[tab.target]["title"]
    logged, frames = map(int, title.split()[1:])
    assert logged <= KEPT
    assert frames <= 1
