"""Makes the rows of a capture: what each act changed, compared with the state before or the last visit of that page."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claude_scope.timeline.captured import entered
from claude_scope.timeline.captured.act_spans import EARLY_MS, act_spans, split_at_closed_tabs
from claude_scope.timeline.captured.compare.compare_pages import compare_pages
from claude_scope.timeline.captured.compare.describe_page import describe_page, page_fact
from claude_scope.timeline.captured.compare.same_page import heading_of, is_same_record, path_of, share_alike
from claude_scope.timeline.captured.compare.stayed.still_sorted import with_still_sorted
from claude_scope.timeline.captured.compare.stayed.unchanged import CHOICES, unchanged_facts
from claude_scope.timeline.captured.faults.fallen_back import is_chosen, may_fall_back
from claude_scope.timeline.captured.page.cards import card_containers
from claude_scope.timeline.captured.page.error_texts import is_error
from claude_scope.timeline.captured.page.read_page import read_page
from claude_scope.timeline.captured.page.texts import has_figure, is_progress, settled
from claude_scope.timeline.captured.running_texts import running_texts
from claude_scope.timeline.captured.targets import named_act
from claude_scope.values import NO_CHANGE, Addresses, PageFact
from claude_scope.wording.acts import QUIET, TAB_CLOSED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.timeline.captured.act_spans import Span
    from claude_scope.timeline.captured.compare.compare_pages import Compared
    from claude_scope.timeline.captured.page.structure import Page
    from claude_scope.values import Act, Capture, CapturedState, Target

LOADING_MS = 3_000.0
"""What appears within this time after a document begins belongs to its load."""
BY_ITSELF_MS = 1_000.0
"""An error or message this long after an act gets a row of its own."""
CHAINED_MS = 300.0
"""A change within this time after another belongs to it."""
POINTED_MS, RESTED_MS = 700.0, 1_500.0
"""What the pointer opens appears within the first time, and counts if the pointer rests for the second time."""
MIN_ALIKE_VIEW = 0.1
"""If two states of one document at one URL have a smaller share of common texts, they show different views."""
MIN_ALIKE = 0.3
"""The same share for two documents at one URL, which are one page even if much of it changed."""
MIN_SAME_VIEW = 0.2
"""The same share if a part of one document changed together with the URL, such as the mail next to a list of mails."""
MIN_SAME_BUILD = 0.8
"""Two documents at two URLs with this share of common labels show one page, such as a search or a sorted report."""
RESPONSE_MS = 500.0
"""A change within this time after a response is its consequence."""
MIN_PASSED_MS = 150.0
"""A message that vanishes sooner cannot be read."""
MIN_SCROLLED_PX, TOP_PX = 50, 200
"""A page that scrolls at least this far does so on purpose; a heading at most this far from the top is the target."""
MAX_TEXTS = 3
_WHILE_SCROLLING = frozenset({"error", "message", "opened", "closed"})
"""Kinds of facts that count while the user scrolls; scrolling, or a row under the pointer, causes the other kinds."""
_LEFT_OUT = frozenset({"running", "removed", "state", "closed"})
"""Kinds of facts that begin no row: what vanishes or becomes ready again by itself is the end of an act."""
_LATE = frozenset({"sorted", "reordered", "rows", "row", "value"})
"""Kinds of facts by which a late effect changes what the row of its act would call unchanged."""
_SAID, _VALUES = frozenset({"error", "message"}), frozenset({"value", "row"})


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A row: acts, the states that followed, and their facts.

    `has_own` says that the act itself changed something that the facts do not repeat, such as the field that the user
    typed into.
    """

    span: Span
    facts: tuple[PageFact, ...]
    is_other_page: bool = False
    has_own: bool = False

    @property
    def since_ms(self) -> float:
        """When the row begins."""
        return self.span.since_ms


