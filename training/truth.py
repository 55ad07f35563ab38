"""The ground truth of a rendered page: types from the accessibility tree, boxes from the DOM.

The form is that of `benchmarks/screens.py`: `elements` with type, name, state, bbox and `ok`, and `lines` of text. Each
element also has `inside`, the index of the one that holds it, and `covered_by`, of the one in front of it, or -1.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.screens import TRUTH

if TYPE_CHECKING:
    from playwright.sync_api import Page

PLACES = Path(__file__).with_name("places.js").read_text(encoding="utf-8")
TYPES = {
    "button": "button",
    "link": "link",
    "checkbox": "checkbox",
    "switch": "checkbox",
    "radio": "radio",
    "tab": "tab",
    "menu": "menu",
    "menuitem": "button",
    "listbox": "menu",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "alert": "alert",
    "status": "alert",
    "heading": "heading",
    "textbox": "input",
    "searchbox": "input",
    "spinbutton": "input",
    "combobox": "select",
    "image": "image",
    "progressbar": "other",
    "slider": "other",
}
"""Types of elements by roles of Chromium's accessibility tree; other roles are no elements."""
TEXT_BOX_TYPES = ("link", "heading")
"""Types whose box is that of their text."""
MAX_ICON_PX = 32
"""A picture up to this width is an icon."""
STATES = {"disabled": "disabled", "selected": "selected", "expanded": "expanded", "focused": "focused"}


def truth(page: Page, zoom: float) -> dict[str, Any]:
    """The truth of the page as shown now; boxes are in pixels of the picture, `zoom` of them per CSS pixel."""
    lines = page.evaluate(TRUTH)["lines"]
    places = page.evaluate(PLACES)
    nodes = _nodes(page)
    elements: list[dict[str, Any]] = []
    index_of: dict[int, int] = {}
    for place in places:
        node = nodes.get(place["key"])
        if node is None:
            continue
        kind = _type(node["role"], place, zoom)
        if kind:
            index_of[place["key"]] = len(elements)
            elements.append({**_element(kind, node, place, zoom), "place": place})
    parents = {place["key"]: place["inside"] for place in places}
    for one in elements:
        place = one.pop("place")
        one["inside"] = _nearest(place["inside"], index_of, parents)
        one["covered_by"] = _nearest(place["over"], index_of, parents)
    for line in lines:
        line["bbox"] = [round(side * zoom) for side in line["bbox"]]
    return {"elements": elements, "lines": lines}


def _nodes(page: Page) -> dict[int, dict[str, Any]]:
    """Role, name and properties of each element by its `data-key`."""
    session = page.context.new_cdp_session(page)
    try:
        root = session.send("DOM.getDocument", {"depth": -1})["root"]
        keys: dict[int, int] = {}
        waiting = [root]
        while waiting:
            node = waiting.pop()
            names = node.get("attributes", [])
            attributes = dict(zip(names[::2], names[1::2], strict=True))
            if "data-key" in attributes:
                keys[node["backendNodeId"]] = int(attributes["data-key"])
            waiting += node.get("children", [])
        tree = session.send("Accessibility.getFullAXTree")["nodes"]
    finally:
        session.detach()
    return {
        keys[node["backendDOMNodeId"]]: {
            "role": node["role"]["value"],
            "name": str(node.get("name", {}).get("value", "")),
            "properties": {one["name"]: one["value"].get("value") for one in node.get("properties", [])},
        }
        for node in tree
        if not node["ignored"] and node.get("backendDOMNodeId") in keys
    }


def _type(role: str, place: dict[str, Any], zoom: float) -> str:
    kind = TYPES.get(role, "")
    if kind == "image" and place["box"][2] * zoom <= MAX_ICON_PX:
        return "icon"
    return kind


def _element(kind: str, node: dict[str, Any], place: dict[str, Any], zoom: float) -> dict[str, Any]:
    box = place["tight"] if kind in TEXT_BOX_TYPES else place["box"]
    return {
        "type": kind,
        "name": " ".join(node["name"].split()),
        "state": _states(node["properties"], place),
        "bbox": [round(side * zoom) for side in box],
        "ok": place["ok"],
    }


def _states(properties: dict[str, Any], place: dict[str, Any]) -> list[str]:
    found = [state for name, state in STATES.items() if properties.get(name) is True]
    if properties.get("checked") in ("true", "mixed"):
        found.append("checked")
    if properties.get("invalid") not in (None, "false", False):
        found.append("invalid")
    if place["current"] not in ("", "false") or properties.get("pressed") == "true":
        found.append("selected")
    return [one for one in found if one != "focused" or place["tag"] in ("input", "select", "textarea")]


def _nearest(key: int, index_of: dict[int, int], parents: dict[int, int]) -> int:
    """The index of the element with this key, otherwise of the nearest one around it."""
    while key >= 0 and key not in index_of:
        key = parents.get(key, -1)
    return index_of.get(key, -1)
