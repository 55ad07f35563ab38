"""Converts the events of a cross-origin frame into events of the document that embeds it.

Such a frame records itself, with node ids of its own. rrweb's replayer shows it as the content of its `iframe` element:
its full snapshot becomes a mutation that attaches the content, and all its node ids become ids of the document around
it. rrweb's `CrossOriginIframeMirror` does the same for frames that send to the page around them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_FULL_SNAPSHOT, _INCREMENTAL = 2, 3
_MUTATION, _RESIZE, _RULE, _FONT, _SELECTION, _ADOPTED = 0, 4, 8, 10, 14, 15
"""rrweb's sources of incremental events."""
_MAX_DEPTH = 2_000
FIRST_ID = 2**30
"""Ids of nodes in such frames begin here; rrweb counts the ids of a document from 1."""


@dataclass(eq=False)
class JoinedFrame:
    """The ids of one frame. `new_id` returns an unused id of the document around it."""

    name: str
    new_id: Callable[[], int]
    is_joined: bool = False
    """Whether its content is attached to the document around it."""
    offset: tuple[float, float] = (0.0, 0.0)
    """The last known place of its top left corner in the viewport."""
    waiting: list[dict[str, Any]] = field(default_factory=list)
    """Events that arrived while the place of the frame is being looked up."""
    is_being_looked_up: bool = False
    _ids: dict[int, int] = field(default_factory=dict)
    _own: dict[int, int] = field(default_factory=dict)
    _styles: dict[int, int] = field(default_factory=dict)

    def begin(self) -> None:
        """Forget all ids, because the frame sends its content again, with new ids."""
        self._ids, self._own, self._styles = {}, {}, {}

    def node(self, own_id: object) -> int | None:
        """The id, in the document around it, of a node of this frame; None for an unknown node."""
        return self._ids.get(own_id) if isinstance(own_id, int) else None

    def own_node(self, node: int) -> int | None:
        """The frame's own id of a node of the document around it."""
        return self._own.get(node)

    def attached(self, event: dict[str, Any], iframe: int, t: float) -> dict[str, Any]:
        """The mutation that attaches the frame's content, from its full snapshot."""
        node = event["data"]["node"]
        self._replace_node(node, 0)
        self._set_root(node, self._id(node))
        adds = [{"parentId": iframe, "nextId": None, "node": node}]
        data = {"source": _MUTATION, "adds": adds, "removes": [], "texts": [], "attributes": [], "isAttachIframe": True}
        return {"type": _INCREMENTAL, "timestamp": round(t), "data": data}

    def translated(self, event: dict[str, Any]) -> dict[str, Any] | None:
        """An incremental event with ids of the document around it; None if it means nothing in that document."""
        data = event.get("data")
        if event.get("type") != _INCREMENTAL or not isinstance(data, dict):
            return None
        source = data.get("source")
        if source == _RESIZE:
            return None
        if source == _MUTATION:
            for add in data.get("adds", []):
                self._replace(add, "parentId", "nextId", "previousId")
                self._replace_node(add["node"], 0)
            for key, names in (("removes", ("parentId", "id")), ("attributes", ("id",)), ("texts", ("id",))):
                for change in data.get(key, []):
                    self._replace(change, *names)
        elif source == _SELECTION:
            for part in data.get("ranges", []):
                self._replace(part, "start", "end")
        elif source != _FONT:
            self._replace(data, "id")
            for place in data.get("positions", []):
                self._replace(place, "id")
            if "styleId" in data:
                data["styleId"] = self._style(data["styleId"])
            if source == _ADOPTED:
                data["styleIds"] = [self._style(style) for style in data.get("styleIds", [])]
                for style in data.get("styles", []):
                    style["styleId"] = self._style(style["styleId"])
        return event

    def _id(self, node: dict[str, Any]) -> int:
        return int(node["id"])

    def _new(self, own_id: int) -> int:
        if own_id not in self._ids:
            self._ids[own_id] = self.new_id()
            self._own[self._ids[own_id]] = own_id
        return self._ids[own_id]

    def _style(self, own_id: object) -> object:
        if not isinstance(own_id, int):
            return own_id
        return self._styles.setdefault(own_id, len(self._styles) + self.new_id())

    def _replace(self, part: dict[str, Any], *names: str) -> None:
        for name in names:
            if isinstance(value := part.get(name), int) and value > 0:
                part[name] = self._new(value)

    def _replace_node(self, node: dict[str, Any], depth: int) -> None:
        self._replace(node, "id", "rootId")
        if depth < _MAX_DEPTH:
            for child in node.get("childNodes") or []:
                self._replace_node(child, depth + 1)

    def _set_root(self, node: dict[str, Any], root: int) -> None:
        """Set the root of the nodes of a frame: in an `iframe`, each node names its document as its root."""
        waiting = list(node.get("childNodes") or [])
        while waiting:
            child = waiting.pop()
            child.setdefault("rootId", root)
            waiting += child.get("childNodes") or []
