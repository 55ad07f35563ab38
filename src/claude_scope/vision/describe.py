"""Describe a reading in one sentence: the kind of screen, its title, and its controls."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Element

COUNTED_TYPES = ("button", "input", "select", "checkbox", "radio", "link")
TITLE_SIZE_RATIO = 0.8
"""The title has at least this share of the largest heading's height and letter width: both depend on its letters."""
MAX_TITLE_CHARS = 60
"""A quoted title is cut to this length."""


def describe(elements: Sequence[Element]) -> str:
    """One sentence, for example: A dialog "Delete project?" over a page, with 2 buttons and 1 input."""
    dialog = next((element for element in elements if element.type == "dialog"), None)
    shown = [element for element in elements if dialog is None or _within(element, dialog)]
    counts = Counter[str](element.type for element in shown)
    parts = [_counted(counts[kind], kind) for kind in COUNTED_TYPES if counts[kind]]
    return f"{_what(elements, dialog)}{f', with {_joined(parts)}' if parts else ''}."


def _what(elements: Sequence[Element], dialog: Element | None) -> str:
    if dialog is not None:
        return f"A dialog {_quoted(dialog.label)} over a page" if dialog.label else "A dialog over a page"
    headings = [element for element in elements if element.type == "heading"]
    if headings:
        return f"A page titled {_quoted(_title(headings))}"
    first = next((element.label for element in elements if element.label), "")
    return f"A page without a heading that begins with {_quoted(first)}" if first else _without_text(elements)


def _title(headings: Sequence[Element]) -> str:
    """The label of the first of the largest headings, by box height and letter width."""
    highest = max(heading.box.height for heading in headings)
    high = [heading for heading in headings if heading.box.height >= TITLE_SIZE_RATIO * highest]
    widest = max(element.box.width / max(1, len(element.label)) for element in high)
    return next(
        element.label for element in high if element.box.width / max(1, len(element.label)) >= TITLE_SIZE_RATIO * widest
    )


def _without_text(elements: Sequence[Element]) -> str:
    return "A screen without text" if elements else "An empty screen"


def _within(one: Element, dialog: Element) -> bool:
    x, y = one.box.x + one.box.width / 2, one.box.y + one.box.height / 2
    box = dialog.box
    return one is not dialog and box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height


def _counted(count: int, kind: str) -> str:
    plural = {"checkbox": "checkboxes", "radio": "radio buttons"}.get(kind, f"{kind}s")
    single = {"radio": "radio button"}.get(kind, kind)
    return f"{count} {single if count == 1 else plural}"


def _joined(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _quoted(text: str) -> str:
    short = text if len(text) <= MAX_TITLE_CHARS else text[: MAX_TITLE_CHARS - 1].rstrip() + "…"
    return f'"{short}"'
