"""What an attacker who controls a child would try, each on a target that a test provides.

Each function returns if the attempt succeeded, and raises OSError if the system refused it.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import mmap
import os
import resource
import signal
import socket
import struct
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Targets = Mapping[str, Any]
    Try = Callable[[Path, Targets], object]

X86_64 = os.uname().machine == "x86_64"
PTRACE_SEIZE, PTRACE_INTERRUPT, PTRACE_DETACH = 0x4206, 0x4207, 17
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG = 1
X32 = 0x40000000
TRIES: dict[str, Try] = {}
NEEDS_LUCK = {
    "ptrace",
    "read memory",
    "read memory through /proc",
    "io_uring",
    "32-bit pointers",
    "a namespace",
    "a socket of another kind",
    "IPv6",
    "steal a descriptor",
    "an attribute of the keys",
    "plant code",
}
"""Attempts that some machines refuse in general."""


def succeeded(folder: Path, targets: Targets) -> list[str]:
    """The names of the successful attempts."""
    return [name for name, item in TRIES.items() if _done(item, folder, targets)]


def _done(one: Try, folder: Path, targets: Targets) -> bool:
    try:
        one(folder, targets)
    except OSError:
        return False
    return True


def a_try(name: str) -> Callable[[Try], Try]:
    def add(one: Try) -> Try:
        TRIES[name] = one
        return one

    return add


def system(number: int, *arguments: Any) -> int:
    """Make a system call; raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    return _result(libc.syscall(ctypes.c_long(number), *arguments))


def library(name: str, *arguments: Any) -> int:
    """Call a function of the C library; raises OSError."""
    return _result(getattr(ctypes.CDLL(None, use_errno=True), name)(*arguments))


def _result(result: int) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


# --- files ------------------------------------------------------------------------------------------------------------


@a_try("read the keys")
def _(folder: Path, targets: Targets) -> None:
    Path(targets["keys"]).read_bytes()


@a_try("read the keys from the root of /proc")
def _(folder: Path, targets: Targets) -> None:
    Path(f"/proc/self/root{targets['keys']}").read_bytes()


@a_try("read the database")
def _(folder: Path, targets: Targets) -> None:
    Path(targets["database"]).read_bytes()


@a_try("write the database")
def _(folder: Path, targets: Targets) -> None:
    os.close(os.open(targets["database"], os.O_WRONLY))


@a_try("list the data folder")
def _(folder: Path, targets: Targets) -> None:
    list(Path(targets["data"]).iterdir())


@a_try("read another session's recording")
def _(folder: Path, targets: Targets) -> None:
    Path(targets["other"], "recording").read_bytes()


@a_try("write into another session's folder")
def _(folder: Path, targets: Targets) -> None:
    Path(targets["other"], "planted").write_bytes(b"")


@a_try("write beside the own folder")
def _(folder: Path, targets: Targets) -> None:
    (folder.parent / "planted").write_bytes(b"")


@a_try("plant code")
def _(folder: Path, targets: Targets) -> None:
    import claude_scope

    planted = Path(claude_scope.__file__).with_name("planted_by_a_test.py")
    planted.write_bytes(b"")
    planted.unlink()


@a_try("move a file out")
def _(folder: Path, targets: Targets) -> None:
    (folder / "to move").write_bytes(b"")
    (folder / "to move").rename(Path(targets["data"], f"moved by {os.getpid()}"))


@a_try("move a file in")
def _(folder: Path, targets: Targets) -> None:
    Path(targets["data"], "to move in").rename(folder / "moved in")
    (folder / "moved in").rename(Path(targets["data"], "to move in"))


@a_try("a symbolic link")
def _(folder: Path, targets: Targets) -> None:
    (folder / f"link {os.urandom(4).hex()}").symlink_to(targets["keys"])


@a_try("a hard link")
def _(folder: Path, targets: Targets) -> None:
    (folder / f"link {os.urandom(4).hex()}").hardlink_to(targets["keys"])


@a_try("a pipe with a name")
def _(folder: Path, targets: Targets) -> None:
    os.mkfifo(folder / f"pipe {os.urandom(4).hex()}")


@a_try("a folder that nobody can enter")
def _(folder: Path, targets: Targets) -> None:
    (folder / f"closed {os.urandom(4).hex()}").mkdir(0)


@a_try("new files that nobody can read")
def _(folder: Path, targets: Targets) -> None:
    before = library("umask", 0o777)
    library("umask", before)