class Teller:
    """Makes the rows of a capture in time order."""

    def __init__(self, capture: Capture, states: Sequence[CapturedState], acts: Sequence[Act]) -> None:
        self._states, self._acts, addresses = states, acts, Addresses(capture)
        self._tabs = {document.id: document.page for document in capture.documents}
        cards: dict[str, set[str]] = defaultdict(set)
        for state in states:
            cards[state.document] |= card_containers(state.tree)
        self._pages = [
            read_page(
                item.tree,
                addresses.at(item.document, item.time_ms),
                item.title,
                cards[item.document],
                is_cut=item.is_cut,
            )
            for item in states
        ]
        self._closed_ms = {event.page: event.time_ms for event in capture.events if event.text.endswith(TAB_CLOSED)}
        self._spans = [
            self._named(part)
            for span in act_spans(states, acts, capture.events, self._tabs)
            for part in split_at_closed_tabs(span, states, self._tabs, self._closed_ms, self._differ)
        ]
        acted = {span.first for span in self._spans}
        busy = [at in acted or _is_busy(state, acts) for at, state in enumerate(states)]
        self._running = running_texts(self._pages, [state.document for state in states], busy)
        self._began_ms: dict[str, float] = {}
        for state in states:
            self._began_ms.setdefault(state.document, state.since_ms)
        self._visits: dict[tuple[str, ...], tuple[int, int]] = {}
        """For each page of a tab, and each view of it by heading, the number of the row that showed it last, and the
        position of that state."""
        self._ran: set[tuple[str, str]] = set()
        self._filtered: list[Target] = []
        self._sorted: dict[str, PageFact] = {}
        self._requests = capture.requests
        self._moved_ms = sorted([*(time_ms for time_ms, *_ in capture.pointer), *(act.time_ms for act in acts)])
        self._known: dict[tuple[int, int], tuple[PageFact, ...]] = {}

    def _differ(self, before: int, after: int) -> bool:
        """Whether the pages of two states differ in their texts or states."""
        return not _says_same(self._pages[before], self._pages[after])

    def _named(self, span: Span) -> Span:
        """The span with the acts' targets named from the page before."""
        if span.before is None:
            return span
        state, page = self._states[span.before], self._pages[span.before]
        acts = tuple(named_act(act, state, page) if act.target.document == state.document else act for act in span.acts)
        return replace(span, acts=acts)

    def rows(self) -> list[ToldRow]:
        """The rows; acts that had no effect and only lead to the next act are merged with that act."""
        told: list[ToldRow] = []
        waiting: Span | None = None
        parts = [part for item in self._spans for part in self._parts(item)]
        for part, following in zip(parts, [*parts[1:], None], strict=True):
            span = waiting.joined(part) if waiting else part
            waiting = None
            row = self._row(span)
            row = replace(row, facts=entered.without_echoes(row.facts, self._acts, self._states[span.last].since_ms))
            is_idle = all(fact.kind in NO_CHANGE for fact in row.facts)
            if (
                is_idle
                and following is not None
                and following.before is not None
                and entered.is_prelude(span.acts, following.acts)
            ):
                waiting = span
                continue
            if not row.facts and not span.acts and span.origin is not None:
                continue  # only a message vanished
            if told and is_idle and span.acts and _is_quiet(span.acts):
                told[-1] = replace(told[-1], span=told[-1].span.joined(span))  # the user only looked around at the end
                continue
            if told and not span.acts:
                told[-1] = _without_changed_later(told[-1], row)
            told.append(row)
            self._visits[self._visit(span.last)] = self._visits[self._view(span.last)] = len(told), span.last
        return told

    def changes_ms(self) -> list[float]:
        """The beginnings of states with changes other than running texts."""
        pages = self._pages
        changed = (at for at in range(1, len(pages)) if pages[at].order != pages[at - 1].order)
        return [self._states[at].since_ms for at in (0, *changed)] if pages else []

    def _parts(self, span: Span) -> list[Span]:
        """Split a span wherever something appeared or vanished by itself that gets a row of its own."""
        done_ms = max([self._states[span.first].since_ms, *(act.until_ms for act in span.acts)])
        changed_ms = self._states[span.first].since_ms
        for at in range(span.first + 1, span.last + 1):
            state = self._states[at]
            if state.document != self._states[at - 1].document or _says_same(self._pages[at - 1], self._pages[at]):
                continue
            done_ms = max(done_ms, self._began_ms[state.document] + LOADING_MS)
            is_late = state.since_ms - done_ms >= BY_ITSELF_MS
            goes_on = state.since_ms - changed_ms < CHAINED_MS
            if (is_late and self._comes(span, at, done_ms, goes_on=goes_on)) or self._goes(span, at):
                return [span.until(at - 1), *self._parts(span.after(at, state.since_ms))]
            changed_ms = state.since_ms
        return [span]

    def _comes(self, span: Span, at: int, done_ms: float, *, goes_on: bool) -> bool:
        """Whether a user would report what appeared by itself in a state, because it is not the answer to the act's
        request.

        `goes_on`: the state before was a transition to this one, such as rows that fade out.
        """
        found = [fact for fact in self._compared(at - 1, at) if fact.kind not in _LEFT_OUT]
        if any(fact.kind in _SAID for fact in found):
            return True
        since_ms = self._states[at].since_ms
        changed = {_subject(fact) for fact in self._compared(span.before, at - 1)} if span.before is not None else set()
        is_answer = any(
            request.start_ms <= done_ms + BY_ITSELF_MS and since_ms - RESPONSE_MS <= (request.end_ms or 0.0) <= since_ms
            for request in self._requests
        )
        is_new = any(_subject(fact) not in changed for fact in found)
        return is_new and not is_answer and not goes_on and not self._is_pointed_at(since_ms)

    def _is_pointed_at(self, since_ms: float) -> bool:
        """Whether a moving pointer opened what appeared, such as the tooltip of a chart; a resting pointer opens it
        intentionally.
        """
        times = self._moved_ms
        came, rests = bisect_left(times, since_ms - POINTED_MS), bisect_left(times, since_ms + EARLY_MS)
        return came < rests < len(times) and times[rests] < since_ms + RESTED_MS

    def _goes(self, span: Span, at: int) -> bool:
        """Whether a message or value that had appeared since the act vanished or reverted in a state."""
        if span.before is None or self._states[span.before].document != self._states[at].document:
            return False
        if self._states[at].since_ms - self._began_ms[self._states[at].document] < LOADING_MS:
            return False
        until_ms = self._states[at].since_ms - MIN_PASSED_MS
        seen = next(
            (state for state in range(at - 1, span.first - 1, -1) if self._states[state].since_ms <= until_ms), None
        )
        if seen is None:
            return False
        came = [item for item in self._compared(span.before, seen) if item.kind in _SAID | _VALUES or is_chosen(item)]
        if not came:
            return False
        there, left = ({_subject(fact) for fact in self._compared(span.before, state)} for state in (at - 1, at))
        gone = (fact for fact in came if _subject(fact) in there - left)
        return any(not is_progress(fact.after) for fact in gone)

    def _row(self, span: Span) -> ToldRow:
        """The row of a span: a new page, a page visited before, or the same page changed."""
        after = self._pages[span.last]
        if span.before is None:
            return self._new_page_row(span, None)
        before = self._pages[span.before]
        if self._closes_tab(span) and (visit := self._visits.get(self._visit(span.last))):
            return self._back_row(span, self._pages[span.first - 1], *visit)
        is_same_path = path_of(before.url) == path_of(after.url)
        is_same_document = self._states[span.before].document == self._states[span.last].document
        alike = share_alike(before, after)
        visit = self._last_visit(span.before, span.last)
        is_nearer = visit is not None and share_alike(self._pages[visit[1]], after) > alike
        if is_same_path and not is_nearer and alike < (MIN_ALIKE_VIEW if is_same_document else MIN_ALIKE):
            return self._new_page_row(span, before)
        if not is_nearer and (is_same_path or alike >= (MIN_SAME_VIEW if is_same_document else MIN_SAME_BUILD)):
            return self._changed_row(span, span.before)
        return self._new_page_row(span, before) if visit is None else self._back_row(span, before, *visit)

    def _last_visit(self, before: int, after: int) -> tuple[int, int] | None:
        """The last visit of the same record at another URL, or of a view with another heading at the same URL."""
        if self._visit(before) == self._visit(after):
            is_other = heading_of(self._pages[before]) != heading_of(self._pages[after])
            return self._visits.get(self._view(after)) if is_other else None
        visit = self._visits.get(self._visit(after))
        return visit if visit is not None and is_same_record(self._pages[visit[1]], self._pages[after]) else None

    def _new_page_row(self, span: Span, before: Page | None) -> ToldRow:
        """The row of a new page."""
        facts = describe_page(
            self._pages[span.last], before, _names_of(span.acts), pressed=entered.is_submit(span.acts)
        )
        return ToldRow(span, tuple(facts), is_other_page=True)

    def _closes_tab(self, span: Span) -> bool:
        """Whether another tab or a popup was closed in a span, so that it ends in the page behind."""
        last = self._states[span.last]
        closed = (
            page for page, time_ms in self._closed_ms.items() if span.since_ms - EARLY_MS <= time_ms <= last.since_ms
        )
        return any(page != self._tabs.get(last.document) for page in closed)

    def _back_row(self, span: Span, before: Page, number: int, visited: int) -> ToldRow:
        """The row of a page visited before, compared with that visit, which is row `number`."""
        after = self._pages[span.last]
        back = replace(page_fact(after, before), count=(number, number))
        compared = self._compare(visited, span.last, _names_of(span.acts))
        compared = replace(compared, fields=tuple(leaf for leaf in after.leaves if leaf.kind == "field" and leaf.value))
        undone = entered.toggled_back(self._acts, span, self._requests, after.url)
        facts = [replace(fact, is_back=(fact.name, fact.part) in undone) for fact in compared.facts]
        stayed = unchanged_facts(compared, compared.facts, span.acts, entered.typed_until(self._acts, span))
        return ToldRow(span, (back, *facts, *stayed), is_other_page=True)

    def _changed_row(self, span: Span, origin: int) -> ToldRow:
        """The row of a changed page, compared with its state before, `origin`."""
        before, after = self._pages[origin], self._pages[span.last]
        document = self._states[span.last].document
        compared = self._compare(
            origin,
            span.last,
            _names_of(span.acts),
            pressed=entered.is_submit(span.acts),
            entered=bool(span.acts) and entered.is_edit(span.acts[-1]),
        )
        facts = self._without_running(span.last, compared.facts)
        self._ran |= {(document, node) for fact in facts if fact.kind == "running" for node in fact.nodes}
        told = entered.without_own(self._fell_back(span, facts), span.acts)
        has_own = len(told) < len(facts)
        if span.acts and _is_quiet(span.acts):
            told = tuple(fact for fact in told if fact.kind in _WHILE_SCROLLING)
        if span.acts and not compared.facts:
            told = tuple(_other_texts(before, after))
        if span.acts and not told and not _is_quiet(span.acts):
            told = tuple(_scrolled(self._states[origin], self._states[span.last], before, after))
        if path_of(before.url) != path_of(after.url):
            told = _with_page(page_fact(after, before), told)
        is_reloaded = self._states[origin].document != document
        refused = _still_refused(before, after, span.acts, told) if is_reloaded else ()
        stayed = refused or self._stayed(span, compared, told)
        if span.acts and span.acts[-1].kind in CHOICES and any(fact.kind == "rows" for fact in told):
            self._filtered.append(span.acts[-1].target)
        is_same = not told and not has_own and _says_same(before, after) and not after.is_cut
        nothing = (PageFact("nothing"),) if stayed and is_same else ()
        return ToldRow(span, (*told, *nothing, *stayed), has_own=has_own)

    def _stayed(self, span: Span, compared: Compared, told: Sequence[PageFact]) -> tuple[PageFact, ...]:
        """What stayed although the acts might have changed it, and the order by which a table was sorted before."""
        typed = entered.typed_until(self._acts, span)
        stayed = unchanged_facts(compared, told, span.acts, typed, is_filter=self._filters(span))
        document = self._states[span.last].document
        stayed = with_still_sorted(stayed, told, self._pages[span.last], self._sorted.get(document))
        for fact in told:
            if fact.kind == "sorted":
                self._sorted[document] = fact
        return stayed

    def _filters(self, span: Span) -> bool:
        """Whether the last act is a choice like one that showed or hid rows: of the same role, in the same group."""
        if not span.acts:
            return False
        target = span.acts[-1].target
        same = (item for item in self._filtered if item.document == target.document and item.role == target.role)
        return any(item.within == target.within for item in same)

    def _visit(self, at: int) -> tuple[str, str]:
        return self._tabs.get(self._states[at].document, ""), path_of(self._pages[at].url)

    def _view(self, at: int) -> tuple[str, ...]:
        return *self._visit(at), heading_of(self._pages[at])

    def _compare(
        self, before: int, after: int, clicked: Sequence[str], *, pressed: bool = False, entered: bool = False
    ) -> Compared:
        is_same = self._states[before].document == self._states[after].document
        pages = self._pages[before], self._pages[after]
        return compare_pages(*pages, clicked, same_document=is_same, pressed=pressed, entered=entered)

    def _compared(self, before: int, after: int) -> list[PageFact]:
        """The facts of two states, regardless of the acts."""
        if (before, after) not in self._known:
            self._known[before, after] = self._compare(before, after, ()).facts
        return self._without_running(after, self._known[before, after])

    def _without_running(self, after: int, facts: Sequence[PageFact]) -> list[PageFact]:
        """The facts without running texts: a running figure is reported once, rotating texts never."""
        document = self._states[after].document
        kept: list[PageFact] = []
        for fact in facts:
            running = [(document, node) for node in fact.nodes if (document, node) in self._running]
            if not running or fact.kind not in ("value", "state", "error"):
                kept.append(fact)
            elif running[0] not in self._ran and fact.kind == "value" and has_figure(fact.after):
                kept.append(replace(fact, kind="running"))
        return kept

    def _fell_back(self, span: Span, facts: Sequence[PageFact]) -> list[PageFact]:
        """The facts; if the span began by itself, those that undo an act are marked with `is_back`."""
        if span.origin is None or self._states[span.origin].document != self._states[span.last].document:
            return list(facts)
        left = {_subject(fact) for fact in self._compared(span.origin, span.last)}
        texts = self._pages[span.last].texts
        is_edited = any(entered.is_edit(act) for act in self._acts if act.time_ms < span.since_ms)
        return [
            replace(fact, is_back=may_fall_back(fact, facts, texts, is_edited=is_edited) and _subject(fact) not in left)
            for fact in facts
        ]


