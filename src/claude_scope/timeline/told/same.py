"""What the local claims of a state say already, so that a row says it once."""

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
"""So far from a click the box may be that a model gives for a control."""
LIKELY = 0.5
_CAME, _WENT = frozenset({"appeared", "changed", "page", "opened"}), frozenset({"disappeared", "changed", "closed"})


def is_said_already(told: Claim, local: Iterable[Claim]) -> bool:
    """Whether local claims that are said have all that a model says of a change."""
    said = [one for one in local if one.is_said and one.state == told.state]
    came = " ".join(one.after for one in said if one.kind in _CAME)
    went = " ".join(one.before for one in said if one.kind in _WENT)
    quotes = [(came, told.after)] * bool(told.after) + [(went, told.before)] * bool(told.before)
    return told.kind in _CAME | _WENT and bool(quotes) and all(_has(text, quote) for text, quote in quotes)


def only_moved(text: str, states: States, local: Iterable[Claim]) -> bool:
    """Whether a text stood elsewhere before, and the local reading, which follows rows that move, finds it not new."""
    if find_quote(text, states.before.reading.lines, None) is None:
        return False
    new = [one.after for one in local if one.kind in _CAME and one.after and one.score >= LIKELY]
    return not any(says(one, text) or says(text, one) for one in new)


def new_acts(told: Sequence[Claim], local: Iterable[Claim]) -> list[Claim]:
    """The acts of a model that are no local ones. One local act stands for one of the model, in its own state first."""
    known = [one for one in local if one.kind == "act" and one.is_said]
    new = list(told)
    for states_apart in (0, 1):
        left, new = new, []
        for one in left:
            same = next((a for a in known if abs(a.state - one.state) == states_apart and _is_same_act(one, a)), None)
            if same is None:
                new.append(one)
            else:
                known.remove(same)
    return new


def is_part_of(local: Claim, told: Sequence[Claim]) -> bool:
    """Whether a claim of the local reading is a part of one of a model that tells more.

    A click where nothing is written is part of one on a control at that place; a text that came or went is part of a
    confirmed change of it.
    """
    if local.is_place_alone():
        return any(_is_act_at(one, local) for one in told)
    if local.element or local.property == "error" or local.kind not in ("appeared", "disappeared"):
        return False
    changes = [one for one in told if one.kind == "changed" and one.source == "confirmed" and one.state == local.state]
    quotes = [one.after if local.kind == "appeared" else one.before for one in changes]
    return any(quote and says(quote, local.after or local.before) for quote in quotes)


def named(local: Claim, told: Iterable[Claim], shown: Sequence[Line]) -> Claim:
    """The claim that a text was typed, with the name of the field that a model gives, if its words were read there."""
    if local.property != "type" or local.name or not local.is_said:
        return local
    same = (one.name for one in told if one.kind == "act" and _is_same_act(one, local))
    return replace(local, name=next((name for name in same if name and find_quote(name, shown, local.box)), ""))


def is_denied(local: Claim, told: Iterable[Claim]) -> bool:
    """Whether a model names the acts of a state, and a click of the local reading is none of them."""
    if (local.kind, local.property) != ("act", "click"):
        return False
    acts = [one for one in told if one.kind == "act" and one.state == local.state]
    is_place = local.is_place_alone()
    return bool(acts) and not any(_is_same_act(one, local) or (is_place and _is_act_at(one, local)) for one in acts)


def marked(local: Claim, told: Iterable[Claim]) -> Claim:
    """The claim of a text that came, marked as confirmed if a model told that text as well: rows begin with these."""
    if local.kind != "appeared" or not local.is_said:
        return local
    quotes = [one.after for one in told if one.state == local.state and one.kind in _CAME and one.after]
    is_told = any(says(local.after, quote) or says(quote, local.after) for quote in quotes)
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
    """Whether both name the same act: of one state, or of neighbours, between which an act may fall.

    A click without a name is the one that was found, wherever a model puts it.
    """
    if told.property != local.property or abs(told.state - local.state) > 1:
        return False
    if told.property == "click" and told.is_place_alone() and not told.is_described():
        return told.state == local.state
    one, other = (claim.after if told.property == "type" else claim.name for claim in (told, local))
    return bool(one and other) and (says(one, other) or says(other, one))


def _has(text: str, quote: str) -> bool:
    return bool(skeleton(quote)) and says(text, quote)
