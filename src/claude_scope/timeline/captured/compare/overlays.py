"""Finds opened and closed dialogs, menus and popups, and the content of the opened ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.timeline.captured.compare.compare_leaves import block_facts, parts_of, without_echoes
from claude_scope.timeline.captured.page.structure import Leaf, Section
from claude_scope.values import PageFact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.timeline.captured.page.structure import Overlay, Page

DIALOGS = frozenset({"dialog", "alertdialog"})
MAX_ANSWERS = 2
"""This many of the last controls in a dialog count as the buttons that end it."""
MAX_ENTRIES = 12
"""Maximum number of items of a dialog or menu to report; the others are counted."""


def match_overlays(
    before: Page, after: Page, *, same_document: bool
) -> tuple[list[Overlay], list[Overlay], dict[str, str]]:
    """The opened overlays, the closed overlays, and the refs after of the other overlays with their refs before."""
    layers: dict[str, str] = {}
    left = list(before.overlays)
    opened = []
    for overlay in after.overlays:
        was = next((other for other in left if same_document and other.ref == overlay.ref), None)
        was = was or next((other for other in left if (other.role, other.name) == (overlay.role, overlay.name)), None)
        if was is None and not same_document:  # every page has such an overlay, with its own name
            was = next((other for other in left if other.role == overlay.role), None)
        if was is None:
            opened.append(overlay)
        else:
            left.remove(was)
            layers[overlay.ref] = was.ref
    return opened, left, layers


def opened_facts(after: Page, opened: Sequence[Overlay]) -> Iterator[PageFact]:
    """Facts about opened overlays, with their controls, fields and texts."""
    for overlay in opened:
        inside = [item for item in after.order if item.layer == overlay.ref]
        parts: list[tuple[str, str]] = []
        told = without_echoes(inside)
        last = [id(item) for item in told if isinstance(item, Leaf) and item.kind == "control"][-MAX_ANSWERS:]
        for echo in sorted(told, key=lambda item: _weight_in_overlay(item, is_answer=id(item) in last)):
            if isinstance(echo, Section):
                parts += [("", row.text) for row in echo.rows]
            elif echo.value != overlay.name:
                parts += parts_of(echo)
        parts = [part for part in dict.fromkeys(parts) if part[1]]
        leaves = [item for item in inside if isinstance(item, Leaf)]
        errors = [fact for fact in block_facts(leaves) if fact.kind == "error"]
        yield from errors
        yield PageFact(
            "opened",
            overlay.role,
            overlay.name,
            items=tuple(parts[:MAX_ENTRIES]),
            more=max(0, len(parts) - MAX_ENTRIES),
            nodes=(overlay.ref,),
        )


def _weight_in_overlay(one: Leaf | Section, *, is_answer: bool) -> int:
    """Rank the content of a dialog: messages, headings, fields, the buttons that end it, the rest, and images."""
    if isinstance(one, Section):
        return 3
    if is_answer:
        return 2
    return {"message": 0, "heading": 0, "field": 1, "text": 3, "control": 3, "image": 5}[one.kind]
