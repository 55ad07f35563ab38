"""Guesses what was clicked from where the pointer was when a change began."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, has_moved, holds
from claude_scope.prompt.fence import full_locator
from claude_scope.prompt.rows.wording import INTERACTIVE_TYPES, describe_element, letters_and_digits
from claude_scope.redaction.field_labels import is_password_label
from claude_scope.values import EventKind, UiElement

if TYPE_CHECKING:
    from claude_scope.values import Change, Moment

FIELD_TYPES = frozenset({"input", "select"})
CLICKABLE_TYPES = INTERACTIVE_TYPES - FIELD_TYPES
OVERLAY_TYPES = frozenset({"dialog", "menu"})
PUSHES_CONTENT = frozenset({"link", "tab", *FIELD_TYPES, *OVERLAY_TYPES})
MIN_CONTROL_CONFIDENCE = 0.6
"""With less confidence, the element under the pointer may be plain text that looks like a control."""
NEARBY_WORDS_PX = 90
"""About two rows: words further away do not identify the pointer's position."""
MAX_PRESSED_SHARE = 0.02
"""The largest share of the screen that a pressed control repaints."""
TOOLTIP_PX = 120
"""A tooltip is at most this far from the pointer; a toast is at an edge of the screen."""
CARD_PX = 180
"""How far right of its words a card is grabbed."""
CARD_PADDING_PX = 16
"""The space between a card's edge and its words."""
MIN_DRAG_PX = 200
"""From one column of a board to the next; an element that makes room moves less."""
POINTER_TOLERANCE_PX = 8
"""How far the tip of the pointer may be from the changed pixels."""
MIN_HEADING_CHARS = 5
"""A shorter heading may be the beginning of several links."""
FIELD_TOLERANCE_PX = 24
"""How far the frame of a field extends beyond its words."""
MIN_LABEL_SIMILARITY = 0.85
"""Two readings of one label differ by a letter or two at most."""
_NUMBER = re.compile(r"-?\d+")
_WORDED = re.compile(r"[^\W\d_]{2,}")
BUSY_ENDINGS = ("\u2026", "...")
"""The endings of a text that says that work is in progress."""


@dataclass(frozen=True, slots=True)
class Click:
    """The last known click: the id of its target, "" if only the position is known, and the state it led to."""

    target: str
    state: int


def needs_action(moment: Moment) -> bool:
    """Whether more happened than elements going away or making room; a moved row was sorted or dragged."""
    return any(item.kind != "removed" and (item.what != "place" or item.is_row_move) for item in moment.changes)


def target(before: Moment, moment: Moment) -> UiElement | None:
    """The control under the pointer, if it is a plausible one."""
    pointed = moment.pointed
    if pointed is None or pointed.type not in CLICKABLE_TYPES or "disabled" in pointed.state:
        return None
    if (
        pointed.source.has_no_node
        and pointed.confidence < MIN_CONTROL_CONFIDENCE
        and not _changed_itself(moment, pointed)
    ):
        return None
    return _opened(before, moment) or pointed


def _changed_itself(moment: Moment, element: UiElement) -> bool:
    return any(item.element.id == element.id for item in moment.changes)


def _opened(before: Moment, moment: Moment) -> UiElement | None:
    """The only link of the previous view with the text of the new view's heading: it was followed.

    The pointer moves on while a view loads, so it may be over another row of a list by then.
    """
    if moment.kind is not EventKind.NAVIGATION:
        return None
    headings = [c.element.label.casefold() for c in moment.changes if c.kind == "added" and c.element.type == "heading"]
    links = [e for e in before.elements if e.type in ("link", "button") and e.label]
    called = [e for h in headings if len(h) >= MIN_HEADING_CHARS for e in links if e.label.casefold().startswith(h)]
    return called[0] if len(called) == 1 else None


def follows(before: Moment, moment: Moment, last: Click, now: UiElement | None) -> bool:
    """Whether a change follows from the last click: its work was in progress, and no control was clicked since.

    In progress means that the clicked control is disabled, or that a text that appeared with it says so.
    """
    if now is not None and now.id != last.target:
        return False
    clicked = next((e for e in before.elements if e.id == last.target), None)
    fresh = [c.after or c.element.label for c in before.changes if c.kind == "added" or c.what == "text"]
    waits = any(text.rstrip().endswith(BUSY_ENDINGS) for text in fresh)
    return needs_action(moment) and (waits or (clicked is not None and "disabled" in clicked.state))


