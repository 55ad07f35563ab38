"""The form of a model's answers, and their conversion to values.

Nothing in an answer is trusted: numbers may be missing or infinite, boxes may be anywhere, texts may contain anything.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from claude_scope.invisible_characters import visible
from claude_scope.values import (
    Box,
    PairAnswer,
    Stayed,
    ToldAct,
    ToldActKind,
    ToldChange,
    ToldChangeKind,
    ToldFlaw,
    WholeAnswer,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.hosted.question import PairContext
    from claude_scope.hosted.view import View
    from claude_scope.values import Usage

MAX_CHARS = 300
"""Maximum number of characters of a quote, about two lines of text; longer quotes are cut."""
MAX_SENTENCE_CHARS = 600
MAX_ACTS, MAX_CHANGES, MAX_FLAWS, MAX_STAYED = 5, 6, 3, 6
MIN_SIDE_PX = 2
"""Boxes with a shorter side, in frame pixels, are dropped."""
THOUSANDTHS = 1_000
_ACTS, _CHANGES = frozenset(get_args(ToldActKind)), frozenset(get_args(ToldChangeKind))
_ACT_OF = {"press": "click", "tap": "click", "choose": "select", "input": "type", "enter": "type"}
_CHANGE_OF = {"added": "appeared", "new": "appeared", "removed": "vanished", "disappeared": "vanished"}


def _act_kind(given: Any) -> str:
    kind = _ACT_OF.get(str(given), str(given))
    return kind if kind in _ACTS else "other"


def _change_kind(given: Any) -> str:
    kind = _CHANGE_OF.get(str(given), str(given))
    return kind if kind in _CHANGES else "changed"


def _text(given: Any) -> str:
    return given if isinstance(given, str) else "" if given is None else str(given)


def _number(given: Any) -> float:
    """A number between 0 and 1; an invalid number becomes 0.5."""
    try:
        number = float(given)
    except (TypeError, ValueError, OverflowError):
        return 0.5
    return max(0.0, min(1.0, number)) if math.isfinite(number) else 0.5


def _list(given: Any) -> list[Any]:
    return given if isinstance(given, list) else []


Text = Annotated[str, BeforeValidator(_text)]
Sure = Annotated[float, BeforeValidator(_number)]
_INTEGERS = {"type": "array", "items": {"type": "integer"}}
Sides = Annotated[
    list[Any],
    BeforeValidator(_list),
    WithJsonSchema({"type": "array", "items": {"type": "number"}}),
]
"""A list of anything is accepted. Anthropic's client needs a schema that names the type of the items."""


def _all_required(schema: dict[str, Any]) -> None:
    """Make all fields required: some providers follow a schema strictly, and small local models omit empty fields.

    Descriptions are removed, because the instructions explain the fields and tokens would be paid for twice.
    """
    schema["required"] = list(schema["properties"])
    for field in (schema, *schema["properties"].values()):
        for name in ("default", "title", "description"):
            field.pop(name, None)


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", json_schema_extra=_all_required)


class _Placed(_Answer):
    picture: Annotated[int, BeforeValidator(lambda given: given if isinstance(given, int) else 0)] = 0
    box: Sides = []
    sure: Sure = 0.5


class Done(_Placed):
    """An act of the user. The box is in a picture of the state before."""

    kind: Annotated[ToldActKind, BeforeValidator(_act_kind)] = "other"
    target: Text = ""
    where: Text = ""
    value: Text = ""


class Changed(_Placed):
    """A change. If something vanished or closed, the box is in a picture of the state before, otherwise of the one
    after.
    """

    kind: Annotated[ToldChangeKind, BeforeValidator(_change_kind)] = "changed"
    what: Text = ""
    before: Text = ""
    after: Text = ""


class Wrong(_Placed):
    """A visual fault in the state after, and why it looks wrong."""

    why: Text = ""
    quote: Text = ""


