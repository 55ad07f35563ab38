"""Installs a system call filter (seccomp) that allows files and threads, but not other processes or the network.

The filter is a classic BPF program that the kernel runs before each call:
https://docs.kernel.org/userspace-api/seccomp_filter.html. A call without a rule is allowed.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from typing import NamedTuple

from claude_scope.jobs.sandbox import syscalls
from claude_scope.jobs.sandbox.syscalls import Call

SET_MODE_FILTER, TSYNC = 1, 1
"""The operation, and its flag TSYNC: the filter applies to all threads of the process."""

LOAD, AND, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
"""Codes of classic BPF: load a word, mask it, three conditional jumps, and the verdict."""
NUMBER_AT, ARCHITECTURE_AT, ARGUMENTS_AT = 0, 4, 16
"""Offsets in `struct seccomp_data`."""
ALLOW, KILL_PROCESS, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
X32 = 0x40000000
"""The bit that marks x86-64 calls with 32-bit pointers. They are second numbers of calls that the rules know only by
their first numbers."""

CLONE_THREAD = 0x10000
PR_SET_PDEATHSIG = 1
F_SETOWN, F_SETOWN_EX = 8, 15
F_SETLEASE, F_NOTIFY = 1024, 1026
FIOSETOWN, SIOCSPGRP = 0x8901, 0x8902
"""Commands that make the kernel send signals to a process that the caller names."""
AF_UNIX = 1
ACCESS_MODE_AND_TRUNCATE, READ_ONLY_AND_TRUNCATE = 0o1003, 0o1000
"""The mask and the value of flags that truncate a file opened for reading; Landlock controls that since Linux 6.2."""
OWNER = 0o700
"""The permissions of a new folder that the worker needs in order to measure and remove it."""


class Architecture(NamedTuple):
    """The kernel's name of an architecture (`AUDIT_ARCH_`), and the field of its numbers in a `Call`."""

    audit: int
    column: str


ARCHITECTURES = {"x86_64": Architecture(0xC000003E, "x86_64"), "aarch64": Architecture(0xC00000B7, "aarch64")}

