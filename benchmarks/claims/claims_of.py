"""The claims of an analysis, as its `session.json` has them; for one without claims, as its prompt makes them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

Box = tuple[float, float, float, float]

_ROW = re.compile(r"^(\d+)(?:-(\d+))? \| \d+:\d\d\.\d \| ")
_STEP = re.compile(r"^\d+\. (?!\()(.*)$")
_STATES = re.compile(r"\(states? (\d+)(?:-(\d+))?, ")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_POINT = re.compile(r"at \((\d+), (\d+)\) px")
_PLACE = re.compile(r"\((-?\d+), (-?\d+)\)")
_HEADED = re.compile(r"^The recording starts on a page headed (.*)\.$")
_SCROLLED = re.compile(r"^The content scrolled (up|down|left|right) by (\d+) px")
_ELEMENT = re.compile(
    r"\b(button|link|text|textbox|heading|checkbox|radio|tab|combobox|menu|dialog|alert|img|generic)~"
)
_TYPE_OF_WORD = {"textbox": "input", "combobox": "select", "img": "image", "generic": "other"}
_WAY = re.compile(r"\b(?:up|down|left|right)\b", re.IGNORECASE)
_BY = re.compile(r"(\d+(?:\.\d+)?)")
_SHOWN = 24
"""So much of a text suffices to find it in a row."""


@dataclass
class Claim:
    """One thing that a prompt says. `element` is None if it is about none, `box` is in frame pixels.

    `before_ms` is the time of the picture of the state before, `time_ms` that of the state's own.
    """

    id: str
    state: int
    time_ms: float
    since_ms: float
    before_ms: float
    kind: str
    property: str
    before: str
    after: str
    probability: float
    is_said: bool
    text: str
    type: str = ""
    name: str = ""
    is_type_sure: bool = False
    box: Box | None = None


@dataclass
class Analysed:
    """The claims of a recording's analysis, its rows by state, and what it cost."""

    claims: list[Claim]
    rows: dict[int, str]
    states_ms: list[tuple[float, float]]
    """When each state began, and the time of its picture."""
    pointers: list[tuple[float, float] | None]
    wrong: int | None = None
    """The number of the state in which it went wrong, from 1."""
    seconds: float = 0.0
    session_bytes: int = 0
    has_claims: bool = False
    files: list[str] = field(default_factory=list)


def read_analysis(folder: Path) -> Analysed:
    """What an analysis says."""
    session: dict[str, Any] = json.loads((folder / "session.json").read_text())
    prompt = next(folder.glob("prompt.*.md")).read_text()
    frames = {frame["number"]: frame for frame in session["keyframes"]["frames"]}
    moments = session["timeline"]["moments"]
    shown = [frames[moment["frame"]] for moment in moments]
    states = [
        (float(one["timestampMs"] if one["beganMs"] is None else one["beganMs"]), float(one["timestampMs"]))
        for one in shown
    ]
    rows = _rows(prompt)
    has_claims = isinstance(session.get("claims"), list)
    found = _given(session["claims"], states) if has_claims else list(_derived(session, prompt, rows, states))
    wrong = session["timeline"].get("wrong")
    return Analysed(
        claims=found,
        rows=rows,
        states_ms=states,
        pointers=[tuple(one["pointer"]) if one["pointer"] else None for one in shown],
        wrong=None if wrong is None else wrong + 1,
        session_bytes=(folder / "session.json").stat().st_size,
        has_claims=has_claims,
        files=[one["fullFile"] for one in shown],
    )


def _given(claims: Sequence[Mapping[str, Any]], states: Sequence[tuple[float, float]]) -> list[Claim]:
    """The claims as `session.json` has them, in the words of the judge."""
    found = []
    for one in claims:
        element = one["element"] if isinstance(one.get("element"), dict) else {}
        number = one["state"]
        kind, what, after = _in_words(one)
        found.append(
            Claim(
                id=str(one["id"]),
                state=number,
                time_ms=one["timeMs"],
                since_ms=one["sinceMs"],
                before_ms=_before_ms(states, number),
                kind=kind,
                property=what,
                before=one.get("before") or "",
                after=after,
                probability=one.get("probability", 1.0),
                is_said=one["isSaid"],
                text=one.get("text") or "",
                type=element.get("type") or "",
                name=element.get("name") or one.get("name") or "",
                is_type_sure=bool(element.get("isTypeSure")),
                box=_box(one.get("box")),
            )
        )
    return found


