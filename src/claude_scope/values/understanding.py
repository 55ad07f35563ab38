"""A model's answers about a recording: about each change, and about the whole recording."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from claude_scope.values.base import Box
from claude_scope.values.claims import Claim
from claude_scope.values.reading import Usage

ToldActKind = Literal["click", "type", "select", "key", "scroll", "drag", "hover", "navigate", "other"]
ToldChangeKind = Literal[
    "appeared", "vanished", "changed", "moved", "sorted", "selected", "state", "opened", "closed", "loaded"
]


@dataclass(frozen=True, slots=True)
class ToldAct:
    """An act of the user, according to a model.

    `target` has the words on the target. `where` names the row or part around the target if these words occur more than
    once. `value` is what was typed or chosen. `box` is in frame pixels of the previous state; None if the model gave no
    valid box. `sure` (0..1) is how sure the model says it is.
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

    If the kind is `state`, `before` and `after` are not quotes but words for the state: invalid, disabled, red.

    `box` is in frame pixels of the earlier state if something vanished or closed, otherwise of the later state.
    """

    kind: ToldChangeKind
    what: str = ""
    before: str = ""
    after: str = ""
    box: Box | None = None
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class ToldFlaw:
    """Something that looks wrong in a state, such as cut-off text, an overlap or an error; `why` is the reason."""

    why: str
    quote: str = ""
    box: Box | None = None
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class PairAnswer:
    """A model's answer about the change that led to a state; `state` is its number, from 1.

    `untrue` are the local claims about this change that the model sees to be false.

    `problem` is one sentence that says why the model did not answer; it is empty if the model did.
    """

    state: int
    acts: tuple[ToldAct, ...] = ()
    changes: tuple[ToldChange, ...] = ()
    flaws: tuple[ToldFlaw, ...] = ()
    usage: Usage = field(default_factory=Usage)
    problem: str = ""
    untrue: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Stayed:
    """Something that did not change although a change was due, according to a model."""

    state: int
    what: str


@dataclass(frozen=True, slots=True)
class WholeAnswer:
    """A model's answer about the whole recording.

    `shown` describes the recording in a few sentences. `wrong` is the number of the state in which it went wrong (None
    if the model found no such state), and `because` is the reason. `title` is a title for a recording without one.
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

    `confirmed`, `contradicted` and `unchecked` are the numbers of the model's claims about changes that the local
    reading of the pictures confirmed, contradicted (these claims are left out) and could not check. `answers` are the
    model's own answers, as JSON, each with the digest of its question, so that the next analysis need not ask again.
    `instructions` is the version of the instructions that the model got.
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
