"""Finds presses after which nothing happened anywhere, on something that promised an effect."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from claude_scope.lexicon.action_words import is_done_elsewhere, wanted_state
from claude_scope.timeline.captured.page.texts import prop_of
from claude_scope.timeline.captured.visible_elements import INTERACTIVE, NODE_PREFIX
from claude_scope.values import FIELD_ROLES, NO_CHANGE, Observation
from claude_scope.wording.acts import QUIET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.timeline.captured.events import Happened
    from claude_scope.values import Act, CapturedState, Node, PageFact

DEAD_CLICK = "dead click"
WAIT_MS = 500.0
"""A press whose state lasted at least this long had time to show an effect."""
_BY_BROWSER = frozenset({"select", "input", "textarea", "option", "label"})
_CONTROLS = frozenset({"a", "button", "summary"})
_PRESSES = frozenset({"click", "dblclick", "check", "uncheck", "select", "drag"})
_SCHEMES = frozenset({"", "http", "https"})
"""A link of another scheme opens a program: mail, telephone."""
_SET = frozenset({"selected", "current", "disabled"})
"""States of what does nothing when it is pressed."""


def dead_press(happened: Happened, facts: Sequence[PageFact]) -> tuple[Observation, ...]:
    """The press of a row after which nothing followed, if that is all that was done."""
    if not _is_dead(happened, facts):
        return ()
    act = next(act for act in reversed(happened.acts) if act.kind not in QUIET)
    where = f'{act.target.role or act.target.tag} "{act.target.name}"'
    did = "double-click" if act.kind == "dblclick" else act.kind
    return (Observation(DEAD_CLICK, f"nothing followed the {did} on {where}: no change, no request, no log"),)


def _is_dead(happened: Happened, facts: Sequence[PageFact]) -> bool:
    """Whether the one act of a row was a click, and nothing at all followed."""
    acts = [act for act in happened.acts if act.kind not in QUIET]
    changed = any(fact.kind not in NO_CHANGE for fact in facts)
    if len(acts) != 1 or acts[0].kind not in _PRESSES or changed or happened.dom_changes or happened.is_pending:
        return False
    if acts[0].kind == "click" and (acts[0].target.tag in _BY_BROWSER or acts[0].target.role in FIELD_ROLES):
        return False  # a field takes the focus; a list, a file dialog or a calendar is the browser's own
    if acts[0].target.role not in INTERACTIVE and acts[0].target.tag not in _CONTROLS:
        return False  # people click on texts, too
    waited = happened.until_ms - acts[0].until_ms >= WAIT_MS
    return waited and not (happened.log or happened.requests or happened.events)


def promises_nothing(act: Act, state: CapturedState, address: str) -> bool:
    """Whether the page need not change after a press: it stands as it would leave it, or the effect is elsewhere.

    The tab that is open, a link to the page itself, what is disabled; "Copy", "Print"; "Expand all" where all is.
    """
    if is_done_elsewhere(act.target.name):
        return True
    node = next((one for one in state.tree.walk() if one.ref == f"{NODE_PREFIX}{act.target.node}"), None)
    if node is None:
        return False
    url = _url(node)
    if url and not url.endswith("#") and _leads_nowhere(url, address):
        return True
    marks = {mark.partition("=")[0] for mark in node.states if not mark.endswith("=false")}
    return bool(marks & _SET) or _is_chosen(node, state.tree) or _is_so(act.target.name, state)


def _leads_nowhere(url: str, address: str) -> bool:
    """Whether a link is to the page at `address` itself, or opens another program."""
    try:
        return urljoin(address, url) == address or urlsplit(url).scheme not in _SCHEMES
    except ValueError:  # no valid address
        return True


def _is_chosen(node: Node, tree: Node) -> bool:
    """Whether it is the radio, or the one button of several, that is chosen; or a tab whose look alone says so."""
    if node.role == "radio":
        return "checked" in node.states
    around = {id(child): one for one in tree.walk() for child in one.children}
    parent = around.get(id(node))
    buttons = [one for one in parent.children if one.role == "button"] if parent else []
    if len(buttons) > 1 and [one for one in buttons if "pressed" in one.states] == [node]:
        return True
    row = around.get(id(parent)) if parent and parent.role == "listitem" else None
    return row is not None and sum(map(_holds_tab, row.children)) > 1


def _holds_tab(entry: Node) -> bool:
    """Whether an entry of a list is one link that only a script follows: lists of them are tabs."""
    return len(entry.children) == 1 and entry.children[0].role == "link" and _url(entry.children[0]).endswith("#")


def _url(node: Node) -> str:
    return prop_of(node, "/url")


def _is_so(name: str, state: CapturedState) -> bool:
    """Whether all is as a button wants it to be: expanded, collapsed, at the top."""
    wanted = wanted_state(name)
    if wanted == "top":
        return state.scroll[1] == 0
    opposite = {"expanded": "expanded=false", "collapsed": "expanded"}.get(wanted)
    return opposite is not None and not any(opposite in one.states for one in state.tree.walk())
