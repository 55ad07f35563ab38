"""A state is rebuilt as it was visible, and targets of acts have the names of the accessibility tree."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from claude_scope.browser.rebuild import rebuilt_tree, replayed
from claude_scope.browser.rebuild.rebuild import rebuild
from claude_scope.browser.rebuild.replay_page import script
from claude_scope.values import Act, Capture, Document, Instant, Node, PageEvent, Target

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pytest

    from claude_scope.values import Rebuilt

START = 1_700_000_000_000
DOCUMENT, ELEMENT, TEXT = 0, 2, 3
STYLE = """
html { scroll-behavior: smooth }
.long { height: 3000px }
.pane:not(:target) { display: none }
@keyframes come { from { opacity: 0 } }
p { animation: come 2s }
.sheet { position: absolute; inset: 0; background: white }
.row .more { display: none }
.row:hover .more { display: inline }
.thin { position: absolute; opacity: 0; width: 0 }
"""


class Dom:
    """rrweb events for a page whose body has these children; nodes are numbered consecutively."""

    def __init__(self) -> None:
        self._last = 0
        self.ids: dict[str, int] = {}

    def node(self, tag: str, *children: Any, **attributes: str) -> dict[str, Any]:
        self._last += 1
        if name := attributes.pop("called", ""):
            self.ids[name] = self._last
        return {
            "type": ELEMENT,
            "id": self._last,
            "tagName": tag,
            "attributes": {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()},
            "childNodes": [self._text(child) if isinstance(child, str) else child for child in children],
        }

    def _text(self, text: str) -> dict[str, Any]:
        self._last += 1
        return {"type": TEXT, "id": self._last, "textContent": text}

    def page(self, *children: Any) -> list[dict[str, Any]]:
        style = self.node("style", STYLE)
        style["attributes"]["_cssText"] = STYLE  # part of what is recorded for style sheets; the replayer adapts it
        head = self.node("head", style)
        html = self.node("html", head, self.node("body", *children, called="body"))
        self._last += 1
        document = {"type": DOCUMENT, "id": self._last, "childNodes": [html]}
        meta = {"href": "http://localhost/", "width": 1280, "height": 720}
        return [
            {"type": 4, "timestamp": START, "data": meta},
            {"type": 2, "timestamp": START, "data": {"node": document, "initialOffset": {"left": 0, "top": 0}}},
        ]

    def added(self, at_ms: int, node: dict[str, Any]) -> dict[str, Any]:
        adds = list(_adds(self.ids["body"], node))
        data = {"source": 0, "texts": [], "attributes": [], "removes": [], "adds": adds}
        return {"type": 3, "timestamp": START + at_ms, "data": data}

    def focused(self, at_ms: int, name: str) -> dict[str, Any]:
        data = {"source": 2, "type": 5, "id": self.ids[name], "x": 0, "y": 0}
        return {"type": 3, "timestamp": START + at_ms, "data": data}

    def pointed(self, at_ms: int, name: str) -> dict[str, Any]:
        """The pointer moved over an element; "" for none."""
        at = {"x": 0, "y": 0, "id": self.ids[name] if name else 0, "timeOffset": 0}
        return {"type": 3, "timestamp": START + at_ms, "data": {"source": 1, "positions": [at]}}


def _adds(parent: int, node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One addition per node, as rrweb writes them."""
    yield {"parentId": parent, "nextId": None, "node": node | ({"childNodes": []} if node["type"] == ELEMENT else {})}
    for child in node.get("childNodes", ()):
        yield from _adds(node["id"], child)


async def rebuilt(folder: Path, events: list[dict[str, Any]], node: int = 0, **more: Any) -> Rebuilt:
    """See `captured`."""
    return await rebuild(captured(folder, events, node, **more))


