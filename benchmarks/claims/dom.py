"""The DOM at each moment of a recording: which lines the screen showed where, and the accessibility tree.

It is rebuilt from the capture at each DOM change, and stored next to it.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import tempfile
from bisect import bisect_right
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error

from benchmarks.claims.recordings import TrueAct, read_truth
from claude_scope.browser.rebuild.rebuilt_tree import rebuilt_tree, see_page
from claude_scope.browser.rebuild.replay_page import open_replay_page
from claude_scope.browser.rebuild.replayed import open_document, seek
from claude_scope.capture.read import read_capture
from claude_scope.errors import InspectionError
from claude_scope.values import Addresses

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.browser.rebuild.rebuilt_tree import RebuiltTree
    from claude_scope.values import Act, Capture, Node

VERSION = 11
"""Version of the file; a file of another version is rewritten."""
_FILE = "dom.json.gz"
_SCRIPT = Path(__file__).with_suffix(".js")
_SOURCES = frozenset({0, 3, 4, 5, 8, 13, 15})
"""Sources of rrweb's events: mutation, scrolling, size, input, style sheet rules, adopted style sheets."""
_SNAPSHOT, _INCREMENTAL, _MOVE = 2, 3, 1
_REST_MS = 100.0
_PAUSE_MS, _CHURN_MS = 50.0, 150.0
_MOST = 250
_NEAR_MS = 1_500.0
_SPACE, _WORD, _SAME_LINE = 0.12, 0.4, 0.4
"""In line heights: the minimal gap that is a space, the maximal gap within a line, and the maximal vertical offset of
pieces.
"""
_JUST_BEFORE_MS = 0.5
_LOADED = "loaded "
"""The text of an event for navigation to another document, whose address is that of the document."""

Box = tuple[float, float, float, float]


@dataclass
class Line:
    """A line of text on the screen; kind: text, value or placeholder. `is_cut` if a part of it is not visible."""

    text: str
    box: Box
    kind: str = "text"
    is_cut: bool = False
    contrast: float = 21.0


@dataclass
class Item:
    """A node of the accessibility tree that has a box on the screen; `within` are the roles around
    it, innermost first.
    """

    ref: str
    role: str
    name: str
    text: str
    states: list[str]
    box: Box
    within: list[str] = field(default_factory=list)

    def has(self, state: str) -> bool:
        return state in self.states or f"{state}=true" in self.states


@dataclass(eq=False)
class DomState:
    """The page from `since_ms` until `until_ms` of the video, as it was at the end. `light` is its lightness, 0 to 1.

    `marks` are boxes of elements that look clickable, selected or like an error, or whose content overflows.
    """

    since_ms: float
    until_ms: float
    document: str
    url: str
    title: str
    scroll: tuple[float, float]
    light: float
    lines: list[Line]
    items: list[Item]
    marks: list[tuple[str, Box]]
    blind: list[Box]
    lights: list[float] = field(default_factory=list)
    """The lightness at points of a grid, of which `light` is the median."""


@dataclass
class Dom:
    """The states in time order, the acts with role and name from the page, and when the DOM changed."""

    states: list[DomState]
    acts: list[TrueAct]
    changed_ms: list[float]

    def at(self, time_ms: float) -> DomState:
        """The state at a time."""
        return self.states[max(0, bisect_right([state.since_ms for state in self.states], time_ms) - 1)]

    def around(self, since_ms: float, until_ms: float) -> list[DomState]:
        """All states that overlap the span between the two times."""
        found = [state for state in self.states if state.since_ms <= until_ms and state.until_ms >= since_ms]
        return found or [self.at(until_ms)]


def dom_of(folder: Path) -> Dom:
    """The DOM of a recording; it is rebuilt if that has not been done before."""
    kept = folder / _FILE
    truth = read_truth(folder)
    if kept.exists():
        found = json.loads(gzip.decompress(kept.read_bytes()))
        if found["version"] == VERSION and found["offset_ms"] == truth.offset_ms:
            return _read(found)
    with tempfile.TemporaryDirectory() as scratch:
        capture = read_capture(folder / truth.capture, Path(scratch, "capture"))
        dom = asyncio.run(_rebuilt(capture, truth.offset_ms, truth.duration_ms, truth.acts))
    written = {"version": VERSION, "offset_ms": truth.offset_ms, **asdict(dom)}
    kept.write_bytes(gzip.compress(json.dumps(written, ensure_ascii=False).encode(), 5))
    return dom


