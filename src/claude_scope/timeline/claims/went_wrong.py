"""Finds the states in which it went wrong: at the times that the developer names, otherwise at new error messages,
otherwise at other signs of a fault.
"""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING

from claude_scope.geometry import is_next_line
from claude_scope.lexicon.bug_report_words import COMMON
from claude_scope.lexicon.error_words import says_error
from claude_scope.timeline.claims.error_rows import RAISED, STRONG_ERROR
from claude_scope.timeline.claims.scores import WRONG_BY_ERROR, WRONG_BY_NAME, WRONG_REVERTED
from claude_scope.timeline.claims.wrong_signs import emptied, invalid, invalid_fields, is_marked, red, red_bar
from claude_scope.timeline.text_compare import normalise, similarity
from claude_scope.values import Claim

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from claude_scope.values import Moment

_CLOCK = re.compile(r"(?<![\d:.])(\d{1,2}):([0-5]\d)(?:\.(\d))?(?![\d:])")
_CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
_WORD = re.compile(r"[^\W\d_]{4,}")
AFTER_LAST_MS = 5_000
"""A recording continues for at most this long after its last picture: people look at the result, then stop it."""
MAX_ERRORS = 3
"""The maximum number of states that are suspected because of an error; more would not help."""
MIN_MESSAGE_WORDS = 3
"""A message with a word in capitals also has at least this many words in small letters, for example a line of a log:
"ERROR division by zero".
"""
SAME_TEXT = 0.8
"""Minimum similarity of two readings of the same text; one of them may include a bullet."""
ERROR_PAGE_ROWS = 10
"""Maximum number of rows of an error page, which shows little besides the error."""


def went_wrong(moments: Sequence[Moment], claims: Sequence[Claim], rows: Sequence[int], words: str) -> Iterator[Claim]:
    """The states in which it went wrong, the most certain first; empty if there are none.

    `rows` has the number of rows of each state. `words` are the developer's notes or title.
    """
    named = list(_named_times(moments, words))
    pages = {claim.state for claim in claims if claim.kind == "page"}
    scrolled = {claim.state for claim in claims if claim.kind == "moved"}
    crowded = {state for state in pages if rows[state - 1] > ERROR_PAGE_ROWS}
    errors = list(_errors(moments, crowded, scrolled, claims, words))
    others = pages | scrolled
    signs = chain(
        emptied(moments, claims, rows),
        red_bar(moments, claims, others),
        red(moments, claims, others),
        invalid(moments, others),
        _reverted(claims, words),
    )
    yield from named or errors or islice(signs, 1)


def _named_times(moments: Sequence[Moment], words: str) -> Iterator[Claim]:
    """The states at the times that the developer names: for each time, the last state that had begun by then."""
    seen = set()
    for named in _CLOCK.finditer(words):
        at_ms = (int(named[1]) * 60 + int(named[2])) * 1000 + 100 * int(named[3] or 9) + 99
        if not moments or at_ms > moments[-1].keyframe.timestamp_ms + AFTER_LAST_MS:
            continue  # a time of day, or a time in another recording
        begun = [number for number, moment in enumerate(moments, 1) if moment.keyframe.since_ms <= at_ms]
        if begun and begun[-1] not in seen:
            seen.add(begun[-1])
            yield Claim(begun[-1], "wrong", "text", after=f"the developer names {named[0]}", score=WRONG_BY_NAME)