def captured(
    folder: Path,
    events: list[dict[str, Any]],
    node: int = 0,
    looks_ms: Sequence[int] = (1_000,),
    navigations: Sequence[PageEvent] = (),
) -> Capture:
    """The page at some times, starting one second after its load, and a click on a node after that."""
    path = folder / "document.json"
    path.write_text(json.dumps(events))
    act = Act("click", 1_500, 1_500, "p1", Target("d1", node))
    return Capture(
        recording=None,
        offset_ms=START,
        duration_ms=2_000,
        url="http://localhost/",
        title="",
        notes="",
        viewport=(1280, 720),
        acts=(act,) if node else (),
        events=tuple(navigations),
        documents=(Document("d1", "p1", "http://localhost/", 0, path),),
        instants=tuple(Instant(0, look_ms, "d1") for look_ms in looks_ms),
    )


def found(built: Rebuilt, role: str) -> Node:
    return next(node for node in built.states[0].tree.walk() if node.role == role)


async def test_a_document_that_is_sent_in_pieces_is_rebuilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replayed, "PIECE_CHARS", 50)
    dom = Dom()
    built = await rebuilt(tmp_path, dom.page(dom.node("button", "Größe ändern")))
    assert found(built, "button").name == "Größe ändern"


async def test_the_focus_is_where_it_was(tmp_path: Path) -> None:
    """Fast-forwarding in the replayer does not move the focus, here into a field that was added after the full
    snapshot.
    """
    dom = Dom()
    events = dom.page(dom.node("p", "One"), dom.node("button", "Two"))
    events += [dom.added(500, dom.node("input", called="field", aria_label="Name")), dom.focused(510, "field")]
    built = await rebuilt(tmp_path, events)
    assert "active" in found(built, "textbox").states


async def test_a_closed_dialog_leaves_the_focus_to_the_page(tmp_path: Path) -> None:
    """The replayer closes a modal dialog by its attribute alone, which leaves the rest of the page inert."""
    dom = Dom()
    dialog = dom.node("dialog", dom.node("button", "Keep"), called="dialog")
    events = dom.page(dom.node("button", "Pay", called="pay"), dialog)
    opened = {"open": "", "rr_open_mode": "modal"}
    for at_ms, attributes in ((200, opened), (400, {"open": None, "rr_open_mode": None})):
        change = {"id": dom.ids["dialog"], "attributes": attributes}
        data = {"source": 0, "texts": [], "attributes": [change], "removes": [], "adds": []}
        events.append({"type": 3, "timestamp": START + at_ms, "data": data})
    built = await rebuilt(tmp_path, [*events, dom.focused(600, "pay")], looks_ms=(300, 1_000))
    assert "active" in next(node for node in built.states[1].tree.walk() if node.name == "Pay").states


async def test_what_css_shows_below_the_pointer_is_shown(tmp_path: Path) -> None:
    dom = Dom()
    row = dom.node("div", dom.node("span", "Ticket", called="text"), dom.node("button", "Delete", class_="more"))
    row["attributes"]["class"] = "row"
    events = [*dom.page(row), dom.pointed(300, "text")]
    assert found(await rebuilt(tmp_path, events), "button").name == "Delete"
    gone = await rebuilt(tmp_path, [*events, dom.pointed(600, "")])
    assert not [node for node in gone.states[0].tree.walk() if node.role == "button" and not node.hidden]


async def test_what_faded_in_is_shown(tmp_path: Path) -> None:
    """A paused replayer holds animations at their first frame, where this text is transparent."""
    dom = Dom()
    built = await rebuilt(tmp_path, dom.page(dom.node("p", "Saved"), dom.node("button", "Two")))
    assert not found(built, "paragraph").hidden


async def test_the_page_behind_an_open_menu_keeps_its_names(tmp_path: Path) -> None:
    """Component libraries hide it from assistive technology; icons and the field behind a custom one stay hidden."""
    dom = Dom()
    drawn = dom.node("div", "Sloop", role="combobox", aria_label="Type", tabindex="0")
    own = dom.node("input", value="sloop", aria_hidden="true", tabindex="-1")
    icon = dom.node("span", dom.node("span", "star"), aria_hidden="true")
    page = dom.node("div", dom.node("button", icon, aria_label="Columns"), drawn, own, aria_hidden="true")
    built = await rebuilt(
        tmp_path, dom.page(page, dom.node("ul", dom.node("li", "Rename", role="menuitem"), role="menu"))
    )
    named = {(node.role, node.name) for node in built.states[0].tree.walk()}
    assert {("button", "Columns"), ("combobox", "Type"), ("menuitem", "Rename")} <= named
    assert [node.states for node in built.states[0].tree.walk() if node.role == "textbox"] == [("aria-hidden",)]


