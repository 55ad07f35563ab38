"""The state in which it went wrong: the latest whose new text is an error, or the one that the developer means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.geometry import is_next_line, same_place
from claude_scope.lexicon.bug_report_words import COMMON
from claude_scope.lexicon.error_words import says_error
from claude_scope.timeline.claims.error_rows import MAX_RED_TEXTS, RAISED, STRONG_ERROR, is_red
from claude_scope.timeline.text_compare import normalise
from claude_scope.values import Claim

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from claude_scope.values import Box, Moment

_CLOCK = re.compile(r"(?<![\d:.])(\d{1,2}):([0-5]\d)(?:\.(\d))?(?![\d:])")
_CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
_WORD = re.compile(r"[^\W\d_]{4,}")
_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
NAMED, OF_ERROR, OF_EMPTY, OF_SIGN, OF_REVERT = 0.9, 0.8, 0.7, 0.6, 0.6
MIN_RED_WORDS, MIN_RED_LETTERS, MAX_WITH_RED = 4, 8, 10
"""A message in red is a sentence and comes with little else. Of four texts in red that came so in real applications the
one with five words was a message; those with two and three were labels. Without spaces, as in Chinese, letters do."""
AFTER_LAST_MS = 5_000
"""A recording goes on for so long after its last picture, at most: people look at the result, and stop."""
MAX_ERRORS = 3
"""States that a prompt points at; more point nowhere."""
ERROR_PAGE_ROWS = 10
"""A page that is an error has little else."""
FEW_ROWS, MANY_ROWS = 1, 6
"""A page with so many rows became empty when so few are left."""
FULL_ROWS, LEFT_SHARE = 20, 0.3
"""A page with so many rows lost most of them if such a share is left. A dialog that closes takes less with it."""


def went_wrong(moments: Sequence[Moment], claims: Sequence[Claim], rows: Sequence[int], words: str) -> Iterator[Claim]:
    """The states in which it went wrong, the surest first; none where nothing did.

    `rows` counts the rows of each state, `words` are the developer's.
    """
    named = list(_named_times(moments, words))
    pages = {one.state for one in claims if one.kind == "page"}
    scrolled = {one.state for one in claims if one.kind == "moved"}
    crowded = {state for state in pages if rows[state - 1] > ERROR_PAGE_ROWS}
    errors = list(_errors(moments, crowded, scrolled, claims, words))
    yield from (
        named
        or errors
        or [
            *_emptied(moments, claims, rows),
            *_red_bar(moments, claims, pages | scrolled),
            *_red(moments, claims, pages | scrolled),
            *_invalid(moments),
            *_reverted(claims, words),
        ][:1]
    )


def _named_times(moments: Sequence[Moment], words: str) -> Iterator[Claim]:
    """The states at the times that the developer names: those that began by the end of that second."""
    seen = set()
    for named in _CLOCK.finditer(words):
        at_ms = (int(named[1]) * 60 + int(named[2])) * 1000 + 100 * int(named[3] or 9) + 99
        if not moments or at_ms > moments[-1].keyframe.timestamp_ms + AFTER_LAST_MS:
            continue  # a time of day, or of another recording
        begun = [number for number, moment in enumerate(moments, 1) if moment.keyframe.since_ms <= at_ms]
        if begun and begun[-1] not in seen:
            seen.add(begun[-1])
            yield Claim(begun[-1], "wrong", "text", after=f"the developer names {named[0]}", probability=NAMED)


def _errors(
    moments: Sequence[Moment],
    crowded: Collection[int],
    scrolled: Collection[int],
    claims: Sequence[Claim],
    words: str,
) -> Iterator[Claim]:
    """The states with a new error message, at most `MAX_ERRORS`.

    Those that share most words with the developer's come first, then the surest, then those in which no content
    scrolled, since an error may have been there before (`scrolled`, numbers of states), and of these the latest: people
    stop to record when they have seen it. On another page with many texts (`crowded`) an error word may be a label, and
    where another text stood it may be one of the next item, unless the developer has its words. There it has to be red,
    or a status code, an exception or a traceback.
    """
    wanted = _words(words)
    found = [one for one in claims if one.property == "error" and one.kind in ("appeared", "changed") and one.is_said]
    found = [
        one
        for one in found
        if (one.state not in crowded and (one.kind == "appeared" or wanted & _words(one.after)))
        or _is_strong(one, moments[one.state - 1])
    ]
    found = [one for one in found if not _is_label(one.after)]
    found.sort(key=lambda one: RAISED.search(one.after) is None)
    first = {one.state: one for one in reversed(found)}
    ranked = sorted(
        first.values(),
        key=lambda one: (
            -len(wanted & _words(one.after)),
            not (_is_strong(one, moments[one.state - 1]) or _has_new_invalid(moments, one.state)),
            one.state in scrolled,
            -one.state,
        ),
    )
    for one in ranked[:MAX_ERRORS]:
        yield Claim(one.state, "wrong", "error", after=_whole(one, claims), probability=OF_ERROR, box=one.box)


def _whole(error: Claim, claims: Sequence[Claim]) -> str:
    """An error message with the line that goes on below it."""
    came = (one for one in claims if (one.state, one.kind) == (error.state, "appeared"))
    below = (one.after for one in came if error.box and one.box and is_next_line(error.box, one.box))
    return f"{error.after} {next(below, '')}".rstrip()


def _red(moments: Sequence[Moment], claims: Sequence[Claim], pages: Collection[int]) -> Iterator[Claim]:
    """The first state in which a sentence in red came nearly alone: its words need not be known.

    Where red is a colour of the pages it says nothing.
    """
    if any(len(one.reading.red) > MAX_RED_TEXTS for one in moments):
        return
    for state in sorted({one.state for one in claims if one.kind == "appeared"}.difference(pages)):
        came = [one for one in claims if one.state == state and one.kind == "appeared"]
        red = [one for one in came if one.box and is_red(one.box, moments[state - 1]) and _is_sentence(one.name)]
        if red and len(came) <= MAX_WITH_RED:
            yield Claim(state, "wrong", "text", after="a message in red appeared", probability=OF_SIGN, box=red[0].box)


def _red_bar(moments: Sequence[Moment], claims: Sequence[Claim], pages: Collection[int]) -> Iterator[Claim]:
    """The last state in which a red box as wide as a message came: it may be in a script that nobody reads here."""
    for state in range(len(moments), 1, -1):
        before, after = moments[state - 2].reading, moments[state - 1].reading
        new = [box for box in after.red_bars if not any(same_place(box, old) for old in before.red_bars)]
        came = sum(one.state == state and one.kind == "appeared" and one.is_said for one in claims)
        if new and before.was_read and state not in pages and came <= MAX_WITH_RED:
            yield Claim(state, "wrong", "text", after="a message in red appeared", probability=OF_SIGN, box=new[0])


def _invalid(moments: Sequence[Moment]) -> Iterator[Claim]:
    """The state in which a field was marked as invalid that stays so to the end."""
    if not moments:
        return
    for field in _invalid_fields(moments[-1]):
        since = len(moments)
        while since > 1 and any(same_place(field, box) for box in _invalid_fields(moments[since - 2])):
            since -= 1
        if since > 1:
            yield Claim(since, "wrong", "state", after="a field is marked as invalid", probability=OF_SIGN, box=field)


def _invalid_fields(moment: Moment) -> list[Box]:
    return [one.box for one in moment.reading.elements if "invalid" in one.state]


def _is_sentence(text: str) -> bool:
    return len(text.split()) >= MIN_RED_WORDS or len(_NO_SPACES.findall(text)) >= MIN_RED_LETTERS


def _is_strong(claim: Claim, moment: Moment) -> bool:
    is_marked = claim.box is not None and is_red(claim.box, moment)
    return is_marked or STRONG_ERROR.search(claim.after) is not None


def _has_new_invalid(moments: Sequence[Moment], state: int) -> bool:
    """Whether more fields are marked as invalid than in the state before."""
    return state > 1 and len(_invalid_fields(moments[state - 1])) > len(_invalid_fields(moments[state - 2]))


def _is_label(text: str) -> bool:
    """Whether the word of an error is the name of a state, as in "2 FAILED": a message is not written so."""
    return says_error(text) and not says_error(_CAPITALS.sub("", text)) and not STRONG_ERROR.search(text)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(normalise(text))) - COMMON.every


def _emptied(moments: Sequence[Moment], claims: Sequence[Claim], rows: Sequence[int]) -> Iterator[Claim]:
    """A page that became empty and stayed so, or at last lost most of its rows, as a list does, and nothing came."""
    if len(rows) > 1 and rows[-1] <= FEW_ROWS and max(rows) >= MANY_ROWS:
        number = next(n for n in range(len(rows), 0, -1) if n == 1 or rows[n - 2] > FEW_ROWS)
        if moments[number - 1].reading.was_read:
            yield Claim(number, "wrong", "state", after="the page is empty", probability=OF_EMPTY)
        return
    last = [one for one in claims if one.state == len(rows)]
    is_emptied = len(rows) > 1 and rows[-2] >= FULL_ROWS and rows[-1] <= LEFT_SHARE * rows[-2]
    if is_emptied and all(one.kind in ("disappeared", "stands") for one in last):
        yield Claim(len(rows), "wrong", "state", after="most of the page went, and nothing came", probability=OF_SIGN)


def _reverted(claims: Sequence[Claim], words: str) -> Iterator[Claim]:
    """A value that fell back to what it was, if the developer complains of something in it."""
    wanted = _words(words)
    changed = [one for one in claims if one.kind == "changed" and one.property == "text" and one.is_said]
    for at, one in enumerate(changed):
        back = any(one.before == old.after and one.after == old.before for old in changed[:at])
        if back and wanted & _words(f"{one.before} {one.after}"):
            yield Claim(
                one.state, "wrong", "value", one.before, one.after, probability=OF_REVERT, name=one.name, box=one.box
            )