def _without_changed_later(row: ToldRow, later: ToldRow) -> ToldRow:
    """The row without what it calls unchanged, if the next row, which began by itself, changes it."""
    changed = {fact.name for fact in later.facts if fact.kind in _LATE}
    kept = (
        fact for fact in row.facts if fact.kind != "unchanged" or not any(name in changed for _, name in fact.items)
    )
    return replace(row, facts=tuple(kept))


def _names_of(acts: Sequence[Act]) -> list[str]:
    """The names of the acts' targets, and of their columns or parts of the page."""
    named = (name for act in acts for name in (act.target.name, act.target.within.removeprefix("column ")))
    return [name for name in named if name]


def _is_quiet(acts: Sequence[Act]) -> bool:
    """Whether the user only looked around."""
    return all(act.kind in QUIET for act in acts)


def _scrolled(then: CapturedState, now: CapturedState, before: Page, after: Page) -> Iterator[PageFact]:
    """The fact that a page scrolled after another act than scrolling, with the heading that is at the top now."""
    by = now.scroll[1] - then.scroll[1]
    if abs(by) < MIN_SCROLLED_PX or then.document != now.document:
        return
    stayed = {(leaf.ref, leaf.box.y) for leaf in before.headings() if leaf.box}  # in a fixed header
    headings = [leaf for leaf in after.headings() if leaf.box and (leaf.ref, leaf.box.y) not in stayed]
    tops = [(leaf.box.y, leaf) for leaf in headings if leaf.box and 0 <= leaf.box.y <= TOP_PX]
    nearest = min(tops, key=lambda top: top[0], default=None)
    name, nodes = (nearest[1].value, (nearest[1].ref,)) if nearest else ("", ())
    yield PageFact("scrolled", name=name, part="down" if by > 0 else "up", nodes=nodes)


