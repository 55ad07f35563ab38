"""What was done, where it is sure: scrolling, a field's new value, and a click whose effect followed at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, holds, same_place
from claude_scope.timeline.claims.changes import WORD
from claude_scope.timeline.claims.probability import click_probability, threshold
from claude_scope.timeline.text_compare import same_text
from claude_scope.values import Box, Claim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.timeline.claims.changes import Pair
    from claude_scope.values import Line, Moment, Rest

FIELD_TYPES = frozenset({"input", "select"})
FIELD_SLACK_PX = 4.0
EFFECT_MS = 130
"""A state begins with the first change since the pointer came, give or take a sample."""
TIP_SLACK_PX = 6.0
"""How far outside of a row's letters its control may be clicked."""
MIN_REST_MS, MAX_REST_MS = 150, 1_500
"""A person aims before a press; what follows later is seldom its effect."""
SCROLLED_ROWS = 4
MAX_POINTER_PX = 72.0
"""What lit up under a pointer is larger."""


def acts_of_state(pair: Pair, claims: Sequence[Claim]) -> Iterator[Claim]:
    """The acts that led to a state, by its other claims and the text that was clicked."""
    if scroll := next((one for one in claims if one.property == "scroll" and one.is_said), None):
        if pair.clicked is None:  # else a link may have led further down
            yield replace(scroll, kind="act")
        return
    typed = list(_typed(pair, claims))
    yield from typed
    if not typed and pair.clicked is not None and not _may_be_another_act(pair, pair.clicked):
        yield _click(pair, pair.clicked)


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


def clicked_line(before: Moment, after: Moment, rests: Sequence[Rest]) -> Line | None:
    """The text under the pointer if it rested there as the change to `after` began, the first since it came.

    `rests` are those of the whole recording.
    """
    began_ms = after.keyframe.since_ms
    rest = next((one for one in reversed(rests) if one.since_ms <= began_ms), None)
    return _line_under(rest.box, before.reading.lines) if rest and _is_answered(rest, began_ms) else None


def _may_be_another_act(pair: Pair, line: Line) -> bool:
    """Whether the pointer lay in a field, in which keys are pressed, or the content moved below it, as a wheel does."""
    in_field = any(e.type in FIELD_TYPES and holds(e.box, centre(line.box)) for e in pair.before.reading.elements)
    return in_field or pair.diff.shift[2] >= SCROLLED_ROWS


def _click(pair: Pair, line: Line) -> Claim:
    sure = click_probability(line.weakest, pair.stats_before.confidence)
    return Claim(
        pair.number,
        "act",
        "click",
        probability=sure,
        is_said=sure >= threshold("act"),
        name=line.text,
        box=line.box,
        element=_control_at(centre(line.box), pair.before),
    )


def _is_answered(rest: Rest, began_ms: int) -> bool:
    """Whether a change began while the pointer rested, and was the first one: later ones answer a key, or a timer."""
    if rest.changed_ms is None or rest.until_ms < began_ms:
        return False
    return MIN_REST_MS <= began_ms - rest.since_ms <= MAX_REST_MS and abs(began_ms - rest.changed_ms) <= EFFECT_MS


def _line_under(box: Box, lines: Sequence[Line]) -> Line | None:
    """The text that a pointer points at, or that is written on the control that lit up under it."""
    is_pointer = max(box.width, box.height) <= MAX_POINTER_PX
    tip = (box.x + box.width / 3, box.y + box.height / 4) if is_pointer else centre(box)
    legible = [line for line in lines if WORD.search(line.text)]
    on = [line for line in legible if holds(line.box, tip, TIP_SLACK_PX)]
    if not on and not is_pointer:
        on = [line for line in legible if holds(box, centre(line.box), TIP_SLACK_PX)]
    return on[0] if len(on) == 1 else None


def _control_at(point: tuple[float, float], moment: Moment) -> str:
    """The id of the smallest element of the page's tree at a point, "" if there is none."""
    known = [e for e in moment.elements if not e.source.has_no_node and holds(e.box, point, TIP_SLACK_PX)]
    smallest = min(known, key=lambda e: e.box.width * e.box.height, default=None)
    return smallest.id if smallest else ""
