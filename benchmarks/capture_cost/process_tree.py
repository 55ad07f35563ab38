"""The processor time of a process and of everything below it (Linux)."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_PARENT, _USER, _SYSTEM = 1, 11, 12
"""Places in `/proc/PID/stat` after the name of the process (proc_pid_stat(5))."""


def processor_s(root: int) -> float:
    """Seconds that the process `root` and its descendants have used so far; of those that run now."""
    fields = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):  # it ended
                fields[int(folder.name)] = (folder / "stat").read_text().rpartition(")")[2].split()
    below: dict[int, list[int]] = {}
    for pid, values in fields.items():
        below.setdefault(int(values[_PARENT]), []).append(pid)
    ticks, open_ = 0, [root]
    while open_:
        pid = open_.pop()
        ticks += int(fields[pid][_USER]) + int(fields[pid][_SYSTEM])
        open_ += below.get(pid, [])
    return ticks / os.sysconf("SC_CLK_TCK")