def clicked(before: Moment, moment: Moment, target: UiElement | None, text_limit: int) -> str:
    """What was clicked to get here, with `@where` for the state; empty if unknown."""
    if target is not None:
        is_pointed = moment.pointed is not None and target.id == moment.pointed.id
        why = " from the pointer" if is_pointed else ": the view that opened is headed alike"
        return f"click {describe_target(_add_row_label(target, before), text_limit)} (@where), guessed{why}"
    if selected := selected_control(moment):
        return f"click {describe_target(selected, text_limit)} (@where), guessed: it became selected"
    renamed = next((item for item in moment.changes if item.what == "text" and item.element.type == "button"), None)
    if renamed is not None:
        button = replace(renamed.element, label=renamed.before, name="")
        return f"click {describe_target(button, text_limit)} (@where), guessed: its text changed"
    here = moment.keyframe.pointer
    dragged = _dragged(moment, here) if here else None
    if here is None or not (needs_action(moment) or dragged):
        return ""
    if dragged:
        way = f"from {dragged.before} to {dragged.after} px of the frame"
        return f"drag {describe_target(dragged.element, text_limit)} {way} (@where), guessed from the pointer"
    if moment.pointed is not None and _is_on_field(moment):
        came_here = has_moved(moment.keyframe, before.keyframe.pointer)
        opened = came_here and any(item.kind == "added" for item in moment.changes)
        return (
            f"click {describe_target(moment.pointed, text_limit)} (@where), guessed from the pointer" if opened else ""
        )
    is_on_one = moment.pointed is not None and moment.pointed.type in CLICKABLE_TYPES
    if not has_moved(moment.keyframe, before.keyframe.pointer) and not is_on_one:
        return ""  # an old position does not locate a later act
    on = _words_near(here, before, text_limit)
    row_moves = sum(item.is_row_move for item in moment.changes)
    what = "hover or click" if _is_tooltip(moment, here) else "click or drag" if row_moves == 1 else "click"
    return f"{what} at ({here[0]}, {here[1]}) px of the frame{on} (@where), guessed from the pointer"


def selected_control(moment: Moment) -> UiElement | None:
    """The only control that became selected, or None."""
    selected = [
        item.element for item in moment.changes if item.after == "selected" and item.element.type in CLICKABLE_TYPES
    ]
    return selected[0] if len(selected) == 1 else None


def _dragged(moment: Moment, here: tuple[int, int]) -> Change | None:
    """The element that moved far from under the pointer, like a card dragged to another column.

    Where links or fields appeared, it made room for them, as a title does for a sidebar.
    """
    if any(item.kind == "added" and item.element.type in PUSHES_CONTENT for item in moment.changes):
        return None
    moved = (item for item in moment.changes if item.what == "place" and not item.is_row_move)
    return next((item for item in moved if _is_carried(item, here)), None)


def _is_carried(item: Change, here: tuple[int, int]) -> bool:
    """Whether the pointer was on the text's card: beside or below its words, not before them, where a button is."""
    (x, y), (to_x, to_y) = (
        [int(n) for n in _NUMBER.findall(describe_target)[:2]] for describe_target in (item.before, item.after)
    )
    begins = x - item.element.box.width / 2 - CARD_PADDING_PX
    is_on_card = begins <= here[0] <= x + CARD_PX and abs(y - here[1]) <= NEARBY_WORDS_PX
    return is_on_card and max(abs(to_x - x), abs(to_y - y)) >= MIN_DRAG_PX


def _is_tooltip(moment: Moment, point: tuple[int, int]) -> bool:
    """Whether everything that appeared is next to the pointer, like a tooltip."""
    if any(item.kind == "changed" for item in moment.changes):
        return False
    came = [item.element.box for item in moment.changes if item.kind == "added"]
    return bool(came) and all(holds(box, point, slack=TOOLTIP_PX) for box in came)


