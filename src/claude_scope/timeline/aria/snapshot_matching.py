"""Matches elements on the screen with the nodes of an ARIA snapshot: by name, role and place.

The snapshot shows the page as loaded, but the keyframes show it in use. So the place only counts if both layouts agree,
and a name by itself must be unambiguous.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, grown, holds, iou, scaled
from claude_scope.timeline.aria.duplicate_names import (
    LINE_OVERHANG_PX,
    DuplicateNode,
    count_shared_words,
    duplicate_nodes,
    unambiguous_pairs,
)
from claude_scope.timeline.text_compare import normalise, same_text, similarity, skeleton
from claude_scope.values import FIELD_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claude_scope.values import Box, Element, ElementType, Node, Snapshot

FIELD_TYPES = frozenset({"input", "select"})
ROLES: dict[ElementType, frozenset[str]] = {
    "button": frozenset({"button", "switch", "tab", "menuitem", "option"}),
    "input": frozenset({"textbox", "searchbox", "spinbutton", "combobox", "slider"}),
    "link": frozenset({"link", "menuitem", "tab"}),
    "heading": frozenset({"heading"}),
    "checkbox": frozenset({"checkbox", "switch", "menuitemcheckbox"}),
    "radio": frozenset({"radio", "menuitemradio"}),
    "select": frozenset({"combobox", "listbox", "button"}),
    "dialog": frozenset({"dialog", "alertdialog"}),
    "other": frozenset({"slider"}),
}
"""For each element type that the pixels suggest, the ARIA roles of nodes that may match."""
TYPE_OF_ROLE: dict[str, ElementType] = {
    "button": "button",
    "link": "link",
    "heading": "heading",
    "checkbox": "checkbox",
    "radio": "radio",
    "tab": "tab",
    "menu": "menu",
    "dialog": "dialog",
    "alert": "alert",
    "textbox": "input",
    "searchbox": "input",
    "spinbutton": "input",
    "combobox": "select",
    "listbox": "select",
    "img": "image",
    "alertdialog": "dialog",
    "status": "alert",
    "switch": "checkbox",
    "menuitem": "menu",
    "menubar": "menu",
    "menuitemcheckbox": "checkbox",
    "menuitemradio": "radio",
    "image": "image",
}
"""The type of an element whose node is known: the tree is more reliable than the pixels."""
CHECKABLE = frozenset({"checkbox", "radio", "switch", "menuitemcheckbox", "menuitemradio", "option"})
"""Roles that may be checked (WAI-ARIA 1.2, aria-checked); for any other role, a "checked" from the pixels is wrong."""
INTERACTIVE = frozenset(
    "button link textbox searchbox spinbutton combobox slider checkbox radio switch tab menuitem menuitemcheckbox "
    "menuitemradio option listbox".split()
)
NAMED = INTERACTIVE | {"heading", "dialog", "alertdialog", "alert", "status", "img"}
"""Roles worth matching: controls, and elements that name a part of the page."""
ROLES_WITH_HIDDEN_NAME = CHECKABLE | {
    "img",
    "image",
    "textbox",
    "searchbox",
    "spinbutton",
    "combobox",
    "listbox",
    "slider",
}
"""Roles of nodes that seldom show their name in their own box, so that it does not help to identify a page."""
SAME_LAYOUT = 0.5
"""If at least this share of the texts is at the same place, the places of other elements count, too."""
FILLS = 0.6
"""If the intersection over union of an element's box and a node's box is at least this, the element may be the node
even if its type does not fit."""
CLICKED_ROLES = frozenset({"button", "link", "tab", "menuitem", "option"})
FRAMED: frozenset[ElementType] = frozenset({"button", "input", "select", "checkbox", "radio", "text", "other"})
"""The types that the pixels may give to a field; a dialog or an image that covers a field is another element."""
SAME_PAGE = 0.8
"""A node whose words are not visible is matched only if at least this share of the page's texts is on the screen."""
MIN_PAGE_NAME_SIMILARITY = 0.7
"""Minimum similarity of a name on the page and a misreading of it."""
MIN_WORD = 3
"""Minimum number of letters of a text that identifies a page; shorter texts ("1", "OK") are on many pages."""
MAX_NODES = 600
"""The maximum number of nodes, to limit the work; even a page of 50,000 nodes shows at most a few hundred at once."""


