"""Infers what was done to get to each state, from the pointer and from the fields that changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.geometry import holds
from claude_scope.plural import counted
from claude_scope.prompt.acts import clicks
from claude_scope.prompt.acts.clicks import FIELD_TYPES
from claude_scope.prompt.acts.set_elsewhere import clicked_elsewhere, pointer_is_elsewhere
from claude_scope.prompt.fence import quote
from claude_scope.prompt.rows.wording import letters_and_digits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from claude_scope.values import Change, Moment, Timeline, UiElement

TOGGLES = frozenset({"checkbox", "radio"})
SKIPPED = "left out, with all that was done there"
MIN_TYPED_LETTERS = 4
"""A shorter typed text occurs within other texts by chance."""
_SCROLLED = re.compile(r"The content scrolled( (?:up|down|left|right) by \d+ px)?\.")
_POINTER_RESTED = "the pointer rested"
_NO_POINTER = "no pointer"


@dataclass(frozen=True, slots=True)
class Step:
    """What was done to get to a moment; consecutive steps of one `place` share a line, with the last text.

    `place` is the field that was set, or the kind of a gap; empty for a line of its own. `is_known` is false for a gap,
    and `is_skipped` true for a gap over dropped states before the moment.
    """

    moment: int
    text: str
    place: str = ""
    is_known: bool = True
    is_skipped: bool = False


@dataclass(frozen=True, slots=True)
class _Transition:
    """A state and the one before it: the control under the pointer, and what was done just before.

    `last` is the click that later states may follow from. `has_typed`: the state before came from typing. `came` maps
    the id of an element to the state in which it appeared.
    """

    before: Moment
    moment: Moment
    index: int
    text_limit: int
    target: UiElement | None
    last: clicks.Click | None
    has_typed: bool
    came: Mapping[str, int]

    @property
    def follows(self) -> bool:
        """Whether the state is a consequence of the last click."""
        if self.last is None or _is_clock(self.moment):
            return False
        return clicks.follows(self.before, self.moment, self.last, self.target)


@dataclass(frozen=True, slots=True)
class _Inference:
    """The steps of one state, and the context for the next state."""

    steps: Sequence[Step]
    last: clicks.Click | None = None
    has_typed: bool = False


def infer_steps(timeline: Timeline, text_limit: int) -> Iterator[Step]:
    """The steps in order; the first state has none, except a gap if states before it were dropped."""
    moments = timeline.moments
    if moments and moments[0].keyframe.skipped:
        yield _skipped_gap(moments[0], 0)
    last: clicks.Click | None = None
    has_typed = False
    came: dict[str, int] = {}
    for index in range(1, len(moments)):
        before, moment = moments[index - 1], moments[index]
        target = clicks.target(before, moment)
        result = _infer(_Transition(before, moment, index, text_limit, target, last, has_typed, came))
        yield from result.steps
        last, has_typed = result.last, result.has_typed
        came |= {item.element.id: index for item in moment.changes if item.kind == "added"}


def _infer(transition: _Transition) -> _Inference:
    """Applies the rules, the most certain first; a state that needs no act gets no step."""
    for rule in (
        _after_skipped_states,
        _set_elsewhere,
        _set_by_hand,
        _scrolled,
        _followed,
        _came_by_itself,
        _after_typing,
        _clicked,
    ):
        if (result := rule(transition)) is not None:
            return result
    return _Inference(tuple(_unexplained(transition)), transition.last)


def _after_skipped_states(transition: _Transition) -> _Inference | None:
    """After dropped states only the values of fields are known, no act."""
    if not transition.moment.keyframe.skipped:
        return None
    steps = [_skipped_gap(transition.moment, transition.index)]
    for item in transition.moment.changes:
        if _is_value(item):
            place = clicks.describe_target(item.element, transition.text_limit)
            text = f"by then {place} holds {quote(item.after, transition.text_limit)} (@where)"
            steps.append(Step(transition.index, text))
    return _Inference(steps)


def _skipped_gap(moment: Moment, index: int) -> Step:
    count = moment.keyframe.skipped
    text = f"({counted(count, 'state')} before @where {was_or_were(count)} {SKIPPED})"
    return Step(index, text, is_known=False, is_skipped=True)


def _set_elsewhere(transition: _Transition) -> _Inference | None:
    """A click that changed fields or toggles elsewhere. During typing the pointer may rest on any control."""
    used = [item.element for item in transition.moment.changes if _is_field_or_toggle(item)]
    if not used or not pointer_is_elsewhere(transition.moment, used):
        return None
    if transition.follows:
        return _Inference((_follows(transition), *_consequences(transition)), transition.last)
    if not clicked_elsewhere(transition.before, transition.moment, transition.target, transition.came):
        return None
    if not (click := clicks.clicked(transition.before, transition.moment, transition.target, transition.text_limit)):
        return None
    return _Inference((Step(transition.index, click), *_consequences(transition)), _click(transition))


def _consequences(transition: _Transition, act: Change | None = None) -> Iterator[Step]:
    """Values of fields and toggles that changed as a consequence of another act; `act` itself is excluded."""
    used = [item for item in transition.moment.changes if _is_field_or_toggle(item)]
    for item in used:
        if item is not act and not _is_unchecked_radio(item, used):
            place = clicks.describe_target(item.element, transition.text_limit)
            what = "holds" if item.what == "value" else "is"
            text = f"then {place} {what} {quote(item.after, transition.text_limit)} (@where)"
            yield Step(transition.index, text, is_known=False)


def _set_by_hand(transition: _Transition) -> _Inference | None:
    """Fields and toggles that were set directly; with a toggle under the pointer, the others followed from it."""
    used = [item for item in transition.moment.changes if _is_field_or_toggle(item)]
    if not used or (transition.target is not None and _is_stepper(transition.moment)):
        return None
    here = _under_the_pointer(transition, [item for item in used if _is_toggled(item)])
    if here is not None:
        step = Step(transition.index, f"{_toggle(here, transition.text_limit)} (@where), guessed from the pointer")
        return _Inference((step, *_consequences(transition, here)), has_typed=True)
    return _Inference(tuple(_guessed(used, transition)), has_typed=True)


def _under_the_pointer(transition: _Transition, toggles: Sequence[Change]) -> Change | None:
    """The toggle under the pointer, else the only toggle in the pointer's row, where its words are."""
    here = transition.moment.keyframe.pointer
    if here is None:
        return None
    on = [c for c in toggles if transition.target is not None and c.element.id == transition.target.id]
    on = on or [c for c in toggles if holds(c.element.box, here, slack=clicks.POINTER_TOLERANCE_PX)]
    on = on or [c for c in toggles if not pointer_is_elsewhere(transition.moment, [c.element])]
    return on[0] if len(on) == 1 else None


