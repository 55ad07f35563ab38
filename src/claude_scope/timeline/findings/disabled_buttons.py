"""Removes remarks on disabled buttons that are as they should be.

These are a greyed "Undo" in a toolbar, a button that waits for the first input, and a second choice beside an enabled
one. A remark stays where the form is filled and the button stays disabled.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.geometry import iou
from claude_scope.timeline.element_types import FIELD_TYPES
from claude_scope.timeline.findings.bill_rows import is_same_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Moment, Observation, UiElement

DISABLED = "disabled"


def drop_expected_disabled(moments: Sequence[Moment]) -> list[Moment]:
    """The moments without remarks on buttons that are disabled as expected."""
    return [_drop_expected(moment, moments[k + 1 :]) for k, moment in enumerate(moments)]


def _drop_expected(moment: Moment, later: Sequence[Moment]) -> Moment:
    observations = moment.reading.observations
    remaining = tuple(o for o in observations if o.kind != DISABLED or _is_unexpected(o, moment, later))
    return (
        moment
        if len(remaining) == len(observations)
        else replace(moment, reading=replace(moment.reading, observations=remaining))
    )


def _is_unexpected(seen: Observation, moment: Moment, later: Sequence[Moment]) -> bool:
    button = next((e for e in moment.elements if seen.box is not None and iou(e.box, seen.box) > 0.5), None)
    if button is None:
        return True
    others = [e for e in moment.elements if e is not button and e.type == "button" and DISABLED in e.state]
    return not others and _is_filled(moment, button) and not _is_enabled_later(button, later)


def _is_filled(moment: Moment, button: UiElement) -> bool:
    """Whether a completely filled form stands above the button."""
    fields = [e for e in moment.elements if e.type in FIELD_TYPES and DISABLED not in e.state]
    above = [e for e in fields if e.box.y < button.box.y and not is_same_row(e.box, button.box)]
    return bool(above) and all(e.value for e in above)


def _is_enabled_later(button: UiElement, later: Sequence[Moment]) -> bool:
    return any(e.id == button.id and DISABLED not in e.state for moment in later for e in moment.elements)
