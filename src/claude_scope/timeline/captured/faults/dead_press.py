"""Finds dead clicks: presses without any effect, on something that promised one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from claude_scope.lexicon.action_words import is_done_elsewhere, wanted_state
from claude_scope.timeline.captured.compare.refusals import says_what_is_missing
from claude_scope.timeline.captured.page.read_page import read_page
from claude_scope.timeline.captured.page.texts import prop_of
from claude_scope.timeline.captured.visible_elements import INTERACTIVE, NODE_PREFIX
from claude_scope.values import FIELD_ROLES, NO_CHANGE, Observation
from claude_scope.wording.acts import QUIET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.timeline.captured.events import Happened
    from claude_scope.timeline.captured.tell_rows import ToldRow
    from claude_scope.values import Act, CapturedState, Node, PageFact

DEAD_CLICK = "dead click"
WAIT_MS = 500.0
"""A press whose state lasted at least this long had time to show an effect."""
_BY_BROWSER = frozenset({"select", "input", "textarea", "option", "label"})
_CONTROLS = frozenset({"a", "button", "summary"})
_PRESSES = frozenset({"click", "dblclick", "check", "uncheck", "select", "drag"})
_SCHEMES = frozenset({"", "http", "https"})
"""Links with other schemes open a program: mail, telephone."""
_SET = frozenset({"selected", "current", "disabled"})
"""States in which a control does nothing when pressed."""


def dead_press(happened: Happened, facts: Sequence[PageFact]) -> tuple[Observation, ...]:
    """An observation about the only act of a row, if that act was a press without effect."""
    if not _is_dead(happened, facts):
        return ()
    act = next(act for act in reversed(happened.acts) if act.kind not in QUIET)
    where = f'{act.target.role or act.target.tag} "{act.target.name}"'
    did = "double-click" if act.kind == "dblclick" else act.kind
    return (Observation(DEAD_CLICK, f"nothing followed the {did} on {where}: no change, no request, no log"),)


def _is_dead(happened: Happened, facts: Sequence[PageFact]) -> bool:
    """Whether the only act of a row was a press that nothing followed."""
    acts = [act for act in happened.acts if act.kind not in QUIET]
    changed = any(fact.kind not in NO_CHANGE for fact in facts)
    if len(acts) != 1 or acts[0].kind not in _PRESSES or changed or happened.dom_changes or happened.is_pending:
        return False
    if acts[0].kind == "click" and (acts[0].target.tag in _BY_BROWSER or acts[0].target.role in FIELD_ROLES):
        return False  # a click focuses a field, or opens the browser's own list, file dialog or calendar
    if acts[0].target.role not in INTERACTIVE and acts[0].target.tag not in _CONTROLS:
        return False  # users also click on texts
    waited = happened.until_ms - acts[0].until_ms >= WAIT_MS
    return waited and not (happened.log or happened.requests or happened.events)


def changed_later(following: ToldRow | None) -> bool:
    """Whether the row after a press, `following`, began by itself: on a slow page it is the effect of the press."""
    return following is not None and not following.span.acts and following.span.origin is not None


def promises_nothing(act: Act, state: CapturedState, address: str) -> bool:
    """Whether a press need not change the page: the page is already as it would be then, or the effect is elsewhere.

    Examples: the open tab, a link to the page itself, a disabled control, "Copy", "Print".
    """
    if is_done_elsewhere(act.target.name):
        return True
    node = next((item for item in state.tree.walk() if item.ref == f"{NODE_PREFIX}{act.target.node}"), None)
    if node is None:
        return False
    url = _url(node)
    if url and not url.endswith("#") and _leads_nowhere(url, address):
        return True
    marks = {mark.partition("=")[0] for mark in node.states if not mark.endswith("=false")}
    if node.role == "button" and says_what_is_missing(read_page(state.tree, address, state.title), node.ref):
        return True
    return bool(marks & _SET) or _is_chosen(node, state.tree) or _is_so(act.target.name, state)


def _leads_nowhere(url: str, address: str) -> bool:
    """Whether a link leads to the page at `address` itself, or opens another program."""
    try:
        return urljoin(address, url) == address or urlsplit(url).scheme not in _SCHEMES
    except ValueError:  # invalid URL
        return True


def _is_chosen(node: Node, tree: Node) -> bool:
    """Whether a node is the chosen radio or button of a group, or a tab that only its style marks as chosen."""
    if node.role == "radio":
        return "checked" in node.states
    around = {id(child): item for item in tree.walk() for child in item.children}
    parent = around.get(id(node))
    buttons = [child for child in parent.children if child.role == "button"] if parent else []
    if len(buttons) > 1 and [button for button in buttons if "pressed" in button.states] == [node]:
        return True
    row = around.get(id(parent)) if parent and parent.role == "listitem" else None
    return row is not None and sum(map(_holds_tab, row.children)) > 1


def _holds_tab(entry: Node) -> bool:
    """Whether an entry of a list is a single link without an address; a list of such entries is a row of tabs."""
    return len(entry.children) == 1 and entry.children[0].role == "link" and _url(entry.children[0]).endswith("#")


def _url(node: Node) -> str:
    return prop_of(node, "/url")


def _is_so(name: str, state: CapturedState) -> bool:
    """Whether the page already is as the button would make it: expanded, collapsed, at the top."""
    wanted = wanted_state(name)
    if wanted == "top":
        return state.scroll[1] == 0
    opposite = {"expanded": "expanded=false", "collapsed": "expanded"}.get(wanted)
    return opposite is not None and not any(opposite in node.states for node in state.tree.walk())
