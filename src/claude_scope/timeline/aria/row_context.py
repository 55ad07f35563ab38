"""Chooses one of many equal buttons by the words of its row.

A list shows "Renew" in each row, and the tree has "Renew: Emma". Rows may stand elsewhere than on the page as loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import centre, holds, scaled
from claude_scope.timeline.aria.duplicate_names import MAX_COLUMN_SHIFT_PX
from claude_scope.timeline.text_compare import same_text, similarity, skeleton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Node, UiElement

BUTTON_PADDING_PX = 6
"""The padding of a button around its words."""
MIN_BEGINNING_SIMILARITY = 0.8
"""From this similarity on, a text is the beginning of a name with a lost or wrong letter."""
MAX_LENGTH_RATIO = 1.5
"""Texts with a larger ratio of lengths are less similar than `MIN_BEGINNING_SIMILARITY`."""
MIN_LETTERS = 3
"""A shorter word stands within many a name by chance."""


def shows_name(name: str, text: str) -> bool:
    """Whether a control with this accessible name shows the text: its beginning, up to the end of a word."""
    read = skeleton(text)
    if len(read) < MIN_LETTERS:
        return False
    longest = min(len(name), round(len(text) * MAX_LENGTH_RATIO) + 1)
    beginnings = (name[:end] for end in range(round(len(text) / MAX_LENGTH_RATIO), longest) if not name[end].isalnum())
    return any(same_text(begin, text) or similarity(begin, text, MIN_BEGINNING_SIMILARITY) > 0 for begin in beginnings)


def node_of_row(
    point: tuple[int, int], read: Sequence[UiElement], nodes: Sequence[Node], ratio: float = 1.0
) -> tuple[Node, UiElement] | None:
    """The one node whose name has the words at a point and words of their row; None if there is no such node.

    It stands in its column, give or take what columns grow and shrink by; `ratio` is frame pixels a CSS pixel.
    """
    here = next((e for e in read if e.label and holds(e.box, point, slack=BUTTON_PADDING_PX)), None)
    if here is None:
        return None
    alike = [node for node in nodes if shows_name(node.name, here.label)]
    if len(alike) < 2:
        return None  # a name with a unique beginning is matched by its place
    y = centre(here.box)[1]
    row = [e.label for e in read if e is not here and holds(e.box, (centre(e.box)[0], y))]
    named = [node for node in alike if _in_column(here, node, ratio) and any(_is_said(t, node.name) for t in row)]
    return (named[0], here) if len(named) == 1 else None


def _in_column(element: UiElement, node: Node, ratio: float) -> bool:
    """Whether an element may be the row's button, moved up or down; a dialog over the row has its own."""
    return node.box is None or abs(centre(element.box)[0] - centre(scaled(node.box, ratio))[0]) <= MAX_COLUMN_SHIFT_PX


def _is_said(text: str, name: str) -> bool:
    """Whether a name contains words of a row."""
    return len(skeleton(text)) >= MIN_LETTERS and skeleton(text) in skeleton(name)
