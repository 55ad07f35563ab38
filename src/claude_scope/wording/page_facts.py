"""Puts the facts about a captured page into words for prompt, report, web app and agents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.plural import counted
from claude_scope.wording.acts import FOR_PEOPLE, NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from claude_scope.values import Moment, PageFact, PageFactKind
    from claude_scope.wording.acts import Voice

VALUE_LIMIT, NAME_LIMIT, MESSAGE_LIMIT = 60, 60, 160
MAX_ITEMS_CHARS = 240
"""Maximum number of characters of the entries, rows or parts of one fact; of the others, only the number is given."""
MANY_ITEMS, ITEM_LIMIT = 4, 44
"""If there are at least this many entries, each is cut to this many characters, so that more entries fit."""
SHOWN_BEFORE = 12
"""Of two long texts that begin alike, about this many characters before their first difference are shown."""
SHORT = 60
"""Facts with at most this many characters get their space before longer facts do."""
MIN_ROOM = 80
"""A fact is cut to the space that is left in a row, but to no fewer characters than this."""
_TRACEBACK = "Traceback (most recent call last)"
_EXCEPTION = re.compile(r"\b[\w.]+(?:Error|Exception)\b")
_RULE = re.compile(r"(?<!\S)[-=_*#]{8,}(?!\S)\s*")
"""A line that only separates the text above from the text below it."""
_QUOTATION_MARK = re.compile(r'(?<!\\)"')
CHANGED = " -> "
_EMPTY = "(empty)"


def describe_fact(fact: PageFact, voice: Voice = FOR_PEOPLE) -> str:
    """One fact in words: `Total: $133.23 -> $149.16`, `table sorted by Pages ascending; first "Silent Harbour"`."""
    return _WORDS[fact.kind](fact, voice) + (" (fell back by itself)" if fact.is_back else "")


def summary_of(moment: Moment) -> str:
    """The facts of a state in one sentence."""
    return "; ".join(map(describe_fact, moment.facts)) or moment.summary


def describe_facts(moment: Moment, voice: Voice, limit: int) -> tuple[str, int]:
    """The facts of a row in at most `limit` characters, but at least one fact, and the number of facts left out.

    Errors, wrong totals, and what did not change although a change was due, get their space first. Then come short
    facts, then long facts, which are cut to the space that is left. The most important other fact is never left out.
    """
    facts = [fact for fact in moment.facts if not (fact.is_unnamed_page and (moment.events or moment.facts[1:]))]
    told = {describe_fact(fact, voice): fact.kind for fact in facts}
    first = [text for text, kind in told.items() if kind in ("error", "mismatch", "unchanged")]
    first += [text for text, kind in told.items() if len(text) <= SHORT and kind not in ("removed", "state")]
    main = next((text for text, kind in told.items() if kind not in ("error", "mismatch", "unchanged")), "")
    said: dict[str, str] = {}
    for text in dict.fromkeys([*first, *told]):
        left = limit - _joined_length(said.values())
        if main not in said and text != main:
            left -= min(len(main), MIN_ROOM) + 2
        if said and left < min(len(text), MIN_ROOM):
            continue
        said[text] = _cut(text, max(left, MIN_ROOM))
    return "; ".join(said[text] for text in told if text in said), len(told) - len(said)


def _joined_length(texts: Iterable[str]) -> int:
    """The length of the texts, including the separator after each of them."""
    return sum(len(text) + 2 for text in texts)


def _cut(text: str, limit: int) -> str:
    """The text in at most `limit` characters; a quotation that is cut gets a closing quotation mark."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 2].rstrip()
    return f'{cut}…"' if len(_QUOTATION_MARK.findall(cut)) % 2 else f"{cut}…"


def _named(noun: str, name: str, voice: Voice) -> str:
    return " ".join(filter(None, (noun, voice.quote(voice.cut(name, NAME_LIMIT)) if name else "")))


