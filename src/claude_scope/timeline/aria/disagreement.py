"""Reports where screen and accessibility tree disagree: what is shown but not in the tree, and the reverse.

A wrong report costs trust, so only certain disagreements are reported. Each page is compared with the earliest keyframe
that looks like the page as loaded. Only controls and headings count, and nothing that OCR may have missed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, grown, holds, scaled
from claude_scope.plural import counted
from claude_scope.timeline.aria import snapshot_matching
from claude_scope.timeline.aria.shown_names import shows_name
from claude_scope.timeline.text_compare import is_cut, same_text, similarity, skeleton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Box, Element, Line, Node, Reading, Snapshot

MIN_TYPE_CONFIDENCE = 0.6
"""Below this confidence, an element's type is only a guess, and the element is not reported."""
CHECKED_TYPES = frozenset({"button", "input", "link", "checkbox", "radio", "select", "heading"})
NAMED_ROLES = frozenset({"button", "link", "tab", "heading"})
"""Roles that show their name as text, unless they are icons."""
MISREAD_NAME_SIMILARITY = 0.75
"""Minimum similarity of a node's name and a misreading of it at the same place; another name would differ more."""
READ_MARGIN_PX = 6
"""OCR boxes of lines extend this far beyond the boxes that the page reports."""
MIN_FOUND = 0.3
"""If the screen shows a smaller share of a page's texts, the page is not the recorded one."""
EARLY = 0.9
"""The page is compared with the first keyframe that fits it at least this well, as a share of the best keyframe's fit,
because in later keyframes the user has changed the page."""
NAMELESS = frozenset({"alert", "status"})
"""Roles that need no name, because a screen reader reads their content (WAI-ARIA 1.2, live regions)."""
NOUNS = {"img": "image"}
"""Nouns for roles whose names are not English words."""
MIN_LETTERS = 4
"""Minimum number of letters of a name that is compared; OCR misses shorter words and symbols."""
LETTER_SHARE = 0.3
"""Minimum width of a letter, as a share of its line's height. A button that is too narrow for its name shows an icon
instead."""


@dataclass(frozen=True, slots=True)
class Disagreements:
    """The disagreements, one per entry.

    `not_compared` are the pages that no keyframe shows well enough to compare. `unnamed` are elements on the screen
    without an accessible name, which a screen reader cannot announce.
    """

    only_on_screen: tuple[str, ...] = ()
    only_in_tree: tuple[str, ...] = ()
    not_compared: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()


def disagreements(
    snapshots: Sequence[Snapshot],
    agreements: Sequence[Sequence[snapshot_matching.Agreement]],
    readings: Sequence[Reading],
) -> Disagreements:
    """Compare each page with the keyframe that shows it; `agreements[k][s]` belongs to keyframe k and snapshot s."""
    on_screen: list[str] = []
    in_tree: list[str] = []
    unlike: list[str] = []
    unnamed: list[str] = []
    for s, snapshot in enumerate(snapshots):
        k = _compared([of_frame[s] for of_frame in agreements])
        if k is None and readings:
            known = any(of_frame[s].found for of_frame in agreements)
            how = "is laid out unlike every state: only names were" if known else "looks unlike every state: not"
            unlike.append(f"{snapshot.final_url or snapshot.url} as it loaded {how} compared")
        if k is not None:
            on_screen += _only_on_screen(readings[k].elements, agreements[k][s], snapshot)
            in_tree += _only_in_tree(readings, [of_frame[s] for of_frame in agreements], k, snapshot)
            unnamed += _unnamed(_seen(snapshot, agreements[k][s].ratio, readings[k]))
    return Disagreements(tuple(on_screen), tuple(in_tree), tuple(unlike), tuple(unnamed))


def drop_unknown_pages(
    agreements: Sequence[Sequence[snapshot_matching.Agreement]],
) -> list[list[snapshot_matching.Agreement]]:
    """The agreements, without matches for those pages of which no keyframe shows enough texts.

    The names of controls on such a page do not apply to the screen, however similar they are.
    """
    pages = zip(*agreements, strict=True)
    known = [any(a.found >= MIN_FOUND or not a.has_texts for a in of_page) for of_page in pages]
    return [
        [
            a if is_known else replace(a, matches=(), found=0.0, layout=0.0)
            for a, is_known in zip(row, known, strict=True)
        ]
        for row in agreements
    ]


def _compared(agreements: Sequence[snapshot_matching.Agreement]) -> int | None:
    """The first keyframe that fits the page about as well as the best keyframe does; None if no keyframe fits."""
    fits = [a.found * a.layout if a.found >= MIN_FOUND and a.has_layout else 0.0 for a in agreements]
    best = max(fits, default=0.0)
    return next((k for k, fit in enumerate(fits) if fit >= EARLY * best), None) if best else None


