"""States, acts and pictures of captures, for tests of the timeline and the prompt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.geometry import Rect
from claude_scope.png import PngWriter
from claude_scope.timeline.captured.build import build_captured_timeline
from claude_scope.values import (
    Act,
    Box,
    Capture,
    CapturedState,
    Document,
    Instant,
    Keyframe,
    Keyframes,
    Line,
    Node,
    Rebuilt,
    Target,
    Timeline,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claude_scope.timeline.captured.blind_texts import ReadRegion
    from claude_scope.values import ActKind, Image, LogLine, NetworkRequest, PageEvent

WIDTH, HEIGHT = 640, 360


def node(role: str, name: str = "", *children: Node, ref: str = "", text: str = "", **more: object) -> Node:
    """A node of a rebuilt tree; nodes get their places from `page`."""
    return Node(role, name, ref=ref, text=text, children=children, **more)  # type: ignore[arg-type]


def page(*children: Node) -> Node:
    """A page with its elements stacked, 20 px high each; elements without an id are numbered."""
    number = 0

    def place(one: Node) -> Node:
        nonlocal number
        number += 1
        ref = one.ref or f"n{number}"
        box = one.box or Box(10, 10 + 22 * number, 200, 20)
        name = one.name.replace("'", "\\'")
        locator = one.locator or (f"page.getByRole('{one.role}', {{ name: '{name}', exact: true }})" if name else "")
        return Node(
            one.role, one.name, one.states, one.text, one.props, box, ref, locator, one.source, one.hidden,
            tuple(map(place, one.children)),
        )  # fmt: skip

    return Node("generic", children=tuple(map(place, children)), ref="n900")


def state(since_ms: float, tree: Node, document: str = "d1", blind: Sequence[Box] = ()) -> CapturedState:
    return CapturedState(since_ms, since_ms + 400, document, tree, "Title", (0, 0), (WIDTH, HEIGHT), tuple(blind))


def act(kind: ActKind, time_ms: float, role: str, name: str, **more: str) -> Act:
    locator = f"page.getByRole('{role}', {{ name: '{name}', exact: true }})"
    target = Target("d1", 1, "button", role, name, locator)
    return Act(kind, time_ms, time_ms, "p1", target, (20.0, 20.0), **more)  # type: ignore[arg-type]


def picture(folder: Path, number: int, image: Image | None = None) -> Path:
    """A picture of noise, which looks like content everywhere, or of `image`."""
    if image is None:
        image = np.random.default_rng(number).integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8)
    path = folder / f"{number:03d}.png"
    PngWriter().write(path, image)
    return path


def nothing_read(image: Image, region: Rect, is_wanted: Callable[[Rect], bool]) -> Sequence[Line]:
    """A reader that reads nothing."""
    return ()


def reads(lines: Sequence[Line]) -> ReadRegion:
    """A reader that reads the same lines in every picture."""

    def read(image: Image, region: Rect, is_wanted: Callable[[Rect], bool]) -> Sequence[Line]:
        places = [
            Rect(*map(int, (box.x, box.y, box.x + box.width, box.y + box.height)))
            for box in (line.box for line in lines)
        ]
        return [line for line, at in zip(lines, places, strict=True) if region.contains(at, 0) and is_wanted(at)]

    return read


def timeline(
    folder: Path,
    states: Sequence[CapturedState],
    acts: Sequence[Act] = (),
    *,
    log: Sequence[LogLine] = (),
    requests: Sequence[NetworkRequest] = (),
    events: Sequence[PageEvent] = (),
    pixels: Sequence[Keyframe] = (),
    images: Sequence[Image | None] = (),
    read: ReadRegion = nothing_read,
    notes: str = "",
    pointer: Sequence[tuple[float, float, float]] = (),
) -> Timeline:
    """The timeline of these states; each has a picture, which is noise unless `images` has another."""
    documents = tuple(
        Document(name, "p1", f"http://localhost:3000/{name}", 0.0, Path())
        for name in {state.document for state in states}
    )
    capture = Capture(
        None, 0.0, 10_000, "http://localhost:3000/", "", "", (WIDTH, HEIGHT), tuple(acts), tuple(log), tuple(requests),
        tuple(events), documents, tuple(Instant(state.since_ms, state.time_ms, state.document) for state in states),
        pointer=tuple(pointer),
    )  # fmt: skip
    shown = [*images, *[None] * (len(states) - len(images))]
    frames = tuple(
        Keyframe(round(item.time_ms), 0.0, "", picture(folder, number, image))
        for number, (item, image) in enumerate(zip(states, shown, strict=True))
    )
    first = Keyframe(0, 0.0, "first state", frames[0].path)
    return build_captured_timeline(
        capture,
        Rebuilt(tuple(states), tuple(acts)),
        Keyframes(frames, WIDTH, HEIGHT, 10_000, 100),
        Keyframes((first, *pixels), WIDTH, HEIGHT, 10_000, 100),
        read,
        notes=notes,
    )