def _says_same(before: Page, after: Page) -> bool:
    """Whether two pages have the same texts and states."""
    return before.texts == after.texts and before.states == after.states


def _other_texts(before: Page, after: Page) -> Iterator[PageFact]:
    """The texts that differ although there are no facts, so that a row never claims that nothing changed."""
    messages = {leaf.value for leaf in (*before.leaves, *after.leaves) if leaf.kind == "message"}
    old, new = {settled(text) for text in before.texts}, {settled(text) for text in after.texts}
    came = [text for text in sorted(after.texts - messages) if settled(text) not in old][:MAX_TEXTS]
    went = [text for text in sorted(before.texts - messages) if settled(text) not in new][:MAX_TEXTS]
    if came:
        yield PageFact("added", items=tuple(("", text) for text in came))
    elif went:
        yield PageFact("removed", items=tuple(("", text) for text in went))


def _still_refused(before: Page, after: Page, acts: Sequence[Act], told: Sequence[PageFact]) -> tuple[PageFact, ...]:
    """The error that is still on a form after it was sent again."""
    if told or not entered.is_submit(acts):
        return ()
    known = {leaf.value for leaf in before.leaves}
    errors = [leaf for leaf in after.leaves if leaf.value in known and is_error(leaf)][:1]
    return tuple(PageFact("unchanged", items=(("error", leaf.value),), nodes=(leaf.ref,)) for leaf in errors)


def _is_busy(state: CapturedState, acts: Sequence[Act]) -> bool:
    """Whether an act was under way when a state began: a drag, typing."""
    return any(act.time_ms <= state.since_ms <= act.until_ms + BY_ITSELF_MS for act in acts)


def _subject(fact: PageFact) -> tuple[str, ...]:
    """What a fact is about; for an error or a message, its text."""
    return (fact.kind, fact.after) if fact.kind in _SAID else (fact.kind, fact.noun, fact.name, *fact.nodes[:1])


def _with_page(page: PageFact, told: Sequence[PageFact]) -> tuple[PageFact, ...]:
    """The facts of another page, in which its heading occurs only once.

    A page without a name of its own looks like the page before, so it has a `page` fact only if there is no other fact.
    """
    if not page.name:
        return tuple(told) or (page,)
    rest = [replace(fact, items=tuple(item for item in fact.items if item[1] != page.name)) for fact in told]
    kept = [
        fact for fact, was in zip(rest, told, strict=True) if fact.after != page.name and (fact.items or not was.items)
    ]
    return (page, *kept)