@a_try("open the keys to others")
def _(folder: Path, targets: Targets) -> None:
    Path(targets["keys"]).chmod(0o644)


@a_try("change the time of the keys")
def _(folder: Path, targets: Targets) -> None:
    os.utime(targets["keys"], (0, 0))


@a_try("an attribute of the keys")
def _(folder: Path, targets: Targets) -> None:
    os.setxattr(targets["keys"], "user.planted", b"1")


@a_try("empty a file by its name")
def _(folder: Path, targets: Targets) -> None:
    os.truncate(targets["precious"], 0)


@a_try("empty a file that is opened to be read")
def _(folder: Path, targets: Targets) -> None:
    os.close(os.open(targets["precious"], os.O_RDONLY | os.O_TRUNC))


@a_try("watch the data folder")
def _(folder: Path, targets: Targets) -> None:
    watch = library("inotify_init1", 0)
    library("inotify_add_watch", watch, os.fsencode(targets["data"]), 0x100)


# --- network ----------------------------------------------------------------------------------------------------------


@a_try("TCP")
def _(folder: Path, targets: Targets) -> None:
    socket.create_connection(("127.0.0.1", targets["tcp"]), timeout=5).close()


@a_try("IPv6")
def _(folder: Path, targets: Targets) -> None:
    socket.socket(socket.AF_INET6, socket.SOCK_STREAM).close()


@a_try("UDP, as DNS does")
def _(folder: Path, targets: Targets) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"secret", ("127.0.0.1", targets["tcp"]))


@a_try("listen")
def _(folder: Path, targets: Targets) -> None:
    socket.create_server(("127.0.0.1", 0)).close()


@a_try("a UNIX socket")
def _(folder: Path, targets: Targets) -> None:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(targets["unix"])


@a_try("an abstract UNIX socket")
def _(folder: Path, targets: Targets) -> None:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect("\0" + targets["abstract"])


@a_try("a message from half a pair of sockets")
def _(folder: Path, targets: Targets) -> None:
    for item in socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM):
        with item:
            item.sendto(b"secret", targets["datagrams"])


@a_try("a half of a pair that connects elsewhere")
def _(folder: Path, targets: Targets) -> None:
    for item in socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM):
        with item:
            item.connect(targets["datagrams"])


@a_try("a message with an address")
def _(folder: Path, targets: Targets) -> None:
    for item in socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM):
        with item:
            item.sendmsg([b"secret"], [], 0, targets["datagrams"])


@a_try("a socket of another kind")
def _(folder: Path, targets: Targets) -> None:
    for kind in (socket.AF_NETLINK, 38, 40):  # AF_ALG, AF_VSOCK
        socket.socket(kind, socket.SOCK_RAW if kind == socket.AF_NETLINK else socket.SOCK_STREAM).close()


@a_try("io_uring")
def _(folder: Path, targets: Targets) -> None:
    os.close(system(425, 8, ctypes.create_string_buffer(120)))


@a_try("32-bit pointers")
def _(folder: Path, targets: Targets) -> None:
    if not X86_64:
        raise OSError
    os.close(system(X32 | 41, socket.AF_INET, socket.SOCK_STREAM, 0))


# --- other processes --------------------------------------------------------------------------------------------------


@a_try("a signal")
def _(folder: Path, targets: Targets) -> None:
    os.kill(targets["bystander"], signal.SIGURG)


@a_try("a signal to everybody")
def _(folder: Path, targets: Targets) -> None:
    os.kill(-1, 0)


@a_try("a signal to a thread")
def _(folder: Path, targets: Targets) -> None:
    library("tgkill", targets["bystander"], targets["bystander"], signal.SIGURG)


@a_try("a signal to a thread, the old way")
def _(folder: Path, targets: Targets) -> None:
    system(200 if X86_64 else 130, targets["bystander"], signal.SIGURG)


@a_try("a queued signal")
def _(folder: Path, targets: Targets) -> None:
    library("sigqueue", targets["bystander"], signal.SIGURG, None)


@a_try("a signal through a descriptor")
def _(folder: Path, targets: Targets) -> None:
    handle = os.pidfd_open(targets["bystander"])
    signal.pidfd_send_signal(handle, signal.SIGURG)
    os.close(handle)


@a_try("a signal from a pipe that another process owns")
def _(folder: Path, targets: Targets) -> None:
    for end in os.pipe():
        fcntl.fcntl(end, fcntl.F_SETOWN, targets["bystander"])
        os.close(end)


