"""How often the types that pixels suggest are right, on the tuned recordings: elements against the nodes of the DOM.

    python -m benchmarks.claims.element_types [FOLDER]

FOLDER holds the analyses of `python -m benchmarks.claims`. An element counts once per recording, and is right if a node
with a role of its type is at its place. Types that are right in less than 70 % are not reported (`SURE_TYPES`).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.claims.dom import dom_of
from benchmarks.claims.recordings import CACHE, RECORDINGS, read_truth, recordings_in
from claude_scope.geometry import centre, holds, iou
from claude_scope.timeline.aria.snapshot_matching import ROLES
from claude_scope.values import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.claims.dom import Dom

SAME_PLACE = 0.4
AREAS = (0.2, 5.0)
"""Two boxes that contain each other's centre are one place if their areas differ by at most this factor."""


def main(out: Path) -> None:
    counts: Counter[tuple[str, bool]] = Counter()
    for folder in recordings_in(RECORDINGS):
        truth = read_truth(folder)
        session = out / truth.name / "session.json"
        if truth.half == "tuned" and not truth.problem and session.exists():
            counts.update(judged(json.loads(session.read_text()), dom_of(folder)))
    for kind in sorted({kind for kind, _ in counts}):
        right, wrong = counts[kind, True], counts[kind, False]
        print(f"{kind:10} {right / (right + wrong):5.1%} of {right + wrong}")


def judged(session: dict[str, Any], dom: Dom) -> Iterator[tuple[str, bool]]:
    """The type of each element that is not text, and whether a node of the DOM has it."""
    frames = {frame["number"]: frame for frame in session["keyframes"]["frames"]}
    seen = set()
    for moment in session["timeline"]["moments"]:
        items = dom.at(frames[moment["frame"]]["timestampMs"]).items
        for element in moment["reading"]["elements"]:
            kind, box = element["type"], Box(*element["box"])
            key = kind, element["label"], tuple(round(side / 8) for side in box)
            if kind != "text" and key not in seen:
                seen.add(key)
                yield kind, any(item.role in ROLES.get(kind, ()) and _is_same(box, Box(*item.box)) for item in items)


def _is_same(read: Box, node: Box) -> bool:
    alike = AREAS[0] < read.width * read.height / (node.width * node.height) < AREAS[1]
    return iou(read, node) >= SAME_PLACE or (alike and holds(read, centre(node)) and holds(node, centre(read)))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CACHE / "out")