Instruction = tuple[int, int, int, int]
"""`struct sock_filter`: the code, the numbers of instructions to skip if true and if false, and the operand."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def install() -> bool:
    """Filter the calls of this process and all its threads; return False if this system has no such filter.

    Needs PR_SET_NO_NEW_PRIVS.

    Raises:
        OSError: the kernel refused the filter.
    """
    if sys.platform != "linux" or sys.maxsize < 1 << 32:  # a 32-bit Python on a 64-bit kernel has other numbers
        return False
    architecture = ARCHITECTURES.get(os.uname().machine)
    if architecture is None:
        return False
    program = filter_program(architecture, os.getpid())
    packed = b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
    libc = ctypes.CDLL(None, use_errno=True)
    number = getattr(syscalls.SECCOMP, architecture.column)
    filtered = _Program(len(program), packed)
    if libc.syscall(ctypes.c_long(number), SET_MODE_FILTER, TSYNC, ctypes.byref(filtered)):
        code = ctypes.get_errno()
        if code == errno.ENOSYS:
            return False
        raise OSError(code, f"seccomp: {errno.errorcode.get(code, code)}")
    return True


def filter_program(architecture: Architecture, pid: int) -> list[Instruction]:
    """The filter for the process `pid`: a block for each call with a rule, then ALLOW."""
    program: list[Instruction] = [
        (LOAD, 0, 0, ARCHITECTURE_AT),
        (EQUAL, 1, 0, architecture.audit),
        (RETURN, 0, 0, KILL_PROCESS),
        (LOAD, 0, 0, NUMBER_AT),
    ]
    if architecture.column == "x86_64":
        program += [(AT_LEAST, 0, 1, X32), _refuse(errno.ENOSYS)]
    for call, block in _rules(pid):
        number = getattr(call, architecture.column)
        if number is not None:
            program += [(EQUAL, 0, len(block), number), *block]
    return [*program, (RETURN, 0, 0, ALLOW)]


def _rules(pid: int) -> list[tuple[Call, list[Instruction]]]:
    """The rule of each call; every block ends with a verdict."""
    denied = (
        *syscalls.OTHER_PROCESSES,
        *syscalls.NEW_PROCESSES,
        *syscalls.NETWORK,
        *syscalls.FILES,
        *syscalls.KERNEL,
    )
    return [
        (syscalls.CLONE, _allow_if_any_bit(0, CLONE_THREAD)),
        (syscalls.KILL, _allow_if(0, pid)),
        (syscalls.TGKILL, _allow_if(0, pid)),
        (syscalls.PRLIMIT64, _allow_if(0, 0, pid)),
        (syscalls.SCHED_SETAFFINITY, _allow_if(0, 0)),
        (syscalls.SOCKETPAIR, _allow_if(0, AF_UNIX)),
        (syscalls.SENDTO, _allow_if_null(4)),
        (syscalls.PRCTL, _refuse_if(0, PR_SET_PDEATHSIG)),
        (syscalls.FCNTL, _refuse_if(1, F_SETOWN, F_SETOWN_EX, F_SETLEASE, F_NOTIFY)),
        (syscalls.IOCTL, _refuse_if(1, FIOSETOWN, SIOCSPGRP)),
        (syscalls.OPEN, _refuse_if_masked(1, ACCESS_MODE_AND_TRUNCATE, READ_ONLY_AND_TRUNCATE)),
        (syscalls.OPENAT, _refuse_if_masked(2, ACCESS_MODE_AND_TRUNCATE, READ_ONLY_AND_TRUNCATE)),
        (syscalls.MKDIR, _allow_if_masked(1, OWNER, OWNER)),
        (syscalls.MKDIRAT, _allow_if_masked(2, OWNER, OWNER)),
        *((call, [_refuse(errno.EPERM)]) for call in denied),
        *((call, [_refuse(errno.ENOSYS)]) for call in syscalls.ABSENT),
    ]


def _refuse(code: int) -> Instruction:
    return RETURN, 0, 0, ERRNO | code


def _argument(index: int, *, high: bool = False) -> Instruction:
    """Load half of an argument; the kernel reads process ids, flags and commands only from the low half."""
    return LOAD, 0, 0, ARGUMENTS_AT + 8 * index + (4 if high else 0)


def _verdicts(tests: list[Instruction], *, then: int, otherwise: int) -> list[Instruction]:
    """Append the verdicts to the tests, and fill in the jump offsets: a true test jumps to `then`."""
    ends: list[Instruction] = [(RETURN, 0, 0, otherwise), (RETURN, 0, 0, then)]
    jumps = [(code, len(tests) - at, 0, operand) for at, (code, _, _, operand) in enumerate(tests)]
    return [*jumps, *ends]


def _allow_if(index: int, *values: int) -> list[Instruction]:
    tests = [(EQUAL, 0, 0, value) for value in values]
    return [_argument(index), *_verdicts(tests, then=ALLOW, otherwise=ERRNO | errno.EPERM)]


def _refuse_if(index: int, *values: int) -> list[Instruction]:
    tests = [(EQUAL, 0, 0, value) for value in values]
    return [_argument(index), *_verdicts(tests, then=ERRNO | errno.EPERM, otherwise=ALLOW)]


def _allow_if_any_bit(index: int, bits: int) -> list[Instruction]:
    tests = [(ANY_BIT, 0, 0, bits)]
    return [_argument(index), *_verdicts(tests, then=ALLOW, otherwise=ERRNO | errno.EPERM)]


def _allow_if_null(index: int) -> list[Instruction]:
    low: list[Instruction] = [_argument(index), (EQUAL, 1, 0, 0), _refuse(errno.EPERM), _argument(index, high=True)]
    return [*low, *_verdicts([(EQUAL, 0, 0, 0)], then=ALLOW, otherwise=ERRNO | errno.EPERM)]


def _allow_if_masked(index: int, mask: int, value: int) -> list[Instruction]:
    return _masked(index, mask, value, then=ALLOW, otherwise=ERRNO | errno.EPERM)


def _refuse_if_masked(index: int, mask: int, value: int) -> list[Instruction]:
    return _masked(index, mask, value, then=ERRNO | errno.EPERM, otherwise=ALLOW)


def _masked(index: int, mask: int, value: int, *, then: int, otherwise: int) -> list[Instruction]:
    test = _verdicts([(EQUAL, 0, 0, value)], then=then, otherwise=otherwise)
    return [_argument(index), (AND, 0, 0, mask), *test]
