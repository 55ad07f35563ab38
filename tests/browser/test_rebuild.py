"""The page of a capture is rebuilt as it was: its tree equals the live one, and nothing in it runs
or makes a request.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.browser import aria_snapshot
from claude_scope.browser.chromium import launch_chromium
from claude_scope.browser.egress.guard_proxy import Guard, Policy
from claude_scope.browser.rebuild import replayed
from claude_scope.browser.rebuild.rebuild import rebuild
from claude_scope.browser.rebuild.replay_page import RRWEB
from claude_scope.capture.read import read_capture
from tests.browser.sites import Site
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
    """The lines of a tree without references and boxes, and without what only rebuilt trees have."""
    whole = tree if isinstance(tree, str) else aria_snapshot.render(tree)
    rendered = aria_snapshot.render(aria_snapshot.parse(whole))
    plain = re.sub(r" \[(?:(?:ref|box)=[^\]]*|expanded=false)\]", "", rendered)
    return [line.removesuffix(":") for line in plain.splitlines() if "- /description" not in line]


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


OWN = """const own = new Proxy({}, {
    get: (_, name) => (of, ...given) => (typeof of[name] === "function" ? of[name](...given) : of[name]),
});"""
"""By these functions the vendored recorder reads elements (browser/record/page/dom/rrweb.js)."""


async def record(body: str, *then: str) -> tuple[list[Event], list[tuple[float, str]], str]:
    """The DOM events of a page on which scripts run one after another, the live tree before and after each, and its
    URL.
    """
    source = OWN + (RRWEB / "record.js").read_text("utf-8")
    events: list[Event] = []
    start = (
        "document.addEventListener('DOMContentLoaded', () => rrwebRecord.record({"
        "emit: (event) => keep(JSON.stringify(event)), maskInputOptions: { password: true }}))"
    )
    trees: list[tuple[float, str]] = []
    policy = Policy(allow_private=True)
    async with Site({"/": body}) as site, Guard(policy) as guard, launch_chromium(guard.url) as browser:
        view = await (await browser.new_context(viewport={"width": 1280, "height": 720})).new_page()
        await view.expose_binding("keep", lambda _, event: events.append(json.loads(event)))
        await view.add_init_script(f"if (self === top) {{ {source}; {start} }}")
        await view.goto(site.url)
        for number in range(len(then) + 1):
            if number:
                await view.evaluate(then[number - 1])
            await view.wait_for_timeout(300)
            now: float = await view.evaluate("Date.now()")
            trees.append((now, await view.aria_snapshot(mode="ai", boxes=True)))
        return events, trees, site.url


async def test_the_rebuilt_tree_equals_the_live_one(tmp_path: Path) -> None:
    """Shadow roots, a nested frame, values set by scripts, invisible content, a dialog that appears and disappears."""
    events, live, url = await record(
        HARD_PAGE,
        "document.body.insertAdjacentHTML('beforeend', '<dialog open aria-label=Sure><p>Really?</p></dialog>')",
        "document.querySelector('input').value = 'Grace'; document.querySelector('dialog').remove()",
    )
    start = events[0]["timestamp"]
    written: list[Event] = [{**at(0, "document", url=url), "t": start}]
    written += [{"kind": "dom", "t": e["timestamp"], "page": "p1", "document": "d1", "event": e} for e in events]
    folder = write_capture(tmp_path / "one", written, videoStart=start, ended=live[-1][0])
    capture = read_capture(folder, tmp_path / "read")
    states = (await rebuild(capture)).states
    assert len(states) == 3
    for state, (_, tree) in zip(states, live, strict=True):
        assert lines_of(state.tree) == lines_of(tree)
    menu = find(states[0].tree, "button", "Menu")
    assert "expanded=false" in menu.states
    assert ("/description", "Opens the menu") in menu.props
    assert find(states[0].tree, "slider", "Size").text == "4"
    boxes = {node.name: node.box for node in aria_snapshot.parse(live[0][1]).walk() if node.role == "button"}
    assert {node.name: node.box for node in states[0].tree.walk() if node.role == "button"} == boxes | {
        "Inner": find(states[0].tree, "button", "Inner").box  # in a frame: the live one is relative to it
    }


async def test_targets_of_acts_have_role_name_and_a_unique_locator(tmp_path: Path) -> None:
    rows = [
        element(20 + 10 * n, "li", text(21 + 10 * n, name), element(22 + 10 * n, "button", text(23 + 10 * n, "Edit")))
        for n, name in enumerate(("Ada", "Grace"))
    ]
    icon = element(50, "span", element(51, "b", text(52, "Star")), class_="icon")
    events = [*loaded(100, page(element(10, "ul", *rows), icon)), act(1_000, "click", 32), act(1_500, "click", 51)]
    button, star = (act.target for act in (await rebuilt(tmp_path, events)).acts)
    assert (button.role, button.name) == ("button", "Edit")
    assert button.locator == "page.getByRole('listitem').filter({ hasText: 'Grace' }).getByRole('button')" or (
        "Edit" in button.locator
    )
    assert (star.tag, star.name) == ("b", "Star")
    assert star.locator


async def test_a_frame_that_is_attached_twice_has_its_last_content(tmp_path: Path) -> None:
    """A recorder reports a frame's document when parsing begins, and again once it has loaded."""
    frame = {"type": 0, "id": 30, "childNodes": []}
    whole = page(element(40, "button", text(41, "Inner")))
    _renumber(whole, 30)
    attach = [mutation(500 + n, adds=[added(20, node)]) for n, node in enumerate((frame, whole))]
    for event in attach:
        event["event"]["data"]["isAttachIframe"] = True
    states = (await rebuilt(tmp_path, [*loaded(100, page(element(20, "iframe"))), *attach])).states
    assert find(states[-1].tree, "button", "Inner").locator.startswith("page.locator('iframe:visible').contentFrame()")


