"""What a recording without a capture is said to show, claim by claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from claude_scope.values.base import Box

ClaimKind = Literal[
    "page",
    "appeared",
    "changed",
    "disappeared",
    "opened",
    "closed",
    "moved",
    "sorted",
    "selected",
    "state",
    "unchanged_nearby",
    "unchanged",
    "flaw",
    "act",
    "wrong",
]
ClaimProperty = Literal[
    "heading",
    "address",
    "text",
    "error",
    "value",
    "theme",
    "scroll",
    "place",
    "click",
    "type",
    "select",
    "key",
    "drag",
    "hover",
    "navigate",
    "other",
    "state",
    "highlight",
]
ClaimSource = Literal["pixels", "denied", "confirmed", "model"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that is said of a state; `score` (0..1) ranks claims by how sure they are.

    `state` is the number of the state, from 1. `property` is what of the page it is about: its heading, a text, an
    error message, a place; of an act it is the kind of the act. `name` are the words by which a person finds what it
    is about. `box` is in frame pixels. `element` is the id of the element of the page's tree that stands there, if it
    is known: in the state before, for what went away. A claim that is not sure enough is kept, and not said. Of an act
    `before` is the row or part in which it was done, if its name stands there more than once; of a click without a
    name it is what a model calls its target.

    `source` is "confirmed" for what a model said and the local reading confirms, "model" for what it could not check,
    and "denied" for a local claim that is not said because a model denies it.
    """

    state: int
    kind: ClaimKind
    property: ClaimProperty
    before: str = ""
    after: str = ""
    score: float = 1.0
    is_said: bool = True
    name: str = ""
    box: Box | None = None
    element: str = ""
    source: ClaimSource = "pixels"

    def is_described(self) -> bool:
        """Whether it is a click on something that a model only describes, such as an icon."""
        return self.property == "click" and self.source == "model" and bool(self.before) and not self.name

    def is_place_alone(self) -> bool:
        """Whether it is a click where nothing is written: it has a place, and says nothing of what followed."""
        return self.kind == "act" and not self.name and not self.after
