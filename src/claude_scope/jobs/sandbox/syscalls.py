"""The system calls that the filter denies, and the reasons; `syscalls.ini` has their numbers.

The numbers come from the kernel's `asm/unistd_64.h` and `asm-generic/unistd.h`; None if an architecture lacks the call.
From 424 on, both architectures have the same numbers.
"""

from __future__ import annotations

from configparser import RawConfigParser
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Call:
    """One system call."""

    name: str
    x86_64: int | None
    aarch64: int | None


_TABLE = RawConfigParser(delimiters=(":",))
_TABLE.read_string(Path(__file__).with_suffix(".ini").read_text("ascii"))


def _calls(group: str) -> tuple[Call, ...]:
    rows = ((name, numbers.split()) for name, numbers in _TABLE[group].items())
    return tuple(Call(name, *(None if number == "-" else int(number) for number in numbers)) for name, numbers in rows)


OTHER_PROCESSES = _calls("other_processes")
"""These calls inspect or control processes of the same user, or share memory and messages with them."""
NEW_PROCESSES = _calls("new_processes")
"""A process that leaves the child's process group would outlive the child. `clone` is allowed for threads."""
NETWORK = _calls("network")
"""`sendmsg` can name an address and pass open files. `socketpair` is allowed: asyncio wakes its loop with one."""
FILES = _calls("files")
"""These calls change a file's mode, times or attributes or watch it, which Landlock does not control, or make links,
which the worker could follow."""
KERNEL = _calls("kernel")
"""These calls bypass this filter (`io_uring`), or have been used to attack the kernel."""
ABSENT = _calls("absent")
"""The filter answers like a kernel that lacks these calls, so that libraries fall back to other calls. The
flags of the last two calls are in memory, which a filter cannot read."""

CLONE = Call("clone", 56, 220)
KILL = Call("kill", 62, 129)
TGKILL = Call("tgkill", 234, 131)
SENDTO = Call("sendto", 44, 206)
SOCKETPAIR = Call("socketpair", 53, 199)
PRLIMIT64 = Call("prlimit64", 302, 261)
PRCTL = Call("prctl", 157, 167)
FCNTL = Call("fcntl", 72, 25)
IOCTL = Call("ioctl", 16, 29)
MKDIR = Call("mkdir", 83, None)
MKDIRAT = Call("mkdirat", 258, 34)
OPEN = Call("open", 2, None)
OPENAT = Call("openat", 257, 56)
SCHED_SETAFFINITY = Call("sched_setaffinity", 203, 122)
SECCOMP = Call("seccomp", 317, 277)