async def test_the_browsers_own_bubble_at_a_field(tmp_path: Path) -> None:
    dom = Dom()
    events = dom.page(dom.node("input", called="name", aria_label="Name", aria_description="As in your passport"))
    change = {"id": dom.ids["name"], "attributes": {"data-claude-scope-refused": "Please fill out this field."}}
    data = {"source": 0, "texts": [], "attributes": [change], "removes": [], "adds": []}
    events.append({"type": 3, "timestamp": START + 200, "data": data})
    field = found(await rebuilt(tmp_path, events), "textbox")
    assert "refused" in field.states
    assert ("/description", "Please fill out this field.") in field.props


async def test_code_keeps_the_ends_of_its_lines(tmp_path: Path) -> None:
    """Other texts are one line, as a user sees them."""
    dom = Dom()
    page = dom.page(dom.node("pre", dom.node("code", "a = 1\n  b = 2")), dom.node("pre", "line one\nline two"))
    built = await rebuilt(tmp_path, [*page], looks_ms=(100,))
    texts = [node.text for node in built.states[0].tree.walk() if node.text]
    assert texts == ["a = 1\n  b = 2", "line one\nline two"]


async def test_the_pane_that_the_address_leads_to_is_shown(tmp_path: Path) -> None:
    """And the page is scrolled to the recorded position, not to the pane."""
    dom = Dom()
    panes = [
        dom.node("div", text, id=name, class_="pane") for name, text in (("general", "Hours"), ("filters", "Paths"))
    ]
    events = dom.page(dom.node("div", "Menu", class_="long"), *panes, dom.node("p", "Foot"))
    went = [
        PageEvent(at_ms, "navigation", "p1", f"went to {url}", url)
        for at_ms, url in ((200, "http://localhost/#general"), (600, "http://localhost/#filters"))
    ]
    built = await rebuilt(tmp_path, events, looks_ms=(100, 400, 1_000), navigations=went)
    shown = [" ".join(line.text for line in state.tree.walk() if not line.hidden) for state in built.states]
    assert [[text for text in ("Hours", "Paths") if text in said] for said in shown] == [[], ["Hours"], ["Paths"]]
    assert {state.scroll for state in built.states} == {(0, 0)}


async def test_a_page_that_scrolls_smoothly_is_where_it_was(tmp_path: Path) -> None:
    dom = Dom()
    events = dom.page(dom.node("div", "Tides", class_="long"))
    [document] = [event["data"]["node"]["id"] for event in events if event["type"] == 2]
    events.append({"type": 3, "timestamp": START + 200, "data": {"source": 3, "id": document, "x": 0, "y": 400}})
    built = await rebuilt(tmp_path, events)
    assert built.states[0].scroll == (0, 400)


async def test_a_dialog_lies_over_the_page_and_hides_nothing(tmp_path: Path) -> None:
    """The replayer creates later additions in its own document's realm, not in that of the rebuilt one."""
    dom = Dom()
    events = dom.page(dom.node("h1", "Crew"), dom.node("button", "Two"))
    sheet = dom.node("div", dom.node("h2", "Sure?"), class_="sheet")
    events.append(dom.added(500, dom.node("div", sheet, role="dialog", aria_label="Dismiss")))
    built = await rebuilt(tmp_path, events)
    assert {node.name for node in built.states[0].tree.walk() if node.role == "heading" and not node.hidden} == {
        "Crew",
        "Sure?",
    }


