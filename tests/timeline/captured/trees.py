"""Short notations for trees, pages and facts, for the tests of how a capture is described."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.compare.compare_pages import compare_pages
from claude_scope.timeline.captured.page.cards import card_containers
from claude_scope.timeline.captured.page.read_page import read_page
from claude_scope.timeline.captured.tell_rows import Teller
from claude_scope.values import Act, Capture, CapturedState, Document, Node, PageFact, Target

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from claude_scope.timeline.captured.page.structure import Page
    from claude_scope.timeline.captured.tell_rows import ToldRow
    from claude_scope.values import ActKind, Box, NetworkRequest, PageEvent

ORIGIN = "http://localhost:3000"


def node(role: str, name: str = "", *children: Node, text: str = "", ref: str = "", **more: object) -> Node:
    return Node(role, name, text=text, ref=ref, children=children, **more)  # type: ignore[arg-type]


def text(words: str, ref: str = "") -> Node:
    return node("paragraph", text=words, ref=ref)


def header(*names: str) -> Node:
    """The first row of a table."""
    return node("row", "", *(node("columnheader", name) for name in names))


def row(*cells: str | Node, ref: str = "", states: tuple[str, ...] = (), box: Box | None = None) -> Node:
    """A row of a table; its id is its first text unless one is given."""
    made = [node("cell", "", cell) if isinstance(cell, Node) else node("cell", cell) for cell in cells]
    first = next((cell for cell in cells if isinstance(cell, str)), "")
    return node("row", "", *made, ref=ref or f"row {first}", states=states, box=box)


def table(*rows: Node, name: str = "", ref: str = "table") -> Node:
    return node("table", name, *rows, ref=ref)


def entries(*names: str, role: str = "listitem") -> tuple[Node, ...]:
    if role != "listitem":
        return tuple(node(role, name, ref=f"entry {name}") for name in names)
    return tuple(node(role, text=name, ref=f"entry {name}") for name in names)


def tree(*children: Node) -> Node:
    """The tree of a page. A node without an id gets one from its role and words, so the id stays as
    long as these do.
    """
    times: Counter[str] = Counter()

    def numbered(one: Node) -> Node:
        words = f"{one.role} {one.name or one.text}"
        times[words] += 1
        ref = one.ref or f"{words} {times[words]}"
        return replace(one, ref=ref, children=tuple(map(numbered, one.children)))

    return numbered(Node("main", children=children))


def read(*children: Node, url: str = f"{ORIGIN}/", title: str = "") -> Page:
    """The page of these nodes."""
    root = tree(*children)
    return read_page(root, url, title, card_containers(root))


def differences(
    before: Sequence[Node], after: Sequence[Node], *clicked: str, same_document: bool = True
) -> list[PageFact]:
    """The differences between two states of a page, without their nodes."""
    found = compare_pages(read(*before), read(*after), clicked, same_document=same_document)
    return without_nodes(found.facts)


def without_nodes(facts: Iterable[PageFact]) -> list[PageFact]:
    return [replace(fact, nodes=()) for fact in facts]


def state(
    since_ms: float, *children: Node, document: str = "d1", title: str = "", until_ms: float | None = None
) -> CapturedState:
    """A state of a document."""
    return CapturedState(since_ms, until_ms or since_ms + 100, document, tree(*children), title)


def act(kind: ActKind, time_ms: float, name: str = "Save", **more: object) -> Act:
    """An act on a button, or on `target`."""
    target = more.pop("target", None) or Target("d1", 7, "button", "button", name)
    return Act(kind, time_ms, time_ms, "p1", target, **more)  # type: ignore[arg-type]


def told_rows(
    states: Sequence[CapturedState],
    acts: Sequence[Act] = (),
    events: Sequence[PageEvent] = (),
    urls: Sequence[tuple[str, str]] = (),
    tabs: Collection[tuple[str, str]] = (),
    requests: Sequence[NetworkRequest] = (),
    pointer: Sequence[tuple[float, float, float]] = (),
) -> list[ToldRow]:
    """The rows of a capture. The path of a document is its name unless `urls` has another, and all documents are in one
    tab.
    """
    paths, pages = dict(urls), dict(tabs)
    documents = tuple(
        Document(name, pages.get(name, "p1"), f"{ORIGIN}/{paths.get(name, name)}", 0.0, Path())
        for name in dict.fromkeys(state.document for state in states)
    )
    capture = Capture(
        None,
        0.0,
        60_000,
        ORIGIN,
        "",
        "",
        (640, 360),
        acts=tuple(acts),
        requests=tuple(requests),
        events=tuple(events),
        documents=documents,
        pointer=tuple(pointer),
    )
    return Teller(capture, states, acts).rows()


def told(rows: Iterable[ToldRow]) -> list[list[PageFact]]:
    """The facts of each row, without their nodes."""
    return [without_nodes(row.facts) for row in rows]


def kinds(rows: Iterable[ToldRow]) -> list[list[str]]:
    """The kinds of the facts of each row."""
    return [[fact.kind for fact in row.facts] for row in rows]
