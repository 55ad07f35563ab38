"""Compares the claims of a model with the local claims, so that each is reported once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.geometry import gap
from claude_scope.timeline.text_compare import skeleton
from claude_scope.timeline.told.quotes import find_quote, says

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claude_scope.timeline.told.verdict import States
    from claude_scope.values import Claim, Line

AT_PX = 30.0
"""A model's box of a control may be this far from the click."""
LIKELY = 0.5
_CAME, _WENT = frozenset({"appeared", "changed", "page", "opened"}), frozenset({"disappeared", "changed", "closed"})


def is_said_already(told: Claim, local: Iterable[Claim]) -> bool:
    """Whether the reported local claims contain all texts of a model's claim; for a page, the heading of their page."""
    said = [claim for claim in local if claim.is_said and claim.state == told.state]
    if told.kind == "page":
        return any(claim.kind == "page" and _has(claim.after, told.after) for claim in said)
    came = " ".join(claim.after for claim in said if claim.kind in _CAME)
    went = " ".join(claim.before for claim in said if claim.kind in _WENT)
    quotes = [(came, told.after)] * bool(told.after) + [(went, told.before)] * bool(told.before)
    return told.kind in _CAME | _WENT and bool(quotes) and all(_has(text, quote) for text, quote in quotes)


def only_moved(text: str, states: States, local: Iterable[Claim]) -> bool:
    """Whether a text was elsewhere before, and no local claim has it as new; local claims recognise rows that moved."""
    if find_quote(text, states.before.reading.lines, None) is None:
        return False
    new = [claim.after for claim in local if claim.kind in _CAME and claim.after and claim.score >= LIKELY]
    return not any(says(claim, text) or says(text, claim) for claim in new)


def new_acts(told: Sequence[Claim], local: Iterable[Claim]) -> list[Claim]:
    """The acts of a model that no local act matches.

    Each local act matches at most one act. Acts of the same state are matched first, then acts of neighbouring states.
    """
    known = [claim for claim in local if claim.kind == "act" and claim.is_said]
    new = list(told)
    for states_apart in (0, 1):
        left, new = new, []
        for act in left:
            same = next((a for a in known if abs(a.state - act.state) == states_apart and _is_same_act(act, a)), None)
            if same is None:
                new.append(act)
            else:
                known.remove(same)
    return new


def is_part_of(local: Claim, told: Sequence[Claim]) -> bool:
    """Whether a local claim is a part of a model's claim that says more.

    A click at a place without text is a part of a click on a control there. A text that appeared or disappeared is a
    part of its confirmed change.
    """
    if local.is_place_alone():
        return any(_is_act_at(claim, local) for claim in told)
    if local.element or local.property == "error" or local.kind not in ("appeared", "disappeared"):
        return False
    changes = [
        claim
        for claim in told
        if claim.kind == "changed" and claim.source == "confirmed" and claim.state == local.state
    ]
    quotes = [change.after if local.kind == "appeared" else change.before for change in changes]
    return any(quote and says(quote, local.after or local.before) for quote in quotes)


def named(local: Claim, told: Iterable[Claim], shown: Sequence[Line]) -> Claim:
    """The claim; an act with the model's name for its target, provided that OCR read this name.

    A click gets it only from a confirmed act: of the words that OCR joined, these are on the target. A typed text gets
    it only if its field has no name yet.
    """
    if local.kind != "act" or not local.is_said:
        return local
    same = [act for act in told if act.kind == "act" and act.name and _is_same_act(act, local)]
    if local.property == "click":
        names = [act.name for act in same if act.source == "confirmed" and act.state == local.state]
        return replace(local, name=names[0], source="confirmed") if names else local
    if local.property != "type" or local.name:
        return local
    return replace(local, name=next((act.name for act in same if find_quote(act.name, shown, local.box)), ""))


def headed(local: Claim, told: Iterable[Claim], shown: Sequence[Line]) -> Claim:
    """The claim; another page without a heading gets the one that a model gives, provided that OCR read it there."""
    if local.kind != "page" or local.after or not local.is_said:
        return local
    heads = (claim.after for claim in told if claim.kind == "page" and claim.state == local.state)
    head = next((head for head in heads if head and find_quote(head, shown, None)), "")
    return replace(local, after=head, source="confirmed") if head else local


def is_denied(local: Claim, told: Iterable[Claim]) -> bool:
    """Whether a model names the acts of a state, and a local click is not one of them."""
    if (local.kind, local.property) != ("act", "click"):
        return False
    acts = [claim for claim in told if claim.kind == "act" and claim.state == local.state]
    is_place = local.is_place_alone()
    return bool(acts) and not any(_is_same_act(act, local) or (is_place and _is_act_at(act, local)) for act in acts)


def is_among(local: Claim, others: Iterable[Claim]) -> bool:
    """Whether `others` has a claim of the same state, kind and property, with the same text or else the same place."""

    def about(claim: Claim) -> tuple[object, ...]:
        return claim.state, claim.kind, claim.property, claim.after or claim.box

    return any(about(local) == about(claim) for claim in others)


def denied(local: Claim) -> Claim:
    """The claim, marked as denied by a model and not reported, if it was reported so far."""
    return replace(local, is_said=False, source="denied") if local.is_said else local


def marked(local: Claim, told: Iterable[Claim]) -> Claim:
    """The claim; a reported text is marked as confirmed if a model claims it, too, and comes first in its row."""
    if local.kind not in ("appeared", "changed", "disappeared") or not local.is_said:
        return local
    is_gone = local.kind == "disappeared"
    text, kinds = (local.before, _WENT) if is_gone else (local.after, _CAME)
    about = [claim for claim in told if claim.state == local.state and claim.kind in kinds]
    quotes = [claim.before if is_gone else claim.after for claim in about]
    is_told = any(quote and (says(text, quote) or says(quote, text)) for quote in quotes)
    return replace(local, source="confirmed") if is_told else local


def _is_act_at(told: Claim, local: Claim) -> bool:
    if (told.kind, told.property, told.state) != (local.kind, local.property, local.state):
        return False
    if not told.name and not told.is_described():
        return False
    if told.source == "confirmed":  # the pointer rested there
        return True
    return told.box is not None and local.box is not None and gap(told.box, local.box) <= AT_PX


def _is_same_act(told: Claim, local: Claim) -> bool:
    """Whether both are the same act. They may be in neighbouring states, because an act may fall between two states.

    A model's click without a name or description is the same as the local click of its state.
    """
    if told.property != local.property or abs(told.state - local.state) > 1:
        return False
    if told.property == "click" and told.is_place_alone() and not told.is_described():
        return told.state == local.state
    one, other = (claim.after if told.property == "type" else claim.name for claim in (told, local))
    return bool(one and other) and (says(one, other) or says(other, one))


def _has(text: str, quote: str) -> bool:
    return bool(skeleton(quote)) and says(text, quote)
