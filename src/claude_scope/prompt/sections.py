"""Writes the lists of a prompt: environment, observations, console, missing parts, the raw diff."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from claude_scope import __version__
from claude_scope.clock import length
from claude_scope.plural import counted
from claude_scope.prompt.fence import clean, cut, quote, source_mark
from claude_scope.prompt.frames import shown_scale
from claude_scope.wording.capture_lanes import recorded_line

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from claude_scope.prompt.budget import Detail
    from claude_scope.values import Analysis, Change, Moment, Snapshot

Lines = tuple[str, ...]
T = TypeVar("T")
_NUMBERS = re.compile(r"\d+")
MAX_SHOWN = 600
"""Maximum number of characters of a model's description of the whole recording."""
MAX_PAGES = 4
"""Maximum number of inspected pages that the prompt describes: a bug is on one page, and all pages share the space."""


class Omissions:
    """Collects notes on what each part leaves out; the notes contain numbers, no page text."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def first(self, lines: Sequence[T], limit: int, what: str) -> tuple[T, ...]:
        """Return the first `limit` items, and record how many are left out."""
        if len(lines) > limit:
            self.lines.append(f"{len(lines) - limit} of {len(lines)} {what}")
        return tuple(lines[:limit])

    def count(self, missing: int, one: str, many: str = "") -> None:
        """Note how many things are left out, if any, with their name in the singular (`one`) or plural (`many`)."""
        if missing:
            self.lines.append(counted(missing, one, many))

    def part(self, missing: int, total: int, noun: str, rest: str = "") -> None:
        """Note how many of a total are left out, if any."""
        if missing:
            self.lines.append(f"{missing} of {counted(total, noun)}{rest}")


def recorded(analysis: Analysis) -> Lines:
    """Lines about the recording and the tool. They contain no page text, so they need no fence."""
    recording, keyframes = analysis.recording, analysis.keyframes
    lasted_ms = recording.duration_ms if recording.duration_ms is not None else keyframes.duration_ms
    states = counted(len(analysis.timeline.moments), "settled state")
    kept = f"{states} kept of {counted(keyframes.decoded_frames, 'frame')}"
    if analysis.timeline.is_captured:
        kept = counted(len(analysis.timeline.moments), "state")
    return (
        f"Recording: {length(lasted_ms)}, {recording.width} x {recording.height} px, {clean(recording.codec)}; {kept}. "
        f"{recorded_line(analysis)}",
        f"Written by claude-scope {__version__}",
    )


def environment(analysis: Analysis, detail: Detail) -> Lines:
    """URLs, page titles, viewports, counts, and a model's description of the whole recording."""
    is_known = analysis.seed_url or analysis.timeline.is_captured
    lines = [f"URL: {cut(analysis.seed_url, detail.text * 2) or 'not given'}"] if is_known else []
    for snapshot in analysis.snapshots[:MAX_PAGES]:
        if not snapshot.success:
            continue
        if snapshot.final_url and _normalized_url(snapshot.final_url) != _normalized_url(snapshot.url):
            lines.append(f"{cut(snapshot.url, detail.text * 2)} led to: {cut(snapshot.final_url, detail.text * 2)}")
        counts = snapshot.counts
        lines.append(
            f"Page title: {quote(snapshot.title, detail.text)}; inspected at {' x '.join(map(str, snapshot.viewport))} "
            f"CSS px; {counted(counts.total, 'node')}: {counted(counts.buttons, 'button')}, "
            f"{counted(counts.inputs, 'input')}, {counted(counts.links, 'link')}, "
            f"{counted(counts.headings, 'heading')}, {counted(counts.images, 'image')}"
        )
    if (told := analysis.understanding) is not None:
        lines.append(f"Model that saw the pictures: {cut(told.model, 80)}")
        lines += [f"model: what is shown: {quote(told.shown, MAX_SHOWN)}"] if told.shown else []
        lines += [f"model: title: {quote(told.title, detail.text)}"] if told.title else []
    return tuple(lines)


