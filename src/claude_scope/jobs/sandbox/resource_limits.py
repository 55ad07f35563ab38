"""What a process does to itself before it looks at a stranger's file: bounds what it uses, and dies with its worker.

Each system bounds what it can; what it cannot stays unbounded, and `process`, the worker's side, has limits of its own.
`confine` bounds what it reaches.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import TYPE_CHECKING

from claude_scope.jobs.sandbox.messages import OUT_OF_MEMORY

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_FILE_BYTES = 512 << 20
"""Of one file: four times an uncompressed picture of 8K, and more than the largest upload."""
MAX_OPEN_FILES = 256
WATCH_EVERY_S = 0.1
PR_SET_PDEATHSIG = 1
SIGKILL = 9


def end_with_parent(parent: int) -> None:
    """Let the kernel end this process when its parent ends (Linux); elsewhere the end of stdin has to do."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended before this was set
        os._exit(0)


def limit(memory_mb: int) -> None:
    """Bound memory, files and what a crash leaves; what this system cannot bound stays unbounded."""
    try:
        import resource
    except ImportError:  # Windows
        return
    # RLIMIT_DATA counts what is really private; RLIMIT_AS would count the gigabytes that libraries only reserve.
    wanted = {
        resource.RLIMIT_DATA: memory_mb << 20,
        resource.RLIMIT_FSIZE: MAX_FILE_BYTES,
        resource.RLIMIT_NOFILE: MAX_OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in wanted.items():
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):
            continue


def watch_memory(memory_mb: int, resident: Callable[[], int]) -> None:
    """End this process when it has more in memory than allowed: macOS and Windows know no limit that holds.

    Where `limit` holds (Linux), this catches what that does not count: files and memory that are mapped shared.
    """

    def watch() -> None:
        while resident() <= memory_mb << 20:
            time.sleep(WATCH_EVERY_S)
        os._exit(OUT_OF_MEMORY)

    threading.Thread(target=watch, daemon=True).start()


def memory_gauge() -> Callable[[], int]:
    """Tells how many bytes this process has in memory now; on macOS the most that it had; 0 where nobody tells.

    On Linux it holds a file open, which a confined process cannot open any more.
    """
    if sys.platform == "linux":
        statm, page = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC), os.sysconf("SC_PAGE_SIZE")
        return lambda: int(os.pread(statm, 200, 0).split()[1]) * page
    try:
        import resource
    except ImportError:  # Windows
        return lambda: 0
    unit = 1 if sys.platform == "darwin" else 1024
    return lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def limit_cpu(seconds: int) -> None:
    """Let the next call use so many seconds of processor time more than were used before."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
