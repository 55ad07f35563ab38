"""Finds what fails whatever is done: nobody records that."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from claude_scope.wording.acts import QUIET

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from claude_scope.values import Moment, NetworkRequest

MAX_CAUSES, MAX_CAUSES_OF_CHANGE = 1, 2
"""Somebody who sees a fault presses the same button again; what other acts lead to as well is noise. A request that
changes something is not made for nothing: it may fail after "Save" and after "Try again"."""
_READING = ("GET ", "HEAD ", "OPTIONS ")


def request_name(request: NetworkRequest) -> str:
    """What tells a request apart from others: its method and path."""
    return f"{request.method} {request.url.partition('?')[0]}"


def repeated_faults(moments: Sequence[Moment]) -> frozenset[str]:
    """The lines of the console, and the names of requests, that fail after different acts or by themselves."""
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
    """The last thing that was done: its kind, and the role and name of its target; else the row itself."""
    acts = [act for act in moment.acts if act.kind not in QUIET]
    return (acts[-1].kind, acts[-1].key, acts[-1].target.role, acts[-1].target.name) if acts else at
