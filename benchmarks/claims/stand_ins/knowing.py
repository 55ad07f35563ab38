"""A model that knows the truth: what the user did, and the changes that a person would report, from the DOM."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from benchmarks.claims.places import FIELDS, is_masked, is_selected
from benchmarks.claims.stand_ins.stand_in import said
from benchmarks.claims.stand_ins.states import States, line_with
from benchmarks.claims.texts import key, within
from benchmarks.claims.told import changes_between

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.claims.dom import Box, DomState, Line
    from benchmarks.claims.recordings import TrueAct
    from benchmarks.claims.stand_ins.asked import Finding, Put
    from benchmarks.claims.stand_ins.states import Between
    from benchmarks.claims.told import Told
    from tests.hosted.model_server import Said

MOST_ACTS, MOST_CHANGES = 5, 6
_KINDS = {"check": "click", "uncheck": "click", "dblclick": "click", "contextmenu": "click"}
_SURE = 0.9
_STILL_PX = 4.0
_MASKED = "•"
_OFF = {"kind": "state", "after": "not selected"}
_CONTROLS = ("button", "link", "tab", "menuitem", "option", "checkbox", "radio", "switch")


class KnowingModel:
    """Answers from the DOM; `answered` has its answers on pairs by the number of the state."""

    timeout_s = 60.0

    def __init__(self, folder: Path, without: Path) -> None:
        self._states = States(folder, without)
        self.answered: dict[int, dict[str, Any]] = {}

    def answer(self, question: Put) -> Said:
        """The true answer."""
        if question.state is None:
            return said(self._whole())
        answer = self._pair(question, question.state)
        self.answered[question.state] = answer
        return said(answer)

    def _pair(self, question: Put, number: int) -> dict[str, Any]:
        between = self._states.between(number)
        told = changes_between(self._states.dom, between.before, between.after)
        changes = [change for item in told for change in _change(item, between, question)]
        changes += _closed(between, question)
        done = [_act(act, between.before, question) for act in between.acts]
        untrue = [finding.number for finding in question.findings if _is_untrue(finding, between)]
        return {"done": done[:MOST_ACTS], "changes": _once(changes)[:MOST_CHANGES], "wrong": [], "untrue": untrue}

    def _whole(self) -> dict[str, Any]:
        wrong, truth = self._states.wrong_state(), self._states.truth
        because = truth.goes_wrong or "it does what it should not" if wrong else ""
        shown = f"Somebody uses {truth.app}: {truth.flow}."
        return {"shown": shown, "wrong_state": wrong, "because": because, "stayed": [], "title": truth.flow}


def _is_untrue(finding: Finding, between: Between) -> bool:
    """Whether the DOM disproves a local claim: a text is not there, or stood at the same place in the other state."""
    quote = finding.quotes[-1] if finding.quotes else ""
    shown, other = between.after, between.before
    if finding.kind == "disappeared":
        shown, other = other, shown
    elif finding.kind not in ("appeared", "changed"):
        return False
    lines = [line for line in shown.lines if within(quote, line.text) or within(line.text, quote)]
    if not lines:
        return bool(key(quote)) and not within(quote, " ".join(line.text for line in shown.lines))
    return all(
        any(key(line.text) == key(old.text) and _is_near(line.box, old.box) for old in other.lines) for line in lines
    )


def _is_near(a: Box, b: Box) -> bool:
    return abs(a[0] - b[0]) < _STILL_PX and abs(a[1] - b[1]) < _STILL_PX


def _once(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = {(change["kind"], change.get("before"), change.get("after")): change for change in reversed(changes)}
    return list(reversed(found.values()))


def _act(act: TrueAct, before: DomState, question: Put) -> dict[str, Any]:
    """An act; its target is named by the text on it or, for a field, by its name."""
    kind = _KINDS.get(act.kind, act.kind)
    value = act.key if act.kind == "key" else "" if act.value.startswith(_MASKED) else act.value
    words = _words_on(act, before) if kind not in ("key", "scroll") else ""
    place = question.placed(act.box, "before") if act.box is not None and _is_shown(act.box, question) else {}
    return {"kind": kind, "target": words, "value": value if kind != "click" else "", "sure": _SURE, **place}


def _words_on(act: TrueAct, state: DomState) -> str:
    if act.name and line_with(state, act.name) is not None:
        return act.name
    if act.box is None or act.role in FIELDS:
        return ""
    return next((line.text for line in state.lines if _is_inside(line.box, act.box)), "")


def _is_inside(box: Box, around: Box) -> bool:
    x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
    return around[0] <= x <= around[0] + around[2] and around[1] <= y <= around[1] + around[3]


def _is_shown(box: Box, question: Put) -> bool:
    x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
    left, top, width, height = next(picture.place for picture in question.shown if picture.is_whole)
    return left <= x < left + width and top <= y < top + height


def _change(one: Told, between: Between, question: Put) -> Iterator[dict[str, Any]]:
    """A change in the form of an answer; None if none of it is readable."""
    if one.kind == "theme":
        lighter = between.after.light > between.before.light
        words = ("dark", "light") if lighter else ("light", "dark")
        yield {"kind": "state", "what": "the colours of the page", "before": words[0], "after": words[1], "sure": _SURE}
        return
    if one.kind == "sorting":
        yield {"kind": "sorted", "what": "the rows", "after": _first_row(between), "sure": _SURE}
        return
    if one.kind == "page" and not any(map(key, one.texts)):
        yield {"kind": "loaded", "what": "page", "after": "", "sure": _SURE}
        return
    line = _line_of(one, between.after)
    if line is None or is_masked(between.after, line.box):
        return
    text = line.text if line.kind != "value" else one.texts[0] if within(one.texts[0], line.text) else line.text
    change = {"after": text, "sure": _SURE, **question.placed(line.box, "after")}
    if one.kind == "page" and _is_heading(between.after, text):
        yield {"kind": "loaded", "what": "page", **change}
    elif one.kind == "dialog":
        yield {"kind": "opened", "what": "dialog", **change}
    elif one.kind == "selection":
        is_on = is_selected(between.after, one.box or line.box)
        yield {"kind": "selected", "what": text, **change} if is_on else {**change, **_OFF, "what": text}
    elif one.kind in ("count", "value") and (before := _same_place(between.before, line)) is not None:
        yield {"kind": "changed", "what": _field_at(between.after, line), "before": before, **change}
    else:
        yield {"kind": "appeared", "what": one.kind, **change}


def _is_heading(state: DomState, text: str) -> bool:
    heads = [item.name for item in state.items if item.role == "heading"]
    return any(within(text, head) for head in (*heads, state.title))


def _line_of(one: Told, state: DomState) -> Line | None:
    """The line that shows a change, at its place if it has one."""
    for text in one.texts:
        lines = [
            line for line in state.lines if key(text) and (within(text[:60], line.text) or within(line.text, text))
        ]
        lines = [line for line in lines if len(key(line.text)) >= min(3, len(key(text)))]
        near = [line for line in lines if one.box is not None and _is_inside(line.box, one.box)]
        if lines:
            return (near or lines)[0]
    return None


def _same_place(state: DomState, line: Line) -> str | None:
    """The earlier line at the same place, if it is of the same kind."""
    found = (
        other_line
        for other_line in state.lines
        if other_line.kind == line.kind and abs(other_line.box[1] - line.box[1]) < 8
    )
    near = min(found, key=lambda other_line: abs(other_line.box[0] - line.box[0]), default=None)
    is_same = near is not None and abs(near.box[0] - line.box[0]) < 12 and key(near.text) != key(line.text)
    return near.text if near is not None and is_same else None


def _field_at(state: DomState, line: Line) -> str:
    return next((item.name for item in state.items if item.role in FIELDS and _is_inside(line.box, item.box)), "")


def _first_row(between: Between) -> str:
    """The first line that occurs once in both states, and is in another row now."""
    then, now = (_once_by_text(state) for state in (between.before, between.after))
    moved = [text for text in now if text in then and abs(then[text].box[1] - now[text].box[1]) > now[text].box[3]]
    first = min((now[text] for text in moved), key=lambda line: (line.box[1], line.box[0]), default=None)
    return first.text if first is not None else ""


def _once_by_text(state: DomState) -> dict[str, Line]:
    counts = Counter(key(line.text) for line in state.lines)
    return {key(line.text): line for line in state.lines if counts[key(line.text)] == 1}


def _closed(between: Between, question: Put) -> Iterator[dict[str, Any]]:
    """Dialogs that were closed, by their first line."""
    now = {item.ref for item in between.after.items}
    for item in between.before.items:
        if item.role in ("dialog", "alertdialog") and item.ref not in now:
            line = next((line for line in between.before.lines if _is_inside(line.box, item.box)), None)
            if line is not None and line_with(between.after, line.text) is None:
                place = question.placed(line.box, "before")
                yield {"kind": "closed", "what": "dialog", "before": line.text, "sure": _SURE, **place}
                return
