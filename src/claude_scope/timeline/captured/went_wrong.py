"""Finds where it went wrong: only for a reason that a developer would accept, the strongest first."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import IntEnum, auto
from typing import TYPE_CHECKING

from claude_scope.lexicon.bug_report_words import COMMON, clauses_of
from claude_scope.redaction.redact import redact_text
from claude_scope.timeline.captured.events import DATA_KINDS, DEAD_CLICK, describe_request, was_aborted
from claude_scope.timeline.captured.pixel_check import CONTRADICTION
from claude_scope.timeline.captured.stored_values import stored_otherwise
from claude_scope.timeline.text_compare import normalise
from claude_scope.values import Suspect
from claude_scope.wording.page_facts import describe_fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import Moment, NetworkRequest

MAX_SUSPECTS, MAX_REASONS = 2, 3
MAX_WORDS_CHARS = 2_000
MIN_SHARED = 2
"""Words of the notes that a row must have: one is chance."""
MAX_ROWS_OF_NOISE = 1
"""What fails in more rows than this fails all the time, and nobody records that."""
SERVER_ERROR = 500
_CLOCK = re.compile(r"(?<![\d:.])(\d{1,2}):([0-5]\d)(?:\.(\d))?(?![\d:])")
_WORD = re.compile(r"[^\W_]*[^\W\d_]{3,}[^\W_]+|\$?\d[\d.,]*\d")
"""Four letters and more, with digits on either side ("SPRING10" is one word), or a number of two digits and more."""
_BROWSER_REMARKS = re.compile(
    r"^(?:Failed to load resource|Failed to find a valid digest|Refused to |Access to |Blocked )"
    r"|Content Security Policy"
)
"""The browser's own lines in the console; the requests say as much."""
_ABORTED = re.compile(r"\babort", re.IGNORECASE)
"""A navigation ends what runs: promises that are rejected then are no bug."""
_CRASHES = ("page crashed", "page did not answer")


class _Rank(IntEnum):
    """The kinds of reasons, the strongest first."""

    NOTES = auto()
    CRASH = auto()
    UNCAUGHT = auto()
    REQUEST = auto()
    CONSOLE = auto()
    ON_SCREEN = auto()
    MISMATCH = auto()
    REFUSED_FIELD = auto()
    """People record refused forms on their way to the fault."""
    CONSOLE_AT_LOAD = auto()
    DEAD_PRESS = auto()
    PICTURE = auto()


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why a row is suspected."""

    rank: _Rank
    moment: int
    text: str


def find_suspects(moments: Sequence[Moment], notes: str) -> tuple[Suspect, ...]:
    """The rows in which it went wrong, with their reasons, the surest first; empty if nothing is sure."""
    reasons = sorted(_reasons(moments, notes), key=lambda one: (one.rank, one.moment))
    rows = list(dict.fromkeys(one.moment for one in reasons))[:MAX_SUSPECTS]
    return tuple(
        Suspect(row, "; ".join(list(dict.fromkeys(one.text for one in reasons if one.moment == row))[:MAX_REASONS]))
        for row in rows
    )


def _reasons(moments: Sequence[Moment], notes: str) -> Iterator[_Reason]:
    said = _without_secrets(notes)
    named = list(_named_times(moments, said)) or list(_named_words(moments, said))
    yield from (_Reason(_Rank.NOTES, moment, text) for moment, text in named)
    yield from (_Reason(_Rank.MISMATCH, moment, text) for moment, text in stored_otherwise(moments))
    often = _often(moments)
    for at, moment in enumerate(moments):
        yield from (_Reason(rank, at, text) for rank, text in _of_row(moment, often))


def _of_row(moment: Moment, often: frozenset[str]) -> Iterator[tuple[_Rank, str]]:
    """The reasons that a row gives itself, each with its rank."""
    for event in moment.events:
        if event.text.startswith(_CRASHES):
            yield _Rank.CRASH, event.text
    for line in moment.log:
        if line.kind.startswith("uncaught") and line.text not in often and not _ABORTED.search(line.text):
            yield _Rank.UNCAUGHT, f'the script threw "{line.text[:160]}"'
    for request in moment.requests:
        if request.failed and _is_telling(request, moment) and _name(request) not in often:
            yield _Rank.REQUEST, f"the request {describe_request(request)}"
    for line in moment.log:
        if line.kind == "error" and not _BROWSER_REMARKS.search(line.text) and line.text not in often:
            is_load = any(event.kind == "navigation" for event in moment.events)
            yield _Rank.CONSOLE_AT_LOAD if is_load else _Rank.CONSOLE, f'the console says "{line.text[:160]}"'
    is_refused = any(fact.kind == "error" and fact.noun == "field" for fact in moment.facts)
    on_screen = _Rank.REFUSED_FIELD if is_refused else _Rank.ON_SCREEN
    for fact in moment.facts:
        if fact.kind == "error":
            yield on_screen, f'an error came on the screen: "{fact.after[:160]}"'
        elif fact.kind == "state" and fact.part == "invalid":
            yield on_screen, describe_fact(fact)
    for fact in moment.facts:
        if fact.is_back or (fact.kind == "unchanged" and fact.part):
            yield _Rank.MISMATCH, describe_fact(fact)
    yield from ((_Rank.DEAD_PRESS, seen.text) for seen in moment.inferred if seen.kind == DEAD_CLICK)
    yield from ((_Rank.PICTURE, seen.text) for seen in moment.inferred if seen.kind == CONTRADICTION)


def _is_telling(request: NetworkRequest, moment: Moment) -> bool:
    """Whether a request failed that the page's code waited for: by the server, or after something was done."""
    if request.kind not in DATA_KINDS or was_aborted(request):
        return False
    if request.status >= SERVER_ERROR or request.failure or request.kind == "document":
        return True
    return bool(moment.acts) and not any(event.kind == "navigation" for event in moment.events)


