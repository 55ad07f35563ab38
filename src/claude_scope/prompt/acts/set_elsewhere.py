"""Decides whether a click elsewhere changed a field, as a click on a calendar day does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, has_moved, holds
from claude_scope.prompt.acts.clicks import (
    FIELD_TOLERANCE_PX,
    FIELD_TYPES,
    OVERLAY_TYPES,
    POINTER_TOLERANCE_PX,
    selected_control,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_scope.values import Moment, UiElement

MAX_STAYING_SHARE = 0.2
"""The share of a closing popup that may be misread as still there."""
_WORD = re.compile(r"\w+")


def pointer_is_elsewhere(moment: Moment, used: Sequence[UiElement]) -> bool:
    """Whether the pointer is known and on none of these fields and toggles; a toggle includes the words in its row."""
    here = moment.keyframe.pointer
    if here is None:
        return False
    rows = [
        e.box.y - POINTER_TOLERANCE_PX <= here[1] <= e.box.y + e.box.height + POINTER_TOLERANCE_PX
        for e in used
        if e.type not in FIELD_TYPES
    ]
    return not any(rows) and not any(holds(e.box, here, slack=FIELD_TOLERANCE_PX) for e in used)


def clicked_elsewhere(before: Moment, moment: Moment, target: UiElement | None, came: Mapping[str, int]) -> bool:
    """Whether the pointer moved to a likely click target, and does not only rest beside a field.

    A target is a control, or what closed when it was chosen: a menu, a calendar, an option that a field now contains.
    `came` maps the id of an element to the state in which it appeared; initial elements are not in it.
    """
    here = moment.keyframe.pointer
    if here is None or before.keyframe.pointer is None or not has_moved(moment.keyframe, before.keyframe.pointer):
        return False
    if target is not None or selected_control(moment) is not None:
        return True
    values = {word for item in moment.changes if item.what == "value" for word in _WORD.findall(item.after.casefold())}
    gone = [item.element for item in moment.changes if item.kind == "removed"]
    under = [e for e in gone if holds(e.box, here, slack=POINTER_TOLERANCE_PX)]
    beside = [e for e in gone if holds(e.box, (centre(e.box)[0], here[1]), slack=POINTER_TOLERANCE_PX)]
    return any(e.type in OVERLAY_TYPES or _closed_together(e, moment, came) for e in under) or any(
        _words_within(e.label, values) for e in beside
    )


def _closed_together(element: UiElement, moment: Moment, came: Mapping[str, int]) -> bool:
    """Whether elements that appeared together, like the days of a calendar, went away together."""
    state = came.get(element.id)
    together = {id_ for id_, n in came.items() if n == state} if state is not None else set[str]()
    stays = together & {e.id for e in moment.elements}
    return len(together) > 1 and len(stays) <= MAX_STAYING_SHARE * len(together)


def _words_within(label: str, words: set[str]) -> bool:
    own = _WORD.findall(label.casefold())
    return bool(own) and words.issuperset(own)
