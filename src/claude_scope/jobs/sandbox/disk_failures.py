"""Recognises a full or read-only disk, for which the recording is not to blame, and words the error."""

from __future__ import annotations

import errno

from claude_scope.errors import DiskFailed

SENTENCES = {
    "ENOSPC": "No space is left on {}; free some, then try again.",
    "EDQUOT": "The quota of {} is used up; free some space, then try again.",
    "EROFS": "Nothing can be written to {}, which is read-only; make it writable, then try again.",
}
"""The messages by the POSIX names of the errors."""
DISK = "the disk that recordings are worked on"
"""The name of the disk for readers who must not see the folder, such as clients."""


def disk_error(error: BaseException) -> str:
    """The name of the disk error that is or caused this error; "" if there is none."""
    seen: BaseException | None = error
    while seen is not None:
        name = errno.errorcode.get(seen.errno or 0, "") if isinstance(seen, OSError) else ""
        if name in SENTENCES:
            return name
        seen = seen.__cause__ or seen.__context__
    return ""


def disk_failed(name: str) -> DiskFailed:
    """The exception for a disk error, without the folder."""
    return DiskFailed(SENTENCES[name].format(DISK))


def of_folder(error: BaseException, folder: object) -> DiskFailed | None:
    """The exception for a disk error, with the folder, for the owner of that folder; None for another error."""
    if isinstance(error, DiskFailed):
        return DiskFailed(str(error).replace(DISK, f"the disk of {folder}"))
    name = disk_error(error) if isinstance(error, OSError) else ""
    return DiskFailed(SENTENCES[name].format(f"the disk of {folder}")) if name else None
