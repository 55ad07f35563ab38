"""A model's answers about a recording: about each change, and about the whole."""

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
    """An act of the user, according to a model.

    `target` are the words on the target, `where` names the row or part around it if the words occur more than once,
    `value` is what was typed or chosen. `box` is in frame pixels of the state before, None if the model gave no valid
    one. `sure` is the model's estimate, 0..1.
    """

    kind: ToldActKind
    target: str
    value: str = ""
    box: Box | None = None
    sure: float = 1.0
    where: str = ""


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change, according to a model: `before` and `after` are quotes, `what` names the changed thing.

    For a `state` the quotes are words for it: invalid, disabled, red.

    `box` is in frame pixels: of the state before if something vanished or closed, otherwise of the state after.
    """

    kind: ToldChangeKind
    what: str = ""
    before: str = ""
    after: str = ""
    box: Box | None = None
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class ToldFlaw:
    """Something that looks wrong in a state, and why: cut-off text, an overlap, an error."""

    why: str
    quote: str = ""
    box: Box | None = None
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class PairAnswer:
    """A model's answer about the change to a state; states are numbered from 1.

    `problem` is one sentence on why the model did not answer, "" if it did.
    """

    state: int
    acts: tuple[ToldAct, ...] = ()
    changes: tuple[ToldChange, ...] = ()
    flaws: tuple[ToldFlaw, ...] = ()
    usage: Usage = field(default_factory=Usage)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Stayed:
    """Something that did not change although a change was due, according to a model."""

    state: int
    what: str


@dataclass(frozen=True, slots=True)
class WholeAnswer:
    """A model's answer about the whole recording.

    `shown` describes the recording in a few sentences. `wrong` is the number of the state in which it went wrong, None
    if the model found none, and `because` the reason. `title` is for a recording without a title.
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
    """The result of asking a model.

    The local reading of the pictures confirmed `confirmed` of the model's claims about changes, contradicted
    `contradicted`, which are left out, and could not check `unchecked`. `answers` are the model's own, as JSON, each
    with the digest of its question, so that the next analysis need not ask again. `instructions` is the version of the
    instructions.
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
