"""Limits the resources of this process before it reads an untrusted file, and ends it with its worker.

Operating systems differ in the limits that they enforce; `child_process`, the worker's side, has limits of its own.
`confinement` restricts what the process can access.
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
"""Maximum number of bytes of one file: four times an uncompressed 8K picture, and more than the largest upload."""
MAX_OPEN_FILES = 256
WATCH_EVERY_S = 0.1
PR_SET_PDEATHSIG = 1
SIGKILL = 9


def end_with_parent(parent: int) -> None:
    """Let the kernel kill this process when its parent ends (Linux); elsewhere the end of stdin ends it."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # the parent ended before this was set
        os._exit(0)


def limit(memory_mb: int) -> None:
    """Limit memory, files and core dumps, as far as this operating system supports it."""
    try:
        import resource
    except ImportError:  # Windows
        return
    # RLIMIT_DATA counts private memory; RLIMIT_AS would count the gigabytes that libraries only reserve.
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
    """End this process when its resident memory exceeds the limit; macOS and Windows enforce no limit.

    On Linux, where `limit` works, this also limits memory that `limit` does not count: mapped files and shared memory.
    """

    def watch() -> None:
        while resident() <= memory_mb << 20:
            time.sleep(WATCH_EVERY_S)
        os._exit(OUT_OF_MEMORY)

    threading.Thread(target=watch, daemon=True).start()


def memory_gauge() -> Callable[[], int]:
    """Return a function for the resident bytes of this process: the peak on macOS, 0 on Windows.

    On Linux the function keeps a file open, since a confined process cannot open it later.
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
    """Limit the processor time from now on."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
