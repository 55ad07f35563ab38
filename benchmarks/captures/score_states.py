"""Scores the moments of an analysed capture against the states that were on screen."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from benchmarks.keyframes import Score, score, states_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MIN_STATE_MS = 100
"""States that lasted this long must not be missed."""
START_S, SHARE_OF_LENGTH = 4.0, 0.15
"""An analysis may take at most this long, plus this share of the recording's length."""


@dataclass
class SceneScore:
    """The figures of one scene; `lasting` is how many states of at least 100 ms have a moment, and
    how many there are.
    """

    scene: str
    keyframes: Score
    lasting: tuple[int, int]
    length_s: float
    wall_s: float
    processor_s: float
    stations_s: dict[str, float] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)
    extras: list[str] = field(default_factory=list)

    @property
    def allowed_s(self) -> float:
        return START_S + SHARE_OF_LENGTH * self.length_s

    def as_json(self) -> dict[str, Any]:
        """The figures for the JSON file."""
        return asdict(self) | {"keyframes": self.keyframes._asdict(), "allowed_s": self.allowed_s}


def score_states(
    scene: str,
    session: Mapping[str, Any],
    truth: Sequence[Mapping[str, Any]],
    offset_ms: float,
    moves_ms: Sequence[float] = (),
) -> SceneScore:
    """All figures except times; the states of `truth` have epoch times, `offset_ms` is that of video time 0.

    `moves_ms` is when the pointer moved, according to the capture.
    """
    states: list[dict[str, Any]] = [
        {**entry, "start_ms": entry["start_ms"] - offset_ms, "end_ms": entry["end_ms"] - offset_ms} for entry in truth
    ]
    acts_ms = [act["timeMs"] for moment in session["timeline"]["moments"] for act in moment["acts"]]
    _end_with_acts(states, [*acts_ms, *moves_ms])
    rows = rows_of(session)
    kept = [row.stood_ms(states) for row in rows]
    shown = states_of(kept, states)
    mostly = {row.state_of(states) for row in rows if row.meets(states)}
    lasting = [
        at
        for at, state in enumerate(states)
        if not state["optional"] and state["end_ms"] - state["start_ms"] >= MIN_STATE_MS
    ]
    found = SceneScore(
        scene,
        score(kept, states),
        (sum(at in mostly for at in lasting), len(lasting)),
        session["recording"]["durationMs"] / 1000,
        0.0,
        0.0,
        {name: round(value, 2) for name, value in session["seconds"].items()},
    )
    for at, state in enumerate(states):
        span = f"{state['name']} ({state['start_ms'] / 1000:.2f}-{state['end_ms'] / 1000:.2f} s)"
        if at in lasting and at not in mostly:
            found.misses.append(f"no moment mostly in: {span}")
        if not state["optional"] and at not in shown:
            found.misses.append(f"no picture of: {span}")
    seen = set[int]()
    for row, index in zip(sorted(rows, key=lambda row: row.stood_ms(states)), shown, strict=True):
        if index is None:
            found.extras.append(f"no state: {row.told}")
            continue
        if index in seen and not states[index]["optional"]:
            found.extras.append(f'"{states[index]["name"]}" again: {row.told}')
        seen.add(index)
    return found


def _end_with_acts(states: list[dict[str, Any]], acts_ms: Sequence[float]) -> None:
    """A press reaches a busy page up to half a second after it was sent, and until then the state is on screen.

    So a state ends with the act or the pointer move that follows, at the capture's time; `benchmarks.captures` compares
    that with the driver's.
    """
    for at, state in enumerate(states):
        until = states[at + 1]["start_ms"] if at + 1 < len(states) else state["end_ms"]
        state["end_ms"] = next((time for time in sorted(acts_ms) if state["end_ms"] <= time <= until), state["end_ms"])


@dataclass(frozen=True)
class Row:
    """A moment: when it began and ended, the time of its picture, and its words."""

    since_ms: float
    until_ms: float
    picture_ms: float
    told: str

    def overlap(self, state: Mapping[str, Any]) -> float:
        """How long the state and this moment were on screen together."""
        began, ended = float(state["start_ms"]), float(state["end_ms"])
        return max(0.0, min(self.until_ms, ended) - max(self.since_ms, began))

    def state_of(self, states: Sequence[Mapping[str, Any]]) -> int:
        """The state with the largest overlap; an optional state only if the moment holds most of no other."""
        held = [
            at
            for at, state in enumerate(states)
            if not state["optional"] and self.overlap(state) > (state["end_ms"] - state["start_ms"]) / 2
        ]
        return max(held or range(len(states)), key=lambda at: self.overlap(states[at]))

    def stood_ms(self, states: Sequence[Mapping[str, Any]]) -> float:
        """A time at which the picture was on screen, in the state with the largest overlap.

        The video has a frame only when the page was painted: a picture is valid from its time until its moment ends.
        """
        is_within = any(
            entry["start_ms"] <= self.picture_ms <= entry["end_ms"] for entry in states if not entry["optional"]
        )
        if is_within or self.picture_ms >= self.until_ms:
            return self.picture_ms
        standing = replace(self, since_ms=max(self.picture_ms, self.since_ms))
        state = max(states, key=standing.overlap)
        if standing.overlap(state) < min(self.until_ms - standing.since_ms, state["end_ms"] - state["start_ms"]) / 2:
            return self.until_ms - 1
        return (max(standing.since_ms, float(state["start_ms"])) + min(self.until_ms, float(state["end_ms"]))) / 2

    def meets(self, states: Sequence[Mapping[str, Any]]) -> bool:
        """Whether it overlaps any state."""
        return any(self.overlap(state) for state in states)


def rows_of(session: Mapping[str, Any]) -> list[Row]:
    """The moments of a session, in time order."""
    frames = {entry["number"]: entry for entry in session["keyframes"]["frames"]}
    rows = []
    for number, moment in enumerate(session["timeline"]["moments"], 1):
        frame = frames[moment["frame"]]
        since = frame["timestampMs"] if frame["beganMs"] is None else frame["beganMs"]
        until = session["recording"]["durationMs"] if frame["untilMs"] is None else frame["untilMs"]
        rows.append(Row(since, until, frame["timestampMs"], f"row {number}, {since / 1000:.2f} s, {_told(moment)}"))
    return rows


def _told(moment: Mapping[str, Any]) -> str:
    acts = ", ".join(f'{act["kind"]} "{act["target"]["name"][:30]}"' for act in moment["acts"]) or "no act"
    changes = "; ".join(
        f'{entry["kind"]} {entry["element"]["role"]} "{entry["element"]["label"][:30]}"'
        + (f" {entry['before'][:20]!r} to {entry['after'][:20]!r}" if entry["kind"] == "changed" else "")
        for entry in moment["changes"][:3]
    )
    return f"{acts}: {changes or moment['summary']}" + (f" (of {n})" if (n := len(moment["changes"])) > 3 else "")
