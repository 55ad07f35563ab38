"""Recognises a full or failing disk, which is not the recording's fault, and words the error."""

from __future__ import annotations

import errno

from claude_scope.errors import DiskFailed

SENTENCES = {
    "ENOSPC": "No space is left on {}; free some, then try again.",
    "EDQUOT": "The quota of {} is used up; free some space, then try again.",
    "EROFS": "Nothing can be written to {}, which is read-only; make it writable, then try again.",
}
"""By the name of the error, as POSIX has it."""
DISK = "the disk that recordings are worked on"
"""What it is called where its folder may not be named, as to a client."""


def disk_error(error: BaseException) -> str:
    """The name of the disk error that is or caused this error; empty if there is none."""
    seen: BaseException | None = error
    while seen is not None:
        name = errno.errorcode.get(seen.errno or 0, "") if isinstance(seen, OSError) else ""
        if name in SENTENCES:
            return name
        seen = seen.__cause__ or seen.__context__
    return ""


def disk_failed(name: str) -> DiskFailed:
    """The message for a disk error."""
    return DiskFailed(SENTENCES[name].format(DISK))


def of_folder(error: BaseException, folder: object) -> DiskFailed | None:
    """The same with the folder named, for the person whose folder it is; None for another error."""
    if isinstance(error, DiskFailed):
        return DiskFailed(str(error).replace(DISK, f"the disk of {folder}"))
    name = disk_error(error) if isinstance(error, OSError) else ""
    return DiskFailed(SENTENCES[name].format(f"the disk of {folder}")) if name else None
