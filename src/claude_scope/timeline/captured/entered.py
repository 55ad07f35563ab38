"""Finds out what the acts themselves entered, such as values and ticks, and which acts only lead to the next act."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from claude_scope.lexicon.error_words import says_error
from claude_scope.timeline.captured.faults.application_requests import is_stored
from claude_scope.timeline.captured.page.texts import one_line
from claude_scope.timeline.captured.visible_elements import NODE_PREFIX
from claude_scope.values import FIELD_ROLES
from claude_scope.wording.acts import QUIET, WHOLE_PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_scope.timeline.captured.act_spans import Span
    from claude_scope.values import Act, NetworkRequest, PageFact

STORED_MS = 1_000.0
_EDITS = frozenset({"type", "select", "check", "uncheck", "drag"})
MIN_ECHOED_WORDS = 4
"""Fewer typed words may be quoted by a validation message: "The name Ada is taken already"."""
_UNDONE: Mapping[str, str] = MappingProxyType({"check": "unchecked", "uncheck": "checked"})
"""The state of a toggle that undoes an act."""


def typed_until(acts: Sequence[Act], span: Span) -> dict[str, str]:
    """The names and values of the fields that the user filled in before the last act of a span."""
    until_ms = span.acts[-1].time_ms if span.acts else 0.0
    typed = (act for act in acts if act.kind in ("type", "select") and act.time_ms < until_ms)
    return {one_line(act.target.name).removesuffix(":"): act.value for act in typed if act.page == span.acts[-1].page}


def toggled_back(
    acts: Sequence[Act], span: Span, requests: Sequence[NetworkRequest], page: str
) -> set[tuple[str, str]]:
    """The names of toggles that were set and saved before a span, each with the state that would undo it.

    `page` is the URL of their page.
    """
    toggled: dict[str, str] = {}
    saved: dict[str, str] = {}
    for act in acts:
        if span.acts and act.time_ms >= span.acts[0].time_ms:
            break
        if act.kind in _UNDONE and act.target.name:
            toggled[act.target.name] = _UNDONE[act.kind]
        elif is_submit([act]) and any(_is_saved_by(request, act, page) for request in requests):
            saved |= toggled
    return {*saved.items()}


def _is_saved_by(request: NetworkRequest, act: Act, page: str) -> bool:
    return is_stored(request, page) and 0 <= request.start_ms - act.time_ms <= STORED_MS


def is_submit(acts: Sequence[Act]) -> bool:
    """Whether the last act pressed a button, or Enter in a field, so that a form may have been sent."""
    if not acts:
        return False
    last = acts[-1]
    return (last.kind == "click" and last.target.role == "button") or (last.kind == "key" and last.key == "Enter")


def is_edit(act: Act) -> bool:
    """Whether an act enters or moves something."""
    return act.kind in _EDITS


def without_own(facts: Sequence[PageFact], acts: Sequence[Act]) -> tuple[PageFact, ...]:
    """The facts without those that only repeat the acts: the typed value, the ticked box."""
    return tuple(fact for fact in facts if not _is_own(fact, acts))


def _is_own(fact: PageFact, acts: Sequence[Act]) -> bool:
    """Whether a fact is the act itself: the typed or selected value is in the field, the checked box is checked."""
    for act in acts:
        if f"{NODE_PREFIX}{act.target.node}" not in fact.nodes and not (fact.name and fact.name == act.target.name):
            continue
        entered = one_line(act.value)
        if act.kind == "type" and fact.kind == "value" and one_line(fact.after) == entered:
            return not fact.before or fact.before in entered
        if act.kind == "select" and fact.kind == "value" and one_line(fact.after) == entered:
            return not fact.before
        if act.kind in ("check", "uncheck") and fact.kind == "state" and fact.part in ("checked", "unchecked"):
            return True
    return False


def without_echoes(facts: Sequence[PageFact], acts: Sequence[Act], until_ms: float) -> tuple[PageFact, ...]:
    """The facts, where an error that repeats typed words becomes added content, such as a preview or a comment."""
    typed = [_folded(act.value) for act in acts if act.kind == "type" and act.time_ms <= until_ms]
    return tuple(
        replace(fact, kind="added", noun="", name="", after="", items=(("", fact.after),))
        if fact.kind == "error" and any(_echoes(_folded(fact.after), item) for item in typed)
        else fact
        for fact in facts
    )


def _echoes(text: str, typed: str) -> bool:
    """Whether a text repeats a typed text: all of it, a large part of it, or with other words that report no error."""
    if text in typed:
        return bool(text) and (text == typed or len(text.split()) >= MIN_ECHOED_WORDS)
    rest = text.replace(typed, " ") if len(typed.split()) >= MIN_ECHOED_WORDS else text
    return rest != text and not says_error(rest)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def is_prelude(acts: Sequence[Act], following: Sequence[Act]) -> bool:
    """Whether acts without effect only lead to the next one: scrolling, the click into a field."""
    if not acts or not following or acts[-1].page != following[0].page:
        return False
    last, then = acts[-1], following[0]
    if last.kind in QUIET:
        return True
    is_same = last.target.node == then.target.node and last.target.document == then.target.document
    if (
        last.kind in ("click", "key")
        and then.kind in ("type", "select", "key")
        and (is_same or last.target.role in FIELD_ROLES)
    ):
        return True
    return last.kind == "key" and then.kind == "key" and last.target.tag in WHOLE_PAGE and then.target.tag in WHOLE_PAGE
