"""Landlock (Linux 5.13 and newer): a process and its descendants lose access to every file that no rule allows.

https://docs.kernel.org/userspace-api/landlock.html describes what each version of the interface (ABI) controls. Rights
that a kernel does not know are left out.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
"""The system calls, whose numbers are the same on every architecture that Python packages are built for."""
CREATE_RULESET_VERSION = 1
RULE_PATH_BENEATH = 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_DIR, MAKE_REG = 1 << 7, 1 << 8
TRUNCATE = 1 << 14

FILESYSTEM = {1: (1 << 13) - 1, 2: 1 << 13, 3: TRUNCATE, 5: 1 << 15}
"""The rights to files that each ABI added: 13, then REFER, TRUNCATE and IOCTL_DEV. All are given up."""
NETWORK = {4: 0b11}
"""The rights to bind and to connect TCP sockets, which ABI 4 added."""
SCOPES = {6: 0b11}
"""The rights to abstract UNIX sockets and to signals to other processes, which ABI 6 added."""

READ = READ_FILE | READ_DIR
READ_AND_WRITE = READ | WRITE_FILE | TRUNCATE | MAKE_DIR | MAKE_REG | REMOVE_DIR | REMOVE_FILE
"""The rights to ordinary files and folders, without making links, devices, sockets or pipes."""
OF_FILES = READ_FILE | WRITE_FILE | TRUNCATE
"""The rights that a rule for a single file may grant."""


class _Ruleset(ctypes.Structure):
    _fields_ = (("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


def abi() -> int:
    """The ABI version of this kernel; 0 if Landlock is missing or disabled."""
    if sys.platform != "linux":
        return 0
    version = int(ctypes.CDLL(None).syscall(CREATE_RULESET, None, ctypes.c_size_t(0), CREATE_RULESET_VERSION))
    return max(0, version)


def restrict(readable: Iterable[Path], writable: Iterable[Path]) -> int:
    """Give up access to all files except these paths and all below them; missing paths are ignored.

    Applies to the calling thread and to threads and processes that it starts later. Needs PR_SET_NO_NEW_PRIVS.
    Returns the ABI version, 0 if the kernel has no Landlock.

    Raises:
        OSError: the kernel refused a call.
    """
    version = abi()
    if not version:
        return 0
    files = _known(FILESYSTEM, version)
    ruleset = _Ruleset(files, _known(NETWORK, version), _known(SCOPES, version))
    handle = _call(CREATE_RULESET, ctypes.byref(ruleset), ctypes.c_size_t(ctypes.sizeof(ruleset)), 0)
    try:
        for paths, rights in ((readable, READ), (writable, READ_AND_WRITE)):
            for path in paths:
                _allow(handle, path, rights & files)
        _call(RESTRICT_SELF, handle, 0)
    finally:
        os.close(handle)
    return version


def _known(rights: dict[int, int], version: int) -> int:
    return sum(bits for since, bits in rights.items() if since <= version)


def _allow(ruleset: int, path: Path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # missing, or not accessible to us anyway
        return
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= OF_FILES
        rule = _PathBeneath(rights, place)
        _call(ADD_RULE, ruleset, RULE_PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(place)


def _call(number: int, *arguments: object) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    result = int(libc.syscall(ctypes.c_long(number), *arguments))
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"landlock: {errno.errorcode.get(code, code)}")
    return result
