"""The claims of an analysis from its `session.json`, and the rows of its prompt."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Box = tuple[float, float, float, float]

_ROW = re.compile(r"^(\d+)(?:-(\d+))? \| \d+:\d\d\.\d \| ")


@dataclass
class Claim:
    """One claim of a prompt; `box` is in frame pixels.

    `before_ms` is the time of the previous state's picture, `time_ms` that of the state's own.
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
    score: float
    is_said: bool
    text: str
    name: str = ""
    box: Box | None = None
    source: str = "pixels"
    """Or "model" or "confirmed": a model's claim that the local reading could not check, or confirmed."""


@dataclass
class Analysed:
    """The claims of a recording's analysis, its rows by state, and what it cost."""

    claims: list[Claim]
    rows: dict[int, str]
    states_ms: list[tuple[float, float]]
    """The times when each state began, and of its picture."""
    pointers: list[tuple[float, float] | None]
    wrong: int | None = None
    """The number of the state where it went wrong, from 1."""
    seconds: float = 0.0
    session_bytes: int = 0
    files: list[str] = field(default_factory=list)


def read_analysis(folder: Path) -> Analysed:
    """Read the claims and rows of an analysis."""
    session: dict[str, Any] = json.loads((folder / "session.json").read_text())
    prompt = next(folder.glob("prompt.*.md")).read_text()
    frames = {frame["number"]: frame for frame in session["keyframes"]["frames"]}
    moments = session["timeline"]["moments"]
    shown = [frames[moment["frame"]] for moment in moments]
    states = [
        (float(entry["timestampMs"] if entry["beganMs"] is None else entry["beganMs"]), float(entry["timestampMs"]))
        for entry in shown
    ]
    wrong = session["timeline"].get("wrong")
    return Analysed(
        claims=_claims(session["claims"], states),
        rows=_rows(prompt),
        states_ms=states,
        pointers=[tuple(entry["pointer"]) if entry["pointer"] else None for entry in shown],
        wrong=None if wrong is None else wrong + 1,
        session_bytes=(folder / "session.json").stat().st_size,
        files=[entry["fullFile"] for entry in shown],
    )


def _claims(claims: Sequence[Mapping[str, Any]], states: Sequence[tuple[float, float]]) -> list[Claim]:
    return [
        Claim(
            id=claim["id"],
            state=claim["state"],
            time_ms=claim["timeMs"],
            since_ms=claim["sinceMs"],
            before_ms=_before_ms(states, claim["state"]),
            kind=claim["kind"],
            property=claim["property"],
            before=claim["before"],
            after=claim["after"],
            score=claim["score"],
            is_said=claim["isSaid"],
            text=claim["text"],
            name=claim["name"],
            box=tuple(claim["box"]) if claim["box"] else None,
            source=claim.get("source", "pixels"),
        )
        for claim in claims
    ]


def _rows(prompt: str) -> dict[int, str]:
    """The rows of the timeline by the number of their state."""
    table = prompt.partition("<timeline>")[2].partition("</timeline>")[0] or prompt
    found: dict[int, str] = {}
    for line in table.splitlines():
        if match := _ROW.match(line):
            for number in range(int(match[1]), int(match[2] or match[1]) + 1):
                found.setdefault(number, line)
    return found


def _before_ms(states: Sequence[tuple[float, float]], number: int) -> float:
    return states[number - 2][1] if 2 <= number <= len(states) else 0.0