def _errors(
    moments: Sequence[Moment],
    crowded: Collection[int],
    scrolled: Collection[int],
    claims: Sequence[Claim],
    words: str,
) -> Iterator[Claim]:
    """The states with a new error message, at most `MAX_ERRORS`.

    The states are ordered by these criteria, the most important first. First, the error shares more words with the
    developer's words. Second, the error is strong: it is red, a status code, an exception or a traceback, or fields
    became invalid. Third, no content scrolled (`scrolled` has the numbers of the states in which it did), since
    scrolling may reveal an old error. Fourth, the state is later, because people stop recording when they have seen the
    error.

    On another page with many texts (`crowded`), an error word may be a label, so the error has to be red, or a status
    code, an exception or a traceback. The same holds for an error that replaced another text, because the error may
    belong to the next item, unless the error contains one of the developer's words.
    """
    wanted = _words(words)
    found = [
        claim
        for claim in claims
        if claim.property == "error" and claim.kind in ("appeared", "changed") and claim.is_said
    ]
    found = [
        claim
        for claim in found
        if (claim.state not in crowded and (claim.kind == "appeared" or wanted & _words(claim.after)))
        or _is_strong(claim, moments)
    ]
    clicked = [
        claim for claim in claims if claim.kind == "act" and claim.property == "click" and claim.name and claim.is_said
    ]
    found = [
        claim for claim in found if not (_is_label(claim.after) or any(_is_control(claim, click) for click in clicked))
    ]
    found.sort(key=lambda claim: RAISED.search(claim.after) is None)
    first = {claim.state: claim for claim in reversed(found)}
    ranked = sorted(
        first.values(),
        key=lambda claim: (
            -len(wanted & _words(claim.after)),
            not (_is_strong(claim, moments) or _has_new_invalid(moments, claim.state)),
            claim.state in scrolled,
            -claim.state,
        ),
    )
    for item in ranked[:MAX_ERRORS]:
        yield Claim(item.state, "wrong", "error", after=_whole(item, claims), score=WRONG_BY_ERROR, box=item.box)


def _whole(error: Claim, claims: Sequence[Claim]) -> str:
    """An error message, with the line below that continues it, if there is one."""
    came = (claim for claim in claims if (claim.state, claim.kind) == (error.state, "appeared"))
    below = (claim.after for claim in came if error.box and claim.box and is_next_line(error.box, claim.box))
    return f"{error.after} {next(below, '')}".rstrip()


def _is_strong(claim: Claim, moments: Sequence[Moment]) -> bool:
    return is_marked(claim, moments) or STRONG_ERROR.search(claim.after) is not None


def _has_new_invalid(moments: Sequence[Moment], state: int) -> bool:
    """Whether more fields are marked as invalid than in the last earlier state that OCR could read."""
    read = [moment for moment in moments[: state - 1] if moment.reading.was_read]
    return bool(read) and len(invalid_fields(moments[state - 1])) > len(invalid_fields(read[-1]))


def _is_label(text: str) -> bool:
    """Whether the error word is only a status in capitals, as in "2 FAILED"; a message has more words."""
    if len(_WORD.findall(_CAPITALS.sub("", text))) >= MIN_MESSAGE_WORDS:
        return False
    return says_error(text) and not says_error(_CAPITALS.sub("", text)) and not STRONG_ERROR.search(text)


def _is_control(error: Claim, click: Claim) -> bool:
    """Whether an error text was clicked later, such as a link to a page about errors, and so is not a message."""
    return click.state > error.state and similarity(error.after, click.name, SAME_TEXT) > 0


def _words(text: str) -> set[str]:
    return set(_WORD.findall(normalise(text))) - COMMON.every


def _reverted(claims: Sequence[Claim], words: str) -> Iterator[Claim]:
    """The claims that a value went back to an earlier one, if the developer mentions a word of either value."""
    wanted = _words(words)
    changed = [claim for claim in claims if claim.kind == "changed" and claim.property == "text" and claim.is_said]
    for at, claim in enumerate(changed):
        back = any(claim.before == old.after and claim.after == old.before for old in changed[:at])
        if back and wanted & _words(f"{claim.before} {claim.after}"):
            yield Claim(
                claim.state,
                "wrong",
                "value",
                claim.before,
                claim.after,
                score=WRONG_REVERTED,
                name=claim.name,
                box=claim.box,
            )