async def test_a_transparent_checkbox_is_named_like_others(tmp_path: Path) -> None:
    """Playwright's tree has no reference for it."""
    dom = Dom()
    box = dom.node("input", called="box", type="checkbox", class_="thin")
    built = await rebuilt(tmp_path, dom.page(dom.node("label", box, "Gift"), dom.node("button", "Two")), dom.ids["box"])
    target = built.acts[0].target
    assert (target.role, target.name) == ("checkbox", "Gift")
    assert target.locator == "page.getByRole('checkbox', { name: 'Gift', exact: true })"


async def test_one_button_of_many_is_identified_by_its_row(tmp_path: Path) -> None:
    dom = Dom()
    items = [
        dom.node("li", dom.node("h3", name), dom.node("button", "Add", called=name)) for name in ("Notebook", "Pen")
    ]
    built = await rebuilt(tmp_path, dom.page(dom.node("ul", *items)), dom.ids["Pen"])
    target = built.acts[0].target
    assert (target.name, target.within) == ("Add", "Pen")
    assert ".nth(1)" in target.locator


async def test_an_act_is_named_from_its_own_tab_if_another_one_was_shown_last(tmp_path: Path) -> None:
    """The user had changed to the second tab and back, which changed nothing in either."""
    dom = Dom()
    capture = captured(tmp_path, dom.page(dom.node("a", "To-dos", href="/", called="link")), dom.ids["link"])
    [document] = capture.documents
    other = replace(document, id="d2", page="p2")
    instants = (Instant(0, 500, "d1"), Instant(600, 1_400, "d2"), Instant(1_500, 2_000, "d1"))
    built = await rebuild(replace(capture, documents=(document, other), instants=instants))
    target = built.acts[0].target
    assert (target.role, target.locator) == ("link", "page.getByRole('link', { name: 'To-dos', exact: true })")


async def test_a_css_locator_leads_through_shadow_roots(tmp_path: Path) -> None:
    dom = Dom()
    inner = dom.node("i", called="inner")
    root = dom.node("div", inner) | {"isShadow": True}
    host = dom.node("x-box", root) | {"isShadowHost": True}
    built = await rebuilt(tmp_path, dom.page(host, dom.node("button", "Two")), dom.ids["inner"])
    assert built.acts[0].target.locator == "page.locator('html > body > x-box div > i')"


async def test_a_state_that_begins_with_the_document_is_its_first_snapshot(tmp_path: Path) -> None:
    """The replayer applies events before a time, while its own timer applies the snapshot at an
    unpredictable moment.
    """
    dom = Dom()
    events = dom.page(dom.node("h1", "Orders"))
    built = await rebuilt(tmp_path, events, looks_ms=(0, 0, 0))
    assert [[node.name for node in state.tree.walk() if node.role == "heading"] for state in built.states] == [
        ["Orders"],
        ["Orders"],
        ["Orders"],
    ]


async def test_a_state_that_cannot_be_read_in_time_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright has no time limit for a call in the page; the states after it are read."""
    never = "document.querySelector('iframe').contentDocument.querySelector('dialog') ? new Promise(() => {})"
    monkeypatch.setattr(rebuilt_tree, "_NODES", f"given => {never} : ({script('nodes.js')})(given)")
    monkeypatch.setattr(rebuilt_tree, "_SNAPSHOT_MS", 3_000.0)
    dom = Dom()
    events = [*dom.page(dom.node("h1", "Orders")), dom.added(500, dom.node("dialog", called="dialog"))]
    removes = [{"parentId": dom.ids["body"], "id": dom.ids["dialog"]}]
    data = {"source": 0, "texts": [], "attributes": [], "removes": removes, "adds": []}
    events.append({"type": 3, "timestamp": START + 800, "data": data})
    async with asyncio.timeout(40):  # a document that hangs may take a minute
        built = await rebuilt(tmp_path, events, looks_ms=(300, 600, 1_000))
    assert len(built.states) == 2
    assert built.problems == ("The page at 0.6 s could not be rebuilt: it took too long",)
