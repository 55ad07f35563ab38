"""Finds words in a session: on the page, in acts, changes, console and network."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claude_scope.errors import BadInput
from claude_scope.mcp.answers.answer import Answer
from claude_scope.mcp.answers.lines import MAX_TOKENS, fenced, fit
from claude_scope.prompt.fence import clean, cut, quote, short_locator
from claude_scope.wording.acts import describe_act, describe_answer, describe_source
from claude_scope.wording.capture_lanes import recorded_line
from claude_scope.wording.page_facts import describe_fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.mcp.sources.session import Session
    from claude_scope.values import Analysis, Moment, Node

MAX_HITS = 60
TEXT_LIMIT = 300
"""Maximum number of characters of a hit: enough for an error message with the first lines of its stack."""
KINDS = ("act", "change", "console", "network", "event", "observation", "text")
"""The kinds of hits in the order of the answer: what happened matters more than the texts on the screen."""


class Hit(NamedTuple):
    """A text of one kind, in one state; state 0 is the page as it loaded. `beside` is its locator or place."""

    state: int
    kind: str
    text: str
    beside: str = ""


def search_answer(session: Session, words: str) -> Answer:
    """Write one row per text, with all states that have it; raises BadInput if `words` has no words."""
    wanted = words.lower().split()
    if not wanted:
        raise BadInput("There is nothing to search for; give `text` a word or more.")
    found = _by_text(hit for hit in hits(session.analysis, wanted) if _has(f"{hit.text} {hit.beside}", wanted))
    if not found:
        none = f"No state has {quote(words, 100)}. Try fewer words, or get_session for the whole timeline."
        return Answer(f"{none}\n{recorded_line(session.analysis)}")
    rows = [_row(hit, states) for hit, states in found[:MAX_HITS]]
    kept, left = fit(rows, MAX_TOKENS - 300)
    left += len(found) - len(rows)
    more = [f"{left} more did not fit; search for more words."] if left else []
    return Answer("\n".join(["states | kind | text", fenced(kept), *more]))


def hits(analysis: Analysis, wanted: Sequence[str]) -> Iterator[Hit]:
    """Yield all texts of an analysis, state by state, but of the large trees only the texts with these words."""
    for number, moment in enumerate(analysis.timeline.moments, 1):
        yield from _happened(number, moment)
        yield from _shown(number, moment, wanted)
    for snapshot in analysis.snapshots:
        yield from (Hit(0, "console", line) for line in snapshot.console)
        yield from (Hit(0, "network", line) for line in snapshot.failed_requests)
        if snapshot.tree is not None:
            yield from _of_tree(0, snapshot.tree, wanted)


def _happened(number: int, moment: Moment) -> Iterator[Hit]:
    for act in moment.acts:
        yield Hit(number, "act", describe_act(act), act.target.locator)
    yield from (Hit(number, "change", describe_fact(fact)) for fact in moment.facts)
    for change in moment.changes if not moment.facts else ():
        name = change.element.name or change.element.label or change.element.value
        how = f": {change.what} {quote(change.before)} -> {quote(change.after)}" if change.kind == "changed" else ""
        yield Hit(number, "change", f"{change.kind} {change.element.role} {quote(name)}{how}", change.element.locator)
    for line in moment.log:
        yield Hit(number, "console", f"{describe_source(line)}: {line.text}", line.place)
    for request in moment.requests:
        bodies = " ".join(filter(None, (request.request_body, request.body)))
        yield Hit(number, "network", f"{request.method} {request.url} {describe_answer(request)} {bodies}".strip())
    yield from (Hit(number, "event", event.text) for event in moment.events if event.is_told)
    yield from (Hit(number, "observation", seen.text) for seen in moment.inferred)


def _shown(number: int, moment: Moment, wanted: Sequence[str]) -> Iterator[Hit]:
    """Yield the texts of the screen: of elements, of the tree, and of the picture."""
    for element in moment.elements:
        for text in dict.fromkeys((element.name, element.label, element.value)):
            if text:
                yield Hit(number, "text", f"{element.role} {quote(text)}", element.locator)
    yield from _of_tree(number, moment.tree, wanted)
    yield from (Hit(number, "text", f"on the picture {quote(line.text)}") for line in moment.reading.lines)


def _of_tree(number: int, tree: Node, wanted: Sequence[str]) -> Iterator[Hit]:
    for node in tree.walk():
        for text in dict.fromkeys((node.name, node.text)):
            if text and _has(f'{node.role} "{clean(text)}" {node.locator}', wanted):
                yield Hit(number, "text", f"{node.role} {quote(text)}", node.locator)


def _has(text: str, wanted: Sequence[str]) -> bool:
    lower = text.lower()
    return all(word in lower for word in wanted)


def _by_text(found: Iterator[Hit]) -> list[tuple[Hit, list[int]]]:
    """Each text once, with its states, in the order of `KINDS`, then by time."""
    states: dict[tuple[str, str], tuple[Hit, list[int]]] = {}
    for hit in found:
        known = states.setdefault((hit.kind, hit.text), (hit, []))[1]
        if not known or known[-1] != hit.state:
            known.append(hit.state)
    return sorted(states.values(), key=lambda state: (KINDS.index(state[0].kind), state[1][0]))


def _row(hit: Hit, states: Sequence[int]) -> str:
    where = f" @ {short_locator(hit.beside)}" if hit.beside and short_locator(hit.beside) else ""
    return f"{_ranges(states)} | {hit.kind} | {cut(hit.text, TEXT_LIMIT)}{where}"


def _ranges(states: Sequence[int]) -> str:
    """States as ranges: `1-4, 7`; `as loaded` is the page in a fresh browser."""
    parts: list[list[int]] = []
    for state in sorted(set(states)):
        if parts and parts[-1][-1] == state - 1 and state > 1:
            parts[-1].append(state)
        else:
            parts.append([state])
    return ", ".join(
        "as loaded" if part == [0] else str(part[0]) if len(part) == 1 else f"{part[0]}-{part[-1]}" for part in parts
    )
