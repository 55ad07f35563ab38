"""Finds where it went wrong, only for reasons that a developer would accept, the strongest first."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import IntEnum, auto
from typing import TYPE_CHECKING

from claude_scope.lexicon.bug_report_words import COMMON, clauses_of
from claude_scope.redaction.redact import redact_text
from claude_scope.timeline.captured.entered import is_edit
from claude_scope.timeline.captured.events import describe_request
from claude_scope.timeline.captured.faults.console_lines import is_logged, is_of_request, is_thrown
from claude_scope.timeline.captured.faults.dead_press import DEAD_CLICK
from claude_scope.timeline.captured.faults.failed_requests import SERVER_ERROR, is_telling, unanswered
from claude_scope.timeline.captured.faults.refused_fields import is_refusal, mended_refusals, refused_at_last
from claude_scope.timeline.captured.faults.repeated import repeated_faults, request_name
from claude_scope.timeline.captured.faults.script_values import broken_values
from claude_scope.timeline.captured.faults.stored_values import lost_after_saving, stored_otherwise
from claude_scope.timeline.captured.pixel_check import CONTRADICTION
from claude_scope.timeline.text_compare import normalise
from claude_scope.values import FIELD_ROLES, Suspect
from claude_scope.wording.acts import QUIET
from claude_scope.wording.page_facts import describe_fact, message_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from claude_scope.values import Moment, PageEvent, PageFact, Timeline

MAX_SUSPECTS, MAX_REASONS = 2, 3
MAX_WORDS_CHARS, MAX_LINE_CHARS = 2_000, 160
MIN_SHARED, MIN_NAMED = 2, 3
"""The minimum number of words that the notes and a row share: one word may be chance, and three words name the row."""
_CLOCK = re.compile(r"(?<![\d:.])(\d{1,2}):([0-5]\d)(?:\.(\d))?(?![\d:])")
_WORD = re.compile(r"[^\W_]*[^\W\d_]{3,}[^\W_]+|\$?\d[\d.,]*\d")
"""Words of four letters or more, with digits on either side ("SPRING10"), or numbers of two digits or more."""
_CRASHES = ("page crashed", "page did not answer")


class Rank(IntEnum):
    """The kinds of reasons, the strongest first."""

    TIME_IN_NOTES = auto()
    NAMED_IN_NOTES = auto()
    CRASH = auto()
    UNCAUGHT = auto()
    REQUEST = auto()
    WORDS_IN_NOTES = auto()
    CONSOLE = auto()
    ON_SCREEN = auto()
    MISMATCH = auto()
    NO_ANSWER = auto()
    REFUSED_FIELD = auto()
    """Refused forms come last: recordings often contain them before the fault."""
    UNSEEN_REQUEST = auto()
    """A request that was refused while the user edited, such as one that saves by itself, with no sign on the page."""
    CONSOLE_AT_LOAD = auto()
    DEAD_PRESS = auto()
    PICTURE = auto()


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason to suspect a row."""

    rank: Rank
    moment: int
    text: str


def find_suspects(moments: Sequence[Moment], notes: str, duration_ms: float = 0.0) -> tuple[Suspect, ...]:
    """The rows in which it went wrong, with their reasons, the most certain first; empty if none is certain.

    `duration_ms` is the length of the recording, 0 if it is not known.
    """
    reasons = sorted(reasons_of(moments, notes, duration_ms), key=lambda reason: (reason.rank, reason.moment))
    rows = list(dict.fromkeys(reason.moment for reason in reasons))[:MAX_SUSPECTS]
    return tuple(
        Suspect(
            row, "; ".join(list(dict.fromkeys(reason.text for reason in reasons if reason.moment == row))[:MAX_REASONS])
        )
        for row in rows
    )


def reasons_of(moments: Sequence[Moment], notes: str, duration_ms: float = 0.0) -> Iterator[Reason]:
    """All reasons to suspect rows, in no order."""
    faults = list(_faults(moments))
    for at, request, waited_ms in unanswered(moments, duration_ms):
        waited = f"{waited_ms / 1_000:.0f} s until the end"
        faults.append(Reason(Rank.NO_ANSWER, at, f"the request {describe_request(request)} in the {waited}"))
    yield from faults
    said = _without_secrets(notes)
    times = [Reason(Rank.TIME_IN_NOTES, moment, text) for moment, text in _named_times(moments, said)]
    yield from times or _of_words(moments, said, {fault.moment for fault in faults})