def _name(request: NetworkRequest) -> str:
    """What tells a request apart from others: its method and path."""
    return f"{request.method} {request.url.partition('?')[0]}"


def _often(moments: Sequence[Moment]) -> frozenset[str]:
    """Lines of the console and requests that fail in several rows."""
    times: Counter[str] = Counter()
    for moment in moments:
        times.update({line.text for line in moment.log if line.is_error})
        times.update({_name(request) for request in moment.requests if request.failed})
    return frozenset(text for text, rows in times.items() if rows > MAX_ROWS_OF_NOISE)


def _without_secrets(words: str) -> str:
    """The words without the clauses that hold a secret: those complain of nothing, and share it with the page."""
    if not redact_text(words)[1]:
        return words
    return ". ".join(clause for clause in clauses_of(words) if not redact_text(clause)[1])


def _named_times(moments: Sequence[Moment], notes: str) -> Iterator[tuple[int, str]]:
    """The rows at the times that the notes name: those that began by the end of that second.

    A row is known by two times, its own and that of its picture in the name of the frame; a time with tenths is looked
    for among both first.
    """
    for named in _CLOCK.finditer(notes):
        at_ms = (int(named[1]) * 60 + int(named[2])) * 1000 + 100 * int(named[3] or 0)
        if not moments or at_ms > moments[-1].keyframe.timestamp_ms + 60_000:
            continue  # a time of day, not a time of the recording
        exact = [at for at, one in enumerate(moments) if named[3] and at_ms // 100 in _tenths(one)]
        ends_ms = at_ms + (100 if named[3] else 1000)
        begun = exact or [at for at, one in enumerate(moments) if one.keyframe.since_ms < ends_ms]
        if begun:
            yield begun[-1], f"{named[0]} is in the notes"


def _tenths(moment: Moment) -> tuple[int, int]:
    return moment.keyframe.since_ms // 100, moment.keyframe.timestamp_ms // 100


def _named_words(moments: Sequence[Moment], notes: str) -> Iterator[tuple[int, str]]:
    """For each complaint of the notes the row that shares most words with it, at least two; of equal ones the last."""
    rows = [_words(" ".join(map(describe_fact, moment.facts))) for moment in moments]
    for clause in [notes, *clauses_of(notes)]:
        wanted = _words(clause) - COMMON.every
        shared = [(len(wanted & words), at) for at, words in enumerate(rows) if at]
        most, at = max(shared, default=(0, 0))
        if most >= MIN_SHARED:
            yield at, f"it shares words with the notes ({', '.join(sorted(wanted & rows[at])[:5])})"


def _words(text: str) -> set[str]:
    """The words of a text, in the singular: people count what the screen shows once."""
    return {
        word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word
        for word in _WORD.findall(normalise(text[:MAX_WORDS_CHARS]))
    }
