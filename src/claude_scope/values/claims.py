"""Claims about what a recording without a capture shows."""

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
ClaimSource = Literal["pixels", "confirmed", "model"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim about a state; `score` (0..1) ranks claims by certainty.

    `state` is the number of the state, from 1. `property` is the aspect of the page: its heading, a text, an error
    message, a place; for an act it is the kind of the act. `name` are the words by which a person finds the thing.
    `box` is in frame pixels. `element` is the id of the element of the page's tree at this place, if it is known; for
    something that disappeared, in the state before. A claim that is too uncertain is kept, but not reported. For an
    act, `before` is the row or part in which it was done, if its name occurs there more than once; for a click without
    a name it is a model's name for its target.

    `source` is "confirmed" for a model's claim that the local reading confirms, "model" for one that it could not
    check.
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
        """Whether it is a click where nothing is written: it has a place, and says nothing about the effect."""
        return self.kind == "act" and not self.name and not self.after