def _in_words(claim: Mapping[str, Any]) -> tuple[str, str, str]:
    """Kind, property and new text of a claim, where one may be said in several ways."""
    kind, what, after = claim["kind"], claim.get("property") or "", claim.get("after") or ""
    match kind:
        case "went_wrong":
            return "wrong", "state", after
        case "error":
            return "appeared", "error", after
        case "scrolled":
            told = " ".join((what, after, claim.get("text") or ""))
            way, by = _WAY.search(told), _BY.search(told)
            return "moved", "scroll", f"{way[0].lower() if way else ''} {by[1] if by else ''}".strip()
        case "state":
            is_named = what not in ("", "state")
            if is_named and after.casefold() in ("", "true", "yes", "on"):
                after = what
            elif is_named and after.casefold() in ("false", "no", "off"):
                after = f"not {what}"
            return "changed" if claim.get("before") else "appeared", "state", after
    return kind, what, after


def _rows(prompt: str) -> dict[int, str]:
    """The rows of the timeline by the number of their state."""
    table = prompt.partition("<timeline>")[2].partition("</timeline>")[0] or prompt
    found: dict[int, str] = {}
    for line in table.splitlines():
        if match := _ROW.match(line):
            for number in range(int(match[1]), int(match[2] or match[1]) + 1):
                found.setdefault(number, line)
    return found


def _box(box: Sequence[float] | None) -> Box | None:
    return (box[0], box[1], box[2], box[3]) if box else None


def _before_ms(states: Sequence[tuple[float, float]], number: int) -> float:
    return states[number - 2][1] if 2 <= number <= len(states) else 0.0


# --- what a prompt without claims says ---


def _derived(
    session: Mapping[str, Any], prompt: str, rows: Mapping[int, str], states: Sequence[tuple[float, float]]
) -> Iterator[Claim]:
    """The changes in its rows, its steps, its observations, and where it went wrong."""
    count = 0

    def claim(number: int, kind: str, what: str, after: str = "", *, is_said: bool = True, **more: Any) -> Claim:
        nonlocal count
        count += 1
        since, at = states[number - 1]
        told = {"before": "", "text": f"{kind} {what}: {after}", "probability": 1.0, **more}
        return Claim(
            f"c{count}", number, at, since, _before_ms(states, number), kind, what, after=after, is_said=is_said, **told
        )

    moments = session["timeline"]["moments"]
    for number, moment in enumerate(moments, 1):
        row = rows.get(number, "")
        plain = _plain(row)
        if headed := _HEADED.match(moment["summary"]):
            for name in _quoted(headed[1]):
                said = _plain(name)[:_SHOWN] in plain
                yield claim(number, "page", "heading", name, is_said=said, text=moment["summary"])
        if scrolled := _SCROLLED.match(moment["summary"]):
            said = "The content scrolled" in row
            yield claim(number, "moved", "scroll", f"{scrolled[1]} {scrolled[2]}", is_said=said, text=scrolled[0])
        if moment["kind"] == "navigation" and number > 1:
            lead = "another view" in row or "became empty" not in row
            yield claim(number, "page", "address", is_said=bool(row) and lead, text="navigation: another view")
        for change in moment["changes"]:
            yield from _of_change(change, number, plain, claim)
    yield from _steps(prompt, claim)
    all_said = _plain(prompt.partition("<timeline>")[2])
    seen: set[tuple[str, str]] = set()
    for number, moment in enumerate(moments, 1):
        for one in (*moment["reading"]["observations"], *moment["inferred"]):
            if (mark := (one["kind"], _plain(one["text"]))) in seen:
                continue
            seen.add(mark)
            is_said = mark[1][: 3 * _SHOWN] in all_said
            yield claim(
                number, "observation", one["kind"], one["text"], is_said=is_said, box=_box(one["box"]), text=one["text"]
            )
    wrong = session["timeline"]["wrong"]
    if wrong is not None:
        because = session["timeline"]["wrongBecause"]
        yield claim(wrong + 1, "wrong", "state", because, text=f"went wrong in state {wrong + 1}: {because}")


