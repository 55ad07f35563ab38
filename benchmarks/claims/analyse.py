"""Analyses only the video of a recording, as a user does who gives no address, and measures the time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_TIME = "seconds.json"


def analyse(video: Path, out: Path) -> float:
    """Write the analysis of a video into a folder; returns its wall time in seconds."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.monotonic()
    command = [sys.executable, "-m", "claude_scope", "analyze", str(video), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    seconds = time.monotonic() - began
    if done.returncode:
        raise RuntimeError(f"{video.name} was not analysed: {done.stderr[-500:]}")
    (out / _TIME).write_text(json.dumps(seconds))
    return seconds


def seconds_of(out: Path) -> float:
    """The wall time of an earlier analysis."""
    return float(json.loads((out / _TIME).read_text()))
