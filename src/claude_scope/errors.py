"""The exceptions, as one tree.

    ClaudeScopeError                exit 1, HTTP 500
    ├── BadInput                    exit 3, HTTP 400   the user's input cannot be used
    │   ├── NotARecording           a missing, empty or undecodable file
    │   └── NotAnImage              the same for a picture
    ├── UsageError                  exit 2, HTTP 400   options that conflict, or a value out of range
    │   └── ModelRefused            the provider refuses the key, the model or the address
    ├── Unauthorized                exit 1, HTTP 401   no token, or an invalid one
    ├── NotFound                    exit 1, HTTP 404   it does not exist, or belongs to someone else
    ├── Conflict                    exit 1, HTTP 409   the object is in a state that does not allow it
    ├── Busy                        exit 1, HTTP 503   try again after `retry_after_s`
    │   ├── TooManyRequests         exit 1, HTTP 429
    │   └── StoreUnavailable        exit 1, HTTP 503   the database or the asset store does not answer
    │       └── DatabaseUnavailable                    the database
    ├── WorkFailed                  exit 1, HTTP 500   the process that did the work crashed or hit a limit
    │   └── DiskFailed                              the disk is full or cannot be written to
    └── LaneError                   exit 4, HTTP 502   one lane failed; the session continues without it
        ├── VisionError             a keyframe could not be read
        └── InspectionError         the page could not be loaded or inspected
            └── BrowserMissing      no browser was found on this machine

Every message tells a person what happened, to what, and what to do next.
"""

from typing import ClassVar


class ClaudeScopeError(Exception):
    """The root: catch this to catch everything that this package raises on purpose."""

    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500


class BadInput(ClaudeScopeError):
    """The user's input cannot be used; the message says why and what to give instead."""

    exit_code = 3
    http_status = 400


class Interrupted(ClaudeScopeError):
    """The user interrupted the command; the message says what is kept, and how to continue."""

    exit_code = 130


class NotARecording(BadInput):
    """The file is missing, empty, not a video, or has no frame that can be decoded."""


class NotAnImage(BadInput):
    """The file is missing, empty, or not a picture that can be decoded."""


class UsageError(ClaudeScopeError):
    """Options conflict, or a value is outside its range."""

    exit_code = 2
    http_status = 400


class ModelRefused(UsageError):
    """The provider refuses every call: the key, the model or the address is wrong."""


class Unauthorized(ClaudeScopeError):
    """The token is missing, expired, revoked or from another issuer; the answer never says which."""

    http_status = 401

    def __init__(self) -> None:
        super().__init__("Unauthorized")


class NotFound(ClaudeScopeError):
    """The object does not exist, or belongs to another account; the answer does not reveal which."""

    http_status = 404


class Conflict(ClaudeScopeError):
    """The object exists, but its state does not allow the operation."""

    http_status = 409


class Busy(ClaudeScopeError):
    """The operation can be repeated after `retry_after_s` seconds."""

    http_status = 503

    def __init__(self, message: str, retry_after_s: int = 5) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class TooManyRequests(Busy):
    """A rate limit was reached."""

    http_status = 429


class StoreUnavailable(Busy):
    """The database or the asset store does not answer."""


class DatabaseUnavailable(StoreUnavailable):
    """The database does not answer, so that not even a failure can be stored."""


class WorkFailed(ClaudeScopeError):
    """The process that decoded or read a recording crashed, or exceeded its limit of time, memory or output."""


class DiskFailed(WorkFailed):
    """The disk with the working folder is full, or cannot be written to."""


class LaneError(ClaudeScopeError):
    """One lane failed; the session continues without it and reports the error."""

    exit_code = 4
    http_status = 502


class VisionError(LaneError):
    """A keyframe could not be read."""


class InspectionError(LaneError):
    """The page could not be loaded or inspected."""


class BrowserMissing(InspectionError):
    """No Chrome or Chromium was found, or it does not start."""