def _normalized_url(url: str) -> tuple[str, ...]:
    """The normalised parts of a URL, for comparison: a browser adds the slash after the host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return (url,)
    return parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", parts.query, parts.fragment


def observations(moments: Sequence[Moment], detail: Detail, blamed: Collection[int] = ()) -> list[str]:
    """Each observation once, with its states; the comparison ignores spaces and signs, which OCR loses.

    Observations of suspected states (`blamed`, indices) come first, so that they are trimmed last.
    """
    states: dict[tuple[str, str], tuple[str, list[int]]] = {}
    for number, moment in enumerate(moments, 1):
        for seen in moment.inferred:
            states.setdefault(seen.comparison_key, (seen.text, []))[1].append(number)
    suspected = {index + 1 for index in blamed}
    ranked = sorted(states.items(), key=lambda pair: suspected.isdisjoint(pair[1][1]))
    return [
        f"{cut(kind, 30)}: {cut(text, detail.text * 2)} (state {_number_ranges(numbers)})"
        for (kind, _), (text, numbers) in ranked
    ]


def _number_ranges(numbers: Sequence[int]) -> str:
    """Numbers as ranges: `3-5, 8`."""
    spans: list[list[int]] = []
    for number in dict.fromkeys(numbers):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans[:6])


def accessibility(analysis: Analysis, detail: Detail) -> list[str]:
    """Elements without an accessible name: screen readers cannot announce them, and locators cannot find them."""
    return [f"accessibility: {text}" for text in _merge_similar(analysis.timeline.unnamed, detail.text * 2)]


def disagreements(analysis: Analysis, detail: Detail) -> list[str]:
    """Texts that only the screen or only the tree has, alternating, so that trimming leaves some of both."""
    timeline = analysis.timeline
    screen = [f"only on the screen: {text}" for text in _merge_similar(timeline.only_on_screen, detail.text * 2)]
    tree = [f"only in the tree: {text}" for text in _merge_similar(timeline.only_in_tree, detail.text * 2)]
    mixed = [line for pair in zip(screen, tree, strict=False) for line in pair]
    shorter = min(len(screen), len(tree))
    return mixed + screen[shorter:] + tree[shorter:]


def _merge_similar(texts: Sequence[str], limit: int) -> list[str]:
    """Merge texts that differ only in numbers: six unnamed buttons at six places become one line."""
    groups: dict[str, list[str]] = {}
    for text in texts:
        groups.setdefault(_NUMBERS.sub("0", text), []).append(text)
    return [cut(same[0], limit) + (f" (and {len(same) - 1} more)" if same[1:] else "") for same in groups.values()]


def console_lines(snapshots: Sequence[Snapshot], detail: Detail, out: Omissions) -> Lines:
    """Failed requests, then console errors of the page load, each once; uncaught errors, which stop a script, first."""
    failed = [f"request failed: {cut(r, detail.text * 2)}" for s in snapshots for r in s.failed_requests]
    console = [cut(line, detail.text * 2) for s in snapshots for line in s.console]
    console.sort(key=lambda line: not line.startswith("uncaught:"))
    times: dict[str, int] = {}
    for line in [*failed, *(f"console {line}" for line in console)]:
        times[line] = times.get(line, 0) + 1
    lines = [line + (f" ({n} times)" if n > 1 else "") for line, n in times.items()]
    return out.first(lines, detail.console, "console lines and failed requests")


def missing_remarks(analysis: Analysis, detail: Detail) -> list[str]:
    """Remarks on what is missing, and why: failed lanes and pages, dropped states, notes of the stations."""
    lines = [
        f"the {cut(lane.name, 20)} lane failed: {cut(lane.error, detail.text * 2)}"
        for lane in analysis.lanes
        if lane.error
    ]
    reported = " ".join(lines)
    failed = [s for s in analysis.snapshots if not s.success and cut(s.error, detail.text * 2) not in reported]
    lines += [f"{cut(s.url, detail.text * 2)} was not inspected: {cut(s.error, detail.text * 2)}" for s in failed]
    if analysis.seed_url:  # without an address no page can be inspected: obvious, so not reported
        lines += [f"the browser lane is off: {cut(lane.detail, 100)}" for lane in analysis.lanes if lane.is_off]
    dropped = analysis.keyframes.dropped
    if dropped:
        lines.append(f"states dropped over the limit, the least different first: {dropped}")
    lines += [cut(line, detail.text * 2) for line in analysis.timeline.not_compared]
    notes = [*analysis.recording.notes, *analysis.keyframes.notes, *(n for s in analysis.snapshots for n in s.notes)]
    return lines + [cut(note, detail.text * 2) for note in dict.fromkeys(notes)]


def raw_diff(moments: Sequence[Moment], detail: Detail, out: Omissions) -> Lines:
    """Every change of every state with its box, in pixels of the picture that the agent gets."""
    every = [(number, item) for number, moment in enumerate(moments, 1) for item in moment.changes]
    shown = out.first(every, detail.diff, "entries of the raw diff")
    return tuple(
        f"{number} {_change(item, detail.text)} at {_box(item, shown_scale(moments[number - 1]))}"
        for number, item in shown
    )


def _change(item: Change, limit: int) -> str:
    """A change in words: `+ alert "Saved"`, `- ...`, `link "0" -> "1"` or `checkbox "Sum" state "" -> "checked"`."""
    sign = {"added": "+ ", "removed": "- ", "changed": ""}[item.kind]
    words = [f"{sign}{cut(item.element.role, 30)}{source_mark(item.element.source)}"]
    if item.what != "text":
        words += [quote(item.element.name or item.element.label, limit), *([item.what] if item.what else [])]
    if item.kind == "changed":
        words.append(f"{quote(item.before, limit)} -> {quote(item.after, limit)}")
    return " ".join(words)


def _box(item: Change, scale: float) -> str:
    return ",".join(str(round(side * scale)) for side in item.element.box)
