"""Finds the states in which it probably went wrong, with the reasons. An inference."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.lexicon.bill_words import PRICES
from claude_scope.lexicon.bug_report_words import COMMON, GONE, clauses_of
from claude_scope.redaction.redact import redact_text
from claude_scope.timeline.captured.error_texts import error_changes, field_errors, quote
from claude_scope.timeline.captured.money import parse_amount, split_amount
from claude_scope.timeline.text_compare import normalise
from claude_scope.values import EventKind, Suspect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Change, Moment

_CLOCK = re.compile(r"(?<![\d:.])(\d{1,2}):([0-5]\d)(?:\.(\d))?(?![\d:])")
_WORD = re.compile(r"[^\W_]*[^\W\d_]{3,}[^\W_]+|\$?\d[\d.,]*")
"""Four letters and more, with digits on either side ("SPRING10" is one word), or a number."""
_BARE = re.compile(r"\d{1,2}")
"""A number that appeared alone, as a day of a calendar does, is in many notes by chance; one that changed is not."""
PRICE = "price"
"""Stands for any word for a price, and for an amount of money that became another one: few pages label it "price"."""
MIN_PLURAL = 4
MAX_HINTS = 2
SERVER_ERROR = 500
MAX_SUSPECTS = 4
"""More states than this point nowhere."""


def find_suspects(moments: Sequence[Moment], title: str, notes: str) -> tuple[Suspect, ...]:
    """The suspected states with their reasons, the surest first; empty if there are none.

    The person's own words come first: the times they name, else the words that changes share, each complaint for
    itself. Then what was inferred (a sum that does not add up, something that never stopped), and where nobody said
    anything, the first error on the screen. The notes say what went wrong; the title,
    which often only names the scene, is asked where there are none.
    """
    words, where = (notes, "notes") if notes else (title, "title")
    words = _without_secrets(words)
    named = _named_times(moments, words, where)
    said = named or _named_words(moments, words, where)
    seen = _inferred(moments)
    weak = _first_error(moments)
    if not said and weak:
        said = [_with_note_hint(weak, moments, notes)]
    return tuple(_merged(said, seen)[:MAX_SUSPECTS])


def _without_secrets(words: str) -> str:
    """The words without the clauses that hold a secret: those complain of nothing, and share it with the page."""
    if not redact_text(words)[1]:
        return words
    return ". ".join(clause for clause in clauses_of(words) if not redact_text(clause)[1])


def _merged(said: Sequence[Suspect], seen: Sequence[Suspect]) -> list[Suspect]:
    """One suspect for each state with all its reasons; reported ones first, observed reasons first."""
    reasons: dict[int, list[str]] = {suspect.moment: [] for suspect in (*said, *seen)}
    for suspect in (*seen, *said):
        reasons[suspect.moment].append(suspect.because)
    return [Suspect(moment, "; ".join(dict.fromkeys(because))) for moment, because in reasons.items()]


def _first_error(moments: Sequence[Moment]) -> Suspect | None:
    """The first error on the screen that the server or a script made, else the first: a wrong code is a person's."""
    errors = [index for index, moment in enumerate(moments) if moment.kind is EventKind.ERROR]
    if not errors:
        return None
    broken = next((index for index in errors if _is_broken(moments[index])), None)
    index = errors[0] if broken is None else broken
    texts = error_changes(moments[index].changes) or field_errors(moments[index].changes)
    which = "the first error on the screen" + (" at which the server or a script failed" if broken is not None else "")
    return Suspect(index, f"{which}{': ' + quote(texts[0]) if texts else ''}")


def _is_broken(moment: Moment) -> bool:
    """Whether the server failed in a state, or a script did."""
    is_server = any(request.failure or request.status >= SERVER_ERROR for request in moment.requests)
    return is_server or any(line.kind.startswith("uncaught") for line in moment.log)


def _with_note_hint(error: Suspect, moments: Sequence[Moment], notes: str) -> Suspect:
    """The suspect with a hint that the notes may mean something else."""
    wanted = _wanted(notes)
    if not wanted or wanted & _words_of(moments[error.moment]):
        return error
    return replace(error, because=f"{error.because}; the notes share no word with it")


