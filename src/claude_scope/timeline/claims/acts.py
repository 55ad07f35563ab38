"""What was done, where it is sure: a field's new value, and a click whose effect followed at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, holds, intersection, same_place
from claude_scope.timeline.claims.field_values import fields_at, is_value
from claude_scope.timeline.claims.probability import click_probability, threshold
from claude_scope.timeline.claims.rows.text_rows import WORD
from claude_scope.values import Box, Claim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.timeline.claims.pair import Pair
    from claude_scope.values import Line, Moment, Rest

VALUE_THRESHOLD = 0.66
"""From which probability on a text is a value, if it is a letter, or one letter over and over, as icons are read."""
EFFECT_MS = 250
"""The first change since the pointer came is at most so far from the start of the state: a link lights up first."""
TIP_SLACK_PX = 6.0
"""How far outside of a row's letters its control may be clicked."""
MIN_REST_MS, MAX_REST_MS = 150, 1_000
"""A person aims before a press; what follows later is seldom its effect."""
SCROLLED_ROWS, SCROLLED_SHARE, BOTH_SCROLLED_SHARE = 4, 0.5, 0.8
"""At least so many rows go one way where the content scrolls. They are the first share of all that moved, or the second
with those that go another way, as a menu that scrolls less. The cells of a sorted row go one way, too."""
MIN_POINTER_PX, MAX_POINTER_PX = (8.0, 18.0), 72.0
"""The shorter and the longer side: what is smaller is a letter or left of something else, a larger one what lit up."""
MAX_BULLET = 1.2
"""Heights of a label that lie left of the control that lit up, at most: a bullet before it."""
MIN_INSIDE = 0.4
"""So much of a label lies in the control that lit up, whose upper half may look as before."""


def acts_of_state(pair: Pair, claims: Sequence[Claim]) -> Iterator[Claim]:
    """The acts that led to a state, by its other claims and the text that was clicked: pages scroll by themselves."""
    typed = list(_typed(pair, claims))
    yield from typed
    if not typed and pair.clicked is not None and not _may_be_another_act(pair, pair.clicked):
        yield _click(pair, pair.clicked)


def _typed(pair: Pair, claims: Sequence[Claim]) -> Iterator[Claim]:
    """The new value of a field that was there before, where nothing else changed: suggestions are no values.

    In a list nothing is typed: its new value is told as a change.
    """
    new = [one for one in claims if one.kind in ("appeared", "changed")]
    if len(new) != 1 or new[0].box is None or not is_value(pair, new[0].after, new[0].box):
        return
    one, control = new[0], _control_at(centre(new[0].box), pair.before)
    role = next((e.role for e in pair.before.elements if control and e.id == control), "")
    if role == "combobox" or any(e.type == "select" for e in fields_at(new[0].box, pair.after)):
        return
    sure = one.is_said or one.probability >= VALUE_THRESHOLD
    yield replace(one, kind="act", property="type", before="", is_said=sure, name="", element=control)


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
    in_field = bool(fields_at(line.box, pair.before))
    one_way, moved = pair.diff.shift[2], len(pair.diff.moved)
    is_scrolled = one_way >= SCROLLED_SHARE * moved or pair.diff.moved_two_ways >= BOTH_SCROLLED_SHARE * moved
    return in_field or (one_way >= SCROLLED_ROWS and is_scrolled)


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
    sides = sorted((box.width, box.height))
    if sides[0] < MIN_POINTER_PX[0] or sides[1] < MIN_POINTER_PX[1]:
        return None
    legible = [line for line in lines if WORD.search(line.text)]
    if sides[1] > MAX_POINTER_PX:
        on = [line for line in legible if _is_label(line.box, box)]
    else:
        tip = (box.x + box.width / 3, box.y + box.height / 4)
        on = [line for line in legible if holds(line.box, tip, TIP_SLACK_PX)]
    return on[0] if len(on) == 1 else None


def _is_label(text: Box, control: Box) -> bool:
    """Whether a text lies in what lit up, or is the link whose underline did, perhaps behind a bullet."""
    left, right = control.x - text.x, text.x + text.width - control.x - control.width
    is_across = left <= MAX_BULLET * text.height and right <= TIP_SLACK_PX
    return is_across and intersection(text, control) >= MIN_INSIDE * text.width * text.height


def _control_at(point: tuple[float, float], moment: Moment) -> str:
    """The id of the smallest element of the page's tree at a point, "" if there is none."""
    known = [e for e in moment.elements if not e.source.has_no_node and holds(e.box, point, TIP_SLACK_PX)]
    smallest = min(known, key=lambda e: e.box.width * e.box.height, default=None)
    return smallest.id if smallest else ""