class Pair(_Answer):
    """The answer about the change between two states of a page; `untrue` are numbers of local claims, from 1."""

    done: Annotated[list[Done], BeforeValidator(_list)] = []
    changes: Annotated[list[Changed], BeforeValidator(_list)] = []
    wrong: Annotated[list[Wrong], BeforeValidator(_list)] = []
    untrue: Annotated[list[Any], BeforeValidator(_list), WithJsonSchema(_INTEGERS)] = []


class Same(_Answer):
    """Something that did not change in a state although a change was due."""

    state: int = 0
    what: Text = ""


class Whole(_Answer):
    """The answer about the whole recording."""

    shown: Text = ""
    wrong_state: int | None = None
    because: Text = ""
    stayed: Annotated[list[Same], BeforeValidator(_list)] = []
    title: Text = ""


def pair_answer(
    context: PairContext, given: Pair, views: Sequence[View], usage: Usage, *, thousandths: bool
) -> PairAnswer:
    """A model's answer on a change, with boxes in frame pixels."""

    def box(placed: _Placed) -> Box | None:
        at = placed.picture - 1
        return _box(placed.box, views[at], thousandths=thousandths) if 0 <= at < len(views) else None

    acts = [
        ToldAct(act.kind, _clean(act.target), _clean(act.value), box(act), act.sure, _clean(act.where))
        for act in given.done
    ]
    changes = [
        ToldChange(
            change.kind, _clean(change.what), _clean(change.before), _clean(change.after), box(change), change.sure
        )
        for change in given.changes
    ]
    flaws = [ToldFlaw(_clean(flaw.why), _clean(flaw.quote), box(flaw), flaw.sure) for flaw in given.wrong]
    return PairAnswer(
        context.state,
        tuple(acts[:MAX_ACTS]),
        tuple(change for change in changes if change.what or change.before or change.after)[:MAX_CHANGES],
        tuple(flaw for flaw in flaws if flaw.why)[:MAX_FLAWS],
        usage,
        untrue=tuple(claim for number, claim in enumerate(context.claims, 1) if number in given.untrue),
    )


def whole_answer(given: Whole, states: int, usage: Usage) -> WholeAnswer:
    """A model's answer on a whole recording; `states` is the number of its states."""
    wrong = given.wrong_state if given.wrong_state is not None and 1 <= given.wrong_state <= states else None
    return WholeAnswer(
        _clean(given.shown, MAX_SENTENCE_CHARS),
        wrong,
        _clean(given.because) if wrong is not None else "",
        tuple(_stayed(given.stayed, states))[:MAX_STAYED],
        _clean(given.title, 120),
        usage,
    )


def _stayed(given: Sequence[Same], states: int) -> Iterator[Stayed]:
    for item in given:
        if 1 <= item.state <= states and (what := _clean(item.what)):
            yield Stayed(item.state, what)


def _box(given: Sequence[Any], view: View, *, thousandths: bool) -> Box | None:
    """Convert a box to frame pixels, clipped to its picture; None if it is invalid."""
    try:
        sides = [float(side) for side in given]
    except (TypeError, ValueError, OverflowError):
        return None
    if len(sides) != 4 or not all(map(math.isfinite, sides)):
        return None
    if thousandths:
        top, left, bottom, right = sides
        across, down = view.place.width / THOUSANDTHS, view.place.height / THOUSANDTHS
    else:
        left, top, right, bottom = sides
        across, down = view.place.width / view.width, view.place.height / view.height
    x, end = _clamp(left * across, right * across, view.place.width)
    y, foot = _clamp(top * down, bottom * down, view.place.height)
    if end - x < MIN_SIDE_PX or foot - y < MIN_SIDE_PX:
        return None
    return Box(view.place.x + x, view.place.y + y, end - x, foot - y)


def _clamp(low: float, high: float, most: float) -> tuple[float, float]:
    return max(0.0, min(low, most)), max(0.0, min(high, most))


def _clean(text: str, limit: int = MAX_CHARS) -> str:
    """The text on one line, without invisible characters, in the form that OCR would give it."""
    return visible(" ".join(text[: 4 * limit].split()))[:limit].strip()