def _only_on_screen(
    elements: Sequence[Element], agreement: snapshot_matching.Agreement, snapshot: Snapshot
) -> list[str]:
    matched = {m.element for m in agreement.matches}
    nodes = list(snapshot.tree.walk()) if snapshot.tree else []
    known = [text for node in nodes for text in snapshot_matching.names_of(node)]
    everything = "".join(skeleton(text) for text in known)
    placed = [(scaled(n.box, agreement.ratio), text) for n in nodes if n.box for text in snapshot_matching.names_of(n)]
    return [
        f"“{e.label}” is shown, but no node of the tree has this name"
        for i, e in enumerate(elements)
        if i not in matched
        and e.type in CHECKED_TYPES
        and e.confidence >= MIN_TYPE_CONFIDENCE
        and len(skeleton(e.label)) >= MIN_LETTERS
        and skeleton(e.label) not in everything
        and not any(_is_nearly(text, e.label) for text in known)
        and not any(is_cut(text, e.label) for box, text in placed if holds(grown(box, READ_MARGIN_PX), centre(e.box)))
    ]


def _only_in_tree(
    readings: Sequence[Reading], agreements: Sequence[snapshot_matching.Agreement], compared: int, snapshot: Snapshot
) -> list[str]:
    """Nodes that the compared keyframe should have in view, but that no keyframe shows."""
    matched = {id(m.node) for agreement in agreements for m in agreement.matches}
    ratio, reading = agreements[compared].ratio, readings[compared]
    return [
        f"{node.role} “{node.name}” is in the tree, but was not found on the screen"
        for node in _seen(snapshot, ratio, reading)
        if node.name
        and id(node) not in matched
        and _shows_words(node)
        and not any(_is_read(node, r.lines, r.elements, ratio) for r in readings)
    ]


def _seen(snapshot: Snapshot, ratio: float, reading: Reading) -> list[Node]:
    return [node for node in snapshot_matching.candidates(snapshot) if _in_view(node, ratio, reading)]


def _unnamed(nodes: Sequence[Node]) -> list[str]:
    """Nodes that need an accessible name and have none, one line per role; being an image is not a name."""
    of_role: dict[str, list[Node]] = {}
    for node in nodes:
        if not node.name and node.role not in NAMELESS:
            of_role.setdefault(node.role, []).append(node)
    return [
        f"{counted(len(alike), NOUNS.get(role, role))} have no accessible name, first at {_at(alike[0])}; give each one"
        if alike[1:]
        else f"the {NOUNS.get(role, role)} at {_at(alike[0])} has no accessible name; give it one"
        for role, alike in of_role.items()
    ]


def _shows_words(node: Node) -> bool:
    """Whether OCR would read a node's name if it were on the screen: the node has to show text rather than an icon."""
    if node.role not in NAMED_ROLES or len(skeleton(node.name)) < MIN_LETTERS or node.box is None:
        return False
    lines = max(1.0, node.box.height / 24)
    return node.box.width * lines >= len(node.name) * LETTER_SHARE * min(node.box.height, 24)


def _in_view(node: Node, ratio: float, reading: Reading) -> bool:
    if node.box is None or node.box.width < 4 or node.box.height < 4:
        return False
    box = scaled(node.box, ratio)
    return box.x >= 0 and box.y >= 0 and box.x + box.width <= reading.width and box.y + box.height <= reading.height


def _is_read(node: Node, lines: Sequence[Line], elements: Sequence[Element], ratio: float) -> bool:
    """Whether a screen shows a node's name: exactly at any place, or nearly or its beginning at the node's place.

    If only the beginning is shown ("Renew" of "Renew: Emma" in the tree), the rest is for screen readers.
    """
    if not node.name:
        return False
    read: list[tuple[str, Box]] = [(line.text, line.box) for line in lines] + [(e.label, e.box) for e in elements]
    if any(same_text(node.name, text) or skeleton(node.name) in skeleton(text) for text, _ in read):
        return True
    if node.box is None:
        return False
    box = grown(scaled(node.box, ratio), READ_MARGIN_PX)
    there = [(text, at) for text, at in read if text and holds(box, centre(at))]
    words = " ".join(text for text, at in sorted(there, key=lambda pair: (round(pair[1].y / 16), pair[1].x)))
    return _is_nearly(node.name, words) or any(
        _is_nearly(node.name, text) or shows_name(node.name, text) for text, _ in there
    )


def _is_nearly(one: str, other: str) -> bool:
    """Whether a text has a wrong or missing letter, or lacks its end: "Tape, set of" for "Tape, set of 3"."""
    return similarity(one, other, MISREAD_NAME_SIMILARITY) > 0 or is_cut(one, other)


def _at(node: Node) -> str:
    return f"({round(node.box.x)}, {round(node.box.y)})" if node.box else "an unknown place"
