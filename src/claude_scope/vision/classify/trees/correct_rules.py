"""Correct the rules with a trained model where it is certain."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.geometry import Rect
from claude_scope.vision.classify.classified import Classified
from claude_scope.vision.classify.rules.fields.fields import field_state
from claude_scope.vision.classify.trees.candidates import Candidate, candidates
from claude_scope.vision.classify.trees.features import features
from claude_scope.vision.classify.trees.rule_features import TYPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.values import ElementType, State
    from claude_scope.vision.classify.trees.model import Model
    from claude_scope.vision.scene.scene import Scene

    Numbers = npt.NDArray[np.float32]

CLASSES: tuple[ElementType, ...] = ("text", *(kind for kind in TYPES if kind != "text"))
"""The classes of the model; "text" is every place without an element."""
NO_RULE = len(CLASSES)
"""The row of `Model.margins` for candidates without an element of the rules."""
CONTAINER_TYPES = ("dialog", "menu", "alert", "image")
"""Types that hold other elements; what lies on other types is part of them."""
STATES: dict[ElementType, tuple[State, ...]] = {
    "button": ("disabled", "selected", "expanded", "focused"),
    "input": ("disabled", "focused", "invalid"),
    "link": ("selected", "focused"),
    "checkbox": ("disabled", "checked", "focused", "invalid"),
    "radio": ("disabled", "checked", "focused", "invalid"),
    "select": ("disabled", "expanded", "focused", "invalid"),
    "tab": ("disabled", "selected", "focused"),
}
"""Possible states of each type; other types have none."""
MAX_CANDIDATES = 300
"""Pictures with more candidates are left to the rules: those that the trees learned from have 50 on average, the widest
table of the benchmarks 252. A table of 900 would take half a second a picture, to tell apart links and texts."""
SAME_PLACE_IOU = 0.4
"""Intersection over union from which two boxes cannot both be elements."""


def correct(scene: Scene, ruled: Sequence[Classified], model: Model) -> list[Classified]:
    """The rules' elements with the types that the model is certain of, plus elements that the rules miss."""
    found = candidates(scene, ruled)
    wanted = open_candidates(found, model.margins)
    if not wanted or len(found) > MAX_CANDIDATES:
        return list(ruled)
    chances = np.zeros((len(found), len(CLASSES)), np.float32)
    chances[wanted] = model.trees.chances(features(scene, found, wanted))
    return apply_chances(scene, found, chances, model.margins)


def open_candidates(found: Sequence[Candidate], margins: Numbers) -> list[int]:
    """The indices of the candidates that the trees may change, which are half of them.

    The others have classes that the trees never overrule, or lie on an element of the rules that holds no others.
    """
    open_to = np.asarray(np.isfinite(margins).any(axis=1))
    whole = [one.box for one in found if one.typed is not None and one.typed.type not in ("text", *CONTAINER_TYPES)]
    return [
        index
        for index, one in enumerate(found)
        if (one.typed is not None and open_to[CLASSES.index(one.typed.type)])
        or (one.typed is None and open_to[NO_RULE] and not any(box.has(*one.box.centre) for box in whole))
    ]


def apply_chances(scene: Scene, found: Sequence[Candidate], chances: Numbers, margins: Numbers) -> list[Classified]:
    """The elements, given the chance of each class, shape (candidates, classes).

    `margins` is described in `Model`.
    """
    elements: list[Classified] = []
    for one, chance in zip(found, chances, strict=True):
        if one.typed is not None:
            elements += _reclassify(one.typed, chance, margins[CLASSES.index(one.typed.type)])
    best = chances[:, 1:].max(axis=1)
    for index in np.argsort(-best, kind="stable"):
        one, kind = found[index], CLASSES[1 + int(chances[index, 1:].argmax())]
        if one.typed is not None or best[index] < margins[NO_RULE, CLASSES.index(kind)]:
            continue
        if not _is_taken(one, kind, elements):
            elements = [*_remove_own_texts(elements, one, kind), _new(scene, one, kind, float(best[index]))]
    return elements


def _reclassify(typed: Classified, chance: Numbers, margins: Numbers) -> list[Classified]:
    """An element of the rules, with another type if that is much more likely."""
    kind = CLASSES[int(chance.argmax())]
    if kind == typed.type or chance.max() < chance[CLASSES.index(typed.type)] + margins[CLASSES.index(kind)]:
        return [typed]
    if kind == "text":
        return [Classified("text", style.line.box, (style,), style.line.confidence) for style in typed.styles]
    box = typed.box
    if kind in ("link", "heading") and typed.styles:
        box = _around(typed)
    state = tuple(one for one in typed.state if one in STATES.get(kind, ()))
    return [replace(typed, type=kind, box=box, confidence=float(chance.max()), state=state, label="")]


def _around(typed: Classified) -> Rect:
    box = typed.styles[0].line.box
    for style in typed.styles[1:]:
        box = box.union(style.line.box)
    return box


def _is_taken(one: Candidate, kind: ElementType, elements: Sequence[Classified]) -> bool:
    """Whether an element is at this place, or around it and of a type that holds no others."""
    for other in elements:
        if other.type == "text":
            continue
        if one.box.iou(other.box) >= SAME_PLACE_IOU:
            return True
        if other.type not in CONTAINER_TYPES and other.box.has(*one.box.centre) and kind not in CONTAINER_TYPES:
            return True
    return False


def _remove_own_texts(elements: list[Classified], one: Candidate, kind: ElementType) -> list[Classified]:
    """Remove the texts that belong to the new element."""
    if kind in CONTAINER_TYPES:
        return elements
    own = {id(style) for style in one.styles}
    return [
        other for other in elements if not (other.type == "text" and all(id(style) in own for style in other.styles))
    ]


def _new(scene: Scene, one: Candidate, kind: ElementType, chance: float) -> Classified:
    styles = () if kind in CONTAINER_TYPES or kind in ("checkbox", "radio") else one.styles
    return Classified(kind, one.box, styles, chance, _state(scene, one, kind))


def _state(scene: Scene, one: Candidate, kind: ElementType) -> tuple[State, ...]:
    if kind in ("checkbox", "radio"):
        return ("checked",) if one.marked else ()
    if kind in ("input", "select") and one.panel is not None:
        return field_state(scene, one.panel)
    return ()
