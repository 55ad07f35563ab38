"""Judges the acts in the steps against what the user did: kind, target and value, each act once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.claims import places
from benchmarks.claims.texts import Match, key, same, within
from benchmarks.claims.verdicts import FALSE, IMPRECISE, TRUE, UNKNOWN, Verdict, worst

if TYPE_CHECKING:
    from benchmarks.claims.claims_of import Claim
    from benchmarks.claims.dom import Dom
    from benchmarks.claims.recordings import TrueAct

_EARLY_MS, _LATE_MS = 400.0, 300.0
_NEAR_PX = 12.0
_CLICKS = {"click", "check", "uncheck", "select"}
_KINDS = {
    "click": {*_CLICKS, "dblclick", "contextmenu"},
    "type": {"type", "select"},
    "select": {*_CLICKS, "type", "key"},
    "key": {"key"},
    "scroll": {"scroll"},
    "drag": {"drag"},
    "hover": {"hover"},
    "navigate": {"navigate", "click", "key"},
}
_EXACT_KINDS = {**_KINDS, "click": _CLICKS, "navigate": {"navigate"}}
_WITHOUT_TARGET = frozenset({"key", "scroll", "navigate"})
"""Acts on the page, or on the focused element: a wrong target name counts, a missing one does not."""
MASKED = "•"


def judge_act(claim: Claim, dom: Dom, used: set[int]) -> Verdict:
    """The verdict on an act; the act of the truth that it matches is added to `used`."""
    since, until = claim.before_ms - _EARLY_MS, claim.time_ms + _LATE_MS
    near = [at for at, act in enumerate(dom.acts) if since <= act.time_ms <= until or since <= act.until_ms <= until]
    if claim.property == "hover" and not any(dom.acts[at].kind == "hover" for at in near):
        return Verdict(UNKNOWN, "act: hover", "the person notes no hover on the way")
    kinds = _KINDS.get(claim.property)
    alike = [at for at in near if kinds is None or dom.acts[at].kind in kinds]
    judged = [(_of_pair(claim, dom.acts[at], dom), at) for at in alike if at not in used]
    if not judged:
        if any(at in used for at in alike):
            return Verdict(FALSE, "act: said twice", "that act is a step already")
        if not near:
            return Verdict(FALSE, "act: nothing was done", "")
        return Verdict(FALSE, "act: another kind", f"it was {', '.join(_told(dom.acts[at]) for at in near)}")
    order = (TRUE, IMPRECISE, FALSE)
    best, at = min(judged, key=lambda pair: order.index(pair[0].word))
    if best.word != FALSE:
        used.add(at)
    return best


def _of_pair(claim: Claim, act: TrueAct, dom: Dom) -> Verdict:
    return worst(_target(claim, act, dom), _kind(claim, act), _value(claim, act))


def _kind(claim: Claim, act: TrueAct) -> Verdict:
    is_exact = act.kind in _EXACT_KINDS.get(claim.property, ())
    return _TRUE if is_exact else Verdict(IMPRECISE, "act: kind", f"it was {_told(act)}")


def _target(claim: Claim, act: TrueAct, dom: Dom) -> Verdict:
    """Whether the target has this name, or is at the place."""
    is_untold = not claim.name and claim.box is None
    at_place = is_untold or (claim.property in _WITHOUT_TARGET and (not claim.name or act.box is None))
    if claim.box is not None and act.box is not None:
        x, y = places.middle(claim.box)
        at_place = places.holds(act.box, x, y, _NEAR_PX) or places.holds(claim.box, *places.middle(act.box), _NEAR_PX)
    named = _named(claim.name, act, dom) if claim.name else Match.NONE
    if named is Match.EXACT:
        return _TRUE
    if named is Match.NEAR:
        return Verdict(IMPRECISE, "act: text misread", f"it was {_told(act)}")
    if at_place:
        return _TRUE if not claim.name else Verdict(IMPRECISE, "act: name", f"it was {_told(act)}")
    return Verdict(FALSE, "act: target", f"it was {_told(act)}")


def _named(name: str, act: TrueAct, dom: Dom) -> Match:
    """Whether a name is that of the target, or a text on it or, for a field, next to it."""
    own = max(same(name, act.name), within(act.name, name) if act.name else Match.NONE)
    if own is Match.EXACT or act.box is None:
        return own
    state = dom.at(act.time_ms - 50)
    written = max((same(name, line.text) for line in places.lines_at(state, act.box)), default=Match.NONE)
    beside = Match.NONE
    if act.role in places.FIELDS or act.kind in ("type", "select", "check", "uncheck"):
        left, top, width, height = act.box
        around = (left - 260, top - 40, width + 460, height + 60)
        beside = max(
            (same(name, line.text) for line in state.lines if places.meets(around, line.box)), default=Match.NONE
        )
    return max(own, written, beside)


def _value(claim: Claim, act: TrueAct) -> Verdict:
    """Whether the claimed value is what was typed or chosen."""
    if claim.property == "key" and claim.after and act.key:
        return _TRUE if _is_key(claim.after, act.key) else Verdict(FALSE, "act: value", f"it was {_told(act)}")
    if claim.property not in ("type", "select") or not claim.after or not act.value:
        return _TRUE
    if act.value.startswith(MASKED):
        return _TRUE
    match = same(claim.after, act.value)
    if match is Match.EXACT:
        return _TRUE
    is_part = within(claim.after, act.value) or within(act.value, claim.after)
    return (
        Verdict(IMPRECISE, "act: value", f"it was {_told(act)}")
        if match or is_part
        else Verdict(FALSE, "act: value", f"it was {_told(act)}")
    )


def _is_key(said: str, pressed: str) -> bool:
    """Whether it is the key that was pressed: Ctrl+A, Control+a."""
    plain = [key(item.casefold().replace("control", "ctrl").replace("escape", "esc")) for item in (said, pressed)]
    return plain[0] == plain[1]


def _told(act: TrueAct) -> str:
    return f"{act.kind} {act.role} {act.name!r} {act.value or act.key}".strip()


_TRUE = Verdict(TRUE, "", "")
