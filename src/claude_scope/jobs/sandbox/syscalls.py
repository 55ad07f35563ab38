"""The system calls that the filter denies, and the reasons, with their numbers on x86-64 and aarch64 Linux.

The numbers come from the kernel's `asm/unistd_64.h` and `asm-generic/unistd.h`; None if an architecture lacks the call.
From 424 on, both architectures have the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Call:
    """One system call."""

    name: str
    x86_64: int | None
    aarch64: int | None


def _calls(table: str) -> tuple[Call, ...]:
    rows = (line.split() for line in table.strip().splitlines())
    return tuple(Call(name, *(None if number == "-" else int(number) for number in numbers)) for name, *numbers in rows)


OTHER_PROCESSES = _calls("""
    ptrace            101 117
    process_vm_readv  310 270
    process_vm_writev 311 271
    process_madvise   440 440
    process_mrelease  448 448
    kcmp              312 272
    pidfd_open        434 434
    pidfd_getfd       438 438
    pidfd_send_signal 424 424
    tkill             200 130
    rt_sigqueueinfo   129 138
    rt_tgsigqueueinfo 297 240
    setpriority       141 140
    ioprio_set        251 30
    sched_setparam    142 118
    sched_setscheduler 144 119
    sched_setattr     314 274
    migrate_pages     256 238
    move_pages        279 239
    shmget            29  194
    shmat             30  196
    shmctl            31  195
    semget            64  190
    semop             65  193
    semtimedop        220 192
    semctl            66  191
    msgget            68  186
    msgsnd            69  189
    msgrcv            70  188
    msgctl            71  187
    mq_open           240 180
    mq_unlink         241 181
""")
"""These calls inspect or control processes of the same user, or share memory and messages with them."""

NEW_PROCESSES = _calls("""
    execve      59  221
    execveat    322 281
    fork        57  -
    vfork       58  -
    setsid      112 157
    setpgid     109 154
    unshare     272 97
    setns       308 268
    personality 135 92
""")
"""A process that leaves the child's process group would outlive the child. `clone` is allowed for threads."""

NETWORK = _calls("""
    socket   41  198
    connect  42  203
    bind     49  200
    listen   50  201
    accept   43  202
    accept4  288 242
    sendmsg  46  211
    sendmmsg 307 269
""")
"""`sendmsg` can name an address and pass open files. `socketpair` is allowed: asyncio wakes its loop with one."""

FILES = _calls("""
    flock             73  32
    link              86  -
    linkat            265 37
    symlink           88  -
    symlinkat         266 36
    mknod             133 -
    mknodat           259 33
    chmod             90  -
    fchmod            91  52
    fchmodat          268 53
    fchmodat2         452 452
    chown             92  -
    fchown            93  55
    lchown            94  -
    fchownat          260 54
    truncate          76  45
    umask             95  166
    utime             132 -
    utimes            235 -
    futimesat         261 -
    utimensat         280 88
    setxattr          188 5
    lsetxattr         189 6
    fsetxattr         190 7
    removexattr       197 14
    lremovexattr      198 15
    fremovexattr      199 16
    setxattrat        463 463
    removexattrat     466 466
    file_setattr      469 469
    open_by_handle_at 304 265
    inotify_init      253 -
    inotify_init1     294 26
    fanotify_init     300 262
""")
"""Landlock does not control changes of a file's mode, times or attributes, or watching it; and the worker could follow
links."""

KERNEL = _calls("""
    syslog            103 116
    modify_ldt        154 -
    io_uring_enter    426 426
    io_uring_register 427 427
    bpf               321 280
    perf_event_open   298 241
    userfaultfd       323 282
    add_key           248 217
    request_key       249 218
    keyctl            250 219
    mount             165 40
    umount2           166 39
    pivot_root        155 41
    chroot            161 51
    open_tree         428 428
    open_tree_attr    467 467
    move_mount        429 429
    fsopen            430 430
    fsconfig          431 431
    fsmount           432 432
    fspick            433 433
    mount_setattr     442 442
""")
"""These calls bypass this filter (`io_uring`), or have been used to attack the kernel."""

ABSENT = _calls("""
    io_uring_setup 425 425
    clone3         435 435
    openat2        437 437
""")
"""The filter answers as a kernel without these calls, so that libraries fall back to others. The flags of the last two
are in memory, which a filter cannot read."""

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
