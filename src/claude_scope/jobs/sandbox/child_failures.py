"""Error messages for a child process that failed: what it did, what went wrong, and what to do next."""

from __future__ import annotations

import logging
import signal
from typing import TYPE_CHECKING, Any

from claude_scope.errors import ClaudeScopeError, WorkFailed
from claude_scope.jobs.sandbox import disk_failures, messages
from claude_scope.jobs.sandbox.messages import OUT_OF_MEMORY

if TYPE_CHECKING:
    from claude_scope.jobs.sandbox.step_limits import Limits

log = logging.getLogger(__name__)

ACTIVITIES = {
    "probe": "Looking into the recording",
    "keyframes": "Decoding the recording",
    "read": "Reading a frame",
    "views": "Preparing the pictures of a change for the model",
    "overview": "Preparing the overview for the model",
    "timeline": "Working out what changed",
    "capture": "Reading the capture",
    "pictures": "Decoding the recording",
    "captured_timeline": "Working out what changed",
    "mask": "Covering secrets in the pictures",
    "thumbnails": "Making the thumbnails",
}


def exit_reason(code: int) -> str:
    """Describe an exit status."""
    return signal.Signals(-code).name if code < 0 else f"exit status {code}"


def died(call: str, code: int, limits: Limits) -> WorkFailed:
    """The error for a process that ended during a call."""
    if code == OUT_OF_MEMORY:
        return out_of_memory(call, limits)
    how = exit_reason(code)
    log.warning("%s: its process died: %s", call, how)
    if how == "SIGXCPU":
        return WorkFailed(f"{ACTIVITIES[call]} used more processor time than is allowed; record a shorter flow.")
    if how == "SIGKILL":
        return WorkFailed(
            f"{ACTIVITIES[call]} was killed from outside, for example because the machine ran out of memory; try again."
        )
    return WorkFailed(f"{ACTIVITIES[call]} failed: its process crashed ({how}); record the tab again.")


def wrote_too_much(call: str, limits: Limits) -> WorkFailed:
    """The error for a child whose folder grew over the limit."""
    return WorkFailed(f"{ACTIVITIES[call]} wrote more than {limits.output_mb} MB of files; record a smaller window.")


def took_too_long(call: str, limits: Limits) -> WorkFailed:
    """The error for a call that did not end in time."""
    limit = "a second" if limits.step_timeout_s == 1 else f"{limits.step_timeout_s:g} seconds"
    return WorkFailed(f"{ACTIVITIES[call]} took longer than {limit} and was stopped; record a shorter flow.")


def invalid_answer(call: str, error: Exception) -> WorkFailed:
    """The error for a child that violated the protocol."""
    log.warning("a child gave an invalid answer to %s: %s", call, type(error).__name__)  # the message may quote it
    return WorkFailed(f"{ACTIVITIES[call]} failed: its process gave an invalid answer; record the tab again.")


def out_of_memory(call: str, limits: Limits) -> WorkFailed:
    """The error for a child that needed more memory than is allowed or available."""
    if limits.memory_mb is None:
        return WorkFailed(f"{ACTIVITIES[call]} needs more memory than there is; close other programs, and try again.")
    return WorkFailed(f"{ACTIVITIES[call]} needs more than {limits.memory_mb} MB of memory; record a smaller window.")


def reported(call: str, data: Any, limits: Limits) -> ClaudeScopeError:
    """The error that a child reported; raises ValueError, TypeError or KeyError for an invalid report."""
    error = messages.load_error(data)
    if error is not None:
        return error
    kind = messages.load_type(data)
    if kind == "MemoryError":
        return out_of_memory(call, limits)
    if kind in disk_failures.SENTENCES:
        log.warning("%s: its process could not write to its folder: %s", call, kind)
        return disk_failures.disk_failed(kind)
    log.warning("%s failed in its process: %s", call, kind)  # the message may quote the recording
    return WorkFailed(f"{ACTIVITIES[call]} failed ({kind}); record the tab again.")
