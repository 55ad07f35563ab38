"""Decides whether the local reading of two states confirms or contradicts a statement of a model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from claude_scope.geometry import centre, gap, grown, holds, intersection
from claude_scope.timeline.text_compare import skeleton
from claude_scope.timeline.told.quotes import (
    SLACK_PX,
    find_quote,
    is_another_text,
    is_known_script,
    is_nearly_at,
    is_surely_there,
    text_at,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import Box, Line, Moment, Rest, ToldAct, ToldChange, ToldFlaw

Verdict = Literal["confirmed", "unchecked", "contradicted"]
NEAR_CHANGE_PX = 40.0
"""The box of a change may be this far from the pixels that changed."""
POINTED_PX = 30.0
"""A pointer that presses a control may rest this far from its words, because a button is larger than its words."""
MAX_CONTROL_PX = 120.0
"""The maximum height of a control, such as an entry of a list with three lines of text. A higher box does not show
where a click was.
"""
_STANDING = frozenset({"selected", "sorted"})
"""Kinds of changes whose words both states have; their box is that of the words in the later state."""
_NAMED = frozenset({"opened", "closed", "loaded"})
"""Kinds of changes whose words both states may have; for example, a menu may have the name of its button, and a page
that of its link.
"""
_IN_WORDS = frozenset({"state", "moved"})
"""Kinds of changes that a model describes in its own words, namely a new state or place of something."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, and the box of the words if OCR read them, otherwise the box that the model gave.

    `is_read` is False for a click without readable words, such as one on an icon.
    """

    verdict: Verdict
    box: Box | None
    is_read: bool = True


@dataclass(frozen=True, slots=True)
class States:
    """Two neighbouring states, and where their pictures differ."""

    before: Moment
    after: Moment

    @property
    def changed(self) -> Sequence[Box]:
        """Where the pictures differ, in frame pixels."""
        return self.after.keyframe.changed

    def differ_at(self, box: Box, slack: float = 0.0) -> bool:
        """Whether the pictures differ at a place; True if the differences are unknown."""
        return not self.changed or any(intersection(grown(place, slack), box) > 0 for place in self.changed)


def judge_change(change: ToldChange, states: States) -> Judged:
    """The verdict on a change."""
    if change.box is not None and not states.differ_at(change.box, NEAR_CHANGE_PX):
        return _elsewhere(change, states)
    if change.kind in _IN_WORDS:
        return Judged("unchecked", change.box)
    if change.before and change.after and skeleton(change.before) == skeleton(change.after):
        return Judged("unchecked", change.box)  # OCR confuses the letters that differ
    judged = list(_judge_quotes(change, states))
    if any(judgement.verdict == "contradicted" for judgement in judged):
        return Judged("contradicted", change.box)
    box = next((line.box for line in judged if line.box is not None), change.box)
    is_whole = bool(judged) and all(judgement.verdict == "confirmed" for judgement in judged)
    return Judged("confirmed" if is_whole and _is_of_texts(change) else "unchecked", box)


def _judge_quotes(change: ToldChange, states: States) -> Iterator[Judged]:
    """The verdicts on the quotes of a change. If one quote is a part of the other, only the longer quote is judged."""
    before, after = change.before, change.after
    is_less = bool(before and after) and skeleton(after) in skeleton(before)
    is_more = bool(before and after) and skeleton(before) in skeleton(after)
    if after and not is_less:
        yield _judge_quote(change, after, states.after, states.before, states)
    if before and not is_more and change.kind not in _STANDING:  # these words are elsewhere by now
        yield _judge_quote(change, before, states.before, states.after, states)


def _judge_quote(change: ToldChange, quote: str, shown: Moment, other: Moment, states: States) -> Judged:
    if change.kind in _STANDING:
        judged = _judge_standing(quote, change.box, shown)
    else:
        instead = (change.before if quote == change.after else change.after) if change.before and change.after else ""
        judged = _judge_new(quote, change.box, shown, other, states, instead)
    if judged.verdict == "contradicted" and _may_stand(change, quote, states):
        return Judged("unchecked", judged.box)
    return judged


def _may_stand(change: ToldChange, quote: str, states: States) -> bool:
    """Whether the words may be elsewhere than in the box of the change: it is that of a column, menu or dialog."""
    if change.kind not in _NAMED and change.kind != "sorted":
        return False
    is_panel = change.kind in _NAMED and change.box is not None and change.box.height > MAX_CONTROL_PX
    return is_panel or any(find_quote(quote, moment.reading.lines, None) for moment in (states.before, states.after))


def _is_of_texts(change: ToldChange) -> bool:
    """Whether quotes can prove the change: words do not prove which column the rows are sorted by, for example."""
    quotes = {"appeared": change.after, "vanished": change.before, "opened": change.after, "closed": change.before}
    if change.kind == "changed":
        return bool(change.before and change.after)
    return bool(quotes.get(change.kind))


def _elsewhere(change: ToldChange, states: States) -> Judged:
    """The verdict on a change at a place where no pixel changed: only its quotes can confirm it."""
    for quote, now, then in (
        (change.after, states.after, states.before),
        (change.before, states.before, states.after),
    ):
        if quote and _judge_new(quote, None, now, then, states).verdict == "confirmed" and _is_of_texts(change):
            return judge_change(replace(change, box=None), states)
        if quote and change.kind in _NAMED and _may_stand(change, quote, states):
            return Judged("unchecked", change.box)
    return Judged("contradicted", change.box)


def _judge_new(quote: str, box: Box | None, shown: Moment, other: Moment, states: States, instead: str = "") -> Judged:
    """The verdict on words that should be in the state `shown`, but not at the same place in `other`.

    Nearly the same words at the same place in `other` count as a misreading of the quote, unless the model gave the
    words there, too (`instead`).
    """
    lines, others = shown.reading.lines, other.reading.lines
    places = list(_all_places(quote, lines, box))
    places = [place for place in places if box is not None and not gap(place, box)] or places
    fresh = [place for place in places if states.differ_at(place) and not _stands_at(quote, others, place, instead)]
    if not instead:
        fresh = [place for place in fresh if not is_nearly_at(quote, others, place)]
    if fresh:
        return Judged("confirmed", min(fresh, key=lambda line: gap(line, box)) if box else fresh[0])
    if any(box is None or gap(place, box) <= SLACK_PX for place in places):
        return Judged("contradicted", box)  # it is there in both states
    standing = _judge_standing(quote, box, shown)
    if standing.verdict == "contradicted":
        return standing
    is_misread_there = box is not None and not instead and is_nearly_at(quote, others, box)
    if box is not None and (is_misread_there or is_surely_there(quote, others, box)):
        return Judged("contradicted", box)  # it is only in the other state
    return Judged("unchecked", box)


def _judge_standing(quote: str, box: Box | None, shown: Moment) -> Judged:
    """The verdict on words that should be in a state, whether they are new or not."""
    is_other = box is not None and shown.reading.was_read and is_another_text(quote, shown.reading.lines, box)
    return Judged("contradicted" if is_other else "unchecked", box)


def _all_places(quote: str, lines: Sequence[Line], near: Box | None) -> list[Box]:
    """The boxes of all lines that contain the quote, or else the box around the lines that together contain it."""
    found: list[Box] = []
    left = list(lines)
    while (place := find_quote(quote, left, near)) is not None and place not in found:
        found.append(place)
        left = [line for line in left if not intersection(line.box, place)]
    return found


def _stands_at(quote: str, lines: Sequence[Line], place: Box, instead: str) -> bool:
    """Whether OCR read a quote at a place, and not rather the words that a model gave for that place."""
    at = [line for line in lines if intersection(line.box, place) > 0]
    if find_quote(quote, at, place) is None:
        return False
    text = skeleton(" ".join(line.text for line in at))
    return not (instead and skeleton(instead) in text and skeleton(quote) not in text)


def judge_act(act: ToldAct, states: States, rests: Sequence[Rest]) -> Judged:
    """The verdict on an act: confirmed if its words are in the state before and the pointer rested on them."""
    lines = states.before.reading.lines
    place = find_quote(act.target, lines, act.box) if act.target else None
    if place is None:
        is_other = bool(act.target and act.box and is_another_text(act.target, lines, act.box))
        is_read = act.box is None or not is_known_script(act.target)
        return Judged("contradicted" if is_other else "unchecked", act.box, is_read=is_read)
    began_ms = states.after.keyframe.since_ms
    rest = next((rest for rest in reversed(rests) if rest.since_ms <= began_ms), None)
    is_pointed = act.kind == "click" and rest is not None and _is_on(rest.box, place, act.box)
    return Judged("confirmed", place) if is_pointed else Judged("unchecked", act.box or place)


def _is_on(rest: Box, words: Box, control: Box | None) -> bool:
    """Whether the pointer rests on words, or on the control around them that a model gave."""
    if gap(rest, words) <= POINTED_PX:
        return True
    is_control = control is not None and control.height <= MAX_CONTROL_PX and intersection(control, words) > 0
    return control is not None and is_control and holds(control, centre(rest))


def is_filled(place: Box | None, states: States) -> bool:
    """Whether the words at a place differ after the change, so that they are the value of a field, not its name."""
    return place is not None and text_at(states.before.reading.lines, place) != text_at(
        states.after.reading.lines, place
    )


def judge_flaw(flaw: ToldFlaw, states: States) -> Judged:
    """The verdict on a visual fault; it is contradicted if another text is where its quote should be."""
    lines = states.after.reading.lines
    is_other = bool(flaw.quote and flaw.box and is_another_text(flaw.quote, lines, flaw.box))
    return Judged("contradicted" if is_other else "unchecked", flaw.box)