Scores = dict[tuple[int, object], list[tuple[float, int]]]
"""A cache of scores. The key is the `id()` of an element and what else its scores depend on; the value has pairs of a
score and the index of a node."""


@dataclass(frozen=True, slots=True)
class Match:
    """One element of a keyframe, by its index, and its node; `score` is 0..4.

    `twin` is set if other nodes show the same words, and the words around the element identify this node.
    """

    element: int
    node: Node
    score: float
    twin: DuplicateNode | None = None


@dataclass(frozen=True, slots=True)
class _DuplicateTexts:
    """The nodes that show the same words as other nodes, and the boxes of one keyframe's texts by their skeletons."""

    twins: Mapping[int, DuplicateNode]
    shown: Mapping[str, Sequence[Box]]
    ratio: float

    def sure(
        self, elements: Sequence[Element], nodes: Sequence[Node], possible: Sequence[tuple[int, int]]
    ) -> set[tuple[int, int]]:
        """The possible pairs that the words around them make unambiguous."""
        found = {}
        for i, j in possible if self.twins else ():
            twin = self.twins.get(id(nodes[j]))
            if twin and (words := count_shared_words(elements[i], nodes[j], twin, self.shown, self.ratio)):
                found[i, j] = words
        return unambiguous_pairs(found)

    def has(self, node: Node) -> bool:
        """Whether a node may be matched by its own words: they are unique, or no words around it distinguish it.

        A node may also be matched if all nodes with these words have the same name, because then the name is right.
        """
        twin = self.twins.get(id(node))
        return twin is None or not twin.words or twin.is_alike

    def match(self, element: int, node: Node, score: float, *, is_sure: bool) -> Match:
        """The match; its node has no locator and no box if several nodes are possible."""
        twin = self.twins.get(id(node))
        if twin is None or is_sure or not twin.words:
            return Match(element, node, score, twin if is_sure else None)
        return Match(element, replace(node, locator="", box=None), score)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How one keyframe fits one snapshot: the matches, the share of texts found, and the share in place.

    `layout` is the share (0..1) of the found texts that are at the same place. `ratio` is the number of frame pixels
    per CSS pixel. `has_texts` is False for a page without any texts in view, for which `found` means nothing.
    """

    matches: tuple[Match, ...]
    found: float
    layout: float
    ratio: float = 1.0
    has_texts: bool = True

    @property
    def has_layout(self) -> bool:
        """Whether keyframe and page have the same layout, so that places on both correspond."""
        return self.layout >= SAME_LAYOUT


def fits(kind: ElementType, role: str) -> bool:
    """Whether an element of this type may be a node of this role."""
    return role in ROLES.get(kind, frozenset())


def candidates(snapshot: Snapshot) -> list[Node]:
    """The nodes of a snapshot with a relevant role that may be visible: neither hidden nor options of a closed list."""
    if snapshot.tree is None:
        return []
    return [node for node in snapshot.tree.walk() if node.role in NAMED and not node.hidden and not _is_folded(node)]


def _is_folded(node: Node) -> bool:
    return node.role == "option" and node.box is not None and not node.box.width * node.box.height


def names_of(node: Node) -> Iterable[str]:
    """Every visible text of a node: its name, its text or value, its placeholder."""
    yield from (text for text in (node.name, node.text) if text)
    yield from (value for key, value in node.props if key == "/placeholder" and value)


def match_snapshot(
    elements: Sequence[Element], snapshot: Snapshot, width: int, known: Scores | None = None
) -> Agreement:
    """Match the elements of one keyframe, `width` pixels wide, with the nodes of one snapshot.

    `known` caches the scores of elements, by `id()`. The elements must live as long as the cache, so that ids stay
    unique.
    """
    nodes = _possible(candidates(snapshot), elements)
    ratio = width / snapshot.viewport[0] if snapshot.viewport[0] else 1.0
    boxes = [scaled(node.box, ratio) if node.box else None for node in nodes]
    shown = _boxes_by_text(elements)
    texts = _texts_in_view(snapshot, ratio)
    found, layout = _fit(shown, texts)
    use_place = layout >= SAME_LAYOUT
    matches = _assign(
        elements,
        nodes,
        boxes,
        use_place=use_place,
        is_page=found >= SAME_PAGE,
        unknown_fields=_unknown_field_names(elements, snapshot),
        known={} if known is None else known,
        crowd=_DuplicateTexts(duplicate_nodes(nodes, snapshot.tree) if snapshot.tree is not None else {}, shown, ratio),
    )
    return Agreement(tuple(matches), found, layout, ratio, bool(texts))


def _unknown_field_names(elements: Sequence[Element], snapshot: Snapshot) -> frozenset[str]:
    """Field names on the screen that resemble nothing on the page."""
    shown = {normalise(e.label) for e in elements if e.type == "text"}
    names = {e.label for e in elements if e.type in FIELD_TYPES and len(skeleton(e.label)) >= MIN_WORD}
    names = {name for name in names if normalise(name) in shown}
    if not names or snapshot.tree is None:
        return frozenset()
    known = frozenset(skeleton(t) for node in islice(snapshot.tree.walk(), MAX_NODES * 4) for t in names_of(node))
    return frozenset(name for name in names if not _has_alike(skeleton(name), known))


@lru_cache(maxsize=512)
def _has_alike(name: str, known: frozenset[str]) -> bool:
    """Whether the name may be a misreading of one of these skeletons. Cached, because many states repeat the names."""
    near = (
        text
        for text in known
        if min(len(name), len(text)) * (2 / MIN_PAGE_NAME_SIMILARITY - 1) >= max(len(name), len(text))
    )
    return name in known or any(similarity(name, text, MIN_PAGE_NAME_SIMILARITY) for text in near)


def _texts_in_view(snapshot: Snapshot, ratio: float) -> list[tuple[str, Box]]:
    """The visible texts of the page as loaded, with boxes in frame pixels."""
    if snapshot.tree is None:
        return []
    leaves = [n for n in snapshot.tree.walk() if not n.hidden and n.box and not n.children]
    placed = [
        (n.text or n.name, scaled(n.box, ratio)) for n in leaves if n.box and n.role not in ROLES_WITH_HIDDEN_NAME
    ]
    height = snapshot.viewport[1] * ratio
    return [
        (text, box)
        for text, box in placed[:MAX_NODES]
        if len(skeleton(text)) >= MIN_WORD and box.width > 0 and box.y >= 0 and box.y + box.height <= height
    ]


def _boxes_by_text(elements: Sequence[Element]) -> dict[str, list[Box]]:
    """The boxes of the screen's texts, by skeleton."""
    shown: dict[str, list[Box]] = {}
    for element in elements:
        for text in (element.label, element.value):
            shown.setdefault(skeleton(text), []).append(element.box)
    return shown


