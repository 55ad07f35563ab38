"""The processor time of a process and its descendants (Linux)."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_PARENT, _TIMES = 1, slice(11, 15)
"""Indices in `/proc/PID/stat` after the process name (proc_pid_stat(5)): the parent, and the ticks of the process and
of its ended children.
"""


def processor_s(root: int) -> float:
    """Seconds that the process `root` and its descendants have used so far, including ended ones
    that were waited for.
    """
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
        ticks += sum(map(int, fields[pid][_TIMES]))
        open_ += below.get(pid, [])
    return ticks / os.sysconf("SC_CLK_TCK")
