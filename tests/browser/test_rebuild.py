"""The page of a capture is rebuilt as it was: the tree equals the live one, and nothing of it runs or reaches out."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.browser import aria_snapshot
from claude_scope.browser.chromium import launch_chromium
from claude_scope.browser.rebuild import rebuild as rebuilding
from claude_scope.browser.rebuild.rebuild import rebuild
from claude_scope.browser.rebuild.replay_page import open_replay_page, script
from claude_scope.capture.read import read_capture
from claude_scope.errors import InspectionError
from tests.browser.sites import Site, serve
from tests.capture.build import act, added, at, dom, element, loaded, mutation, page, text, write_capture

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from claude_scope.values import Node, Rebuilt
    from tests.capture.build import Event

pytestmark = pytest.mark.timeout(120)


async def rebuilt(folder: Path, events: Sequence[Event]) -> Rebuilt:
    capture = read_capture(write_capture(folder / "one", list(events)), folder / "read")
    return await rebuild(capture)


def lines_of(tree: Node | str) -> list[str]:
    """The lines of a tree without what differs from browser to browser: references and boxes."""
    whole = tree if isinstance(tree, str) else aria_snapshot.render(tree)
    rendered = aria_snapshot.render(aria_snapshot.parse(whole))
    return [re.sub(r" \[(?:ref|box)=[^\]]*\]", "", line) for line in rendered.splitlines()]


def find(tree: Node, role: str, name: str = "") -> Node:
    return next(node for node in tree.walk() if node.role == role and (not name or node.name == name))


HARD_PAGE = """
<!doctype html><title>Hard</title>
<style>.off { display: none }</style>
<h1>Orders</h1><label>Name <input id="name" value="Ada"></label>
<label><input type="checkbox" id="all"> All</label><select><option>One<option selected>Two</select>
<button aria-expanded="false" aria-describedby="why">Menu</button><p id="why">Opens the menu</p>
<div class="off">not shown</div><x-card></x-card><iframe srcdoc="<button>Inner</button>"></iframe>
<ul><li>first<li>second</ul><input type="range" min="0" max="10" value="4" aria-label="Size">
<script>
  customElements.define("x-card", class extends HTMLElement {
    connectedCallback() { this.attachShadow({ mode: "open" }).innerHTML = "<button>In the shadow</button>"; }
  });
  all.checked = true;
</script>
"""


async def record(body: str, then: str) -> tuple[list[Event], list[str], str]:
    """DOM events of a page before and after a script, and the live trees."""
    source = (rebuilding.Path(rebuilding.__file__).parent.parent / "rrweb" / "record.js").read_text("utf-8")
    events: list[Event] = []
    start = (
        "document.addEventListener('DOMContentLoaded', () => rrwebRecord.record({"
        "emit: (event) => keep(JSON.stringify(event)), maskInputOptions: { password: true }}))"
    )
    async with serve(Site({"/": body})) as url, launch_chromium("direct://") as browser:
        view = await (await browser.new_context(viewport={"width": 1280, "height": 720})).new_page()
        await view.expose_binding("keep", lambda _, event: events.append(json.loads(event)))
        await view.add_init_script(f"if (self === top) {{ {source}; {start} }}")
        await view.goto(url)
        await view.wait_for_timeout(200)
        before = await view.aria_snapshot(mode="ai", boxes=True)
        await view.evaluate(then)
        await view.wait_for_timeout(200)
        return events, [before, await view.aria_snapshot(mode="ai", boxes=True)], url
