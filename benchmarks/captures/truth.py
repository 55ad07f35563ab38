"""What the driver did and saw in one flow, as stored next to the capture."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Step = int | str
"""A step on the path from a document to an element: the number of a child element, "shadow" or "frame"."""


@dataclass
class DoneAct:
    """An act of the driver. `sent_ms` and `acked_ms` (epoch) enclose the input event that began it.

    `path` leads to its target in the document just before the act.
    """

    act: str
    role: str
    name: str
    path: list[Step]
    sent_ms: float
    acked_ms: float
    value: str = ""
    key: str = ""
    to_path: list[Step] | None = None


@dataclass
class Look:
    """The live page at `at_ms` (epoch): `lines` are its accessibility tree in Playwright's format, with full addresses.

    `tree` is the same with each element's identity as its reference, for comparisons. `steady` is whether two snapshots
    around that time were equal. `document` distinguishes documents of one page.
    """

    name: str
    at_ms: float
    document: str
    lines: list[str]
    tree: str
    steady: bool


@dataclass
class Truth:
    """Console lines are (epoch ms, level, text), errors (epoch ms, text), requests (epoch ms, method, url, status)."""

    flow: str
    acts: list[DoneAct] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    console: list[tuple[float, str, str]] = field(default_factory=list)
    errors: list[tuple[float, str]] = field(default_factory=list)
    requests: list[tuple[float, str, str, int]] = field(default_factory=list)

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n")


def read_truth(path: Path) -> Truth:
    """Read the truth that `Truth.write` wrote."""
    found = json.loads(path.read_text())
    return Truth(
        found["flow"],
        [DoneAct(**act) for act in found["acts"]],
        [Look(**look) for look in found["looks"]],
        [(at, level, text) for at, level, text in found["console"]],
        [(at, text) for at, text in found["errors"]],
        [(at, method, url, status) for at, method, url, status in found["requests"]],
    )
