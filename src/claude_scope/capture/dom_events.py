"""Checks the shapes of rrweb's events, so that the replayer never gets an invalid one.

The shapes are those of `@rrweb/types` 2.1.6. Unknown keys are kept: the replayer does not read them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_scope.serialization.capture_files import Event

    Check = Callable[[Any], bool]

MAX_DEPTH = 520
"""The greatest depth of nested nodes, since the replayer and Playwright's snapshot recurse. Chromium's parser nests up
to 512.
"""
_MAX_ID = 2**31
_MAX_NUMBER = 1e9
FULL_SNAPSHOT, INCREMENTAL, META = 2, 3, 4
MUTATION = 0
_UNUSED_TYPES = frozenset({0, 1, 5, 6, 7, 8})
"""Load events, custom events, plugins, assets, annotations: rebuilding does not use them."""
_UNUSED_SOURCES = frozenset({7, 9, 10, 11, 16})
"""Media, canvas commands, fonts, log, definitions of custom elements."""
_MOVES = frozenset({1, 6, 12})
"""Pointer, touch and drag: each event lists positions."""
_DOCUMENT, _DOCTYPE, _ELEMENT = 0, 1, 2
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_:.-]{0,99}", re.ASCII)
"""The name of an element or a doctype; rrweb records an element with any other name as a div."""

Verdict = Literal["whole", "partial", "unused", "senseless"]


def check(event: Event) -> Verdict:
    """Say whether the replayer can use an event; invalid items of its lists are removed, which makes it `partial`."""
    kind, data = event.get("type"), event.get("data")
    if not isinstance(kind, int) or isinstance(kind, bool):
        return "senseless"
    if kind in _UNUSED_TYPES:
        return "unused"
    if kind == INCREMENTAL:
        return _check_change(data) if isinstance(data, dict) else "senseless"
    shape = _SHAPES.get(kind)
    return "whole" if shape and shape(data) else "senseless"


def _check_change(data: dict[str, Any]) -> Verdict:
    source = data.get("source")
    if not isinstance(source, int) or isinstance(source, bool):
        return "senseless"
    if source in _UNUSED_SOURCES:
        return "unused"
    if source in _MOVES:
        return _keep(data, {"positions": _is_position}) if data.get("positions") else "senseless"
    if source == MUTATION:
        return _keep(data, _CHANGES)
    shape = _SOURCES.get(source)
    return "whole" if shape and shape(data) else "senseless"


def _keep(data: dict[str, Any], lists: dict[str, Check]) -> Verdict:
    """Remove the items of the lists that fail their check."""
    verdict: Verdict = "whole"
    for name, is_sensible in lists.items():
        items = data.get(name, [])
        if not isinstance(items, list):
            return "senseless"
        data[name] = [item for item in items if is_sensible(item)]
        if len(data[name]) < len(items):
            verdict = "partial"
    return verdict if any(data[name] for name in lists) or verdict == "whole" else "senseless"


# --- values -----------------------------------------------------------------------------------------------------------


def _is_number(value: Any) -> bool:
    return (type(value) is int or type(value) is float) and -_MAX_NUMBER < value < _MAX_NUMBER  # not NaN, no boolean


def _is_whole(value: Any) -> bool:
    return type(value) is int and 0 <= value < _MAX_ID


def _is_id(value: Any) -> bool:
    """Whether a value is a reference to a node; rrweb writes -1 and -2 for nodes that it does not record."""
    return type(value) is int and -2 <= value < _MAX_ID


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _optional(is_sensible: Check) -> Check:
    return lambda value: value is None or is_sensible(value)


def _listed(is_sensible: Check) -> Check:
    return lambda value: isinstance(value, list) and all(map(is_sensible, value))


def _shape(**fields: Check) -> Check:
    return lambda value: isinstance(value, dict) and all(test(value.get(name)) for name, test in fields.items())


# --- nodes ------------------------------------------------------------------------------------------------------------


def _is_tree(top: Any) -> bool:
    """Whether all nodes of a tree are valid, with unique ids. Does not recurse: a page may nest thousands of nodes."""
    seen: set[int] = set()
    level, allowed = [top], _KINDS
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for node in level:
            if not isinstance(node, dict):
                return False
            number, kind = node.get("id"), node.get("type")
            if type(number) is not int or not 0 < number < _MAX_ID or number in seen:
                return False
            seen.add(number)
            if type(kind) is not int or kind not in allowed or not allowed[kind](node):
                return False
            if kind in (_ELEMENT, _DOCUMENT):
                below += node["childNodes"]
        if not below:
            return True
        allowed = _KINDS_IN_DOCUMENT if level == [top] and top["type"] == _DOCUMENT else _KINDS_IN_ELEMENT
        level = below
    return False


def _is_element(node: dict[str, Any]) -> bool:
    tag, attributes = node.get("tagName"), node.get("attributes")
    if not isinstance(tag, str) or not _NAME.fullmatch(tag) or not isinstance(node.get("childNodes"), list):
        return False
    return isinstance(attributes, dict) and all(
        isinstance(value, str) or value is None or _is_plain(value) for value in attributes.values()
    )


def _is_plain(value: Any) -> bool:
    return isinstance(value, bool) or _is_number(value)


def _is_text_node(node: dict[str, Any]) -> bool:
    return isinstance(node.get("textContent"), str | None)


def _is_doctype(node: dict[str, Any]) -> bool:
    name = node.get("name")
    ids = node.get("publicId", ""), node.get("systemId", "")
    return isinstance(name, str) and (not name or _NAME.fullmatch(name) is not None) and all(map(_is_text, ids))


def _is_document(node: dict[str, Any]) -> bool:
    """Whether a node has at most one root element and one doctype, as every document does."""
    children = node.get("childNodes")
    if not isinstance(children, list):
        return False
    kinds = [child.get("type") for child in children if isinstance(child, dict)]
    return kinds.count(_ELEMENT) <= 1 and kinds.count(_DOCTYPE) <= 1


_KINDS_IN_ELEMENT: dict[int, Check] = {_ELEMENT: _is_element, 3: _is_text_node, 4: _is_text_node, 5: _is_text_node}
"""Elements, text, CDATA, comments."""
_KINDS_IN_DOCUMENT: dict[int, Check] = {**_KINDS_IN_ELEMENT, _DOCTYPE: _is_doctype}
_KINDS: dict[int, Check] = {**_KINDS_IN_DOCUMENT, _DOCUMENT: _is_document}


# --- events -----------------------------------------------------------------------------------------------------------


def _is_whole_document(node: Any) -> bool:
    return (
        _is_tree(node) and node["type"] == _DOCUMENT and any(entry["type"] == _ELEMENT for entry in node["childNodes"])
    )


def _is_attribute(value: Any) -> bool:
    """Whether a value is plain, or holds changed properties of a `style`: each a text, a list of texts, or false."""
    if isinstance(value, dict):
        return all(other is False or isinstance(other, str) or _listed(_is_text)(other) for other in value.values())
    return isinstance(value, str) or value is None or _is_plain(value)


def _are_attributes(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_attribute, value.values()))


_is_position = _shape(x=_is_number, y=_is_number, id=_is_id, timeOffset=_optional(_is_number))
_is_index: Check = _optional(lambda value: _is_whole(value) or _listed(_is_whole)(value))
"""The index of a rule in its sheet; a list is a path through nested rules."""
_RULES = _optional(_listed(_shape(rule=_is_text, index=_is_index)))
_STYLE_IDS = {"id": _optional(_is_id), "styleId": _optional(_is_whole)}
_SHAPES: dict[int, Check] = {
    FULL_SNAPSHOT: _shape(node=_is_whole_document, initialOffset=_shape(left=_is_number, top=_is_number)),
    META: _shape(href=_is_text, width=_is_number, height=_is_number),
}
_CHANGES: dict[str, Check] = {
    "removes": _shape(parentId=_is_id, id=_is_id),
    "adds": _shape(parentId=_is_id, nextId=_optional(_is_id), previousId=_optional(_is_id), node=_is_tree),
    "texts": _shape(id=_is_id, value=_optional(_is_text)),
    "attributes": _shape(id=_is_id, attributes=_are_attributes),
}
_SOURCES: dict[int, Check] = {
    2: _shape(id=_is_id, type=_is_whole, x=_optional(_is_number), y=_optional(_is_number)),
    3: _shape(id=_is_id, x=_is_number, y=_is_number),
    4: _shape(width=_is_number, height=_is_number),
    5: _shape(id=_is_id, text=_is_text, isChecked=lambda value: isinstance(value, bool)),
    8: _shape(
        **_STYLE_IDS,
        adds=_RULES,
        removes=_optional(_listed(_shape(index=_is_index))),
        replace=_optional(_is_text),
        replaceSync=_optional(_is_text),
    ),
    13: _shape(
        **_STYLE_IDS,
        index=_listed(_is_whole),
        set=_optional(_shape(property=_is_text, value=_optional(_is_text), priority=_optional(_is_text))),
        remove=_optional(_shape(property=_is_text)),
    ),
    14: _shape(ranges=_listed(_shape(start=_is_id, startOffset=_is_whole, end=_is_id, endOffset=_is_whole))),
    15: _shape(
        id=_is_id,
        styleIds=_listed(_is_whole),
        styles=_optional(_listed(_shape(styleId=_is_whole, rules=_RULES))),
    ),
}
"""The shapes of interactions, scrolling, resizing, input, rules, declarations, selections and adopted sheets."""
