"""Schema and validation of a model's answer, and its conversion to elements in frame pixels.

Nothing in it is trusted: numbers may be missing or infinite, boxes may lie anywhere, texts may hold anything. Invalid
elements are dropped. An answer without a valid element, or with more than any screen has, is rejected.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from claude_scope.invisible_characters import visible
from claude_scope.values import Box, Element, ElementType, Source, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.hosted.view import View, Views

MAX_ELEMENTS = 1_000
"""Dense screens have some 300; the prompt of a session could not use more."""
MAX_CHARS = 500
"""Length of a label or a value: a paragraph; longer ones are cut."""
MIN_SIDE_PX = 2
"""Thinner boxes in the frame are dropped."""
EDGE_PX = 3
"""Elements this near to the edge of a crop may continue outside of it."""
CONFIDENCE = 0.9
"""Confidence of the model's elements; models report none of use. Unconfirmed ones have CONFIDENCE_ALONE (`merge`)."""
THOUSANDTHS = 1_000
TYPES, STATES = frozenset(get_args(ElementType)), frozenset(get_args(State))
LABELLED_TYPES = frozenset({"text", "link", "heading", "tab"})
"""Types that need a label."""


def _known_type(given: Any) -> Any:
    return given if given in TYPES else "other"


def _known_states(given: Any) -> Any:
    return [state for state in given if state in STATES] if isinstance(given, list) else []


def _text(given: Any) -> Any:
    return "" if given is None else given


class Seen(BaseModel):
    """One element as a model tells it."""

    model_config = ConfigDict(extra="ignore")

    type: Annotated[ElementType, BeforeValidator(_known_type)]
    label: Annotated[str, BeforeValidator(_text)]
    value: Annotated[str, BeforeValidator(_text)]
    states: Annotated[list[State], BeforeValidator(_known_states)]
    box: Annotated[list[float], Field(description="Four numbers, in the order and unit that you were told.")]
    picture: Annotated[int, Field(description="Number of the picture, from 1.")]

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, given: Any) -> Any:
        """Small local models leave out what is empty."""
        return {"label": "", "value": "", "states": [], "picture": 1, **given} if isinstance(given, dict) else given


class Answer(BaseModel):
    """The elements of a user interface that the pictures show, from top to bottom."""

    elements: list[Seen]


def elements_of(answer: Answer, views: Views, *, thousandths: bool) -> Iterator[Element]:
    """The valid elements, with boxes in frame pixels.

    With `thousandths` boxes are [top, left, bottom, right] of 1,000. Elements that the edge of a crop may cut are
    dropped: they did not change, or the crop would contain them.
    """
    for seen in answer.elements:
        if not 1 <= seen.picture <= len(views.pictures):
            continue
        view = views.pictures[seen.picture - 1]
        box = _box(seen.box, view, thousandths=thousandths)
        label, value = _clean(seen.label), _clean(seen.value)
        if box is None or _is_cut(box, view.place, views) or (not label and seen.type in LABELLED_TYPES):
            continue
        states = tuple(dict.fromkeys(seen.states))
        yield Element(seen.type, label, box, CONFIDENCE, states, value, Source.PIXELS)


def _box(given: Sequence[float], view: View, *, thousandths: bool) -> Box | None:
    """Convert a box to frame pixels, clipped to its picture; None if it is invalid."""
    if len(given) != 4 or not all(math.isfinite(side) for side in given):
        return None
    if thousandths:
        top, left, bottom, right = given
        across, down = view.place.width / THOUSANDTHS, view.place.height / THOUSANDTHS
    else:
        left, top, right, bottom = given
        across, down = view.place.width / view.width, view.place.height / view.height
    x, end = _clamp(left * across, right * across, view.place.width)
    y, foot = _clamp(top * down, bottom * down, view.place.height)
    if end - x < MIN_SIDE_PX or foot - y < MIN_SIDE_PX:
        return None
    return Box(view.place.x + x, view.place.y + y, end - x, foot - y)


def _is_cut(box: Box, place: Box, views: Views) -> bool:
    """Whether a box touches an edge of the crop inside of the frame."""
    right, bottom = place.x + place.width, place.y + place.height
    return (
        (place.x > 0 and box.x < place.x + EDGE_PX)
        or (place.y > 0 and box.y < place.y + EDGE_PX)
        or (right < views.width and box.x + box.width > right - EDGE_PX)
        or (bottom < views.height and box.y + box.height > bottom - EDGE_PX)
    )


def _clamp(low: float, high: float, most: float) -> tuple[float, float]:
    return max(0.0, min(low, most)), max(0.0, min(high, most))


def _clean(text: str) -> str:
    """One line without invisible characters, as OCR would give it."""
    return visible(" ".join(text[: 4 * MAX_CHARS].split()))[:MAX_CHARS].strip()
