"""Judges kinds of claims that only a model makes: selected, opened, closed, state, unchanged, moved, flaw.

What the DOM does not show, such as whether something looks wrong, is unknown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from benchmarks.claims import places
from benchmarks.claims.sorting import is_sorted
from benchmarks.claims.texts import Match, key, same, within
from benchmarks.claims.verdicts import FALSE, IMPRECISE, TRUE, UNKNOWN, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.claims.claims_of import Box, Claim
    from benchmarks.claims.dom import DomState, Item, Line

TRUE_HERE = Verdict(TRUE, "", "")
_QUOTED = re.compile(r"[\"“”„«»‘’']([^\"“”„«»‘’']{2,}?)[\"“”„«»‘’']")
_STATES: tuple[tuple[re.Pattern[str], str, bool], ...] = (
    (re.compile(r"\b(not|un)[- ]?(checked|ticked)|\b(off|deselected)\b", re.IGNORECASE), "checked", False),
    (re.compile(r"\b(checked|ticked|on)\b", re.IGNORECASE), "checked", True),
    (re.compile(r"\b(enabled|not disabled)\b", re.IGNORECASE), "disabled", False),
    (re.compile(r"\b(disabled|gr[ea]yed)\b", re.IGNORECASE), "disabled", True),
    (re.compile(r"\bvalid\b", re.IGNORECASE), "invalid", False),
    (re.compile(r"\binvalid\b", re.IGNORECASE), "invalid", True),
    (re.compile(r"\b(collapsed|folded|closed)\b", re.IGNORECASE), "expanded", False),
    (re.compile(r"\b(expanded|unfolded|open|opened)\b", re.IGNORECASE), "expanded", True),
    (re.compile(r"\b(unselected|not selected)\b", re.IGNORECASE), "selected", False),
    (re.compile(r"\b(selected|active|current|pressed|highlighted)\b", re.IGNORECASE), "selected", True),
)
"""Words for a state in answers, and the state of the accessibility tree."""
_CHECKABLE = frozenset({"checkbox", "radio", "switch", "menuitemcheckbox", "menuitemradio"})
_POPUPS = frozenset({"dialog", "alertdialog", "menu", "listbox", "tree", "tooltip", "alert", "status"})
_CUT = re.compile(r"\bcut|\bclip|truncat|ellips", re.IGNORECASE)
_ERROR = re.compile(r"\berror|\bfail|invalid|\bwarn", re.IGNORECASE)
_MOVED_PX = 8.0


def judge_selected(claim: Claim, before: Sequence[DomState], after: Sequence[DomState]) -> Verdict:
    """Whether an entry became selected, checked, pressed or active."""
    text = claim.after or claim.before
    boxes = [box for state in after for box in (places.places_of(state, text) if key(text) else [])]
    if claim.box is not None:
        near = [box for box in boxes if places.meets(places.grown(claim.box), box)]
        boxes = near or boxes or [claim.box]
    if not boxes:
        return _not_there(text, claim.box, after)
    news = [box for box in boxes if not all(places.is_selected(state, box) for state in before)]
    if not news:
        return Verdict(FALSE, "state", "it was selected before")
    if any(places.is_selected(state, box) for state in after for box in news):
        return TRUE_HERE
    if any(_is_focused(state, box) for state in after for box in news):
        return Verdict(UNKNOWN, "only looks so", "the DOM has the element, and says nothing of a selection")
    if any(places.is_blind(state, box) for state in after for box in news):
        return Verdict(UNKNOWN, "canvas or picture", "")
    return Verdict(FALSE, "state", f"{text!r} is not selected")


def _is_focused(state: DomState, box: Box) -> bool:
    """Whether a field or a row is there whose selection may be visible only by its style."""
    return any(item.role in (*places.FIELDS, "row", "option", "gridcell") for item in places.items_at(state, box))


def judge_opened(claim: Claim, before: Sequence[DomState], after: Sequence[DomState]) -> Verdict:
    """Whether a dialog, menu or panel opened; for a closed one, the states are swapped."""
    if claim.kind == "closed":
        before, after = after, before
    if any(_popups(old) != _popups(two) for old in before for two in after):
        return TRUE_HERE
    if any(_expanded(old) != _expanded(two) for old in before for two in after):
        return TRUE_HERE
    text = (claim.before or claim.after) if claim.kind == "closed" else (claim.after or claim.before)
    if key(text):
        here = max(places.found(state, text) for state in after)
        if not here:
            return _not_there(text, claim.box, after)
        is_new = min(places.count(state, text) for state in before) < max(places.count(state, text) for state in after)
        return TRUE_HERE if is_new else Verdict(FALSE, "no dialog", f"{text!r} is there before and after")
    if claim.box is None:
        return Verdict(UNKNOWN, "no quote", "")
    then, now = ({line.text for state in states for line in _inside(state, claim.box)} for states in (before, after))
    return TRUE_HERE if now - then else Verdict(FALSE, "no dialog", "no text came there")


def _inside(state: DomState, box: Box) -> Iterable[Line]:
    return (line for line in state.lines if places.holds(box, *places.middle(line.box)))


def _popups(state: DomState) -> set[tuple[str, str]]:
    return {(item.ref, item.role) for item in state.items if item.role in _POPUPS}


def _expanded(state: DomState) -> set[str]:
    return {item.ref for item in state.items if item.has("expanded")}


def judge_state(claim: Claim, before: Sequence[DomState], after: Sequence[DomState]) -> Verdict:
    """Whether something is checked, disabled, invalid or expanded now: by the states of the elements that the claim
    names.
    """
    found = next(((name, is_on) for words, name, is_on in _STATES if words.search(claim.after)), None)
    if found is None:
        return Verdict(UNKNOWN, "state without a word", claim.after)
    name, is_on = found
    now = [item for state in after for item in _has_state(state, claim, name)]
    then = [item for state in before for item in _has_state(state, claim, name)]
    if is_on not in now and is_on in then:
        return Verdict(FALSE, "state", f"it is not {claim.after}")
    if is_on in now and (not then or (not is_on) in then):
        return TRUE_HERE
    if now and is_on not in now and name == "checked":
        return Verdict(FALSE, "state", f"it is not {claim.after}")
    return Verdict(UNKNOWN, "state not in the DOM", claim.after)


def _has_state(state: DomState, claim: Claim, name: str) -> list[bool]:
    """Whether the elements that a claim names have a state; empty if the state of none is known."""
    items = [item for item in state.items if _is_meant(item, claim)]
    if name == "checked":
        items = [item for item in items if item.role in _CHECKABLE or item.has("checked")]
    if name == "selected":
        return [any(item.has(entry) for entry in places.SELECTED) for item in items]
    found = [item.has(name) for item in items]
    if name == "invalid" and claim.box is not None and not any(found):
        found.append(places.is_marked(state, "error", claim.box))
    return found


def _is_meant(item: Item, claim: Claim) -> bool:
    if claim.box is not None:
        return places.holds(places.grown(claim.box, 8, 6), *places.middle(item.box)) or (
            places.holds(item.box, *places.middle(claim.box)) and item.box[3] < 3 * claim.box[3] + 20
        )
    return bool(key(item.name)) and (within(item.name, claim.name) or same(item.name, claim.name)) is not Match.NONE


def judge_unchanged(claim: Claim, before: Sequence[DomState], after: Sequence[DomState]) -> Verdict:
    """Whether the quoted words are in both states."""
    text = claim.after or claim.name
    quotes = _QUOTED.findall(text) or [text]
    if all(_stands(state, quote) for quote in quotes for state in (before[-1], after[-1])):
        return TRUE_HERE
    if quotes != [text] and not any(_stands(after[-1], quote) for quote in quotes):
        return Verdict(FALSE, "never there", f"{quotes} is not on the screen")
    return Verdict(UNKNOWN, "no quote", "")


def _stands(state: DomState, quote: str) -> bool:
    return places.found(state, quote) is not Match.NONE


def judge_flaw(claim: Claim, after: Sequence[DomState]) -> Verdict:
    """Whether something looks wrong: only cut-off texts, errors, and words that are nowhere on the
    page can be judged.
    """
    quote, why = claim.before, claim.after
    if key(quote):
        if not max(places.found(state, quote) for state in after):
            return _not_there(quote, claim.box, after)
        if _CUT.search(why) and any(line.is_cut for state in after for line in state.lines if within(quote, line.text)):
            return TRUE_HERE
        if _ERROR.search(why) and any(places.is_error(state, quote) for state in after):
            return TRUE_HERE
    return Verdict(UNKNOWN, "how it looks", why)


def judge_moved(claim: Claim, before: Sequence[DomState], after: Sequence[DomState]) -> Verdict:
    """Whether the named or quoted text moved."""
    texts = [text for text in (claim.name, claim.before, claim.after) if key(text)]
    text = next((text for text in texts if any(places.found(state, text) for state in after)), "")
    if not text:
        return Verdict(UNKNOWN, "no quote", "")
    now, then = places.places_of(after[-1], text), places.places_of(before[-1], text)
    if not now:
        return Verdict(UNKNOWN, "no quote", "")
    if not then:
        return Verdict(IMPRECISE, "appeared", f"{text!r} was not there before")
    if all(any(_is_same(a, b) for b in then) for a in now):
        return Verdict(FALSE, "not moved", f"{text!r} is where it was")
    return TRUE_HERE


def _is_same(a: Box, b: Box) -> bool:
    return abs(a[0] - b[0]) < _MOVED_PX and abs(a[1] - b[1]) < _MOVED_PX


def judge_sorted(before: Sequence[DomState], after: Sequence[DomState]) -> Verdict:
    """Whether rows are in another order."""
    if any(is_sorted(old, two) for old in before for two in after):
        return TRUE_HERE
    return Verdict(FALSE, "not sorted", "the rows are in the same order")


def _not_there(text: str, box: Box | None, states: Sequence[DomState]) -> Verdict:
    if box is not None and any(places.is_blind(state, box) for state in states):
        return Verdict(UNKNOWN, "canvas or picture", f"{text!r} lies where the DOM is blind")
    return Verdict(FALSE, "never there", f"{text!r} is not on the screen")
