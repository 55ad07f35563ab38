"""Removes the words of icon fonts: such a font draws the word `arrow_upward` as one square icon."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_scope.values import Node

_WORD = re.compile(r"[a-z][a-z0-9_]{3,}")
MAX_SQUARE_PX = 1.0
"""Maximum difference of width and height of a square."""
MAX_LETTER_PX = 7
"""A word with more space for each letter is a text."""


def without_icon_words(tree: Node) -> Node:
    """The tree without texts that are drawn as icons. A control that has no other name keeps it."""
    return _without(tree)[0] or tree


def _without(node: Node) -> tuple[Node | None, list[str]]:
    """The node without icons, or None if it is an icon, and the words of the icons."""
    if _is_icon(node):
        return None, [_word_of(node)]
    found = [_without(child) for child in node.children]
    words = [word for _, inside in found for word in inside]
    if not words:
        return node, []
    name = " ".join(_less(node.name.split(), words)) or node.name
    return replace(node, name=name, children=tuple(child for child, _ in found if child is not None)), words


def _is_icon(node: Node) -> bool:
    """Whether a word is in a square in which its letters have little space; cut words of a column are not square."""
    word, box = _word_of(node), node.box
    if node.children or box is None or not _WORD.fullmatch(word):
        return False
    return abs(box.width - box.height) <= MAX_SQUARE_PX and box.width <= MAX_LETTER_PX * len(word)


def _word_of(node: Node) -> str:
    """The text of a node, or the name of a picture if it is several words in one, which is no name for people."""
    return node.text.strip() or (node.name if node.role in ("img", "generic") and "_" in node.name else "")


def _less(names: list[str], words: list[str]) -> list[str]:
    """The words of a name, each of `words` left out once."""
    left = [*names]
    for word in words:
        if word in left:
            left.remove(word)
    return left
