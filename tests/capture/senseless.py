"""Invalid rrweb events, by what is wrong with them: type and data of each, for a page of `build.page`."""

from __future__ import annotations

from typing import Any

from tests.capture.build import Event, added, element, page

NAN = float("nan")
FULL, CHANGE = 2, 3
TOP = {"left": 0, "top": 0}


def _change(**parts: Any) -> Event:
    return {"source": 0, "texts": [], "attributes": [], "removes": [], "adds": [], **parts}


def _adding(node: Any, parent: Any = 5) -> Event:
    return _change(adds=[{"parentId": parent, "nextId": None, "node": node}])


def _document(*children: Event) -> Event:
    return {"type": 0, "id": 1, "childNodes": list(children)}


SENSELESS: dict[str, tuple[Any, Any]] = {
    "no data": (CHANGE, None),
    "data is a list": (CHANGE, [1]),
    "unknown type": (99, {}),
    "type is a text": ("3", _change()),
    "type is true": (True, _change()),
    "unknown source": (CHANGE, {"source": 99}),
    "source is a text": (CHANGE, {"source": "0"}),
    "source is a list": (CHANGE, {"source": [0]}),
    "adds is a number": (CHANGE, _change(adds=5)),
    "texts is a text": (CHANGE, _change(texts="x")),
    "an add of nothing": (CHANGE, _change(adds=[None])),
    "a node of nothing": (CHANGE, _adding(None)),
    "tag name is a number": (CHANGE, _adding({**element(20, "p"), "tagName": 5})),
    "tag name with spaces": (CHANGE, _adding(element(20, "p onload=x"))),
    "attributes are a list": (CHANGE, _adding({**element(20, "p"), "attributes": ["class"]})),
    "an attribute is a list": (CHANGE, _adding({**element(20, "p"), "attributes": {"class": ["a"]}})),
    "an attribute is huge": (CHANGE, _adding({**element(20, "p"), "attributes": {"width": 1e300}})),
    "children are a text": (CHANGE, _adding({**element(20, "p"), "childNodes": "none"})),
    "a child is a number": (CHANGE, _adding({**element(20, "p"), "childNodes": [7]})),
    "id is negative": (CHANGE, _adding(element(-20, "p"))),
    "id is huge": (CHANGE, _adding(element(10**30, "p"))),
    "id is a text": (CHANGE, _adding({**element(20, "p"), "id": "20"})),
    "id is NaN": (CHANGE, _adding({**element(20, "p"), "id": NAN})),
    "the same id twice": (CHANGE, _adding(element(20, "p", element(20, "b")))),
    "parent is a list": (CHANGE, _adding(element(20, "p"), [5])),
    "unknown type of node": (CHANGE, _adding({"type": 9, "id": 20})),
    "a document inside an element": (CHANGE, _adding(element(20, "p", {"type": 0, "id": 21, "childNodes": []}))),
    "text is a number": (CHANGE, _adding({"type": 3, "id": 20, "textContent": 5})),
    "text of nothing": (CHANGE, _change(texts=[{"id": None, "value": "x"}])),
    "a change of attributes that are a text": (CHANGE, _change(attributes=[{"id": 10, "attributes": "x"}])),
    "a style of numbers": (CHANGE, _change(attributes=[{"id": 10, "attributes": {"style": {"width": 5}}}])),
    "a removal by text": (CHANGE, _change(removes=[{"parentId": 5, "id": "10"}])),
    "positions are a number": (CHANGE, {"source": 1, "positions": 5}),
    "no position of a drag": (CHANGE, {"source": 12, "positions": []}),
    "scrolled to NaN": (CHANGE, {"source": 3, "id": 10, "x": NAN, "y": 0}),
    "resized to nothing": (CHANGE, {"source": 4}),
    "input of a number": (CHANGE, {"source": 5, "id": 10, "text": 5, "isChecked": False}),
    "rules are a number": (CHANGE, {"source": 8, "id": 10, "adds": 5}),
    "a rule without text": (CHANGE, {"source": 8, "id": 10, "adds": [{"rule": None}]}),
    "a declaration nowhere": (CHANGE, {"source": 13, "id": 10, "index": "first"}),
    "a selection of texts": (CHANGE, {"source": 14, "ranges": ["all"]}),
    "adopted sheets are one": (CHANGE, {"source": 15, "id": 1, "styleIds": 3}),
    "size is a text": (4, {"href": "http://x/", "width": "wide", "height": 720}),
    "address is a number": (4, {"href": 5, "width": 1280, "height": 720}),
}
"""Changes and sizes: the page before and after them is intact."""

SENSELESS_SNAPSHOTS: dict[str, Any] = {
    "no data": None,
    "no node": {"node": None, "initialOffset": TOP},
    "an element": {"node": element(1, "html"), "initialOffset": TOP},
    "an empty document": {"node": _document(), "initialOffset": TOP},
    "two roots": {"node": _document(element(2, "html"), element(3, "html")), "initialOffset": TOP},
    "no offset": {"node": page(), "initialOffset": None},
    "offset of NaN": {"node": page(), "initialOffset": {"left": NAN, "top": 0}},
    "the same id twice": {"node": page(element(5, "p")), "initialOffset": TOP},
}

UNUSABLE: dict[str, tuple[int, Any]] = {
    "a shadow host that cannot be one": (CHANGE, _adding({**element(20, "input"), "isShadowHost": True})),
    "a paragraph in a text": (CHANGE, _change(adds=[added(11, element(20, "p"))])),
    "the style of a text": (CHANGE, _change(attributes=[{"id": 11, "attributes": {"style": {"color": "red"}}}])),
    "an unknown interaction": (CHANGE, {"source": 2, "id": 10, "type": 99}),
    "CDATA in a page of HTML": (CHANGE, _adding({"type": 4, "id": 20, "textContent": "x"})),
    "the root of nowhere": (CHANGE, _adding({**element(20, "p"), "rootId": 10})),
    "a snapshot with an impossible shadow host": (
        FULL,
        {"node": page({**element(20, "input"), "isShadowHost": True}), "initialOffset": TOP},
    ),
}
"""Each has a valid shape, but the replayer throws on it."""

HARMLESS: dict[str, tuple[int, Any]] = {
    "parents in a circle": (CHANGE, _change(adds=[added(21, element(22, "p")), added(22, element(21, "p"))])),
    "into its own child": (CHANGE, _change(adds=[added(11, element(10, "h1"))])),
    "an unknown node is removed": (CHANGE, _change(removes=[{"parentId": 77, "id": 99}])),
    "the text of the document": (CHANGE, _change(texts=[{"id": 1, "value": "x"}])),
    "an attribute with an impossible name": (CHANGE, _change(attributes=[{"id": 10, "attributes": {"1 <": "x"}}])),
    "a rule of a heading": (CHANGE, {"source": 8, "id": 10, "adds": [{"rule": "}{", "index": [9, 9]}]}),
}
"""The replayer ignores them."""