def _faults(moments: Sequence[Moment]) -> Iterator[Reason]:
    """The reasons that do not depend on the notes."""
    yield from (Reason(Rank.MISMATCH, moment, text) for moment, text in stored_otherwise(moments))
    yield from (Reason(Rank.MISMATCH, moment, text) for moment, text in lost_after_saving(moments))
    for at, value, fact in broken_values(moments):
        yield Reason(Rank.MISMATCH, at, f'"{value}" is shown instead of a value: {describe_fact(fact)}')
    often = repeated_faults(moments)
    for at, moment in enumerate(moments):
        yield from (Reason(Rank.CRASH, at, event.text) for event in crashes_of(moment.events))
        yield from (Reason(rank, at, text) for rank, text in _of_scripts(moment, often))
        mended = mended_refusals(at, moments)
        for rank, fact, text in _of_screen(moment, mended):
            yield Reason(rank, refused_at_last(at, fact, moments), text)
        if _is_acted_on(moments[max(0, at - 1) : at + 1]):
            yield from (Reason(Rank.MISMATCH, at, text) for text in _sorted_as_text(moment))
        yield from (Reason(Rank.DEAD_PRESS, at, seen.text) for seen in moment.inferred if seen.kind == DEAD_CLICK)
        yield from (Reason(Rank.PICTURE, at, seen.text) for seen in moment.inferred if seen.kind == CONTRADICTION)


def crashes_of(events: Sequence[PageEvent]) -> list[PageEvent]:
    """The events that say that a page crashed or does not answer."""
    return [event for event in events if event.text.startswith(_CRASHES)]


def with_crashes(timeline: Timeline, events: Sequence[PageEvent]) -> Timeline:
    """In a timeline made only from the pictures of a capture, suspect the states in which a page crashed or hung."""
    suspects = []
    for event in crashes_of(events):
        shown = [at for at, moment in enumerate(timeline.moments) if moment.keyframe.timestamp_ms <= event.time_ms]
        suspects += [Suspect(shown[-1], event.text)] if shown else []
    return timeline.suspecting((suspects + timeline.suspects)[:MAX_SUSPECTS]) if suspects else timeline


def _of_scripts(moment: Moment, often: frozenset[str]) -> Iterator[tuple[Rank, str]]:
    """Reasons from uncaught errors, failed requests and the console, except `often`, which fail after any act."""
    thrown = [line for line in moment.log if is_thrown(line) and line.text not in often]
    logged = [line for line in moment.log if is_logged(line) and line.text not in often]
    is_seen = any(fact.kind == "error" for fact in moment.facts) or any(not is_of_request(line) for line in thrown)
    failed = [request for request in moment.requests if request.failed]
    telling = [
        request
        for request in failed
        if request_name(request) not in often and is_telling(request, moment, is_seen=is_seen)
    ]
    if failed and not telling:
        thrown = [line for line in thrown if not is_of_request(line)]
        logged = [line for line in logged if not is_of_request(line)]
    is_load = any(event.kind == "navigation" for event in moment.events)
    console = Rank.CONSOLE_AT_LOAD if is_load else Rank.CONSOLE
    yield from ((Rank.UNCAUGHT, f'the script threw "{_beginning(line.text)}"') for line in thrown)
    for request in telling:
        is_unseen = request.status < SERVER_ERROR and not request.failure and not is_seen and _only_edits(moment)
        yield Rank.UNSEEN_REQUEST if is_unseen else Rank.REQUEST, f"the request {describe_request(request)}"
    yield from ((console, f'the console says "{_beginning(line.text)}"') for line in logged)


def _only_edits(moment: Moment) -> bool:
    """Whether the user only entered something, and pressed nothing."""
    return all(is_edit(act) or act.target.role in FIELD_ROLES for act in moment.acts)


def _beginning(text: str) -> str:
    return text if len(text) <= MAX_LINE_CHARS else f"{text[: MAX_LINE_CHARS - 1]}…"