def _fit(shown: Mapping[str, Sequence[Box]], texts: Sequence[tuple[str, Box]]) -> tuple[float, float]:
    """The share of the page's texts that the screen shows, and the share of these texts that are at their place."""
    there = [(box, shown[skeleton(text)]) for text, box in texts if skeleton(text) in shown]
    near = sum(any(_at_place(item, box) for item in boxes) for box, boxes in there)
    return (len(there) / len(texts) if texts else 0.0), (near / len(there) if there else 0.0)


def _at_place(element: Box, node: Box) -> bool:
    """Whether an element is at the place of a node, whose box may be much wider than its text."""
    return holds(grown(node, LINE_OVERHANG_PX), centre(element)) or iou(element, node) > 0.3


def _possible(nodes: Sequence[Node], elements: Sequence[Element]) -> list[Node]:
    """At most `MAX_NODES` nodes: if there are more, those with a name on the screen come first."""
    if len(nodes) <= MAX_NODES:
        return list(nodes)
    shown = {skeleton(e.label) for e in elements if e.label}
    known = [node for node in nodes if any(skeleton(name) in shown for name in names_of(node))]
    seen = {id(node) for node in known}
    return (known + [node for node in nodes if id(node) not in seen])[:MAX_NODES]


def _assign(
    elements: Sequence[Element],
    nodes: Sequence[Node],
    boxes: Sequence[Box | None],
    *,
    use_place: bool,
    is_page: bool,
    unknown_fields: frozenset[str],
    known: Scores,
    crowd: _DuplicateTexts,
) -> list[Match]:
    priced: list[tuple[float, int, int]] = []
    rules = (tuple(map(id, nodes)), use_place, is_page, unknown_fields)
    for i, element in enumerate(elements):
        scores = known.get((id(element), rules))
        if scores is None:
            places = boxes if use_place else [None] * len(nodes)
            priced_nodes = (
                (_score(element, node, box, is_page=is_page, unknown_fields=unknown_fields), j)
                for j, (node, box) in enumerate(zip(nodes, places, strict=True))
            )
            scores = [(score, j) for score, j in priced_nodes if score > 0]
            known[id(element), rules] = scores
        priced += [(score, -i, -j) for score, j in scores]
    possible = [(-minus_i, -minus_j) for _, minus_i, minus_j in priced]
    sure = crowd.sure(elements, nodes, possible)
    priced = [(score + ((-i, -j) in sure), i, j) for score, i, j in priced if (-i, -j) in sure or crowd.has(nodes[-j])]
    used_i: set[int] = set()
    used_j: set[int] = set()
    matches = []
    for score, minus_i, minus_j in sorted(priced, reverse=True):
        if minus_i not in used_i and minus_j not in used_j:
            used_i.add(minus_i)
            used_j.add(minus_j)
            matches.append(crowd.match(-minus_i, nodes[-minus_j], score, is_sure=(-minus_i, -minus_j) in sure))
    return matches


