"""What a model says of a recording: of each change, and of the whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from claude_scope.values.base import Box
from claude_scope.values.reading import Usage

ToldActKind = Literal["click", "type", "select", "key", "scroll", "drag", "hover", "navigate", "other"]
ToldChangeKind = Literal[
    "appeared", "vanished", "changed", "moved", "sorted", "selected", "state", "opened", "closed", "loaded"
]


@dataclass(frozen=True, slots=True)
class ToldAct:
    """Something that the person did, as a model tells it.

    `target` are the words on what was acted on, `where` names the row or part around it if they stand there more than
    once, `value` is what was typed or chosen. `box` is in frame pixels of the state
    before, None if the model gave no valid one. `sure` is the model's estimate, 0..1.
    """

    kind: ToldActKind
    target: str
    value: str = ""
    box: Box | None = None
    sure: float = 1.0
    where: str = ""


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change as a model tells it: `before` and `after` are quotes, `what` names the thing that changed.

    Of a `state` they are words for it: invalid, disabled, red.

    `box` is in frame pixels: of the state before for what vanished or closed, else of the state after.
    """

    kind: ToldChangeKind
    what: str = ""
    before: str = ""
    after: str = ""
    box: Box | None = None
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class ToldFlaw:
    """Something that looks wrong in a state, and why: a text that is cut off, an overlap, an error."""

    why: str
    quote: str = ""
    box: Box | None = None
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class PairAnswer:
    """What a model says of the change to a state, by the number of that state, from 1.

    `problem` is one sentence on why the model said nothing, "" if it answered.
    """

    state: int
    acts: tuple[ToldAct, ...] = ()
    changes: tuple[ToldChange, ...] = ()
    flaws: tuple[ToldFlaw, ...] = ()
    usage: Usage = field(default_factory=Usage)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Stayed:
    """What did not change with a state although a change was due, as a model tells it."""

    state: int
    what: str


@dataclass(frozen=True, slots=True)
class WholeAnswer:
    """What a model says of the whole recording.

    `shown` are a few sentences on what is shown. `wrong` is the number of the state in which it went wrong, None if the
    model found none, and `because` the reason. `title` is a title for a recording that has none.
    """

    shown: str = ""
    wrong: int | None = None
    because: str = ""
    stayed: tuple[Stayed, ...] = ()
    title: str = ""
    usage: Usage = field(default_factory=Usage)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What became of the answers of a model.

    Of what the model said of changes, the local reading of the pictures confirmed `confirmed` and contradicted
    `contradicted`, which are left out; `unchecked` it could not check. `answers` are the model's own, as JSON, each
    with the digest of its question, so that the next analysis need not ask again. `instructions` is the version of
    those that the model was given.
    """

    model: str
    shown: str = ""
    title: str = ""
    confirmed: int = 0
    unchecked: int = 0
    contradicted: int = 0
    usage: Usage = field(default_factory=Usage)
    answers: tuple[tuple[str, str], ...] = ()
    instructions: int = 0