def _of_screen(moment: Moment, mended: Sequence[PageFact]) -> Iterator[tuple[Rank, PageFact, str]]:
    """Reasons from errors on the page, reverted values and figures that do not fit; `mended` are corrected refusals."""
    is_refused = any(fact.kind == "error" and is_refusal(fact) for fact in moment.facts)
    on_screen = Rank.REFUSED_FIELD if is_refused else Rank.ON_SCREEN
    for fact in moment.facts:
        if fact in mended:
            continue
        if fact.kind == "error":
            yield on_screen, fact, f'an error came on the screen: "{message_text(fact)}"'
        elif is_refusal(fact):
            yield on_screen, fact, describe_fact(fact)
        elif fact.is_back or fact.kind == "mismatch" or (fact.kind == "unchanged" and fact.part):
            yield Rank.MISMATCH, fact, describe_fact(fact)


def _is_acted_on(moments: Sequence[Moment]) -> bool:
    """Whether the user did something in a row or in the row before, because the effect may come late."""
    return any(act.kind not in QUIET for moment in moments for act in moment.acts)


def _sorted_as_text(moment: Moment) -> Iterator[str]:
    """The tables whose numbers are sorted as text now."""
    for fact in moment.facts:
        if fact.kind == "sorted" and fact.after:
            yield describe_fact(replace(fact, items=(), count=None))


def _without_secrets(words: str) -> str:
    """The words without clauses that contain a secret, which are not complaints: the page only repeats the secret."""
    if not redact_text(words)[1]:
        return words
    return ". ".join(clause for clause in clauses_of(words) if not redact_text(clause)[1])


def _named_times(moments: Sequence[Moment], notes: str) -> Iterator[tuple[int, str]]:
    """The rows at the times that the notes name: for each time, the last row that began by the end of that second.

    A row has two times: its own, and the time of its picture, which is in the frame's name. A time with tenths is first
    compared with both.
    """
    for named in _CLOCK.finditer(notes):
        at_ms = (int(named[1]) * 60 + int(named[2])) * 1000 + 100 * int(named[3] or 0)
        if not moments or at_ms > moments[-1].keyframe.timestamp_ms + 60_000:
            continue  # a time of day, not of the recording
        exact = [at for at, moment in enumerate(moments) if named[3] and at_ms // 100 in _tenths(moment)]
        ends_ms = at_ms + (100 if named[3] else 1000)
        begun = exact or [at for at, moment in enumerate(moments) if moment.keyframe.since_ms < ends_ms]
        if begun:
            yield begun[-1], f"{named[0]} is in the notes"


def _tenths(moment: Moment) -> tuple[int, int]:
    return moment.keyframe.since_ms // 100, moment.keyframe.timestamp_ms // 100


def _of_words(moments: Sequence[Moment], notes: str, faulty: Collection[int]) -> Iterator[Reason]:
    """The rows that share words with the notes; `faulty` are rows with a fault.

    At most one row counts as named: the first that has a fault, or shares a number or three words with the notes. The
    others may share words by chance, so an uncaught error in another row is a stronger reason.
    """
    found = list(_shared_words(moments, notes))
    named = next((at for at, words in found if at in faulty or _names_row(words)), None)
    for at, words in found:
        rank = Rank.NAMED_IN_NOTES if at == named else Rank.WORDS_IN_NOTES
        yield Reason(rank, at, f"it shares words with the notes ({', '.join(words[:5])})")


def _names_row(words: Sequence[str]) -> bool:
    return len(words) >= MIN_NAMED or any(word[-1].isdigit() for word in words)


def _shared_words(moments: Sequence[Moment], notes: str) -> Iterator[tuple[int, list[str]]]:
    """For each complaint in the notes, the last of the rows that share the most words with it, if at least two."""
    rows = [_words(" ".join(map(describe_fact, moment.facts))) for moment in moments]
    for clause in [notes, *clauses_of(notes)]:
        wanted = _words(clause) - COMMON.every
        shared = [(len(wanted & words), at) for at, words in enumerate(rows) if at]
        most, at = max(shared, default=(0, 0))
        if most >= MIN_SHARED:
            yield at, sorted(wanted & rows[at])


def _words(text: str) -> set[str]:
    """The words of a text, in the singular: users write the plural of what the screen shows."""
    return {
        word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word
        for word in _WORD.findall(normalise(text[:MAX_WORDS_CHARS]))
    }
