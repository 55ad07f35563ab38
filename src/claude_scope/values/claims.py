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
ClaimSource = Literal["pixels", "denied", "confirmed", "model"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim about a state; `score` (0..1) ranks claims by certainty.

    `state` is the number of the state, from 1. `property` is the aspect of the page that the claim is about: its
    heading, a text, an error message, a place; for an act it is the kind of the act. `name` has the words by which a
    person finds the subject of the claim. `box` is in frame pixels. `element` is the id of the element of the page's
    tree at this place, if it is known; for something that disappeared, it is an element of the previous state. A claim
    that is too uncertain is kept, but not reported (`is_said`). For an act, `before` is the row or part of the page in
    which it was done, if the name occurs more than once; for a click without a name, it is a model's name for the
    target.

    `source` is "pixels" for a local claim, "confirmed" for a model's claim that the local reading confirms, "model" for
    a model's claim that it could not check, and "denied" for a local claim that is not reported because a model denies
    it.
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
        """Whether the claim is a click on something without words that a model describes, such as an icon."""
        return self.property == "click" and self.source == "model" and bool(self.before) and not self.name

    def is_place_alone(self) -> bool:
        """Whether the claim is an act of which only the place is known, such as a click at a place without text."""
        return self.kind == "act" and not self.name and not self.after
