"""The acts that are certain: a field's new value, and a click with an immediate effect."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, holds, same_place
from claude_scope.timeline.claims.acts.pressed import TIP_SLACK_PX, point_of, tip_of
from claude_scope.timeline.claims.field_values import fields_at, is_value
from claude_scope.timeline.claims.scores import CLICKED_AT_PLACE, SAID_VALUE, click_score, said_from
from claude_scope.values import Box, Claim

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from claude_scope.timeline.claims.pair import Pair
    from claude_scope.values import Line, Moment, Rest

SCROLLED_ROWS, SCROLLED_SHARE, BOTH_SCROLLED_SHARE = 4, 0.5, 0.8
"""When content scrolls, at least this many rows move the same way. They are at least the first share of all rows that
moved. Or, together with the rows that move another way (a menu that scrolls less), they are at least the second share.
The shares are needed, because the cells of a sorted row also move the same way."""
MAX_LABEL_WORDS = 10
"""A line with more words is part of a running text, where users scroll rather than click."""
PRESSED_ROLES = frozenset(
    "button link checkbox radio switch tab menuitem menuitemcheckbox menuitemradio option treeitem".split()
)
"""Roles of elements that a click presses wherever it hits them. In elements that contain others, the place matters."""
AIMED_MS, MIN_EFFECT_SHARE = (220, 550), 0.01
"""At a place without text, a click has its effect within these times after the pointer arrived, on at least this share
of the picture. Of 30 such places in the tuned applications, all were clicked except for one double click and one other
place, which was at 600 ms.
"""


def acts_of_state(pair: Pair, claims: Sequence[Claim]) -> Iterator[Claim]:
    """The acts that led to a state: typing, or a click where the pointer rested.

    Scrolling does not count, because pages also scroll by themselves.
    """
    typed = list(_typed(pair, claims))
    yield from typed
    if typed or pair.pressed is None:
        return
    line = pair.clicked
    if line is not None and len(line.text.split()) <= MAX_LABEL_WORDS and not _may_be_another_act(pair, line.box):
        yield _click(pair, line)
    elif line is None and _is_press(pair, pair.pressed):
        yield _click_at(pair, pair.pressed, claims)


def _typed(pair: Pair, claims: Sequence[Claim]) -> Iterator[Claim]:
    """The new value of a field that existed before, if it is the only change; a list of suggestions is not a value.

    A new value of a select field is reported as a change, because users do not type into select fields.
    """
    new = [claim for claim in claims if claim.kind in ("appeared", "changed") and claim.property in ("text", "error")]
    if len(new) != 1 or new[0].box is None or not is_value(pair, new[0].after, new[0].box):
        return
    one, control = new[0], _control_at(centre(new[0].box), pair.before)
    role = next((e.role for e in pair.before.elements if control and e.id == control), "")
    if role == "combobox" or any(e.type == "select" for e in fields_at(new[0].box, pair.after)):
        return
    sure = one.is_said or one.score >= SAID_VALUE
    yield replace(one, kind="act", property="type", before="", is_said=sure, name="", element=control)


def one_act_a_value(acts: Sequence[Claim]) -> list[Claim]:
    """The acts, without typed values that the user continued within the next few acts, typing letter by letter."""
    return [
        act
        for at, act in enumerate(acts)
        if not (act.property == "type" and any(_goes_on(act, later) for later in acts[at + 1 : at + 4]))
    ]


def _goes_on(act: Claim, later: Claim) -> bool:
    if later.property != "type" or act.box is None or later.box is None:
        return False
    return same_place(act.box, later.box) and later.after.casefold().startswith(act.after[:-1].casefold())


def _is_press(pair: Pair, rest: Rest) -> bool:
    """Whether the change is the effect of a click, although there is no text under the pointer."""
    aimed_ms = pair.after.keyframe.since_ms - rest.since_ms
    is_sure = AIMED_MS[0] <= aimed_ms <= AIMED_MS[1] and pair.after.keyframe.changed_share >= MIN_EFFECT_SHARE
    return is_sure and not _may_be_another_act(pair, _spot(point_of(rest.box)))


def _click_at(pair: Pair, rest: Rest, claims: Sequence[Claim]) -> Claim:
    """A click at a place without text; if a newly highlighted entry is there, the click gets the name of the entry."""
    point = point_of(rest.box)
    told = [claim for claim in claims if claim.property == "highlight" and claim.is_said]
    lit = [claim for claim in told if claim.box and holds(claim.box, point, TIP_SLACK_PX)]
    return Claim(
        pair.number,
        "act",
        "click",
        score=min([CLICKED_AT_PLACE, *(claim.score for claim in lit)]),
        name=lit[0].name if lit else "",
        box=_spot(tip_of(rest.box)),
        element=_control_at(point, pair.before, PRESSED_ROLES),
    )


def _spot(point: tuple[float, float]) -> Box:
    return Box(point[0], point[1], 0, 0)


def _may_be_another_act(pair: Pair, box: Box) -> bool:
    """Whether another act is possible: typing into the field under the pointer, or scrolling, as rows moved one way."""
    in_field = bool(fields_at(box, pair.before))
    one_way, moved = pair.diff.shift[2], len(pair.diff.moved)
    is_scrolled = one_way >= SCROLLED_SHARE * moved or pair.diff.moved_two_ways >= BOTH_SCROLLED_SHARE * moved
    return in_field or (one_way >= SCROLLED_ROWS and is_scrolled)


def _click(pair: Pair, line: Line) -> Claim:
    sure = click_score(line.weakest, pair.stats_before.confidence)
    return Claim(
        pair.number,
        "act",
        "click",
        score=sure,
        is_said=sure >= said_from("act"),
        name=line.text,
        box=line.box,
        element=_control_at(centre(line.box), pair.before),
    )


def _control_at(point: tuple[float, float], moment: Moment, roles: Collection[str] = ()) -> str:
    """The id of the smallest element of the page's tree at a point; "" if there is none.

    If `roles` is not empty, the element must have one of these roles.
    """
    known = [e for e in moment.elements if not e.source.has_no_node and holds(e.box, point, TIP_SLACK_PX)]
    pressed = [e for e in known if not roles or e.role in roles]
    smallest = min(pressed, key=lambda e: e.box.width * e.box.height, default=None)
    return smallest.id if smallest else ""
