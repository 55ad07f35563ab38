"""Judges observations by what the DOM can prove; what it cannot prove is false, but for what is drawn in a canvas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from benchmarks.claims import places
from benchmarks.claims.texts import Match, key, within
from benchmarks.claims.verdicts import FALSE, IMPRECISE, TRUE, UNKNOWN, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.claims.claims_of import Claim
    from benchmarks.claims.dom import Dom, DomState

_QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”')
_FAINT = 3.0
_OVERLAP = 0.25
_ANSWER_MS, _STILL_MS = 1_500.0, 2_500.0
_EMPTY_LINES = 2
_TRUE = Verdict(TRUE, "", "")


def judge_observation(claim: Claim, dom: Dom, after: Sequence[DomState]) -> Verdict:
    """The verdict on an observation."""
    texts = [a or b for a, b in _QUOTED.findall(claim.after or claim.text)]
    judge = _JUDGES.get(claim.property)
    if judge is None:
        return Verdict(UNKNOWN, f"observation: {claim.property}", "the DOM cannot prove it")
    if claim.box is not None and any(places.is_blind(state, claim.box) for state in after):
        return Verdict(UNKNOWN, "canvas or picture", "")
    return judge(claim, texts, dom, after)


def _shown(texts: Sequence[str], states: Sequence[DomState]) -> Match:
    """How well the first text is found that is long enough to be found."""
    text = next((one for one in texts if len(key(one)) > 2), "")
    return max((places.found(state, text) for state in states), default=Match.NONE) if text else Match.NONE


def _error(claim: Claim, texts: Sequence[str], dom: Dom, after: Sequence[DomState]) -> Verdict:
    match = _shown(texts, after)
    if not match:
        return Verdict(FALSE, "observation: text misread", "no such text")
    text = next(one for one in texts if len(key(one)) > 2)
    if not any(places.is_error(state, text) for state in after):
        return Verdict(FALSE, "observation: no error", f"{text!r} is no error")
    return _TRUE if match is Match.EXACT else Verdict(IMPRECISE, "observation: text misread", "")


def _invalid(claim: Claim, texts: Sequence[str], dom: Dom, after: Sequence[DomState]) -> Verdict:
    if claim.box is not None and any(
        item.has("invalid") for state in after for item in places.items_at(state, claim.box)
    ):
        return _TRUE
    if claim.box is not None and any(places.is_marked(state, "error", claim.box) for state in after):
        return _TRUE
    return Verdict(FALSE, "observation: not invalid", "")


def _disabled(claim: Claim, texts: Sequence[str], dom: Dom, after: Sequence[DomState]) -> Verdict:
    here = [item for state in after for item in (places.items_at(state, claim.box) if claim.box else state.items)]
    if any(item.has("disabled") and (claim.box or _shown([item.name], after)) for item in here):
        return _TRUE
    return Verdict(FALSE, "observation: not disabled", "")


def _cut_off(claim: Claim, texts: Sequence[str], dom: Dom, after: Sequence[DomState]) -> Verdict:
    if claim.box is None:
        return Verdict(FALSE, "observation: not cut off", "no place")
    lines = [line for state in after for line in places.lines_at(state, claim.box)]
    if any(line.is_cut for line in lines) or any(places.is_marked(state, "overflow", claim.box) for state in after):
        return _TRUE
    return Verdict(FALSE, "observation: not cut off", "")


def _overlap(claim: Claim, texts: Sequence[str], dom: Dom, after: Sequence[DomState]) -> Verdict:
    for state in after:
        lines = places.lines_at(state, claim.box) if claim.box else state.lines
        for at, one in enumerate(lines):
            if places.share_inside(one.box, [other.box for other in lines[at + 1 :]]) > _OVERLAP:
                return _TRUE
    return Verdict(FALSE, "observation: no overlap", "")


def _contrast(claim: Claim, texts: Sequence[str], dom: Dom, after: Sequence[DomState]) -> Verdict:
    if claim.box is None:
        return Verdict(FALSE, "observation: contrast", "no place")
    lines = [line for state in after for line in places.lines_at(state, claim.box)]
    if any(line.contrast < _FAINT for line in lines):
        return _TRUE
    return Verdict(FALSE, "observation: contrast", f"{min((one.contrast for one in lines), default=0):.1f}")


def _waiting(claim: Claim, texts: Sequence[str], dom: Dom, after: Sequence[DomState]) -> Verdict:
    last = dom.states[-1]
    is_busy = any(item.role == "progressbar" or item.has("busy") for item in last.items)
    if (
        is_busy
        or (texts and _shown(texts, [last]))
        or re.search("loading|wait|lädt|charge", " ".join(line.text for line in last.lines), re.IGNORECASE)
    ):
        return _TRUE
    return Verdict(FALSE, "observation: nothing waits", "")


def _nothing(claim: Claim, texts: Sequence[str], dom: Dom, after: Sequence[DomState]) -> Verdict:
    """A click after which nothing of the DOM changed."""
    clicks = [act for act in dom.acts if claim.before_ms - 400 <= act.time_ms <= claim.time_ms + 2_000]
    clicks = [act for act in clicks if act.kind in ("click", "check", "uncheck", "dblclick")]
    dead = [act for act in clicks if not any(act.time_ms < at <= act.time_ms + _ANSWER_MS for at in dom.changed_ms)]
    named = [
        act for act in dead if not texts or any(within(text, act.name) or within(act.name, text) for text in texts)
    ]
    if named:
        return _TRUE
    return Verdict(FALSE, "observation: no dead click", "nobody clicked" if not clicks else "something changed")


def _empty(claim: Claim, texts: Sequence[str], dom: Dom, after: Sequence[DomState]) -> Verdict:
    between = dom.around(claim.before_ms, claim.time_ms + 100)
    if any(len(state.lines) <= _EMPTY_LINES for state in between):
        return _TRUE
    navigated = len({state.document for state in between}) > 1
    return Verdict(
        IMPRECISE if navigated else FALSE, "observation: not empty", "between two pages" if navigated else ""
    )


def _jumped(claim: Claim, texts: Sequence[str], dom: Dom, after: Sequence[DomState]) -> Verdict:
    acted = any(claim.before_ms - 300 <= act.until_ms <= claim.time_ms for act in dom.acts)
    before = dom.at(claim.before_ms)
    then = {line.text: line.box for line in before.lines}
    moved = sum(abs(box[1] - line.box[1]) > 8 for line in after[-1].lines if (box := then.get(line.text)) is not None)
    if moved >= 3 and not acted:
        return _TRUE
    return Verdict(FALSE, "observation: did not jump", "somebody acted" if acted else "")


def _vanished(claim: Claim, texts: Sequence[str], dom: Dom, after: Sequence[DomState]) -> Verdict:
    before = dom.at(claim.before_ms - 300)
    kept = {line.text for state in (before, after[-1]) for line in state.lines}
    between = dom.around(claim.before_ms - 2_000, claim.time_ms + _STILL_MS)
    if any(line.text not in kept for state in between[1:-1] for line in state.lines):
        return _TRUE
    return Verdict(FALSE, "observation: nothing vanished", "")


def _reverted(claim: Claim, texts: Sequence[str], dom: Dom, after: Sequence[DomState]) -> Verdict:
    known = [text for text in texts if len(key(text)) > 2]
    for text in known:
        shown = [bool(places.found(state, text)) for state in dom.around(0, claim.time_ms + _STILL_MS)]
        if True in shown and not shown[-1] and not shown[0]:
            return _TRUE
    return Verdict(FALSE, "observation: not reverted", "")


def _required(claim: Claim, texts: Sequence[str], dom: Dom, after: Sequence[DomState]) -> Verdict:
    fields = [item for state in after for item in state.items if item.role in places.FIELDS and item.has("required")]
    if claim.box is not None:
        fields = [item for item in fields if places.meets(places.grown(claim.box), item.box)]
    return _TRUE if any(not item.text for item in fields) else Verdict(FALSE, "observation: not required", "")


def _numbers(claim: Claim, texts: Sequence[str], dom: Dom, after: Sequence[DomState]) -> Verdict:
    """A sum or a count that is wrong: its numbers have to be on the page, whether it is a bug nobody can tell."""
    if texts and all(any(places.found(state, text) for state in after) for text in texts):
        return Verdict(UNKNOWN, "observation: sum or count", "its texts are there")
    return Verdict(FALSE, "observation: text misread", "")


_JUDGES = {
    "error": _error,
    "invalid": _invalid,
    "disabled": _disabled,
    "cut-off": _cut_off,
    "overlap": _overlap,
    "contrast": _contrast,
    "waiting": _waiting,
    "nothing": _nothing,
    "dead-click": _nothing,
    "empty": _empty,
    "jumped": _jumped,
    "vanished": _vanished,
    "reverted": _reverted,
    "required": _required,
    "sum": _numbers,
    "count": _numbers,
}
