"""Prepares sentences, counts and pictures for the templates, so that these contain no logic."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from claude_scope.clock import clock
from claude_scope.plural import counted
from claude_scope.report import captured, text
from claude_scope.report.images import Embedded
from claude_scope.serialization.json_rows import MAX_ROWS
from claude_scope.values import Agent
from claude_scope.wording.model_claims import model_says
from claude_scope.wording.page_facts import summary_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import Analysis, Change, Moment, Observation, Prompt, Snapshot, Timeline

SHOWN_CHANGES = 30
"""Maximum number of changes to show at first; a new page has more, and the rest is folded."""
KINDS = {
    "initial": "Initial",
    "navigation": "Navigation",
    "interaction": "Interaction",
    "state-change": "State change",
    "error": "Error",
    "transient": "Transient",
}
SHOWN_LINES = 8
"""Maximum number of lines of console and network next to a state; the lists below contain all."""
AGENTS = {Agent.CLAUDE_CODE: "Claude Code", Agent.CODEX: "Codex", Agent.CURSOR: "Cursor", Agent.RAW: "Raw"}


@dataclass(frozen=True, slots=True)
class StateView:
    """One moment as the page shows it; `number` counts from 1, `more` contains the changes beyond `changes`.

    `acts` led to the state; `next_acts` were done on the screen that its picture shows. `events` and `lines` come
    from the page itself; `model_says` contains claims of a model only.
    """

    number: int
    moment: Moment
    picture: Embedded
    kind: str
    added: int
    changed: int
    removed: int
    wrong: bool
    acts: tuple[captured.ActView, ...] = ()
    next_acts: tuple[captured.ActView, ...] = ()
    events: tuple[captured.EventView, ...] = ()
    lines: tuple[captured.LineView, ...] = ()
    model_says: tuple[str, ...] = ()

    @property
    def headline(self) -> str:
        """The acts, if a capture recorded them; otherwise the summary."""
        return "; ".join(act.text for act in self.acts) or self.summary

    @property
    def summary(self) -> str:
        """The changes, worded as in the prompt."""
        return summary_of(self.moment)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes to show at first."""
        return self.moment.changes[:SHOWN_CHANGES]

    @property
    def more(self) -> tuple[Change, ...]:
        """The folded changes."""
        return self.moment.changes[SHOWN_CHANGES:]

    @property
    def until(self) -> str:
        """The end of the state in words, or "to the end"."""
        left = self.moment.keyframe.until_ms
        return f"to {clock(left)}" if left is not None else "to the end"


@dataclass(frozen=True, slots=True)
class PageView:
    """An inspected page: its snapshot, its screenshot, and a note if its tree was cut."""

    snapshot: Snapshot
    picture: Embedded
    cut: str


@dataclass(frozen=True, slots=True)
class Station:
    """The wall time of one station, and its place on a bar of 100 units."""

    name: str
    seconds: float
    start: float
    share: float


def states(analysis: Analysis, embedded: Sequence[Embedded]) -> tuple[StateView, ...]:
    """The moments with their pictures, one `Embedded` per moment."""
    return tuple(_state(number, analysis.timeline, picture) for number, picture in enumerate(embedded))


def _state(number: int, timeline: Timeline, picture: Embedded) -> StateView:
    moment, following = timeline.moments[number], timeline.moments[number + 1 : number + 2]
    of_kind = Counter(change.kind for change in moment.changes)
    return StateView(
        number=number + 1,
        moment=moment,
        picture=picture,
        kind=KINDS[moment.kind.value],
        added=of_kind["added"],
        changed=of_kind["changed"],
        removed=of_kind["removed"],
        wrong=timeline.wrong == number,
        acts=captured.acts(moment),
        next_acts=tuple(act for item in following for act in captured.acts(item)),
        events=captured.events(moment),
        lines=captured.lines(moment, number + 1),
        model_says=model_says(timeline.claims, number + 1),
    )


def pages(analysis: Analysis, embedded: Sequence[Embedded]) -> tuple[PageView, ...]:
    """The snapshots with their screenshots, one `Embedded` per snapshot."""
    return tuple(
        PageView(snapshot, picture, _cut(snapshot))
        for snapshot, picture in zip(analysis.snapshots, embedded, strict=True)
    )


def _cut(snapshot: Snapshot) -> str:
    nodes = sum(1 for _ in snapshot.tree.walk()) if snapshot.tree else 0
    return f"The first {MAX_ROWS:,} of {nodes:,} nodes; session.json has them all." if nodes > MAX_ROWS else ""


def stations(analysis: Analysis) -> tuple[Station, ...]:
    """The time per station, on a bar of 100 units from left to right."""
    total = sum(seconds for _, seconds in analysis.seconds) or 1.0
    found: list[Station] = []
    start = 0.0
    for name, seconds in analysis.seconds:
        share = 100 * seconds / total
        found.append(Station(name, seconds, round(start, 2), round(share, 2)))
        start += share
    return tuple(found)


def missing(analysis: Analysis) -> tuple[str, ...]:
    """Unique sentences about missing parts of the report and faults of its input."""
    return tuple(dict.fromkeys(_missing(analysis)))


def _missing(analysis: Analysis) -> Iterator[str]:
    for lane in analysis.lanes:
        if lane.error:
            yield f"The {lane.name} lane failed: {lane.error}"
    if not analysis.snapshots and not analysis.timeline.is_captured:
        yield "No page was inspected, so there is no accessibility tree to compare the screen with."
    unread = sum(not moment.reading.was_read for moment in analysis.timeline.moments)
    if unread:
        yield f"{counted(unread, 'frame')} could not be read; only the picture is known."
    if analysis.keyframes.dropped:
        yield f"{counted(analysis.keyframes.dropped, 'state')} did not fit into the limit of frames."
    yield from (_sentence(note) for note in analysis.timeline.not_compared)
    yield from (_sentence(note) for note in (*analysis.recording.notes, *analysis.keyframes.notes))
    for snapshot in analysis.snapshots:
        yield from (_sentence(f"{snapshot.url}: {note}") for note in snapshot.notes)


def _sentence(note: str) -> str:
    """A note with a capital letter and a full stop."""
    whole = note if note.endswith((".", "!", "?", "…")) else f"{note}."
    return text.capitalized(whole)


@dataclass(frozen=True, slots=True)
class Seen:
    """An observation and the numbers of the states that show it."""

    observation: Observation
    states: tuple[int, ...]


def observations(analysis: Analysis) -> tuple[Seen, ...]:
    """Each observation once, with the states that show it."""
    found: dict[tuple[str, str], tuple[Observation, list[int]]] = {}
    for number, moment in enumerate(analysis.timeline.moments, start=1):
        for observation in moment.inferred:
            entry = found.setdefault(observation.comparison_key, (observation, []))
            entry[1].append(number)
    return tuple(Seen(observation, tuple(dict.fromkeys(numbers))) for observation, numbers in found.values())


def link(url: str) -> str:
    """The address if the report may link to it (http and https only), otherwise ""."""
    try:
        return url if urlsplit(url).scheme in {"http", "https"} else ""
    except ValueError:
        return ""


def agent_name(prompt: Prompt) -> str:
    """The agent's product name."""
    return AGENTS[prompt.agent]
