"""Confines this process before it reads an untrusted file: it gives up all rights that its work does not need.

This needs Linux: Landlock restricts files, a system call filter restricts the network and other processes, and dropped
capabilities restrict root. Each is applied as far as the kernel supports it, and the result is reported.
"""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.jobs.sandbox import landlock, seccomp

if TYPE_CHECKING:
    from collections.abc import Iterable

PR_SET_NO_NEW_PRIVS = 38
PR_CAPBSET_DROP = 24
CAPABILITY_VERSION_3 = 0x20080522
KEPT_CAPABILITIES = 1 << 1 | 1 << 2
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, if present: root may work in a folder of another user."""
LAST_CAPABILITY = 63

LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/nix/store", "/etc/ld.so.cache")
"""The folders and files in which the loader looks for shared libraries."""
SYSTEM = (
    "/dev/null",
    "/dev/urandom",
    "/etc/localtime",
    "/proc/cpuinfo",
    "/sys/devices/system/cpu",
    "/usr/share/zoneinfo",
)
"""Files that libraries read about the machine."""
ENABLE_LANDLOCK = "boot Linux 5.13 or newer with `landlock` in the kernel's parameter lsm="
ISOLATE = "open files of strangers in a container or a virtual machine, or as a user that can read nothing else"


@dataclass(frozen=True, slots=True)
class Confinement:
    """The confinement of a process: `landlock` is the version of the interface, 0 for none."""

    landlock: int = 0
    seccomp: bool = False

    @property
    def whole(self) -> bool:
        """Whether the process cannot access other files, the network and other processes."""
        return bool(self.landlock) and self.seccomp

    def __str__(self) -> str:
        """A description of what the process can access, and why."""
        if self.whole:
            return f"the process that decodes recordings is confined (Landlock {self.landlock}, seccomp)"
        open_to = [] if self.landlock else ["files, without Landlock (Linux 5.13 or newer)"]
        open_to += [] if self.seccomp else ["network and processes, without seccomp (Linux on x86-64 or aarch64)"]
        return f"the process that decodes recordings can access what its user can access: {'; '.join(open_to)}"

    @property
    def advice(self) -> str:
        """Advice on how to confine the process; "" if it is confined."""
        if self.whole:
            return ""
        enable = "" if self.landlock or sys.platform != "linux" else f"{ENABLE_LANDLOCK}, or "
        return f"{enable}{ISOLATE}"


def confine(readable: Iterable[Path], writable: Iterable[Path]) -> Confinement:
    """Restrict this process to these files and to libraries, without network or access to other processes.

    Landlock applies to the calling thread and to threads that it starts later, so no other thread may exist yet.
    """
    if sys.platform != "linux":
        return Confinement()
    if len(list(Path("/proc/self/task").iterdir())) > 1:
        raise RuntimeError("A thread was started before the process was confined; it would not be.")
    ctypes.CDLL(None).prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _drop_capabilities()
    version, filtered = 0, False
    with suppress(OSError):  # a container may forbid Landlock
        version = landlock.restrict([*_libraries(), *readable], [*writable, Path("/dev/null")])
        sys.dont_write_bytecode = bool(version)  # this process could not write bytecode files
    with suppress(OSError):
        filtered = seccomp.install()
    return Confinement(version, filtered)


def _libraries() -> list[Path]:
    """The folders and files of code: this package, Python's path, system libraries, and the files that these read.

    Relative entries are left out: they depend on the current folder, which contains more than code.
    """
    searched = os.environ.get("LD_LIBRARY_PATH", "").split(":")
    named = [Path(name) for name in (*sys.path, *LIBRARIES, *searched, *SYSTEM)]
    return [Path(__file__).parents[2], *(path for path in named if path.is_absolute())]


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def _drop_capabilities() -> None:
    """Drop all privileges of root except for reading and writing files; other users have no privileges."""
    libc = ctypes.CDLL(None)
    for capability in range(LAST_CAPABILITY + 1):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    header, sets = _Header(CAPABILITY_VERSION_3, 0), (_Sets * 2)()
    libc.capget(ctypes.byref(header), sets)
    low = sets[0]
    low.effective &= KEPT_CAPABILITIES
    low.permitted &= KEPT_CAPABILITIES
    low.inheritable = 0
    sets[1] = _Sets()
    libc.capset(ctypes.byref(header), sets)
