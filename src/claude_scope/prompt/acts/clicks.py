"""What was clicked, guessed from where the pointer was as a change began, and what is said where that is not known."""

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
"""Below this confidence, what was under the pointer may be a plain text that looks like a control."""
NEARBY_WORDS_PX = 90
"""About two rows: words further away say nothing about where the pointer was."""
MAX_PRESSED_SHARE = 0.02
"""A control that only looks different is no larger a part of the screen."""
TOOLTIP_PX = 120
"""A tooltip stands so near to the pointer; a toast stands at an edge of the screen."""
CARD_PX = 180
"""Who drags a card takes it beside its words."""
CARD_PADDING_PX = 16
"""A card's words begin so far from its edge."""
MIN_DRAG_PX = 200
"""From one column of a board to the next; what makes room moves by less."""
POINTER_TOLERANCE_PX = 8
"""The tip of the pointer may be so far beside the pixels that changed."""
MIN_HEADING_CHARS = 5
"""A shorter heading may be the beginning of many a link."""
FIELD_TOLERANCE_PX = 24
"""A field's frame reaches so far around the words that were read of it."""
MIN_LABEL_SIMILARITY = 0.85
"""Of two readings of one label at most a letter or two differ."""
_NUMBER = re.compile(r"-?\d+")
_WORDED = re.compile(r"[^\W\d_]{2,}")
BUSY_ENDINGS = ("\u2026", "...")
"""How a text ends that says that something is going on."""


@dataclass(frozen=True, slots=True)
class Click:
    """The last click that was told: the id of its target, "" if only the place is known, and the state it led to."""

    target: str
    state: int


def needs_action(moment: Moment) -> bool:
    """Whether more happened than that something went away or made room; rows of a list are sorted or dragged."""
    return any(item.kind != "removed" and (item.what != "place" or item.is_row_move) for item in moment.changes)


def target(before: Moment, moment: Moment) -> UiElement | None:
    """The control that was under the pointer, if it is plausible as one."""
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
    """The one link of the view before that is called like the heading of the view that opened: it was followed.

    The pointer goes on moving while a view loads, so that it may be over the next row of a list by then.
    """
    if moment.kind is not EventKind.NAVIGATION:
        return None
    headings = [c.element.label.casefold() for c in moment.changes if c.kind == "added" and c.element.type == "heading"]
    links = [e for e in before.elements if e.type in ("link", "button") and e.label]
    called = [e for h in headings if len(h) >= MIN_HEADING_CHARS for e in links if e.label.casefold().startswith(h)]
    return called[0] if len(called) == 1 else None


def follows(before: Moment, moment: Moment, last: Click, now: UiElement | None) -> bool:
    """Whether a change came of the click before: what it led to was still going on, and no control was clicked since.

    What was clicked is disabled, or a text that appeared with it says that it is busy.
    """
    if now is not None and now.id != last.target:
        return False
    clicked = next((e for e in before.elements if e.id == last.target), None)
    fresh = [c.after or c.element.label for c in before.changes if c.kind == "added" or c.what == "text"]
    waits = any(text.rstrip().endswith(BUSY_ENDINGS) for text in fresh)
    return needs_action(moment) and (waits or (clicked is not None and "disabled" in clicked.state))


def clicked(before: Moment, moment: Moment, target: UiElement | None, text_limit: int) -> str:
    """What was clicked to get here, with `@where` for the state; empty if that cannot be told."""
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
        return ""  # where it was seen last says nothing of an act that came later
    on = _words_near(here, before, text_limit)
    row_moves = sum(item.is_row_move for item in moment.changes)
    what = "hover or click" if _is_tooltip(moment, here) else "click or drag" if row_moves == 1 else "click"
    return f"{what} at ({here[0]}, {here[1]}) px of the frame{on} (@where), guessed from the pointer"


def selected_control(moment: Moment) -> UiElement | None:
    """The one control that became selected."""
    selected = [
        item.element for item in moment.changes if item.after == "selected" and item.element.type in CLICKABLE_TYPES
    ]
    return selected[0] if len(selected) == 1 else None


def _dragged(moment: Moment, here: tuple[int, int]) -> Change | None:
    """What went far from under the pointer, as a card that was carried to another column.

    Where entries or fields came, it made room for them, as a title does for a sidebar: nobody carried it.
    """
    if any(item.kind == "added" and item.element.type in PUSHES_CONTENT for item in moment.changes):
        return None
    moved = (item for item in moment.changes if item.what == "place" and not item.is_row_move)
    return next((item for item in moved if _is_carried(item, here)), None)


def _is_carried(item: Change, here: tuple[int, int]) -> bool:
    """Whether the pointer was on the card of a text, beside its words or below, but not before them, as a button is."""
    (x, y), (to_x, to_y) = (
        [int(n) for n in _NUMBER.findall(describe_target)[:2]] for describe_target in (item.before, item.after)
    )
    begins = x - item.element.box.width / 2 - CARD_PADDING_PX
    is_on_card = begins <= here[0] <= x + CARD_PX and abs(y - here[1]) <= NEARBY_WORDS_PX
    return is_on_card and max(abs(to_x - x), abs(to_y - y)) >= MIN_DRAG_PX


def _is_tooltip(moment: Moment, point: tuple[int, int]) -> bool:
    """Whether all that appeared stood right beside the pointer, as a tooltip does."""
    if any(item.kind == "changed" for item in moment.changes):
        return False
    came = [item.element.box for item in moment.changes if item.kind == "added"]
    return bool(came) and all(holds(box, point, slack=TOOLTIP_PX) for box in came)


def click_by_look(before: Moment, moment: Moment, text_limit: int) -> str:
    """That something was clicked of which only the look changed, under a pointer that had moved there; or empty.

    What went away with it, as the rows that a tab does not show, does not speak against that; a toast goes by itself.
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
    """The password field whose pixels changed, and no others but those of fields and pointers: dots, or the focus."""
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
    """What is said of a state that nothing seen led to, with `@where` for the state."""
    if moment.pointed is not None:
        return (
            f"(@where: what led to it was not seen; the pointer was over {describe_target(moment.pointed, text_limit)})"
        )
    return "(@where: what led to it was not seen)"


def describe_target(element: UiElement, text_limit: int) -> str:
    """The locator of an element, or what it is called where none is known."""
    return full_locator(element.locator) or f"{describe_element(element, text_limit)} (no locator known)"


def _is_on_field(moment: Moment) -> bool:
    """Whether the pointer rests on a field: a click there changes nothing but the focus."""
    return moment.pointed is not None and moment.pointed.type in FIELD_TYPES


def _words_near(point: tuple[int, int], moment: Moment, text_limit: int) -> str:
    """The words under a point, or those nearest to it, in its row first."""
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
    """An element with the first words of its row, where its own stand in other rows too and the page knows no name."""
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