def click_by_look(before: Moment, moment: Moment, text_limit: int) -> str:
    """A click on an element whose look changed under a pointer that had moved there; empty if there is none.

    Elements may go away with it, as the rows of another tab do; a toast goes by itself.
    """
    here, keyframe = moment.keyframe.pointer, moment.keyframe
    if needs_action(moment) or any(item.element.type == "alert" for item in moment.changes):
        return ""
    if here is None or here == before.keyframe.pointer or keyframe.changed_share > MAX_PRESSED_SHARE:
        return ""
    if not any(holds(box, here, slack=POINTER_TOLERANCE_PX) for box in keyframe.changed):
        return ""
    on = _words_near(here, before, text_limit)
    return f"click at ({here[0]}, {here[1]}) px of the frame{on} (@where), guessed: it looks different"


def changed_password_field(before: Moment, moment: Moment) -> UiElement | None:
    """The password field whose pixels changed (dots or focus), if only fields and the pointer changed."""
    if needs_action(moment):
        return None
    fields = [e for e in before.elements if e.type == "input"]
    tips = [m.keyframe.pointer for m in (before, moment) if m.keyframe.pointer]
    here = [
        next((f for f in fields if holds(f.box, centre(r), slack=FIELD_TOLERANCE_PX)), None)
        or any(holds(r, tip, slack=FIELD_TOLERANCE_PX) for tip in tips)
        for r in moment.keyframe.changed
    ]
    hiding = [f for f in here if isinstance(f, UiElement) and is_password_label(f.name or f.label)]
    return hiding[0] if hiding and all(here) else None


def describe_gap(moment: Moment, text_limit: int) -> str:
    """The text for a state without a known cause, with `@where` for the state."""
    if moment.pointed is not None:
        return (
            f"(@where: what led to it was not seen; the pointer was over {describe_target(moment.pointed, text_limit)})"
        )
    return "(@where: what led to it was not seen)"


def describe_target(element: UiElement, text_limit: int) -> str:
    """The locator of an element, or its description if it has none."""
    return full_locator(element.locator) or f"{describe_element(element, text_limit)} (no locator known)"


def _is_on_field(moment: Moment) -> bool:
    """Whether the pointer is on a field, where a click changes only the focus."""
    return moment.pointed is not None and moment.pointed.type in FIELD_TYPES


def _words_near(point: tuple[int, int], moment: Moment, text_limit: int) -> str:
    """The words under a point, or the nearest ones, those in its row first."""
    worded = [e for e in moment.elements if (e.label or e.name) and e.type != "dialog"]
    under = [e for e in worded if holds(e.box, point, slack=4)]
    if under:
        smallest = min(under, key=lambda e: e.box.width * e.box.height)
        return f", on {describe_element(_add_row_label(smallest, moment), text_limit)}"
    near = [e for e in worded if holds(e.box, point, slack=NEARBY_WORDS_PX)]
    rows = [e for e in worded if holds(e.box, (centre(e.box)[0], point[1]), slack=4)]
    best = min([e for e in near if e in rows] or near, key=lambda e: _distance(e, point), default=None)
    if best:
        return f", near {describe_element(best, text_limit)}"
    beside = min(rows, key=lambda e: _distance(e, point), default=None)
    return f", in the row of {describe_element(beside, text_limit)}" if beside else ""


def _add_row_label(element: UiElement, moment: Moment) -> UiElement:
    """The element with the first words of its row, if it has no name and other rows repeat its label."""
    own = letters_and_digits(element.label)
    if element.name or element.near or not own:
        return element
    alike = [
        e
        for e in moment.elements
        if SequenceMatcher(None, letters_and_digits(e.label), own).ratio() >= MIN_LABEL_SIMILARITY
    ]
    y = centre(element.box)[1]
    row = [e for e in moment.elements if holds(e.box, (centre(e.box)[0], y)) and _WORDED.search(e.label)]
    first = min((e for e in row if e not in alike), key=lambda e: e.box.x, default=None)
    return replace(element, near=first.label) if len(alike) > 1 and first is not None else element


def _distance(element: UiElement, point: tuple[int, int]) -> float:
    x, y = centre(element.box)
    return abs(x - point[0]) + abs(y - point[1])
