"""Puts the claims of a model that the local reading could not check into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from claude_scope.values import Claim

_ACTS = {
    "click": "clicked",
    "type": "typed",
    "select": "chose",
    "key": "pressed",
    "scroll": "scrolled",
    "drag": "dragged",
    "hover": "hovered over",
    "navigate": "went to",
    "other": "used",
}
_SIGNS = {
    "appeared": "new",
    "disappeared": "gone",
    "unchanged": "unchanged",
    "flaw": "looks wrong",
}


_RANKS = {"act": 0, "flaw": 2, "unchanged": 3}


def model_claims(claims: Iterable[Claim]) -> list[Claim]:
    """The claims that only a model makes, in the order of reporting: acts first."""
    told = [claim for claim in claims if claim.source == "model" and claim.is_said and claim.kind != "wrong"]
    return sorted(told, key=lambda claim: _RANKS.get(claim.kind, 1))


def model_says(claims: Iterable[Claim], state: int) -> tuple[str, ...]:
    """The claims that only a model makes about a state, in words for people."""
    told = model_claims(claim for claim in claims if claim.state == state)
    return tuple(describe_model_claim(claim, lambda text: f'"{text}"') for claim in told)


def describe_model_claim(claim: Claim, quote: Callable[[str], str]) -> str:
    """A claim in words, without its source; `quote` makes a text of the page safe to show."""
    if claim.kind == "act":
        return _act(claim, quote)
    text = claim.after or claim.before
    if claim.kind == "changed" and claim.before and claim.after:
        return f"{_of(claim, quote)}{quote(claim.before)} -> {quote(claim.after)}"
    if claim.kind == "state":
        return f"{quote(claim.name)} is {quote(claim.after)} now"
    if claim.kind == "page":
        what = f": {quote(claim.name)}" if claim.name else ""
        return f"another page{what}{f', with {quote(text)}' if text else ''}"
    if claim.kind == "selected" and claim.before and claim.after:
        return f"selected: {quote(claim.name)} {quote(claim.after)}, not {quote(claim.before)}"
    if claim.kind in _SIGNS:
        named = f" ({quote(claim.before)})" if claim.kind == "flaw" and claim.before else ""
        return f"{_SIGNS[claim.kind]}: {quote(text or claim.name)}{named}"
    if claim.kind == "changed":
        return f"{_of(claim, quote)}{quote(text)}" if text else f"changed: {quote(claim.name)}"
    return f"{claim.kind}: {' '.join(quote(words) for words in (claim.name, text) if words)}"


def _act(claim: Claim, quote: Callable[[str], str]) -> str:
    verb, where = _ACTS.get(claim.property, "used"), f" of {quote(claim.before)}" if claim.before else ""
    if claim.is_described():
        return f"{verb} something that it calls {quote(claim.before)}"
    target = f" {quote(claim.name)}{where}" if claim.name else ""
    if claim.after and claim.property in ("type", "select"):
        into = f" {'into' if claim.property == 'type' else 'in'}{target}" if target else ""
        return f"{verb} {quote(claim.after)}{into}"
    return f"{verb}{target}{f' {quote(claim.after)}' if claim.after else ''}"


def _of(claim: Claim, quote: Callable[[str], str]) -> str:
    return f"{quote(claim.name)}: " if claim.name else ""
