"""Finds failures that follow any act, which are not the reason why somebody made the recording."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from claude_scope.wording.acts import QUIET

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from claude_scope.values import Moment, NetworkRequest

MAX_CAUSES, MAX_CAUSES_OF_CHANGE = 1, 2
"""Maximum number of different acts after which a failure counts. Users repeat an act that failed, but what also fails
after other acts is noise. A request that changes something may fail after two acts, "Save" and "Try again"."""
_READING = ("GET ", "HEAD ", "OPTIONS ")


def request_name(request: NetworkRequest) -> str:
    """The identity of a request: its method and path."""
    return f"{request.method} {request.url.partition('?')[0]}"


def repeated_faults(moments: Sequence[Moment]) -> frozenset[str]:
    """The error lines of the console, and the names of failed requests, that follow too many different acts.

    Rows without an act count as different acts.
    """
    causes: dict[str, set[Hashable]] = defaultdict(set)
    changing: set[str] = set()
    for at, moment in enumerate(moments):
        failed = {line.text for line in moment.log if line.is_error}
        requests = {request_name(request) for request in moment.requests if request.failed}
        changing |= {name for name in requests if not name.startswith(_READING)}
        failed |= requests
        for fault in failed:
            causes[fault].add(_cause(moment, at))
    most = dict.fromkeys(changing, MAX_CAUSES_OF_CHANGE)
    return frozenset(fault for fault, found in causes.items() if len(found) > most.get(fault, MAX_CAUSES))


def _cause(moment: Moment, at: int) -> Hashable:
    """The identity of the last act: its kind, and the role and name of its target; without an act, the row."""
    acts = [act for act in moment.acts if act.kind not in QUIET]
    return (acts[-1].kind, acts[-1].key, acts[-1].target.role, acts[-1].target.name) if acts else at
