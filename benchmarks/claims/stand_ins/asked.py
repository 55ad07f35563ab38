"""A received question: its text, its pictures, and their places in the frame."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.claims.places import holds, middle

if TYPE_CHECKING:
    from benchmarks.claims.dom import Box
    from tests.hosted.model_server import Asked

_FRAME = re.compile(r"^A frame has (\d+) x (\d+) px", re.MULTILINE)
_PICTURE = re.compile(
    r"^(\d+): (?:the whole frame|the part at \((\d+), (\d+)\), (\d+) x (\d+) px, of the frame) "
    r"(before|after) the change, (\d+) x (\d+) px$",
    re.MULTILINE,
)
_FINDING = re.compile(r"^(\d+)\. (\w+) (\w+)(?:: (.*))? \(\d\.\d\)$", re.MULTILINE)
_QUOTE = re.compile(r'"(?:[^"\\]|\\.)*"')
_STATE = re.compile(r"; state (\d+) began at ")


@dataclass(frozen=True)
class Shown:
    """A picture of a question: which part of the frame it shows, of which state, and its size in pixels."""

    number: int
    place: Box
    of: str
    size: tuple[int, int]
    is_whole: bool


class Finding(NamedTuple):
    """A local claim in a question: its number, kind, property and quotes."""

    number: int
    kind: str
    property: str
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Put:
    """A question; `state` is the number of the state whose change it is about, None for the whole recording."""

    instructions: str
    words: str
    schema: dict[str, Any]
    pngs: tuple[bytes, ...]
    sizes: tuple[tuple[int, int], ...]
    state: int | None
    shown: tuple[Shown, ...]

    @property
    def findings(self) -> list[Finding]:
        """The local claims in a question about a pair of states."""
        if self.state is None:
            return []
        found = _FINDING.findall(self.words)
        return [
            Finding(int(number), kind, property_, tuple(map(json.loads, _QUOTE.findall(quoted))))
            for number, kind, property_, quoted in found
        ]

    @property
    def digest(self) -> str:
        """A hash of the pictures of a pair, so that an answer stays valid if the text changes;
        otherwise of everything.
        """
        about = self.words if self.state is None else str(self.state)
        parts = (about, *(hashlib.sha256(png).hexdigest() for png in self.pngs))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

    def placed(self, box: Box, of: str) -> dict[str, Any]:
        """A box of the frame as answers give it: in a picture that shows its middle, preferably one of this state."""
        own = [item for item in self.shown if holds(item.place, *middle(box))]
        picture = min(own, key=lambda picture: (picture.of != of, picture.is_whole))
        left, top, width, height = picture.place
        across, down = picture.size[0] / width, picture.size[1] / height
        x, y = (box[0] - left) * across, (box[1] - top) * down
        return {"picture": picture.number, "box": [x, y, x + box[2] * across, y + box[3] * down]}


def put(asked: Asked) -> Put:
    """The question in a request."""
    parts = next(entry["content"] for entry in reversed(asked.body["messages"]) if entry["role"] == "user")
    urls = [part["image_url"]["url"] for part in parts if part["type"] == "image_url"]
    system = [entry["content"] for entry in asked.body["messages"] if entry["role"] != "user"]
    found = _STATE.search(asked.words)
    is_pair = _FRAME.match(asked.words) is not None and found is not None
    return Put(
        "\n".join(system),
        asked.words,
        asked.body.get("response_format", {}).get("json_schema", {}).get("schema", {}),
        tuple(base64.b64decode(url.partition(",")[2]) for url in urls),
        tuple((picture.shape[1], picture.shape[0]) for picture in asked.pictures),
        int(found[1]) if found and is_pair else None,
        tuple(_shown(asked.words)) if is_pair else (),
    )


def _shown(words: str) -> list[Shown]:
    frame = _FRAME.search(words)
    assert frame is not None
    whole = (0.0, 0.0, float(frame[1]), float(frame[2]))
    found = []
    for number, left, top, width, height, of, across, down in _PICTURE.findall(words):
        place = (float(left), float(top), float(width), float(height)) if left else whole
        found.append(Shown(int(number), place, of, (int(across), int(down)), not left))
    return found


def schema_text(question: Put) -> str:
    """The schema of the answer."""
    return json.dumps(question.schema, indent=1, ensure_ascii=False)