@a_try("a lease, which makes others wait who open the file")
def _(folder: Path, targets: Targets) -> None:
    leased = folder / f"leased {os.urandom(4).hex()}"
    leased.touch()
    with leased.open("rb") as file:
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)


@a_try("a lock, which makes others wait who lock the file")
def _(folder: Path, targets: Targets) -> None:
    locked = folder / f"locked {os.urandom(4).hex()}"
    with locked.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)


@a_try("news of what others do in a folder, the old way")
def _(folder: Path, targets: Targets) -> None:
    watched = os.open(folder, os.O_RDONLY)
    fcntl.fcntl(watched, fcntl.F_NOTIFY, fcntl.DN_CREATE)
    fcntl.fcntl(watched, fcntl.F_NOTIFY, 0)
    os.close(watched)


@a_try("steal a descriptor")
def _(folder: Path, targets: Targets) -> None:
    handle = os.pidfd_open(targets["bystander"])
    os.close(system(438, handle, 0, 0))


@a_try("ptrace")
def _(folder: Path, targets: Targets) -> None:
    pid = targets["bystander"]
    library("ptrace", PTRACE_SEIZE, pid, None, None)
    library("ptrace", PTRACE_INTERRUPT, pid, None, None)
    os.waitpid(pid, 0x40000000)  # __WALL
    library("ptrace", PTRACE_DETACH, pid, None, None)


@a_try("read memory")
def _(folder: Path, targets: Targets) -> None:
    buffer = ctypes.create_string_buffer(8)
    ours = struct.pack("PN", ctypes.addressof(buffer), 8)
    theirs = struct.pack("PN", targets["address"], 8)
    number = ctypes.c_long(310 if X86_64 else 270)
    system(number.value, targets["bystander"], ours, ctypes.c_long(1), theirs, ctypes.c_long(1), ctypes.c_long(0))


@a_try("read memory through /proc")
def _(folder: Path, targets: Targets) -> None:
    memory = os.open(f"/proc/{targets['bystander']}/mem", os.O_RDONLY)
    os.pread(memory, 8, targets["address"])
    os.close(memory)


@a_try("read an environment")
def _(folder: Path, targets: Targets) -> None:
    Path(f"/proc/{targets['bystander']}/environ").read_bytes()


@a_try("read the worker's environment")
def _(folder: Path, targets: Targets) -> None:
    Path(f"/proc/{os.getppid()}/environ").read_bytes()


@a_try("list the worker's descriptors")
def _(folder: Path, targets: Targets) -> None:
    list(Path(f"/proc/{os.getppid()}/fd").iterdir())


@a_try("limit another process")
def _(folder: Path, targets: Targets) -> None:
    resource.prlimit(targets["bystander"], resource.RLIMIT_CORE, (0, 0))


@a_try("the priority of another process")
def _(folder: Path, targets: Targets) -> None:
    os.setpriority(os.PRIO_PROCESS, targets["bystander"], 5)


@a_try("the processors of another process")
def _(folder: Path, targets: Targets) -> None:
    os.sched_setaffinity(targets["bystander"], os.sched_getaffinity(0))


@a_try("a process of its own")
def _(folder: Path, targets: Targets) -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


@a_try("a shell")
def _(folder: Path, targets: Targets) -> None:
    subprocess.run(["/bin/sh", "-c", "true"], check=True)


@a_try("a namespace")
def _(folder: Path, targets: Targets) -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
    if os.waitpid(pid, 0)[1]:
        raise OSError(errno.EPERM, "refused")


@a_try("shared memory")
def _(folder: Path, targets: Targets) -> None:
    shared = library("shmget", 0, 4096, 0o1600)
    library("shmctl", shared, 0, None)


@a_try("outlive the worker")
def _(folder: Path, targets: Targets) -> None:
    library("prctl", PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


@a_try("more memory than allowed")
def _(folder: Path, targets: Targets) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY:
        raise PermissionError(0, "nothing is bounded")
    try:
        resource.setrlimit(resource.RLIMIT_DATA, (hard, resource.RLIM_INFINITY))
    except ValueError as error:  # as Python converts it
        raise PermissionError from error
    resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


def compat_call() -> None:
    """A system call of 32-bit x86, which has other numbers: `getpid` by `int 0x80`."""
    code = mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
    ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
