"""The files in the folder of a recording: the video, the capture, and the acts, on the clock of the video."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

CACHE = Path(__file__).parent.parent.parent / ".cache" / "claims"
RECORDINGS = CACHE / "recordings"
_TRUTH = "truth.json"


@dataclass
class TrueAct:
    """An act of the user: times in ms of the video, `box` of the target in its pixels (None: unknown)."""

    kind: str
    time_ms: float
    until_ms: float
    role: str
    name: str
    value: str = ""
    key: str = ""
    box: tuple[float, float, float, float] | None = None


@dataclass
class FlowTruth:
    """A recorded flow. `offset_ms` is the epoch time of video time 0, `wrong_ms` when it went wrong (None: nowhere)."""

    app: str
    flow: str
    half: str
    codec: str
    size: tuple[int, int]
    bits_per_second: int
    video: str
    capture: str
    offset_ms: float
    duration_ms: float
    goes_wrong: str = ""
    wrong_ms: float | None = None
    acts: list[TrueAct] = field(default_factory=list)
    problem: str = ""
    """Why the flow was not completed; it is not scored then."""

    @property
    def name(self) -> str:
        return name_of(self.app, self.flow)

    def write(self, folder: Path) -> None:
        (folder / _TRUTH).write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n")


def name_of(app: str, flow: str) -> str:
    """The name of a recording and of its folder."""
    return f"{app}-{flow}".replace(" ", "-")


def read_truth(folder: Path) -> FlowTruth:
    """The truth of a recording."""
    found = json.loads((folder / _TRUTH).read_text())
    acts = [TrueAct(**{**act, "box": tuple(act["box"]) if act["box"] else None}) for act in found.pop("acts")]
    return FlowTruth(**{**found, "size": tuple(found["size"])}, acts=acts)


def recordings_in(folder: Path) -> list[Path]:
    """The folders of the recordings, by name."""
    return sorted(path.parent for path in folder.glob(f"*/{_TRUTH}"))
