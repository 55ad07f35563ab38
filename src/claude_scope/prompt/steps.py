"""The steps that lead to a state, inferred from where the pointer was and which fields changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from claude_scope.clock import clock
from claude_scope.plural import counted
from claude_scope.prompt import clicks
from claude_scope.prompt.clicks import FIELDS
from claude_scope.prompt.fence import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.values import Change, Moment, Timeline

TOGGLES = frozenset({"checkbox", "radio"})


@dataclass(frozen=True, slots=True)
class Step:
    """What was done to get to a moment; `place` is what a field's value was set on, empty for anything else.

    `is_known` is false for a gap. Neighbours of one `place` are one line, told with the last one's text.
    """

    moment: int
    text: str
    place: str = ""
    is_known: bool = True


_SCROLLED = re.compile(r"The content scrolled( (?:up|down|left|right) by \d+ px)?\.")
_WRONG = "; went wrong here (inferred)"
_RESTED = "the pointer rested"
_UNSEEN = "no pointer"
_UNTOLD = ", and with that what was done there"


def steps(timeline: Timeline, seed_url: str, limit: int, text_limit: int, skipped_after: int = 0) -> tuple[str, ...]:
    """One line a step, over the whole recording: what was done, where, which state came of it.

    The state in which it went wrong is only inferred, so the steps after it are told too. Where something changed and
    no action can be told, the gap is named; what merely went away needs no action. `skipped_after` counts the states
    after the last one that were not kept.
    """
    lines = [f"open {quote(seed_url, 2 * text_limit)}"]
    for place, run in groupby(_steps(timeline, text_limit), key=lambda step: step.place):
        group = list(run)
        parts = [group] if place else [[step] for step in group]
        lines += [_line(part, timeline) for part in parts]
    if skipped_after:
        after = f"after state {len(timeline.moments)} " if timeline.moments else ""
        lines.append(f"({counted(skipped_after, 'state')} {after}{_was(skipped_after)} left out{_UNTOLD})")
    return tuple(f"{n}. {line}" for n, line in enumerate(_shortened(lines, limit), 1))


def _shortened(lines: list[str], limit: int) -> list[str]:
    """The first line and the `limit` - 1 that lead to where it went wrong, with one after it; the last ones else."""
    if len(lines) <= limit:
        return lines
    wrong = next((n for n, line in enumerate(lines) if line.endswith(_WRONG)), len(lines))
    end = max(min(wrong + 2, len(lines)), limit)
    start = end - limit + 1
    left_out = [f"({counted(n, 'step')} not shown)" if n else "" for n in (start - 1, len(lines) - end)]
    return [text for text in (lines[0], left_out[0], *lines[start:end], left_out[1]) if text]


def known(timeline: Timeline) -> bool:
    """Whether any step is known, if only by a guess."""
    return any(step.is_known for step in _steps(timeline, 1))


def _line(group: list[Step], timeline: Timeline) -> str:
    """One line for steps that are one: a field that was typed into over several states, a wait of several states."""
    first, last = group[0], group[-1]
    numbers, times = f"state {first.moment + 1}", clock(_since(timeline, first))
    if last.moment != first.moment:
        numbers, times = f"states {first.moment + 1}-{last.moment + 1}", f"{times} to {clock(_since(timeline, last))}"
    where = f"{numbers}, {times}"
    wrong = [step.moment for step in group if step.moment == timeline.wrong]
    suspected = [s.moment for s in timeline.also_wrong if any(s.moment == step.moment for step in group)]
    mark = _WRONG if wrong else "; may have gone wrong here (inferred)" if suspected else ""
    return last.text.replace("@where", where) + mark


def _since(timeline: Timeline, step: Step) -> int:
    return timeline.moments[step.moment].keyframe.since_ms


def _steps(timeline: Timeline, text_limit: int) -> Iterator[Step]:
    moments = timeline.moments
    last: clicks.Click | None = None
    typed = 0
    for index in range(1, len(moments)):
        before, moment = moments[index - 1], moments[index]
        used = [step for item in moment.changes if (step := _used(item, index, text_limit))]
        target = clicks.target(before, moment)
        follows = last is not None and clicks.follows(before, moment, last, target) and not _is_clock(moment)
        came_of = clicks.is_elsewhere(moment, [item.element for item in moment.changes if _is_used(item)])
        if moment.keyframe.skipped:
            yield from _over_a_hole(moment, index, text_limit)
            last = None
        elif used and came_of and (follows or clicks.has_moved(before, moment)):
            click = "" if follows else clicks.clicked(before, moment, target, text_limit)
            if click:
                last = clicks.Click(target.id if target else "", index + 1)
            how = f"followed from the click that led to state {last.state}" if last and follows else "no click was seen"
            yield Step(index, click or f"(@where: {how})", is_known=bool(click))
            yield from _consequences(moment, index, text_limit)
        elif used and not (target is not None and _is_stepper(moment)):
            yield from used
            last, typed = None, index
        elif target is None and (scrolled := _SCROLLED.match(moment.summary)):
            yield Step(index, f"scroll{scrolled[1] or ''} (@where)")
        elif last is not None and follows:
            yield Step(index, f"(@where: followed from the click that led to state {last.state})", is_known=False)
        elif moment.by_itself:
            if clicks.needs_a_cause(moment) and not _is_clock(moment):
                text = "(@where: no click was seen, the pointer rested)"
                yield Step(index, text, _RESTED, is_known=False)
        elif target is None and typed == index - 1 and (entered := _after_typing(before, moment, index, text_limit)):
            yield entered
            last = None
        elif click := clicks.clicked(before, moment, target, text_limit) or clicks.pressed(before, moment, text_limit):
            yield Step(index, click)
            last = clicks.Click(target.id if target else "", index + 1)
        elif hidden := clicks.of_hidden_text(before, moment):
            text = f"(@where: pixels changed in {clicks.place(hidden, text_limit)}, which hides what is typed)"
            yield Step(index, text, is_known=False)
        elif clicks.needs_a_cause(moment):
            unseen = "" if any(m.keyframe.pointer for m in (before, moment)) else _UNSEEN
            yield Step(index, clicks.gap(moment, text_limit), unseen, is_known=False)


def _was(count: int) -> str:
    return "was" if count == 1 else "were"


def _over_a_hole(moment: Moment, index: int, text_limit: int) -> Iterator[Step]:
    """What is known of a state before which others were not kept: what fields hold by then, and no act."""
    count = moment.keyframe.skipped
    yield Step(index, f"({counted(count, 'state')} before @where {_was(count)} left out{_UNTOLD})", is_known=False)
    for item in moment.changes:
        if _is_value(item):
            place = clicks.place(item.element, text_limit)
            yield Step(index, f"by then {place} holds {quote(item.after, text_limit)} (@where)")


def _consequences(moment: Moment, index: int, text_limit: int) -> Iterator[Step]:
    """What fields hold and toggles show after an act elsewhere: nobody set them."""
    for item in moment.changes:
        if _is_used(item):
            place = clicks.place(item.element, text_limit)
            what = "holds" if item.what == "value" else "is"
            yield Step(index, f"then {place} {what} {quote(item.after, text_limit)} (@where)", is_known=False)


def _is_used(item: Change) -> bool:
    return _is_value(item) or _is_toggled(item)


def _is_toggled(item: Change) -> bool:
    is_state = item.kind == "changed" and item.what == "state"
    return is_state and item.element.type in TOGGLES and "focus" not in item.after


def _is_value(item: Change) -> bool:
    return item.kind == "changed" and item.what == "value" and item.element.type in FIELDS and bool(item.after)


def _is_clock(moment: Moment) -> bool:
    """Whether nothing but one running text changed: no step leads there, and none waits for it."""
    return moment.by_itself.endswith("clock went on")


def _is_stepper(moment: Moment) -> bool:
    """Whether a number in a field changed, which the buttons beside it do as well as typing."""
    values = [item for item in moment.changes if item.what == "value"]
    return any(item.element.role == "spinbutton" or item.after.isdigit() for item in values)


def _used(item: Change, index: int, text_limit: int) -> Step | None:
    place = clicks.place(item.element, text_limit)
    if _is_value(item):
        return Step(
            index, f"set {place} to {quote(item.after, text_limit)} (@where), guessed from the screen", place=place
        )
    if _is_toggled(item):
        return Step(index, f"toggle {place} ({quote(item.before, 40)} -> {quote(item.after, 40)}) (@where)")
    return None


def _after_typing(before: Moment, moment: Moment, index: int, text_limit: int) -> Step | None:
    """What came of typing, where no control was clicked since: which key it took, if any, no picture shows."""
    typed = [c for c in before.changes if _is_value(c)]
    if not typed or not clicks.needs_a_cause(moment):
        return None
    field, text = typed[-1].element, typed[-1].after
    place = clicks.place(field, text_limit)
    if any(c.element.id == field.id and c.what == "value" and not c.after for c in moment.changes):
        if any(text in (c.after or c.element.label) for c in moment.changes if c.kind != "removed"):
            how = "guessed: it left the field and stands elsewhere; with Enter, or a control that was not seen"
            return Step(index, f"send what was typed into {place} (@where), {how}")
        return Step(index, f"(@where: {place} was emptied after typing; how is not known)", is_known=False)
    if moment.keyframe.pointer is not None and moment.keyframe.pointer != before.keyframe.pointer:
        return None
    unseen = "" if moment.keyframe.pointer is not None else ", or by a click that was not seen"
    how = f"by itself, or with a key such as Enter{unseen}"
    return Step(index, f"(@where: came after typing into {place}, {how})", is_known=False)