def _read(found: dict[str, Any]) -> Dom:
    states = []
    for entry in found["states"]:
        lines = [Line(**{**line, "box": tuple(line["box"])}) for line in entry["lines"]]
        items = [Item(**{**item, "box": tuple(item["box"])}) for item in entry["items"]]
        marks = [(kind, tuple(box)) for kind, box in entry["marks"]]
        blind = [tuple(box) for box in entry["blind"]]
        states.append(DomState(**{**entry, "lines": lines, "items": items, "marks": marks, "blind": blind}))
    acts = [TrueAct(**{**act, "box": tuple(act["box"]) if act["box"] else None}) for act in found["acts"]]
    return Dom(states, acts, found["changed_ms"])


@dataclass(frozen=True)
class _Tick:
    """A change of the DOM, in epoch ms; `is_act` if it is an act, before which the page is read."""

    at_ms: float
    document: str
    is_act: bool = False
    is_hover: bool = False


async def _rebuilt(capture: Capture, offset_ms: float, duration_ms: float, done: Sequence[TrueAct]) -> Dom:
    shift = capture.offset_ms - offset_ms
    first = capture.documents[0].page
    documents = {document.id: document for document in capture.documents if document.page == first}
    ticks = sorted(
        (tick for document in documents.values() for tick in _ticks(document.id, document.events)),
        key=lambda tick: tick.at_ms,
    )
    addresses = Addresses(capture)
    changed = [tick.at_ms - offset_ms for tick in ticks if not tick.is_hover]
    acts = [act for act in capture.acts if act.target.document in documents]
    ticks += [_Tick(act.time_ms + capture.offset_ms, act.target.document, is_act=True) for act in acts]
    starts = _starts(sorted(ticks, key=lambda tick: tick.at_ms))
    ends = [other_start.at_ms for other_start in starts[1:]] + [offset_ms + duration_ms]
    states: list[DomState] = []
    named: dict[int, tuple[str, str, Box | None]] = {}
    async with open_replay_page(capture.viewport) as page:
        shown = ""
        for start, end in zip(starts, ends, strict=True):
            if end < offset_ms or start.at_ms > offset_ms + duration_ms:
                continue
            following = [act for act in acts if start.at_ms < act.time_ms + capture.offset_ms <= end]
            try:
                if shown != start.document:
                    await open_document(page, documents[start.document], capture)
                    shown = start.document
                at_ms = max(start.at_ms, end - _JUST_BEFORE_MS)
                address = addresses.at(start.document, at_ms - capture.offset_ms)
                title, left, over, *_ = await seek(page, at_ms, address)
                tree = rebuilt_tree(await see_page(page, sorted({act.target.node for act in following} - {0})))
                lines, marks, lights = await page.evaluate(_SCRIPT.read_text())
            except (Error, InspectionError) as error:
                print(f"  the page at {(start.at_ms - offset_ms) / 1000:.1f} s: {str(error).splitlines()[0][:160]}")
                shown = ""
                continue
            for act in following:
                named[id(act)] = _named(act, tree)
            states.append(
                DomState(
                    start.at_ms - offset_ms,
                    end - offset_ms,
                    start.document,
                    _url(capture, start.document, end - capture.offset_ms),
                    title,
                    (left, over),
                    float(median(lights)),
                    _joined([Line(line[0], _sides(line[1:5]), *line[5:]) for line in lines]),
                    list(_items(tree.tree, capture.viewport)),
                    [(mark[0], _sides(mark[1:])) for mark in marks],
                    [_sides(box) for box in tree.blind],
                    [round(float(light), 3) for light in lights],
                )
            )
    return Dom(states, [_with_name(act, acts, named, shift) for act in done], changed)


def _joined(lines: Sequence[Line]) -> list[Line]:
    """The lines, with adjacent pieces of the page joined."""
    found: list[Line] = []
    for line in lines:
        last = found[-1] if found else None
        if last is None or last.kind != "text" or line.kind != "text" or (gap := _gap(last, line)) is None:
            found.append(line)
            continue
        left, top = min(last.box[0], line.box[0]), min(last.box[1], line.box[1])
        right = max(last.box[0] + last.box[2], line.box[0] + line.box[2])
        bottom = max(last.box[1] + last.box[3], line.box[1] + line.box[3])
        is_parted = gap > _SPACE * line.box[3] or last.text.endswith(" ") or line.text.startswith(" ")
        space = " " if is_parted else ""
        found[-1] = Line(
            f"{last.text.rstrip()}{space}{line.text.lstrip()}",
            (left, top, right - left, bottom - top),
            "text",
            last.is_cut or line.is_cut,
            min(last.contrast, line.contrast),
        )
    return [replace(line, text=line.text.strip()) for line in found]


def _gap(last: Line, line: Line) -> float | None:
    """The space between two pieces of one line; None if they are not on one line."""
    (left, top, width, height), (x, y, _, own) = last.box, line.box
    is_same = abs(top + height / 2 - y - own / 2) < _SAME_LINE * min(height, own)
    gap = x - left - width
    return gap if is_same and -2.0 <= gap <= _WORD * min(height, own) else None


