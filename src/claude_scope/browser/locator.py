"""Gives nodes of a tree a Playwright locator."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_scope.values import Node


def with_locators(tree: Node) -> Node:
    """The tree."""
    return tree