def _guessed(used: Sequence[Change], transition: _Transition) -> Iterator[Step]:
    """What was set, without a pointer on it: each field, and one of the toggles."""
    for item in used:
        if _is_value(item):
            place = clicks.describe_target(item.element, transition.text_limit)
            text = f"set {place} to {quote(item.after, transition.text_limit)} (@where), guessed from the screen"
            yield Step(transition.index, text, place=place)
    toggles = [item for item in used if _is_toggled(item) and not _is_unchecked_radio(item, used)]
    if toggles:
        one_of = "one of: " if len(toggles) > 1 else ""
        why = "; which one was not seen, the others followed" if len(toggles) > 1 else " from the screen"
        toggled = ", ".join(_toggle(item, transition.text_limit) for item in toggles)
        yield Step(transition.index, f"{one_of}{toggled} (@where), guessed{why}")


def _is_unchecked_radio(item: Change, used: Sequence[Change]) -> bool:
    """Whether another radio button unchecked this one: people do not uncheck a radio button."""
    chosen = any(c.element.type == "radio" and c.after != "unchecked" for c in used if c is not item)
    return item.element.type == "radio" and item.after == "unchecked" and chosen


def _toggle(item: Change, text_limit: int) -> str:
    target = clicks.describe_target(item.element, text_limit)
    return f"toggle {target} ({quote(item.before, 40)} -> {quote(item.after, 40)})"


def _scrolled(transition: _Transition) -> _Inference | None:
    scrolled = _SCROLLED.match(transition.moment.summary)
    if transition.target is not None or scrolled is None:
        return None
    return _Inference(
        (Step(transition.index, f"scroll{scrolled[1] or ''} (@where), guessed: the content moved"),), transition.last
    )


def _followed(transition: _Transition) -> _Inference | None:
    return _Inference((_follows(transition),), transition.last) if transition.follows else None


def _follows(transition: _Transition) -> Step:
    state = transition.last.state if transition.last else 0
    return Step(transition.index, f"(@where: followed from the click that led to state {state})", is_known=False)


