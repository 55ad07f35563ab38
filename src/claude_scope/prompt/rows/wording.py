"""Words an element and a change: role, name, before and after, locator, as quoted page data."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.prompt.fence import cut, quote, role_locator, short_locator
from claude_scope.values import Source

if TYPE_CHECKING:
    from claude_scope.values import Change, UiElement

UNIQUE = "\u2713"
"""Marks an element whose locator is `getByRole` with the preceding role and exact name."""
SCREEN_ONLY = "~"
"""Marks a text that was read from pixels and has no node in the page's tree."""
_WORDS = re.compile(r"\w+")


def source_mark(source: Source) -> str:
    """The mark of a source; "" if the page's tree confirms the element."""
    return SCREEN_ONLY if source.has_no_node else ""


def describe_element(element: UiElement, limit: int) -> str:
    """Role and name of an element, both names if page and screen differ, with a mark if only the screen shows it.

    A label without a name in the tree is marked too: OCR read its words.
    """
    name = element.name or element.label
    is_read = bool(element.label) and not element.name
    mark = source_mark(element.source) or (SCREEN_ONLY if is_read and element.source is not Source.DOM else "")
    text = f"{cut(element.role, 30)}{mark}"
    text += f" {quote(name, limit)}" if name else ""
    if element.name and element.label and not _same_name(element.name, element.label):
        text += f" (on screen{SCREEN_ONLY} {quote(element.label, limit)})"
    return text


def _same_name(a: str, b: str) -> bool:
    """Whether two names are equal apart from spaces and signs, which OCR loses: "# bugs" is "#bugs"."""
    return letters_and_digits(a) == letters_and_digits(b) if letters_and_digits(a) else a == b


def locator_suffix(element: UiElement, limit: int) -> str:
    """The locator after `@`, or `UNIQUE` if role and name imply it; "" without a locator.

    A name longer than `limit` is cut, so it does not imply the locator.
    """
    if 0 < len(element.name) <= limit and element.locator == role_locator(element.role, element.name):
        return f" {UNIQUE}"
    short = short_locator(element.locator)
    return f" @ {short}" if short else ""


def describe_change(item: Change, limit: int) -> str:
    """A change in words: `+ alert "Saved"`, `- ...`, or `link "Cart" text "0" -> "1" @ locator`."""
    element = item.element
    if item.kind == "added":
        value = f" ={read_mark(item)} {quote(element.value, limit)}" if element.value else ""
        states = "".join(f" [{cut(state, 20)}]" for state in element.state[:4])
        return f"+ {describe_element(element, limit)}{value}{states}{locator_suffix(element, limit)}"
    if item.kind == "removed":
        return f"- {describe_element(element, limit)}"
    if item.what == "text" and item.after in (element.label, element.name) and not element.locator:
        mark = source_mark(element.source) or ("" if element.source is Source.DOM else SCREEN_ONLY)
        return f"{cut(element.role, 30)}{mark} {before_and_after(item, limit)}"
    shown = replace(element, label="") if item.what == "text" and element.name else element
    what = f"{item.what or 'changed'}{read_mark(item)}"
    values = before_and_after(item, limit)
    return f"{describe_element(shown, limit)} {what} {values}{locator_suffix(element, limit)}"


def read_mark(item: Change) -> str:
    """The mark for a value or text that OCR read from an element with a node.

    The tree shows the page as it loaded, so it cannot confirm both the old and the new text.
    """
    is_read = item.what in ("value", "text") or item.kind == "added"
    is_known = item.element.source.has_no_node or item.element.source is Source.DOM
    return SCREEN_ONLY if is_read and not is_known else ""


def before_and_after(item: Change, limit: int) -> str:
    """The quoted texts before and after a change, or the move of a row."""
    if item.is_row_move:
        return f"moved {item.after}"
    return f"{quote(item.before, limit)} -> {quote(item.after, limit)}"


def letters_and_digits(text: str) -> str:
    """The letters and digits of a text, case-folded."""
    return "".join(_WORDS.findall(text.casefold()))