def _ticks(document: str, events: Path) -> Iterator[_Tick]:
    """When a document's DOM changed, and when the pointer came to rest on another element, since hover styles apply."""
    moves: list[tuple[float, int]] = []
    for event in json.loads(events.read_bytes()):
        kind, data = event.get("type"), event.get("data", {})
        if kind == _SNAPSHOT or (kind == _INCREMENTAL and data.get("source") in _SOURCES):
            yield _Tick(event["timestamp"], document)
        if kind == _INCREMENTAL and data.get("source") == _MOVE:
            moves += [
                (event["timestamp"] + entry.get("timeOffset", 0), entry.get("id", 0)) for entry in data["positions"]
            ]
    moves.sort()
    changes = [two for pair, two in pairwise([(0.0, -1), *moves]) if pair[1] != two[1]]
    for (at, _), (until, _) in pairwise([*changes, (float("inf"), 0)]):
        if until - at >= _REST_MS:
            yield _Tick(at + 1, document, is_hover=True)


def _starts(ticks: Sequence[_Tick]) -> list[_Tick]:
    """The ticks at which a state begins: after each pause, with each act, and regularly while there is no pause."""
    pause, churn = _PAUSE_MS, _CHURN_MS
    while True:
        starts: list[_Tick] = []
        last = float("-inf")
        for tick in ticks:
            is_other = not starts or starts[-1].document != tick.document
            if tick.is_act or is_other or tick.at_ms - last > pause or tick.at_ms - starts[-1].at_ms > churn:
                starts.append(tick)
            last = tick.at_ms
        if len(starts) <= _MOST or pause > 10_000:
            return starts
        pause, churn = 1.5 * pause, 1.5 * churn


def _items(tree: Node, size: tuple[int, int]) -> Iterator[Item]:
    def below(node: Node, around: list[str]) -> Iterator[Item]:
        box = node.box
        if box is not None and node.ref and _is_on_screen(_sides(box), size):
            yield Item(node.ref, node.role, node.name, _text(node), list(node.states), _sides(box), around[:6])
        for child in node.children:
            yield from below(child, [node.role, *around])

    yield from below(tree, [])


def _sides(box: Sequence[float]) -> Box:
    left, top, width, height = box
    return left, top, width, height


def _text(node: Node) -> str:
    """The text of a node without a name: its own and that of its content; for a select, the selected option."""
    options = (
        [other_node for other_node in node.walk() if other_node.role == "option"] if node.role == "combobox" else []
    )
    if options:
        return ", ".join(option.name or option.text for option in options if "selected" in option.states)
    parts = [node.text, *(line.name or line.text for line in node.walk() if line is not node)]
    return " ".join(" ".join(parts).split())[:300]


def _is_on_screen(box: Box, size: tuple[int, int]) -> bool:
    left, top, width, height = box
    return width > 0 and height > 0 and left < size[0] and top < size[1] and left + width > 0 and top + height > 0


def _named(act: Act, built: RebuiltTree) -> tuple[str, str, Box | None]:
    """Role, name and box of an act's target."""
    dom = built.targets.get(act.target.node)
    nodes = {node.ref: node for node in built.tree.walk() if node.ref}
    own = nodes.get(dom.around) if dom else None
    box = _sides(own.box) if own and own.box else None
    role = (dom.role if dom else "") or (own.role if own else "")
    name = (dom.name if dom else "") or (own.name if own else "") or act.target.name or (dom.text[:80] if dom else "")
    return role, name, box


def _with_name(
    done: TrueAct, acts: Sequence[Act], named: dict[int, tuple[str, str, Box | None]], shift: float
) -> TrueAct:
    """The act with role, name and box of its target from the page, if the driver did not know them."""
    near = [act for act in acts if abs(act.time_ms + shift - done.time_ms) < _NEAR_MS]
    near.sort(key=lambda act: (act.kind != done.kind, abs(act.time_ms + shift - done.time_ms)))
    found = next((named[id(act)] for act in near if id(act) in named), None)
    if found is None or done.kind == "scroll":
        return done
    role, name, box = found
    return replace(done, role=done.role or role, name=done.name or name, box=done.box or box)


def _url(capture: Capture, document: str, until_ms: float) -> str:
    own = next(other_document for other_document in capture.documents if other_document.id == document)
    return next(
        (
            event.url
            for event in reversed(capture.events)
            if event.kind == "navigation"
            and event.page == own.page
            and event.url
            and not event.text.startswith(_LOADED)
            and own.since_ms - 2_000 <= event.time_ms <= until_ms
        ),
        own.url,
    )
