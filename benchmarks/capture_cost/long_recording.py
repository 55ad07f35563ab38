"""The recorder's memory during half an hour of work in one tab, and how long it takes to end."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import benchmarks.ready
from benchmarks.captures.recording import page_at
from benchmarks.claims.start_app import serving
from benchmarks.ready.hand import use
from benchmarks.recorder_process import recorder

_ACTS = 12
"""Acts between two looks at the memory."""
_ELEMENTS = 1_500


@dataclass(frozen=True)
class Long:
    """Acts, the recorder's resident memory in MB at half time and at most, seconds until it ended, and MB written."""

    acts: int
    half_mb: float
    most_mb: float
    end_s: float
    capture_mb: float


async def measure(minutes: float) -> Long:
    """Act in a page of 1,500 elements for so long, and end the recording."""
    resident: list[float] = []
    with serving(Path(benchmarks.ready.__file__).parent) as address, tempfile.TemporaryDirectory() as scratch:
        url = f"{address}orders.html?elements={_ELEMENTS}"
        async with recorder(url, Path(scratch)) as recording:
            async with page_at(recording.address) as page:
                until = time.monotonic() + minutes * 60
                while time.monotonic() < until:
                    await use(page, _ACTS)
                    resident.append(_resident_mb(recording.pid))
            began = time.monotonic()
            await recording.stop()
            end_s = time.monotonic() - began
        return Long(
            len(resident) * _ACTS, resident[len(resident) // 2], max(resident), end_s, _written_mb(Path(scratch))
        )


def _written_mb(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _resident_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise RuntimeError("the recorder has ended")