async def test_what_is_scrolled_out_of_a_part_of_the_page_is_covered(tmp_path: Path) -> None:
    """Nothing covers it, but the picture does not show it."""
    lines = [element(20 + n, "p", text(40 + n, f"Line {n}"), style="margin: 0; height: 40px") for n in range(6)]
    log = element(10, "div", *lines, style="height: 80px; overflow: auto")
    (state,) = (await rebuilt(tmp_path, loaded(100, page(log, element(60, "p", text(61, "Below")))))).states
    shown = [node.text for node in state.tree.walk() if node.text and node.ref not in state.covered]
    assert shown == ["Line 0", "Line 1", "Below"]


async def test_a_second_document_has_its_own_tree(tmp_path: Path) -> None:
    first = loaded(100, page(element(10, "h1", text(11, "One"))))
    second = loaded(2_000, page(element(10, "h1", text(11, "Two"))), "d2", "http://localhost:3000/two")
    states = (await rebuilt(tmp_path, [*first, *second])).states
    assert [find(state.tree, "heading").name for state in states] == ["One", "Two"]


async def test_an_indeterminate_checkbox_is_set_back(tmp_path: Path) -> None:
    box = element(10, "input", type="checkbox", aria_label="All", data_claude_scope_indeterminate="")
    (state,) = (await rebuilt(tmp_path, loaded(100, page(box)))).states
    assert "checked=mixed" in find(state.tree, "checkbox").states


ESCAPES: dict[str, Event] = {
    "script": element(20, "script", text(21, "fetch('HOST')")),
    "handler": element(20, "img", src="HOST/a.png", onerror="fetch('HOST')", onload="fetch('HOST')"),
    "image": element(20, "img", src="HOST/a.png"),
    "srcset": element(20, "img", srcset="HOST/a.png 1x"),
    "srcdoc": element(20, "iframe", srcdoc="<script>fetch('HOST')</script><img src='HOST/a.png'>"),
    "frame": element(20, "iframe", src="HOST/"),
    "script address in a frame": element(20, "iframe", src="javascript:fetch('HOST')"),
    "frame that may run scripts": element(20, "iframe", sandbox="allow-scripts allow-same-origin", src="HOST/"),
    "object": element(20, "object", data="HOST/a.svg"),
    "embed": element(20, "embed", src="HOST/a.svg"),
    "refresh": element(20, "meta", http_equiv="refresh", content="0; url=HOST/"),
    "base": element(20, "base", href="HOST/", target="_top"),
    "sheet": element(20, "link", rel="stylesheet", href="HOST/a.css"),
    "preload": element(20, "link", rel="preload", as_="script", href="HOST/a.js"),
    "prefetch": element(20, "link", rel="dns-prefetch", href="HOST/"),
    "style": element(20, "style", text(21, "@import 'HOST/a.css'; body { background: url(HOST/a.png) }")),
    "style text": element(
        20, "style", _cssText="@import url(HOST/a.css); @font-face { font-family: f; src: url(HOST/f) }"
    ),
    "inline style": element(20, "p", text(21, "x"), style="background: url(HOST/a.png); cursor: url(HOST/c), auto"),
    "video": element(20, "video", src="HOST/a.webm", poster="HOST/a.png", autoplay=""),
    "audio": element(20, "audio", src="HOST/a.ogg", autoplay="", rr_mediaState="played"),
    "svg": element(
        20, "svg", element(21, "image", href="HOST/a.png"), element(22, "script", text(23, "fetch('HOST')"))
    ),
    "svg use": element(20, "svg", element(21, "use", href="HOST/a.svg#x")),
    "svg animation": element(20, "svg", element(21, "set", attributeName="href", to="javascript:fetch('HOST')")),
    "form": element(20, "form", element(21, "input", type="image", src="HOST/a.png"), action="HOST/"),
    "portal": element(20, "portal", src="HOST/"),
    "track": element(20, "video", element(21, "track", src="HOST/a.vtt", default="")),
    "canvas": element(20, "canvas", rr_dataURL="HOST/a.png"),
    "data address in a frame": element(20, "iframe", src="data:text/html,<script>fetch('HOST')</script>"),
    "inlined image": element(20, "img", rr_dataURL="HOST/a.png", src="x"),
    "blocked": element(20, "div", rr_width="HOST", rr_height="1px"),
    "import map": element(20, "script", text(21, '{"imports": {"a": "HOST/a.js"}}'), type="importmap"),
    "template": element(20, "template", element(21, "img", src="HOST/a.png", onerror="fetch('HOST')")),
}
"""Ways to make requests from the rebuilt page; HOST is a server of ours that must receive none."""