def _inferred(moments: Sequence[Moment]) -> list[Suspect]:
    """The states in which each finding appears first."""
    found: list[Suspect] = []
    before: set[str] = set()
    for index, moment in enumerate(moments):
        now = {o.kind for o in moment.inferred}
        found += [Suspect(index, _lowered(o.text)) for o in moment.inferred if o.kind not in before]
        before = now
    return found


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _named_times(moments: Sequence[Moment], words: str, where: str) -> list[Suspect]:
    """The states at the times that the person names, each once: those that began by the end of that second.

    A state is known by two times, that of its row and that of its picture in the name of the frame; a time with tenths
    is looked for among both first.
    """
    found: dict[int, str] = {}
    for named in _CLOCK.finditer(words):
        at_ms = (int(named[1]) * 60 + int(named[2])) * 1000 + 100 * int(named[3] or 0)
        if not moments or at_ms > moments[-1].keyframe.timestamp_ms + 60_000:
            continue  # a time of day, not a time of the recording
        exact = [i for i, m in enumerate(moments) if at_ms // 100 in _tenths(m)] if named[3] else []
        ends_ms = at_ms + (100 if named[3] else 1000)
        begun = exact or [i for i, m in enumerate(moments) if m.keyframe.since_ms < ends_ms]
        if begun:
            found.setdefault(begun[-1], f"{named[0]} is in the {where}")
    return [Suspect(index, because) for index, because in found.items()]


def _tenths(moment: Moment) -> tuple[int, int]:
    return moment.keyframe.since_ms // 100, moment.keyframe.timestamp_ms // 100


def _named_words(moments: Sequence[Moment], words: str, where: str) -> list[Suspect]:
    """The state whose changes contain most of the person's words, and one for each further complaint.

    Of several equal ones, the last: a bug report names what went wrong at the end.
    """
    wanted = _wanted(words)
    clauses = clauses_of(words)
    went = {word for clause in clauses if GONE.search(clause) for word in _wanted(clause)}
    said = {
        i: (wanted & _words_of(m)) | (went & _gone_from(m))
        for i, m in enumerate(moments)
        if m.kind is not EventKind.INITIAL
    }
    scores = {i: (_score(shared, moments[i]) + _weight(moments[i]) * bool(shared), i) for i, shared in said.items()}
    if not scores or max(scores.values())[0] < 2:
        return []  # one shared word is chance
    best = max(scores.values())[1]
    found = {best: said[best]}
    for clause in clauses:
        other = _of_clause(_wanted(clause), moments, said)
        if other is not None:
            found.setdefault(other, said[other])
    explained = set().union(*found.values())
    suspects = [
        Suspect(i, f"its changes share words with the {where} ({', '.join(sorted(shared)[:5])})")
        for i, shared in found.items()
    ]
    hints = _hints(moments, {i: rest for i, shared in said.items() if (rest := shared - explained)})
    return [Suspect(best, suspects[0].because + hints), *suspects[1:]]


def _wanted(words: str) -> set[str]:
    found = {_singular(w) for w in _WORD.findall(normalise(words)) if w not in COMMON.every}
    return found | {PRICE} if PRICES.search(words) else found


def _singular(word: str) -> str:
    """ "notebook" for "notebooks": people count what the screen shows once."""
    return word[:-1] if len(word) > MIN_PLURAL and word.endswith("s") and not word.endswith("ss") else word


def _score(shared: set[str], moment: Moment) -> int:
    """The weight of the shared words of a state: words of a message are quoted, not there by chance."""
    came = (c.element.label for c in moment.changes if c.kind == "added" and c.element.type == "alert")
    return len(shared) + len(shared & _words_in(" ".join(came)))


def _weight(moment: Moment) -> int:
    """One more than the words say where the screen itself gives a reason."""
    return int(moment.kind is EventKind.ERROR or bool(moment.inferred))


def _of_clause(wanted: set[str], moments: Sequence[Moment], said: dict[int, set[str]]) -> int | None:
    """The state that one complaint points at: by two words, or by one word and a finding."""
    shared = {
        i: _score(words & wanted, moments[i]) + bool(moments[i].inferred and words & wanted)
        for i, words in said.items()
    }
    best = max(shared, key=lambda i: (shared[i], i), default=None)
    if best is None or shared[best] < 2:
        return None
    first = next((i for i in shared if shared[i] == shared[best] and moments[i].inferred), None)
    return best if first is None else first  # what was inferred stays true in later states: where it began counts


def _hints(moments: Sequence[Moment], others: dict[int, set[str]]) -> str:
    """States with words of the person that no suspect explains."""
    telling = sorted(others, key=lambda i: (-len(others[i] & _words_of(moments[i], changed_only=True)), i))
    hints = [f"state {i + 1} ({', '.join(sorted(others[i])[:3])})" for i in telling[:MAX_HINTS]]
    return f"; others of them are in {' and '.join(hints)}" if hints else ""


def _words_of(moment: Moment, *, changed_only: bool = False) -> set[str]:
    """The words in new and changed elements, or only in changed ones, which say more."""
    kinds = {"changed"} if changed_only else {"changed", "added"}
    changes = [c for c in moment.changes if c.kind in kinds and not _BARE.fullmatch(c.element.label or "-")]
    changes += [c for c in moment.changes if c.kind == "changed" and _BARE.fullmatch(c.element.label or "-")]
    texts = " ".join(f"{c.element.label} {c.before} {c.after}" for c in changes)
    return _words_in(texts) | ({PRICE} if any(map(_is_other_amount, changes)) else set())


def _words_in(text: str) -> set[str]:
    return {_singular(word) for word in _WORD.findall(normalise(text))}


def _is_other_amount(change: Change) -> bool:
    then, now = (_amount_of(text) for text in (change.before, change.after))
    return change.kind == "changed" and None not in (then, now) and then != now


def _amount_of(text: str) -> int | None:
    whole = parse_amount(text)
    return split_amount(text)[1] if whole is None else whole


def _gone_from(moment: Moment) -> set[str]:
    """The words of elements that went while the view stayed; a new view removes everything."""
    if moment.kind is EventKind.NAVIGATION:
        return set()
    return _words_in(" ".join(c.element.label for c in moment.changes if c.kind == "removed"))
