"""The accessibility tree of a page, and the snapshot of an inspected page."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from claude_scope.values.base import Box, Source


@dataclass(frozen=True, slots=True)
class Node:
    """A node of an accessibility tree.

    `states` has the node's attributes in the ARIA snapshot (`checked`, `disabled`, `level=2`, ...), without refs and
    cursors. `text` is the node's own text or value, `props` its `/url` and `/placeholder`. In a snapshot of a page,
    `box` is in CSS pixels of the viewport; in the tree of a keyframe, it is in frame pixels. `locator` is a Playwright
    locator that is unique in the page, if one was requested. `hidden` marks a node that is not visible on the screen.
    """

    role: str
    name: str = ""
    states: tuple[str, ...] = ()
    text: str = ""
    props: tuple[tuple[str, str], ...] = ()
    box: Box | None = None
    ref: str = ""
    locator: str = ""
    source: Source = Source.ARIA
    hidden: bool = False
    children: tuple[Node, ...] = ()

    def walk(self) -> Iterator[Node]:
        """This node and all nodes below it, depth first, in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            if node.children:
                stack += node.children[::-1]

    def walk_up(self, done: Container[int]) -> Iterator[Node]:
        """The nodes below this node and then the node itself, children first, without nodes whose `id()` is in `done`.

        The caller adds each node to `done`, so that a node that is in several trees appears once.
        """
        stack = [self]
        while stack:
            node = stack[-1]
            if id(node) not in done:
                if waiting := [child for child in node.children if id(child) not in done]:
                    stack += waiting
                    continue
                yield node
            stack.pop()


@dataclass(frozen=True, slots=True)
class Counts:
    """The number of nodes of each kind in a snapshot; `total` counts every node with a role."""

    buttons: int = 0
    inputs: int = 0
    links: int = 0
    headings: int = 0
    images: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The result for one URL in the headless browser; `error` is one sentence if `success` is false.

    `viewport` is (width, height) in CSS pixels. `console` and `failed_requests` have one line per entry.
    """

    url: str
    success: bool
    error: str = ""
    final_url: str = ""
    title: str = ""
    tree: Node | None = None
    counts: Counts = field(default_factory=Counts)
    console: tuple[str, ...] = ()
    failed_requests: tuple[str, ...] = ()
    screenshot: Path | None = None
    viewport: tuple[int, int] = (0, 0)
    duration_ms: int = 0
    notes: tuple[str, ...] = ()