def _may_be(element: Element, node: Node, *, is_page: bool) -> bool:
    """Whether an element that fills the box of a control may be that control, despite another type."""
    if element.type not in FRAMED:
        return False
    words = element.label or element.value
    if not is_page or node.role in FIELD_ROLES:
        return is_page
    return node.role in CLICKED_ROLES and (not words or normalise(node.name).startswith(normalise(words)))


def _score(
    element: Element, node: Node, box: Box | None, *, is_page: bool, unknown_fields: frozenset[str] = frozenset()
) -> float:
    """The score of an element and a node; 0 means no match. `is_page` says whether the screen shows the node's page.

    `unknown_fields` are names of fields on the screen that the page lacks, because another step of a form has other
    fields.
    """
    overlap = iou(element.box, box) if box else 0.0
    role = fits(element.type, node.role)
    names = list(names_of(node))
    if box and node.role in FIELD_ROLES | {"slider"} and element.type == "text" and not overlap:
        return 0.0  # the words next to a field are its name, not the field
    if element.label and any(same_text(element.label, name) for name in names):
        known = role or element.type in ("text", "other") or len(normalise(element.label)) >= 4
        return 1 + role + overlap if known else 0.0
    if not role:
        return overlap if overlap >= FILLS and _may_be(element, node, is_page=is_page) else 0.0
    if element.type in FIELD_TYPES and node.role in FIELD_ROLES and element.label and element.label in unknown_fields:
        return 0.0
    if overlap >= 0.5 and (element.type in FIELD_TYPES or not (element.label and names)):
        return role + overlap  # the text in a field may be its placeholder
    alike = max((similarity(element.label, name, 0.6) for name in names), default=0.0)
    return alike + overlap if alike >= (0.6 if overlap >= 0.5 else 0.85) else 0.0