@pytest.mark.attack("captures", cases=len(ESCAPES))
@pytest.mark.parametrize("as_mutation", [False, True], ids=["snapshot", "mutation"])
async def test_nothing_of_a_capture_runs_or_reaches_out(as_mutation: bool, tmp_path: Path) -> None:
    """All at once: a server on loopback receives no request, and the replayer's page stays."""
    async with Site({"*": "<h1>reached</h1>"}) as site:
        told = json.dumps(list(ESCAPES.values())).replace("HOST", site.url.rstrip("/"))
        nodes: list[Event] = json.loads(told)
        for number, node in enumerate(nodes):
            _renumber(node, 100 * (number + 1))
        heading = element(10, "h1", text(11, "Here"))
        attributes = [
            {"id": 10, "attributes": {"onclick": f"fetch('{site.url}')", "style": f"background: url({site.url})"}}
        ]
        if as_mutation:
            events = loaded(100, page(heading))
            events += [mutation(1_000 + n, adds=[added(5, node)]) for n, node in enumerate(nodes)]
        else:
            events = loaded(100, page(heading, *nodes))
        events.append(mutation(2_000, attributes=attributes))
        states = (await rebuilt(tmp_path, events)).states
        assert [node.name for node in states[-1].tree.walk() if node.role == "heading"] == ["Here"]
        assert site.requests == []


def _renumber(node: Event, first: int) -> None:
    stack = [node]
    while stack:
        one = stack.pop()
        one["id"] = first
        first += 1
        stack.extend(one.get("childNodes", ()))


@pytest.mark.attack("captures")
async def test_the_canvas_of_a_capture_is_not_drawn_by_its_commands(tmp_path: Path) -> None:
    """Drawing commands are method names with arguments: none is called."""
    async with Site({"*": "reached"}) as site:
        draw = {"source": 9, "id": 10, "type": 0, "commands": [{"property": "drawImage", "args": [{"src": site.url}]}]}
        events = [*loaded(100, page(element(10, "canvas"))), dom(500, 3, draw)]
        assert (await rebuilt(tmp_path, events)).states
        assert site.requests == []


@pytest.mark.parametrize(
    "broken",
    [
        [],
        {"node": None, "initialOffset": None},
        {"node": {"type": 0, "id": 1, "childNodes": [{"type": 99}]}, "initialOffset": {"left": 0, "top": 0}},
        {"node": page(element(5, "p", text(5, "the same id twice")))},
    ],
)
async def test_a_snapshot_that_makes_no_sense_does_not_end_the_others(broken: Any, tmp_path: Path) -> None:
    good = loaded(3_000, page(element(10, "h1", text(11, "Good"))), "d2")
    events = [at(100, "document", url="http://x/"), dom(101, 4, {"href": ""}), dom(102, 2, broken), *good]
    found = await rebuilt(tmp_path, events)
    assert [node.name for node in found.states[-1].tree.walk() if node.role == "heading"] == ["Good"]


async def test_the_first_elements_of_a_huge_page_are_taken_and_all_return_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Removing elements for one snapshot does not change the states after it."""
    monkeypatch.setattr(replayed, "MAX_ELEMENTS", 12)
    items = [element(10 + 2 * n, "p", text(11 + 2 * n, f"Item {n}")) for n in range(30)]
    gone = mutation(1_000, removes=[{"parentId": 5, "id": 10 + 2 * n} for n in range(25)])
    found = await rebuilt(tmp_path, [*loaded(100, page(*items)), gone])
    shown = [[node.text for node in state.tree.walk() if node.role == "paragraph"] for state in found.states]
    assert shown[0] == [f"Item {n}" for n in range(len(shown[0]))]
    assert 0 < len(shown[0]) < 12
    assert shown[1] == [f"Item {n}" for n in range(25, 30)]
    assert found.notes == ("The page has 34 elements; what comes after the first 12 was left out.",)
    assert [state.is_cut for state in found.states] == [True, False]


async def test_a_state_that_cannot_be_rebuilt_leaves_the_pictures_of_the_others(tmp_path: Path) -> None:
    broken = [dom(1_000, 4, {"href": ""}, "d2"), dom(1_001, 2, {"node": 5, "initialOffset": 5}, "d2")]
    first = loaded(100, page(element(10, "h1", text(11, "One"))))
    last = loaded(3_000, page(element(10, "h1", text(11, "Two"))), "d3")
    found = await rebuilt(tmp_path, [*first, *broken, *last])
    assert (found.states[0].document, found.states[-1].document) == ("d1", "d3")
