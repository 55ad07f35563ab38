"""Whether an element is of the type that a claim says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.claims.places import is_marked, items_at
from benchmarks.claims.texts import Match, within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.claims.dom import Box, DomState, Item

_ROLES = {
    "button": {"button"},
    "link": {"link"},
    "input": {"textbox", "searchbox", "spinbutton", "combobox"},
    "select": {"combobox", "listbox"},
    "checkbox": {"checkbox", "switch", "menuitemcheckbox"},
    "switch": {"switch", "checkbox"},
    "radio": {"radio", "menuitemradio"},
    "heading": {"heading"},
    "tab": {"tab"},
    "dialog": {"dialog", "alertdialog"},
    "menu": {"menu", "listbox", "menubar"},
    "alert": {"alert", "status", "alertdialog"},
    "image": {"img", "image", "figure"},
    "icon": {"img", "image"},
    "menuitem": {"menuitem", "menuitemcheckbox", "menuitemradio", "option"},
    "row": {"row", "listitem", "option", "treeitem", "article"},
    "table": {"table", "grid", "treegrid"},
    "list": {"list", "listbox"},
}
_SAYS_NOTHING = frozenset({"", "text", "other", "generic"})
_PRESSED = {"button", "link", "tab", "menuitem", "menuitemcheckbox", "menuitemradio", "option", "treeitem", "switch"}
_LOOSE = {
    "button": _PRESSED | {"combobox", "summary"},
    "link": _PRESSED,
    "tab": _PRESSED | {"radio"},
    "menuitem": _PRESSED,
    "input": {"listbox", "button"} - {"button"},
    "select": {"textbox", "searchbox", "spinbutton", "button", "menu"},
    "checkbox": {"radio", "menuitemradio", "option"},
    "switch": {"radio", "button"},
    "radio": {"checkbox", "switch", "option"},
    "dialog": {"menu", "listbox", "tooltip", "alert", "status", "region", "form"},
    "menu": {"dialog", "list", "tree", "navigation", "group", "toolbar"},
}
_LOOKS_PRESSED = frozenset({"button", "link", "tab", "menuitem"})
_NEVER_PRESSED = frozenset({"checkbox", "radio", "textbox", "searchbox", "spinbutton"})
_ALWAYS_LOOSE = frozenset({"heading", "alert", "image", "icon", "row", "table", "list"})
"""A text that looks like it: the thing is right, and its type is loose."""


def type_match(states: Sequence[DomState], claimed: str, name: str, box: Box | None) -> Match:
    """EXACT: the role is of that type; NEAR: of one that is used alike, or only looks so; NONE: another."""
    if claimed in _SAYS_NOTHING:
        return Match.EXACT
    found = [item for state in states for item in _candidates(state, name, box)]
    roles = {item.role for item in found} | {role for item in found for role in item.within[:2] if role in _PRESSED}
    if roles & _ROLES.get(claimed, {claimed}):
        return Match.EXACT
    if claimed in _ALWAYS_LOOSE or roles & _LOOSE.get(claimed, set()):
        return Match.NEAR
    if claimed in _LOOKS_PRESSED and box is not None and not roles & _NEVER_PRESSED:
        looks = (is_marked(state, kind, box) for state in states for kind in ("clickable", "selected"))
        return Match.NEAR if any(looks) else Match.NONE
    return Match.NONE


def _candidates(state: DomState, name: str, box: Box | None) -> list[Item]:
    if box is not None:
        return items_at(state, box)
    return [item for item in state.items if name and within(name, item.name or item.text) is not Match.NONE]