def _items(items: Sequence[tuple[str, str]], more: int, voice: Voice, at_least: str = "") -> str:
    """`button "Save", + "Ada", and 3 more`; an entry does not repeat the noun of the entry before it."""
    limit = ITEM_LIMIT if len(items) >= MANY_ITEMS else NAME_LIMIT
    said: list[str] = []
    last = ""
    for noun, text in ((noun, _fitted(text, limit, voice)) for noun, text in items):
        if said and sum(map(len, said)) + len(text) > MAX_ITEMS_CHARS:
            break
        said.append(_named("" if noun in (last, "now") else noun, text, voice))
        last = noun
    more += len(items) - len(said)
    return ", ".join([*said, *([f"and {at_least}{more:,} more"] if more > 0 else [])])


def _value(text: str, voice: Voice) -> str:
    return voice.cut(text, VALUE_LIMIT) or _EMPTY


def _pair(fact: PageFact, voice: Voice) -> str:
    return _change(fact.before, fact.after, VALUE_LIMIT, voice)


def _fitted(text: str, limit: int, voice: Voice) -> str:
    """The text in at most `limit` characters; of a change such as "1 -> 2", both sides are shown."""
    before, arrow, after = text.partition(CHANGED)
    if not arrow or len(text) <= limit:
        return voice.cut(text, limit)
    return _change(before, after, (limit - len(CHANGED)) // 2, voice)


def _change(before: str, after: str, limit: int, voice: Voice) -> str:
    """Two texts, each in at most `limit` characters, from shortly before their first difference if they are long."""
    letters = enumerate(zip(before, after, strict=False))
    start = next((at for at, (was, now) in letters if was != now), min(len(before), len(after))) - SHOWN_BEFORE
    if max(len(before), len(after)) > limit and start > 0:
        start = before.rfind(" ", 0, start) + 1 or start
        before, after = f"…{before[start:]}", f"…{after[start:]}"
    return f"{voice.cut(before, limit) or _EMPTY}{CHANGED}{voice.cut(after, limit) or _EMPTY}"


def _message(fact: PageFact, voice: Voice) -> str:
    at = f" at {voice.quote(fact.name)}" if fact.name else ""
    return f"{fact.kind}{at}: {voice.quote(message_text(fact, voice))}"


def message_text(fact: PageFact, voice: Voice = FOR_PEOPLE) -> str:
    """The text of an error or message, shortened: without separator lines, and with only the error of a traceback."""
    return voice.cut(_without_frames(_RULE.sub("", fact.after)), MESSAGE_LIMIT)


def _without_frames(text: str) -> str:
    """The error at the end of a Python traceback; if the traceback was cut before it, the whole text."""
    at = max((found.start() for found in _EXCEPTION.finditer(text)), default=0) if _TRACEBACK in text else 0
    return text[at:] if at > text.find(_TRACEBACK) else text


def _page(fact: PageFact, voice: Voice) -> str:
    if fact.count:
        return f"back on {_named(fact.noun, fact.name, voice)} (state {fact.count[0]})"
    return _named(fact.noun, fact.name, voice) if fact.name else f"another {fact.noun}"


def _opened(fact: PageFact, voice: Voice) -> str:
    inside = _items(fact.items, fact.more, voice)
    return f"{fact.kind} {_named(fact.noun, fact.name, voice)}{f': {inside}' if inside else ''}"


def _sorted(fact: PageFact, voice: Voice) -> str:
    order = f"sorted by {voice.cut(fact.part, 120 if fact.after else 80)}{_same(fact)}"
    first = f": first {_items(fact.items, 0, voice)}" if fact.items else ""
    return f"{_named(fact.noun, fact.name, voice)} {order}{first}"


def _same(fact: PageFact) -> str:
    return f", the same {counted(fact.count[1], 'row')}" if fact.count else ""


def _reordered(fact: PageFact, voice: Voice) -> str:
    same = f"the same {fact.count[1]:,} rows in" if fact.count else "rows in"
    return f"{_named(fact.noun, fact.name, voice)}: {same} another order: first {_items(fact.items, 0, voice)}"


def _columns(fact: PageFact, voice: Voice) -> str:
    said = _items(fact.items, 0, voice) or f"now {voice.cut(fact.after, 120)}"
    return f"{_named(fact.noun, fact.name, voice)}: columns {said}{_same(fact)}"


def _rows(fact: PageFact, voice: Voice) -> str:
    at_least = "at least " if fact.is_cut else ""
    if fact.count is None:
        where = _named("column", fact.part, voice) if fact.part else fact.noun
        size = counted(len(fact.items) + fact.more, "row")
        return f"{where} changed in {at_least}{size}: {_items(fact.items, fact.more, voice)}"
    before, after = fact.count
    size = f"{at_least}{counted(after, fact.part)}"
    if before != after and not fact.is_cut:
        size = f"{before:,} -> {size}"
    came = [item for item in fact.items if item[0] != "-"]
    went = [item for item in fact.items if item[0] == "-"]
    items = ", ".join(filter(None, (_items(came, fact.more, voice, at_least), _items(went, 0, voice))))
    return f"{_named(fact.noun, fact.name, voice)}: {size}{f': {items}' if items else ''}"


def _row(fact: PageFact, voice: Voice) -> str:
    if all(noun in ("+", "-") for noun, _ in fact.items):
        return f"{_named(fact.noun, fact.name, voice)}: {_items(fact.items, fact.more, voice)}"
    cells = ", ".join(
        f"{voice.cut(noun, 30)} {_fitted(text, 2 * VALUE_LIMIT, voice)}".strip() for noun, text in fact.items
    )
    return f"{_named(fact.noun, fact.name, voice)}: {cells}"


def _moved(fact: PageFact, voice: Voice) -> str:
    return f"{_named(fact.noun, fact.name, voice)} moved {voice.cut(fact.after, NAME_LIMIT)}"


def _scrolled(fact: PageFact, voice: Voice) -> str:
    return f"scrolled to {voice.quote(voice.cut(fact.name, NAME_LIMIT))}" if fact.name else f"scrolled {fact.part}"


def _value_fact(fact: PageFact, voice: Voice) -> str:
    name = _named(fact.noun, fact.name, voice) if fact.noun else voice.cut(fact.name, NAME_LIMIT)
    return f"{name}: {_pair(fact, voice)}" if name else _pair(fact, voice)


def _state(fact: PageFact, voice: Voice) -> str:
    if fact.name:
        of = f" of {_items(fact.items, 0, voice)}" if fact.items else ""
        return f"{_named(fact.noun, fact.name, voice)}{of} {fact.part}"
    return f"{_items(fact.items, fact.more, voice) or fact.noun} {fact.part}"


def _added(fact: PageFact, voice: Voice) -> str:
    return f"+ {_items(fact.items, fact.more, voice)}"


def _removed(fact: PageFact, voice: Voice) -> str:
    return f"- {_items(fact.items, fact.more, voice)}"


def _running(fact: PageFact, voice: Voice) -> str:
    name = voice.cut(fact.name, NAME_LIMIT) or "a figure"
    return f"{name} changes by itself: {_value(fact.before, voice)} to {_value(fact.after, voice)}"


def _mismatch(fact: PageFact, voice: Voice) -> str:
    signed = " ".join(f"{sign} {voice.cut(text, NAME_LIMIT)}" for sign, text in fact.items).removeprefix("+ ")
    total = f"{voice.cut(fact.name, NAME_LIMIT)} {_value(fact.after, voice)}"
    return f"{total}, though {signed} come to {_value(fact.before, voice)}"


def _unchanged(fact: PageFact, voice: Voice) -> str:
    comes_to = f" comes to {fact.after} now" if fact.after else " is there now"
    though = f", though {voice.quote(fact.part)}{comes_to}" if fact.part else ""
    return f"unchanged: {_items(fact.items, fact.more, voice) or fact.noun}{though}"


_WORDS: dict[PageFactKind, Callable[[PageFact, Voice], str]] = {
    "error": _message,
    "message": _message,
    "page": _page,
    "opened": _opened,
    "closed": _opened,
    "sorted": _sorted,
    "reordered": _reordered,
    "columns": _columns,
    "rows": _rows,
    "row": _row,
    "moved": _moved,
    "scrolled": _scrolled,
    "value": _value_fact,
    "state": _state,
    "added": _added,
    "removed": _removed,
    "running": _running,
    "mismatch": _mismatch,
    "unchanged": _unchanged,
    "nothing": lambda fact, voice: NOTHING,
}
