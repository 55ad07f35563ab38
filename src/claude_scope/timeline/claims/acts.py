"""What was done, where it is sure: scrolling, a field's new value, and a click whose effect followed at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, holds, same_place
from claude_scope.timeline.claims.probability import threshold
from claude_scope.timeline.text_compare import same_text
from claude_scope.values import Box, Claim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.timeline.claims.changes import Pair
    from claude_scope.values import Moment, Rest

FIELD_TYPES = frozenset({"input", "select"})
EFFECT_MS = 300
"""The effect of a click follows within this time."""
TIP_SLACK_PX = 6.0
"""How far outside of a row's letters its control may be clicked."""
MIN_REST_MS = 80
FIELD_SLACK_PX = 4.0


def acts_of_state(pair: Pair, claims: Sequence[Claim]) -> Iterator[Claim]:
    """The acts that led to a state, by the other claims of it."""
    if scroll := next((one for one in claims if one.property == "scroll" and one.is_said), None):
        yield replace(scroll, kind="act")
        return
    typed = list(_typed(pair, claims))
    yield from typed
    if not typed and any(one.is_said for one in claims):
        yield from _clicked(pair)


def _typed(pair: Pair, claims: Sequence[Claim]) -> Iterator[Claim]:
    """The new value of a field that was there before, where nothing else changed: suggestions are no values."""
    new = [one for one in claims if one.kind in ("appeared", "changed")]
    if len(new) != 1 or not _is_in_field(new[0], pair):
        return
    one = new[0]
    sure = one.probability >= threshold("act")
    control = _control_at(centre(one.box), pair.before) if one.box else ""
    yield replace(one, kind="act", property="type", before="", is_said=sure, name="", element=control)


def _is_in_field(claim: Claim, pair: Pair) -> bool:
    """Whether a text is the value of a field, which was there before."""
    middle = centre(claim.box) if claim.box else (-1.0, -1.0)
    fields = [
        [e for e in moment.reading.elements if e.type in FIELD_TYPES and holds(e.box, middle, FIELD_SLACK_PX)]
        for moment in (pair.before, pair.after)
    ]
    return bool(fields[0]) and any(same_text(e.value, claim.after) for e in fields[1])


def one_act_a_value(acts: Sequence[Claim]) -> list[Claim]:
    """The acts without values that were only on the way to the next one, as letters are typed."""
    return [
        act
        for at, act in enumerate(acts)
        if not (act.property == "type" and any(_goes_on(act, later) for later in acts[at + 1 : at + 4]))
    ]


def _goes_on(act: Claim, later: Claim) -> bool:
    if later.property != "type" or act.box is None or later.box is None:
        return False
    return same_place(act.box, later.box) and later.after.casefold().startswith(act.after[:-1].casefold())


def _clicked(pair: Pair) -> Iterator[Claim]:
    """The click on the row under a pointer that had come there and rested as the change began."""
    rest = _rest_before(pair.before, pair.after)
    if rest is None:
        return
    tip = rest.x, rest.y
    on = [row for row in pair.rows_before if holds(row.box, tip, TIP_SLACK_PX)]
    if len(on) != 1:
        return
    row = on[0]
    yield Claim(
        pair.number,
        "act",
        "click",
        probability=row.confidence,
        is_said=row.confidence >= threshold("act"),
        name=row.text,
        box=Box(float(rest.x), float(rest.y), 0.0, 0.0),
        element=_control_at(tip, pair.before),
    )


def _control_at(point: tuple[float, float], moment: Moment) -> str:
    """The id of the smallest element of the page's tree at a point, "" if there is none."""
    known = [e for e in moment.elements if not e.source.has_no_node and holds(e.box, point, TIP_SLACK_PX)]
    smallest = min(known, key=lambda e: e.box.width * e.box.height, default=None)
    return smallest.id if smallest else ""


def _rest_before(before: Moment, after: Moment) -> Rest | None:
    """The rest of the pointer in which a change began, if it came there in the state before."""
    began = after.keyframe.since_ms
    for rest in before.keyframe.rests:
        came_here = rest.since_ms > before.keyframe.since_ms
        if came_here and rest.since_ms + MIN_REST_MS <= began <= rest.until_ms + EFFECT_MS:
            return rest
    return None
