"""Writes the accessibility tree of a state, pruned around the wanted nodes."""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING

from claude_scope.clock import clock
from claude_scope.errors import NotFound
from claude_scope.mcp.answers.answer import Answer
from claude_scope.mcp.answers.lines import MAX_TOKENS, fenced, fit
from claude_scope.mcp.answers.states import moment_of
from claude_scope.plural import counted
from claude_scope.prompt.fence import cut, quote, role_locator, short_locator
from claude_scope.prompt.page_tree import without_moved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.mcp.sources.session import Session
    from claude_scope.values import Node

CHANGED = "changed"
AS_LOADED = 0
"""The state number of the page as it loaded in a fresh browser."""
ALIKE = 3
"""Maximum number of children of one shape to show; the others are counted."""
MAX_DEPTH = 60
ROWS = frozenset({"row", "listitem", "article", "option", "treeitem"})
MAX_ROW, MAX_PAIR = 60, 8
"""A row, or a label with its value, is shown completely around a match if it has at most this many nodes."""
HOW = "✓ getByRole with this role and exact name, or getByText, is unique there; @ locator, to follow `page.`"
PRUNE = 'prune with `around`: "changed", a name, a text or a locator'


def structure_answer(session: Session, state: int, around: str) -> Answer:
    """Write the tree, or its parts that match `around`; raises NotFound if there is no tree or no match."""
    tree, what = _tree(session, state)
    wanted = around.strip()
    relevant = _relevant(session, tree, state, wanted)
    if wanted and not relevant:
        raise NotFound(_no_match(wanted, state))
    lines = _lines(tree, relevant if wanted else None, 0)
    kept, left = fit(lines, MAX_TOKENS - 400)
    cut_off = [f"{counted(left, 'more line')} did not fit; {PRUNE}."] if left else []
    pruned = f", pruned around {quote(wanted, 80)}" if wanted else ""
    return Answer("\n".join([f"{what}{pruned}. {HOW}", fenced(kept), *cut_off]))


def _tree(session: Session, state: int) -> tuple[Node, str]:
    if state != AS_LOADED:
        moment = moment_of(session, state)
        seen = "" if session.analysis.timeline.is_captured else ", as read from the picture and matched with the page"
        return moment.tree, f"The page in state {state}, {clock(moment.keyframe.since_ms)}{seen}"
    for snapshot in session.analysis.snapshots:
        if snapshot.tree is not None:
            return snapshot.tree, "The page as it loaded in a fresh browser, not of any state"
    raise NotFound("This session has no page as it loaded; ask for a state from 1 on.")


def _relevant(session: Session, tree: Node, state: int, wanted: str) -> set[int]:
    """The matching nodes (by `id()`), with the nodes that belong to them and all their ancestors."""
    if wanted == CHANGED and state != AS_LOADED:
        moment = moment_of(session, state)
        ids = {change.element.id for change in without_moved(moment)} | {
            ref for fact in moment.facts for ref in fact.nodes
        }
        words = ""
    else:
        ids, words = set(), wanted.lower()
    found: set[int] = set()
    if wanted:
        _collect(tree, ids, words, found, ())
    return found


def _collect(node: Node, ids: set[str], words: str, found: set[int], above: tuple[Node, ...]) -> bool:
    if node.ref in ids or (words and any(words in text.lower() for text in _texts(node))):
        found.update(id(item) for item in _together((*above, node)).walk())
        return True
    if len(above) >= MAX_DEPTH:
        return False
    below = [_collect(child, ids, words, found, (*above, node)) for child in node.children]
    if any(below):
        found.add(id(node))
    return any(below)


def _together(path: tuple[Node, ...]) -> Node:
    """The node to show for the last node of a path: its row, otherwise its parent if that is a label with its value."""
    for node in reversed(path):
        if node.role in ROWS:
            return node if _is_small(node, MAX_ROW) else path[-1]
    return path[-2] if len(path) > 1 and _is_small(path[-2], MAX_PAIR) else path[-1]


def _is_small(node: Node, most: int) -> bool:
    return sum(1 for _ in islice(node.walk(), most + 1)) <= most


def _texts(node: Node) -> tuple[str, ...]:
    return node.name, node.text, node.locator, f"page.{short_locator(node.locator)}", node.role


def _lines(node: Node, only: set[int] | None, depth: int) -> Iterator[str]:
    """Yield the lines of a node and its descendants; children of one shape after the third are counted, except texts.

    Texts are all shown, because elements that only the pixels show all have the role `text` and still differ.
    """
    if depth:
        yield f"{'  ' * min(depth - 1, 20)}- {_described(node)}"
    shown = [child for child in node.children if only is None or id(child) in only]
    if depth >= MAX_DEPTH:
        return
    for _, run in groupby(shown, key=_shape):
        alike = list(run)
        few = alike if only is not None or alike[0].role == "text" else alike[:ALIKE]
        for child in few:
            yield from _lines(child, only, depth + 1)
        if more := len(alike) - len(few):
            yield f"{'  ' * min(depth, 20)}- … {counted(more, f'more {cut(alike[0].role, 30)}')} like these"
    if left := len(node.children) - len(shown):
        yield f"{'  ' * min(depth, 20)}… {counted(left, 'other')}"


def _shape(node: Node) -> tuple[str, ...]:
    return node.role, *(child.role for child in node.children)


def _described(node: Node) -> str:
    parts = [cut(node.role, 30)]
    if node.name:
        parts.append(quote(node.name))
    if states := [*node.states, *(["hidden"] if node.hidden else [])]:
        parts.append(f"[{', '.join(cut(state, 30) for state in states[:6])}]")
    if node.text and node.text != node.name:
        parts.append(f"= {quote(node.text)}")
    parts += [f"{cut(name, 20)}={quote(value, 100)}" for name, value in node.props]
    if node.locator:
        own = node.locator in (role_locator(node.role, node.name), text_locator(node.text or node.name))
        parts.append("✓" if own else f"@ {short_locator(node.locator)}")
    return " ".join(parts)


def text_locator(text: str) -> str:
    """The `getByText` locator for an exact text; a line that shows the text need not repeat the locator."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"page.getByText('{escaped}', {{ exact: true }})"


def _no_match(wanted: str, state: int) -> str:
    if wanted == CHANGED:
        return f"Nothing of the tree changed in state {state}; leave out `around`, or ask for another state."
    return f"Nothing in state {state} has {wanted[:80]!r}; try fewer words, or `search` over all states."