def _came_by_itself(transition: _Transition) -> _Inference | None:
    """A state that came by itself; the tick of a clock is not a step."""
    if not transition.moment.by_itself:
        return None
    if not clicks.needs_action(transition.moment) or _is_clock(transition.moment):
        return _Inference((), transition.last)
    text = "(@where: no click was seen, the pointer rested)"
    return _Inference((Step(transition.index, text, _POINTER_RESTED, is_known=False),), transition.last)


def _after_typing(transition: _Transition) -> _Inference | None:
    """What followed from typing, without a click since; pictures do not show which key was pressed, if any."""
    before, moment = transition.before, transition.moment
    typed = [c for c in before.changes if _is_value(c)] if transition.has_typed and transition.target is None else []
    if not typed or not clicks.needs_action(moment):
        return None
    field, text = typed[-1].element, typed[-1].after
    place = clicks.describe_target(field, transition.text_limit)
    if any(c.element.id == field.id and c.what == "value" and not c.after for c in moment.changes):
        if _appears_elsewhere(text, field, moment):
            how = "guessed: it left the field and appears elsewhere; with Enter, or an unseen control"
            return _Inference((Step(transition.index, f"send what was typed into {place} (@where), {how}"),))
        emptied = f"(@where: {place} was emptied after typing; how is not known)"
        return _Inference((Step(transition.index, emptied, is_known=False),))
    if moment.keyframe.pointer is not None and moment.keyframe.pointer != before.keyframe.pointer:
        return None
    unseen = "" if moment.keyframe.pointer is not None else ", or by an unseen click"
    how = f"by itself or with a key such as Enter{unseen}"
    return _Inference((Step(transition.index, f"(@where: came after typing into {place}, {how})", is_known=False),))


def _appears_elsewhere(text: str, field: UiElement, moment: Moment) -> bool:
    """Whether the typed text appeared elsewhere, alone or as whole words: "Mia: see you"."""
    others = [c for c in moment.changes if c.kind != "removed" and c.element.id != field.id]
    shown = [shown for c in others for shown in (c.after or c.element.label, c.element.value) if shown]
    is_long = sum(letter.isalnum() for letter in text) >= MIN_TYPED_LETTERS
    whole = re.compile(rf"(?<!\w){re.escape(text.strip())}(?!\w)", re.IGNORECASE)
    return any(
        (letters_and_digits(text) and letters_and_digits(text) == letters_and_digits(other))
        or (is_long and whole.search(other))
        for other in shown
    )


def _clicked(transition: _Transition) -> _Inference | None:
    before, moment, limit = transition.before, transition.moment, transition.text_limit
    click = clicks.clicked(before, moment, transition.target, limit) or clicks.click_by_look(before, moment, limit)
    return _Inference((Step(transition.index, click),), _click(transition)) if click else None


def _click(transition: _Transition) -> clicks.Click:
    return clicks.Click(transition.target.id if transition.target else "", transition.index + 1)


def _unexplained(transition: _Transition) -> Iterator[Step]:
    """The gap before a state that needs an act, if none explains it."""
    before, moment, limit = transition.before, transition.moment, transition.text_limit
    if hidden := clicks.changed_password_field(before, moment):
        text = f"(@where: pixels changed in {clicks.describe_target(hidden, limit)}, which hides what is typed)"
        yield Step(transition.index, text, is_known=False)
    elif clicks.needs_action(moment):
        unseen = "" if any(m.keyframe.pointer for m in (before, moment)) else _NO_POINTER
        yield Step(transition.index, clicks.describe_gap(moment, limit), unseen, is_known=False)


def was_or_were(count: int) -> str:
    """The verb for this number of states."""
    return "was" if count == 1 else "were"


def _is_field_or_toggle(item: Change) -> bool:
    return _is_value(item) or _is_toggled(item)


def _is_toggled(item: Change) -> bool:
    is_state = item.kind == "changed" and item.what == "state"
    return is_state and item.element.type in TOGGLES and "focus" not in item.after


def _is_value(item: Change) -> bool:
    return item.kind == "changed" and item.what == "value" and item.element.type in FIELD_TYPES and bool(item.after)


def _is_clock(moment: Moment) -> bool:
    """Whether only a running clock changed."""
    return moment.by_itself.endswith("clock went on")


def _is_stepper(moment: Moment) -> bool:
    """Whether a number in a field changed: by typing, or by the buttons beside it."""
    values = [item for item in moment.changes if item.what == "value"]
    return any(item.element.role == "spinbutton" or item.after.isdigit() for item in values)