def _of_change(change: Mapping[str, Any], number: int, row: str, claim: Any) -> Iterator[Claim]:
    element = change["element"]
    name = element["name"] or element["label"]
    about = {
        "type": element["type"],
        "name": name,
        "is_type_sure": True,
        "box": _box(element["box"]),
        "probability": element["confidence"],
    }
    kind, what, before, after = change["kind"], change["what"], change["before"], change["after"]
    if kind in ("added", "removed"):
        told = name or element["value"]
        word = "appeared" if kind == "added" else "disappeared"
        is_said = bool(told) and _plain(told)[:_SHOWN] in row
        sign = "+" if kind == "added" else "-"
        text = f'{sign} {element["type"]} "{name}"' + (f' = "{element["value"]}"' if element["value"] else "")
        shown = element["value"] or name
        yield claim(
            number,
            word,
            "value" if element["value"] else "text",
            shown if kind == "added" else "",
            before=shown if kind == "removed" else "",
            is_said=is_said,
            text=text,
            **about,
        )
        for state in element["state"] if kind == "added" else ():
            yield claim(
                number, word, "state", state, is_said=is_said and f"[{state}]" in row, text=f"{text} [{state}]", **about
            )
        return
    is_said = _plain(after)[:_SHOWN] in row and _plain(before)[:_SHOWN] in row and bool(after or before)
    text = f'{element["type"]} "{name}" {what} "{before}" -> "{after}"'
    if what == "place":
        word = "sorted" if before == "its row" else "moved"
        is_said = is_said if word == "moved" else f"{_plain(name)[:_SHOWN]} {after}" in row.replace('"', "")
        yield claim(number, word, "place", after, before=before, is_said=is_said, text=text, **about)
    else:
        yield claim(number, "changed", what, after, before=before, is_said=is_said, text=text, **about)


def _steps(prompt: str, claim: Any) -> Iterator[Claim]:
    """The acts that a prompt names; gaps and the page that is opened first are none."""
    section = prompt.partition("<steps")[2].partition("</steps>")[0]
    for line in section.splitlines():
        step = _STEP.match(line)
        states = _STATES.search(line)
        if not step or not states:
            continue
        number = int(states[2] or states[1])
        names = _quoted(step[1])
        kind = _ELEMENT.search(step[1])
        point = _POINT.search(step[1])
        about = {
            "type": _TYPE_OF_WORD.get(kind[1], kind[1]) if kind else "",
            "name": names[0] if names else "",
            "is_type_sure": bool(kind),
            "box": (float(point[1]), float(point[2]), 0.0, 0.0) if point else None,
            "text": step[1],
        }
        verb = step[1].split(" ", 1)[0]
        if verb in ("then", "by"):
            yield claim(number, "changed", "value", names[-1] if names else "", **about)
        elif verb in ("set", "scroll", "click", "toggle", "send", "drag", "hover", "one"):
            after = names[-1] if verb in ("set", "toggle") and names else ""
            way = re.search(r"scroll (up|down|left|right) by (\d+) px", step[1])
            yield claim(number, "act", _act(step[1]), f"{way[1]} {way[2]}" if way else after, **about)


def _act(step: str) -> str:
    verb = step.split(" ", 1)[0]
    if step.startswith("hover or click"):
        return "click"
    return {"set": "type", "toggle": "check", "one": "check", "send": "key"}.get(verb, verb)


def _quoted(text: str) -> list[str]:
    return [str(json.loads(f'"{one}"')) for one in _QUOTED.findall(text)]


def _plain(text: str) -> str:
    """As a row writes it."""
    return " ".join(text.replace("<", "‹").replace('\\"', '"').split())
