"""The progress of a session, as the API shows it: four lanes, each `pending`, `running`, `complete` or `error`.

Progress never goes back. A worker that resumes a session repeats some work, and reports nothing until it has passed its
predecessor.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from claude_scope.store import ids

if TYPE_CHECKING:
    from collections.abc import Iterable

LANES = ("frameExtraction", "visionLane", "playwrightLane", "synthesis")
LANE_OF = {
    "probe": "frameExtraction",
    "keyframes": "frameExtraction",
    "pictures": "frameExtraction",
    "capture": "frameExtraction",
    "rebuild": "playwrightLane",
    "read": "visionLane",
    "ask": "synthesis",
    "inspect": "playwrightLane",
    "timeline": "synthesis",
    "mask": "synthesis",
    "thumbnails": "synthesis",
    "persist": "synthesis",
}
"""The lane that a step belongs to."""
LAST_OF = {"keyframes", "inspect", "rebuild"}
"""The steps that complete their lane; the other lanes are completed at the end."""
STAGE_OF = {
    "probe": "extracting",
    "keyframes": "extracting",
    "pictures": "extracting",
    "capture": "extracting",
    "rebuild": "analyzing",
    "read": "analyzing",
    "ask": "synthesizing",
    "timeline": "synthesizing",
    "mask": "synthesizing",
    "persist": "persisting",
}
STAGES = ("uploading", "extracting", "analyzing", "synthesizing", "persisting", "complete", "error")
_UNITS = {
    "keyframes": ("s", 1000),
    "pictures": ("s", 1000),
    "read": ("keyframes", 1),
    "rebuild": ("states", 1),
    "ask": ("questions answered by the model", 1),
}
STOPPED = "Stopped, since another step failed."
_RANK = {"pending": 0, "running": 1, "complete": 2, "error": 2}


def initial_status() -> str:
    """The status of an uploaded session that waits for a worker."""
    return Status("{}").dump()


class Status:
    """The processing status of one session under work."""

    def __init__(self, processing: str) -> None:
        found = json.loads(processing or "{}")
        self._data: dict[str, Any] = {"overallStage": "uploading"}
        self._data |= {lane: {"status": "pending"} for lane in LANES}
        self._data |= found if isinstance(found, dict) else {}
        self._data.setdefault("lastUpdated", ids.now())
        self._failed: list[tuple[BaseException, str]] = []

    def dump(self) -> str:
        """The status as JSON."""
        return json.dumps(self._data, ensure_ascii=False, separators=(",", ":"))

    @property
    def stage(self) -> str:
        """The overall stage."""
        return str(self._data["overallStage"])

    @property
    def failed_lane(self) -> str | None:
        """The lane in which the session failed; None if no lane is to blame."""
        found = self._data.get("failedLane")
        return None if found is None else str(found)

    def start(self, step: str) -> None:
        """Report that a step began."""
        if step == "capture":
            self._data["isCapture"] = True
        if lane := LANE_OF.get(step):
            self._advance(lane, "running")
        self._stage(STAGE_OF.get(step, self.stage))

    def finish(self, step: str) -> None:
        """Report that a step succeeded."""
        if step in LAST_OF:
            self._advance(LANE_OF[step], "complete")

    def progress(self, step: str, done: float, total: float | None) -> None:
        """Report the progress of a running step, in milliseconds of the recording or in the items of `_UNITS`."""
        lane = self._data[LANE_OF[step]]
        unit, scale = _UNITS[step]
        if lane["status"] == "running" and done / scale > _progress_of(lane.get("detail", "")):
            of = "" if total is None else f" of {total / scale:.0f}"
            lane["detail"] = f"{done / scale:.0f}{of} {unit}"
            self._touch()

    def show(self, previews: Iterable[tuple[int, str]]) -> None:
        """Show the keyframes found so far, each by its time (ms) and the id of its picture, in time order.

        They are shown until the work ends: then the session has its frames, or its pictures may be deleted.
        """
        found = [{"timestamp": timestamp_ms, "assetId": asset_id} for timestamp_ms, asset_id in previews]
        if found != self._data.get("previews"):
            self._data["previews"] = found
            self._touch()

    def shows_fewer_than(self, number: int) -> bool:
        """Whether fewer keyframes than `number` are shown."""
        return len(self._data.get("previews", ())) < number

    def blame(self, step: str, error: BaseException) -> None:
        """Record which step raised an error, for `fail`."""
        self._failed.append((error, step))

    def end_lane(self, lane: str, *, detail: str = "", error: str = "") -> None:
        """End a lane; an error is recorded even if its last step succeeded."""
        if error and self._data[lane]["status"] == "complete":
            self._data[lane]["status"] = "running"
        self._advance(lane, "error" if error else "complete")
        self._data[lane] |= {key: text for key, text in (("detail", detail), ("error", error)) if text}

    def complete(self) -> None:
        """Mark the session as complete."""
        for lane in LANES:
            self._advance(lane, "complete")
        self._data.pop("previews", None)
        self._stage("complete")

    def fail(self, message: str, error: BaseException | None = None, *, final: bool = False) -> None:
        """Mark the session as failed with a message of one sentence; `final` means that a retry cannot succeed.

        The message belongs to the lane whose step raised `error`; other running lanes were stopped. If no step is to
        blame, for example after a cancellation, every running lane gets the message.
        """
        steps = [step for raised, step in self._failed if raised is error]
        blamed = LANE_OF[steps[0]] if steps else ""
        for lane in LANES:
            if lane == blamed:
                self.end_lane(lane, error=message)
            elif self._data[lane]["status"] == "running":
                self.end_lane(lane, error=STOPPED if blamed else message)
        self._data |= {"lastError": message, "failedLane": blamed or None, "retryable": not final}
        self._data.pop("previews", None)
        self._stage("error")

    def again(self) -> None:
        """Reset the status for another attempt."""
        self._data |= {lane: {"status": "pending"} for lane in LANES}
        for told in ("lastError", "failedLane", "retryable", "previews"):
            self._data.pop(told, None)
        self._data["overallStage"] = "uploading"
        self._touch()

    def _advance(self, lane: str, status: str) -> None:
        data = self._data[lane]
        if _RANK[status] <= _RANK[data["status"]]:
            return
        data["status"] = status
        self._touch()
        data.setdefault("startedAt", self._data["lastUpdated"])
        if status != "running":
            data["completedAt"] = self._ended(lane)

    def _ended(self, lane: str) -> str:
        """When a lane ended. Other lanes end when synthesis begins, although their results are stored later."""
        begun = self._data["synthesis"].get("startedAt") if lane != "synthesis" else None
        return str(begun or self._data["lastUpdated"])

    def _stage(self, stage: str) -> None:
        if STAGES.index(stage) > STAGES.index(self.stage):
            self._data["overallStage"] = stage
            self._touch()

    def _touch(self) -> None:
        self._data["lastUpdated"] = ids.now()


def _progress_of(detail: str) -> float:
    """The reported progress: the number at the start of a detail, or -1 without one."""
    head = detail.partition(" ")[0]
    return float(head) if head.replace(".", "", 1).isdigit() else -1.0
