"""Candidates to types by a trained model that knows what the rules say: it corrects them where it is sure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.rect import Rect
from claude_scope.vision.rules_fields import field_state
from claude_scope.vision.typed import Typed
from training.typer.candidates import Candidate, candidates, iou
from training.typer.features import TYPES, features

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.values import ElementType, State
    from claude_scope.vision.scene import Scene
    from training.typer.trees import Trees

    Numbers = npt.NDArray[np.float32]

CLASSES: tuple[ElementType, ...] = ("text", *(kind for kind in TYPES if kind != "text"))
"""What the model tells apart; "text" is whatever is no element."""
MARGIN = 0.4
"""How much likelier another type has to be than the one that the rules say; of 0 to 0.6 the best on the test."""
SURE = 0.6
"""The least chance of what the rules do not see at all."""
RULED = ("radio", "select", "tab", "menu", "dialog", "alert")
"""Types that the rules alone decide: of each, 71 screens gave fewer than 60 examples, clean and recorded together."""
HOLDERS = ("dialog", "menu", "alert", "image")
"""Types that hold other elements; what lies on one of the others is part of it."""
SAME_PLACE = 0.4
"""Intersection over union from which two boxes cannot both be elements."""


def corrected(scene: Scene, ruled: Sequence[Typed], trees: Trees) -> list[Typed]:
    """The elements of the rules with the types that the model is sure of, and those that the rules do not see."""
    found = candidates(scene, ruled)
    if not found:
        return list(ruled)
    return decided(scene, found, trees.chances(features(scene, found)))


def decided(scene: Scene, found: Sequence[Candidate], chances: Numbers) -> list[Typed]:
    """The elements that candidates are, given the chance of each class, shape (candidates, classes)."""
    kept: list[Typed] = []
    for one, chance in zip(found, chances, strict=True):
        if one.typed is not None:
            kept += _retyped(one.typed, chance)
    best = chances[:, 1:].max(axis=1)
    for index in np.argsort(-best, kind="stable"):
        one, kind = found[index], CLASSES[1 + int(chances[index, 1:].argmax())]
        if one.typed is not None or kind in RULED or best[index] < SURE:
            continue
        if not _is_taken(one, kind, kept):
            kept = [*_without_parts(kept, one, kind), _new(scene, one, kind, float(best[index]))]
    return kept


def _retyped(typed: Typed, chance: Numbers) -> list[Typed]:
    """An element of the rules, under another type where that is likelier by far."""
    kind = CLASSES[int(chance.argmax())]
    if kind in RULED or typed.type in RULED:
        return [typed]
    if kind == typed.type or chance.max() < chance[CLASSES.index(typed.type)] + MARGIN:
        return [typed]
    if kind == "text":
        return [Typed("text", look.line.box, (look,), look.line.confidence) for look in typed.looks]
    box = typed.box
    if kind in ("link", "heading") and typed.looks:
        box = _around(typed)
    return [replace(typed, type=kind, box=box, confidence=float(chance.max()), label="")]


def _around(typed: Typed) -> Rect:
    box = typed.looks[0].line.box
    for look in typed.looks[1:]:
        box = box.union(look.line.box)
    return box


def _is_taken(one: Candidate, kind: ElementType, kept: Sequence[Typed]) -> bool:
    """Whether an element is in this place already, or around it and of a type that holds no others."""
    for other in kept:
        if other.type == "text":
            continue
        if iou(one.box, other.box) >= SAME_PLACE:
            return True
        if other.type not in HOLDERS and other.box.has(*one.box.centre) and kind not in HOLDERS:
            return True
    return False


def _without_parts(kept: list[Typed], one: Candidate, kind: ElementType) -> list[Typed]:
    """Without the texts that are the new element's own."""
    if kind in HOLDERS:
        return kept
    own = {id(look) for look in one.looks}
    return [other for other in kept if not (other.type == "text" and all(id(look) in own for look in other.looks))]


def _new(scene: Scene, one: Candidate, kind: ElementType, chance: float) -> Typed:
    looks = () if kind in HOLDERS or kind in ("checkbox", "radio") else one.looks
    return Typed(kind, one.box, looks, chance, _state(scene, one, kind))


def _state(scene: Scene, one: Candidate, kind: ElementType) -> tuple[State, ...]:
    if kind in ("checkbox", "radio"):
        return ("checked",) if one.marked else ()
    if kind in ("input", "select") and one.panel is not None:
        return field_state(scene, one.panel)
    return ()
