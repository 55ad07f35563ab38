"""Judges each claim against the DOM before and after: true, imprecise (the right thing with a letter or the place off),
or false.

A claim is judged like a careful person would who sees both states of the page. The picture of a state shows a slightly
earlier DOM, so all states within 300 ms count. The content of a canvas or a picture cannot be judged.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from benchmarks.claims import judge_told, places
from benchmarks.claims.judge_acts import judge_act
from benchmarks.claims.sorting import is_sorted
from benchmarks.claims.texts import Match, key, within
from benchmarks.claims.verdicts import FALSE, IMPRECISE, TRUE, UNKNOWN, Verdict, worst

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.claims.claims_of import Analysed, Box, Claim
    from benchmarks.claims.dom import Dom, DomState
    from benchmarks.claims.recordings import FlowTruth

EARLY_MS, LATE_MS = 300.0, 100.0
"""The picture shows the DOM of up to 300 ms before; its time is off by a frame or two."""
DOCUMENT_MS = 700.0
"""A page is painted while it loads; its DOM is known once it is complete."""
_BLANK_LINES = 2
_UNIQUE = 14
"""A text with at least this many letters counts as the same text at any place; a shorter one may occur in many rows."""
_SHARPENING_MS = 1_500.0
_MOVED_PX = 14.0
_SCROLL_PX, _SCROLL_SHARE = 24.0, 0.15
_THEME = 0.25
_NEW_PAGE = 0.5
_CHECKED = "checked"


@dataclass
class Judge:
    """Judges the claims of one recording."""

    dom: Dom
    truth: FlowTruth
    analysed: Analysed
    used_acts: set[int] = field(default_factory=set)
    """Acts of the truth that a claim has matched: each is claimed once."""

    def judge(self, claim: Claim) -> Verdict:
        """The verdict on a claim, with its cause if it is not true."""
        if (verdict := self._of_model(claim)) is not None:
            return verdict
        match claim.kind:
            case "act":
                return judge_act(claim, self.dom, self.used_acts)
            case "wrong":
                return self._wrong(claim)
            case "page":
                return self._page(claim)
            case "sorted":
                return self._sorted(claim)
            case "moved":
                return self._scrolled(claim)
            case "opened" | "closed":
                return self._dialog(claim)
        if claim.property in ("state", "theme"):
            return self._state(claim) if claim.property == "state" else self._theme(claim)
        if claim.property == "highlight":
            return self._highlight(claim)
        if self._is_masked(claim):
            return Verdict(UNKNOWN, "masked value", "the capture masks the value of the field")
        of_kind = {"appeared": self._appeared, "disappeared": self._disappeared, "unchanged_nearby": self._stands}
        verdict = of_kind.get(claim.kind, self._changed)(claim)
        return worst(verdict, self._an_error(claim)) if claim.property == "error" else verdict

    def _of_model(self, claim: Claim) -> Verdict | None:
        """The verdict on a claim of a kind that only a model makes; None for other claims."""
        before, after = self.before(claim), self.after(claim)
        match claim.kind:
            case "selected":
                return judge_told.judge_selected(claim, before, after)
            case "state":
                return judge_told.judge_state(claim, before, after)
            case "unchanged":
                return judge_told.judge_unchanged(claim, before, after)
            case "flaw":
                return judge_told.judge_flaw(claim, after)
            case "opened" | "closed" if claim.source == "model" or claim.before or claim.after:
                return judge_told.judge_opened(claim, before, after)
            case "moved" if claim.property != "scroll":
                return judge_told.judge_moved(claim, before, after)
            case "sorted" if claim.source == "model":
                return judge_told.judge_sorted(before, after)
            case "appeared" | "disappeared" | "changed" if claim.source == "model" and not claim.before + claim.after:
                return Verdict(UNKNOWN, "no quote", claim.name)
        return None

    def _is_masked(self, claim: Claim) -> bool:
        """Whether a text is in a field for which the truth has dots; a text of one repeated letter is the dots
        themselves.
        """
        if claim.box is None or claim.property == "error" or len(set(key(claim.after))) <= 1:
            return False
        return all(places.is_masked(state, claim.box) for state in self.after(claim))

    def after(self, claim: Claim) -> list[DomState]:
        """The states of the DOM that the picture may show."""
        return self._shown(claim.time_ms)

    def before(self, claim: Claim) -> list[DomState]:
        """The states that the previous picture may show: for claims, the last one that was not a blank page between two
        pages.
        """
        found, number = self._shown(claim.before_ms), claim.state - 1
        while number > 1 and all(len(state.lines) <= _BLANK_LINES for state in found):
            number -= 1
            found = self._shown(self.analysed.states_ms[number - 1][1])
        return found

    def _shown(self, time_ms: float) -> list[DomState]:
        found = self.dom.around(time_ms - EARLY_MS, time_ms + LATE_MS)
        soon = self.dom.around(time_ms, time_ms + DOCUMENT_MS)
        return found + [state for state in soon if state.document != found[-1].document]

    # --- texts ---

    def _appeared(self, claim: Claim) -> Verdict:
        return self._came(claim, claim.after or claim.name, self.before(claim), self.after(claim))

    def _stands(self, claim: Claim) -> Verdict:
        """Whether a text is at its place, new or not."""
        here = _best(self.after(claim), claim.after, claim.box)
        return _of_match(here, "text misread") if here else self._never(claim, claim.after, self.after(claim))

    def _an_error(self, claim: Claim) -> Verdict:
        """Whether a text that is called an error is one: by its words, or by its style."""
        text = claim.after or claim.name
        if any(places.is_error(state, text) for state in self.after(claim)):
            return TRUE_HERE
        return Verdict(IMPRECISE, "no error", f"{text!r} is no error")

    def _disappeared(self, claim: Claim) -> Verdict:
        return self._came(claim, claim.before or claim.name, self.after(claim), self.before(claim))

    def _came(self, claim: Claim, text: str, without: Sequence[DomState], having: Sequence[DomState]) -> Verdict:
        """Whether a text is in one state and not in the other; the states are swapped for text that disappeared."""
        box = claim.box
        if not key(text):
            return Verdict(UNKNOWN, "no text", "")
        here = _best(having, text, box)
        anywhere = here or max(places.found(state, text) for state in having)
        if not anywhere:
            return self._never(claim, text, having)
        if here and box is not None:
            stayed = min(places.found_at(state, text, box) for state in without)
            if stayed:
                return Verdict(FALSE, self._why_same(claim), f"{text!r} is there before and after")
            if _is_one_page(without, having) and self._moved_only(text, without, having):
                moved = f"{text!r} is elsewhere on the screen in the other state"
                if any(_is_shifted(text, box, old, two) for old in without for two in having):
                    return Verdict(FALSE, "scrolled", moved)
                if len(key(text)) >= _UNIQUE or any(
                    places.row_with(old, text) & places.row_with(two, text, box) for old in without for two in having
                ):
                    return Verdict(IMPRECISE, "moved", moved)
        elif self._moved_only(text, without, having):
            return Verdict(FALSE, self._why_same(claim), f"{text!r} is there before and after")
        return worst(
            _of_match(anywhere, "text misread"),
            TRUE_HERE if here or box is None else Verdict(IMPRECISE, "place", f"{text!r} is elsewhere"),
            self._by_scrolling(claim, without, having),
        )

    def _by_scrolling(self, claim: Claim, without: Sequence[DomState], having: Sequence[DomState]) -> Verdict:
        """Whether a text appeared or disappeared only by scrolling, since it would not have been in view before."""
        if not self._is_scrolled(claim):
            return TRUE_HERE
        if any(_was_in_view(claim.box, old, two) for old in without for two in having):
            return TRUE_HERE
        return Verdict(IMPRECISE, "scrolled out of or into view", "")

    def _is_scrolled(self, claim: Claim) -> bool:
        """Whether scrolling was the only act between the pictures, or the same page has another scroll position."""
        before, after = self.before(claim), self.after(claim)
        if before[-1].document != after[-1].document or before[-1].title != after[-1].title:
            return False
        since, until = claim.before_ms - EARLY_MS, claim.time_ms + LATE_MS
        kinds = {act.kind for act in self.dom.acts if since <= act.time_ms <= until or since <= act.until_ms <= until}
        if before[-1].scroll != after[-1].scroll and before[-1].url == after[-1].url:
            return _shift(before[-1], after[-1]) != (0.0, 0.0) or kinds <= {"scroll"}
        return kinds == {"scroll"}

    def _moved_only(self, text: str, without: Sequence[DomState], having: Sequence[DomState]) -> bool:
        """Whether a text is on the screen as often as before.

        A row whose pieces the page has in another order is never found as a whole, so it is searched for row by row.
        """
        then, now = min(places.count(item, text) for item in without), max(places.count(item, text) for item in having)
        if then or now:
            return now <= then
        return all(places.found(item, text) is Match.EXACT for item in without)

    def _never(self, claim: Claim, text: str, having: Sequence[DomState]) -> Verdict:
        """A text that the page never has: drawn, misread, or invented."""
        if any(places.is_blind(state, claim.box) for state in having):
            return Verdict(UNKNOWN, "canvas or picture", f"{text!r} lies where the DOM is blind")
        if claim.box is not None and max(places.likeness_at(state, text, claim.box) for state in having) >= 0.6:
            return Verdict(FALSE, "text misread", f"{text!r} is written otherwise")
        between = self.dom.around(claim.before_ms - EARLY_MS, claim.time_ms + LATE_MS)
        if any(places.found(state, text) for state in between):
            return Verdict(FALSE, "not at that time", f"{text!r} is only there before or between")
        return Verdict(FALSE, "pointer" if self._is_pointed(claim) else "never there", f"{text!r} is not on the screen")

    def _changed(self, claim: Claim) -> Verdict:
        """A text that changed into another."""
        before, after = self.before(claim), self.after(claim)
        if not key(claim.before) and not key(claim.after):
            return Verdict(UNKNOWN, "no text", "")
        if key(claim.before) == key(claim.after):
            return Verdict(FALSE, self._why_same(claim), "before and after are the same")
        now, then = _best(after, claim.after, claim.box), _best(before, claim.before, claim.box)
        if claim.after and not now and not (now := max(places.found(state, claim.after) for state in after)):
            return self._never(claim, claim.after, after)
        if claim.before and not then:
            then = max(places.found(state, claim.before) for state in before)
        if len(self._texts_at([*before, *after], claim.box)) == 1:
            return Verdict(FALSE, self._why_same(claim), "nothing changed there")
        is_part = _is_part(claim.before, claim.after)
        if claim.after and not is_part and _at_all(before, claim.after, claim.box):
            return Verdict(FALSE, self._why_same(claim), f"{claim.after!r} is there before and after")
        if claim.before and not is_part and _at_all(after, claim.before, claim.box):
            return Verdict(FALSE, self._why_same(claim), f"{claim.before!r} is there before and after")
        if claim.before and not then:
            return Verdict(IMPRECISE, "text misread", f"{claim.before!r} was not there before")
        if self._is_scrolled(claim):
            return Verdict(FALSE, "scrolled", "another part of the page stands there")
        return worst(
            *(_of_match(item, "text misread") for item, text in ((now, claim.after), (then, claim.before)) if text)
        )

    def _texts_at(self, states: Sequence[DomState], box: Box | None) -> set[str]:
        """The text at a place, in each of the states."""
        if box is None:
            return set()
        return {key(" ".join(line.text for line in places.lines_at(state, box))) for state in states}

    # --- states, places ---

    def _state(self, claim: Claim) -> Verdict:
        """Whether a box was checked or unchecked."""
        if claim.box is None:
            return Verdict(UNKNOWN, "no place", "")
        box, before, after = claim.box, self.before(claim), self.after(claim)
        if any(places.is_blind(state, box) for state in after):
            return Verdict(UNKNOWN, "canvas or picture", "")
        is_on = claim.after == _CHECKED
        if not any(_is_checked(state, box) is is_on for state in after):
            return Verdict(FALSE, "state", f"it is not {claim.after}")
        if all(_is_checked(state, box) is is_on for state in before):
            return Verdict(FALSE, self._why_same(claim), f"it was {claim.after} before")
        return TRUE_HERE

    def _highlight(self, claim: Claim) -> Verdict:
        """Whether an entry became selected or looks so; if the page marks none, whether the old one was selected."""
        before, after = self.before(claim), self.after(claim)
        here = _best(after, claim.after, claim.box)
        if claim.box is None or not here:
            return self._never(claim, claim.after, after)
        box = claim.box
        if all(places.is_selected(state, box) for state in before):
            return Verdict(FALSE, self._why_same(claim), "it was selected before")
        if not any(places.is_selected(state, box) for state in after) and not self._is_left(claim):
            return Verdict(FALSE, "state", "it is not selected")
        return _of_match(here, "text misread")

    def _is_left(self, claim: Claim) -> bool:
        """Whether the selected entry was deselected, and no other text became selected."""
        before, after = self.before(claim), self.after(claim)
        olds = [box for state in before for box in places.places_of(state, claim.before)]
        is_left = any(
            any(places.is_selected(state, box) for state in before)
            and not all(places.is_selected(state, box) for state in after)
            for box in olds
        )
        return is_left and not any(
            places.is_selected(after[-1], line.box) and not places.is_selected(before[-1], line.box)
            for line in after[-1].lines
        )

    def _scrolled(self, claim: Claim) -> Verdict:
        """Whether the content scrolled, in which direction and how far, by the lines that both states have."""
        way, _, amount = claim.after.partition(" ")
        shifts = [_shift(old, two) for old in self.before(claim) for two in self.after(claim)]
        best = max(shifts, key=lambda shift: abs(shift[0]) + abs(shift[1]), default=(0.0, 0.0))
        along = {"down": best[1], "up": -best[1], "right": best[0], "left": -best[0]}.get(way, 0.0)
        if along < _MOVED_PX:
            return Verdict(FALSE, "scrolled", f"the content moved by {best[0]:.0f}, {best[1]:.0f} px")
        claimed = float(amount or 0)
        if claimed and abs(along - claimed) > max(_SCROLL_PX, _SCROLL_SHARE * along):
            return Verdict(IMPRECISE, "amount", f"it scrolled by {along:.0f} px")
        return TRUE_HERE

    def _sorted(self, claim: Claim) -> Verdict:
        """Whether a row is at another position among the remaining rows."""
        text = claim.name
        moved = {_rank_change(old, two, text) for old in self.before(claim) for two in self.after(claim)}
        known = {change for change in moved if change is not None}
        if not known:
            if not max(places.found(state, text) for state in self.after(claim)):
                return self._never(claim, text, self.after(claim))
            if any(is_sorted(old, two) for old in self.before(claim) for two in self.after(claim)):
                return TRUE_HERE  # it was below the others, out of view
            return Verdict(FALSE, "not sorted", f"{text!r} came into view")
        if not any(known):
            return Verdict(FALSE, self._why_same(claim), f"{text!r} is the same row as before")
        if any((by < 0) == (claim.after == "up") for by in known):
            return TRUE_HERE
        return Verdict(FALSE, "direction", f"{text!r} moved by {sorted(known)} rows")

    def _theme(self, claim: Claim) -> Verdict:
        """Whether the colours of the whole screen changed."""
        change = max((b.light - a.light for a in self.before(claim) for b in self.after(claim)), key=abs)
        if abs(change) < _THEME:
            return Verdict(FALSE, "not changed", f"it is lighter by {change:.2f}")
        return TRUE_HERE

    # --- the whole page, and where it went wrong ---

    def _page(self, claim: Claim) -> Verdict:
        """Whether another page appeared, or what its heading is."""
        after = self.after(claim)
        if claim.after:
            titles = [text for state in after for text in (state.title, state.url)]
            shown = max(places.found(state, claim.after) for state in after)
            found = max([shown, *(within(claim.after, title) for title in titles)])
            if not found:
                return self._never(claim, claim.after, after)
            heads = [item for state in after for item in state.items if item.role == "heading"]
            is_head = any(within(claim.after, item.name or item.text) for item in heads)
            is_title = any(within(claim.after, title) for title in titles)
            loose = claim.property == "heading" and not (is_head or is_title)
            said = worst(
                _of_match(found, "text misread"), Verdict(IMPRECISE, "type", "no heading") if loose else TRUE_HERE
            )
            if claim.state == 1:
                return said
            return worst(said, self._another_page(claim))
        return self._another_page(claim)

    def _another_page(self, claim: Claim) -> Verdict:
        pairs = [(old, two) for old in self.before(claim) for two in self.after(claim)]
        if any(old.document != two.document or old.title != two.title or old.url != two.url for old, two in pairs):
            return TRUE_HERE
        kept = min(_kept(old, two) for old, two in pairs)
        if kept < _NEW_PAGE or any(_dialogs(old) != _dialogs(two) for old, two in pairs):
            return TRUE_HERE
        return Verdict(FALSE, "scroll or navigation", f"{kept:.0%} of the page stayed")

    def _dialog(self, claim: Claim) -> Verdict:
        """Whether a dialog opened or closed over the page."""
        pairs = [(old, two) for old in self.before(claim) for two in self.after(claim)]
        if any(_dialogs(old) != _dialogs(two) for old, two in pairs):
            return TRUE_HERE
        return Verdict(FALSE, "no dialog", "")

    def _wrong(self, claim: Claim) -> Verdict:
        """Whether it went wrong here."""
        wrong_ms = self.truth.wrong_ms
        if wrong_ms is None:
            return Verdict(FALSE, "nothing went wrong", "")
        return (
            TRUE_HERE if self.is_right_state(claim.state) else Verdict(FALSE, "another state", f"at {wrong_ms:.0f} ms")
        )

    def is_right_state(self, number: int) -> bool:
        """Whether it went wrong in the state with this number.

        Its picture shows the time until the next act, or until the last one if nothing changed any more.
        """
        wrong_ms = self.truth.wrong_ms
        if wrong_ms is None or not 1 <= number <= len(self.analysed.states_ms):
            return False
        later = [act.time_ms for act in self.truth.acts if act.time_ms > wrong_ms + 1]
        until = later[0] if later else float("inf")
        since, at = self.analysed.states_ms[number - 1]
        if wrong_ms - EARLY_MS <= at:
            return since <= until
        is_last = all(later > until for later, _ in self.analysed.states_ms[number:])
        shown, at_last = self.dom.at(at + LATE_MS), self.dom.at(until)
        return is_last and (shown.lines, shown.marks) == (at_last.lines, at_last.marks)

    # --- causes ---

    def _why_same(self, claim: Claim) -> str:
        """Why a claimed change is false although both texts exist."""
        before, after = self.before(claim)[-1], self.after(claim)[-1]
        if self._is_pointed(claim):
            return "pointer"
        if before.document != after.document:
            return "matching over a navigation"
        if _shift(before, after)[1] or before.scroll != after.scroll:
            return "scrolled"
        if any(claim.before_ms - _SHARPENING_MS <= at <= claim.before_ms for at in self.dom.changed_ms):
            return "sharpening"
        return "read otherwise"

    def _is_pointed(self, claim: Claim) -> bool:
        """Whether the pointer is on the box, in this state or the one before."""
        points = [self.analysed.pointers[at] for at in (claim.state - 1, claim.state - 2) if at >= 0]
        box = claim.box
        return box is not None and any(places.holds(box, point[0] + 8, point[1] + 12, 16) for point in points if point)


TRUE_HERE = Verdict(TRUE, "", "")


def _best(states: Sequence[DomState], text: str, box: Box | None) -> Match:
    """How well a text is found at a place; without a place, how well it is found anywhere."""
    if not key(text):
        return Match.NONE
    if box is None:
        return max(places.found(state, text) for state in states)
    return max(places.found_at(state, text, box) for state in states)


def _at_all(states: Sequence[DomState], text: str, box: Box | None) -> bool:
    """Whether a text is at a place in all of the states."""
    return box is not None and all(places.found_at(state, text, box) for state in states)


def _of_match(match: Match, cause: str) -> Verdict:
    word: dict[Match, Literal["true", "imprecise", "false"]] = {
        Match.EXACT: TRUE,
        Match.NEAR: IMPRECISE,
        Match.NONE: FALSE,
    }
    return Verdict(word[match], "" if match is Match.EXACT else cause, "")


def _is_part(a: str, b: str) -> bool:
    """Whether one text contains the other: both are found at the longer one."""
    one, two = key(a), key(b)
    return one in two or two in one


def _is_one_page(without: Sequence[DomState], having: Sequence[DomState]) -> bool:
    return any(old.document == two.document and old.title == two.title for old in without for two in having)


def _is_checked(state: DomState, box: Box) -> bool:
    """Whether an element at a place is checked, or looks checked."""
    items = places.items_at(state, box)
    return any(item.has(_CHECKED) for item in items) or places.is_marked(state, "selected", box)


def _shift(one: DomState, two: DomState) -> tuple[float, float]:
    """How far the content scrolled: the negative of the most frequent offset of the lines that both states have."""
    then: dict[str, list[Box]] = {}
    for line in one.lines:
        then.setdefault(key(line.text), []).append(line.box)
    counts: dict[tuple[int, int], int] = {}
    for line in two.lines:
        for box in then.get(key(line.text), ()):
            by = round((box[0] - line.box[0]) / 4) * 4, round((box[1] - line.box[1]) / 4) * 4
            if by != (0, 0):
                counts[by] = counts.get(by, 0) + 1
    if not counts:
        return 0.0, 0.0
    best = max(counts, key=lambda by: counts[by])
    return (float(best[0]), float(best[1])) if counts[best] >= 3 else (0.0, 0.0)


def _is_shifted(text: str, box: Box, without: DomState, having: DomState) -> bool:
    """Whether a text is in the other state, offset by the scrolling."""
    across, down = _shift(without, having)
    if (across, down) == (0.0, 0.0):
        return False
    before = (box[0] + across, box[1] + down, box[2], box[3])
    return any(places.meets(places.grown(before), item) for item in places.places_of(without, text))


def _was_in_view(box: Box | None, without: DomState, having: DomState) -> bool:
    """Whether a place of one state was among the lines of the other before everything scrolled; fixed lines do not
    count.
    """
    across, down = _shift(without, having)
    if box is None or (across, down) == (0.0, 0.0):
        return False
    fixed = {(line.text, line.box) for line in having.lines}
    pane = [
        line.box
        for line in without.lines
        if (line.text, line.box) not in fixed and line.box[0] < box[0] + box[2] and box[0] < line.box[0] + line.box[2]
    ]
    was = box[1] + down
    return bool(pane) and min(pair[1] for pair in pane) <= was <= max(pair[1] + pair[3] for pair in pane) - box[3]


def _rank_change(one: DomState, two: DomState, text: str) -> int | None:
    """How many positions a text moved down among the rows that both states have; None if one of them lacks it."""
    rows = [key(row) for row in places.rows_of(one)], [key(row) for row in places.rows_of(two)]
    common = [row for row in rows[0] if row in rows[1]], [row for row in rows[1] if row in rows[0]]
    at = [next((n for n, row in enumerate(part) if key(text) in row), None) for part in common]
    return None if at[0] is None or at[1] is None else at[1] - at[0]


def _dialogs(state: DomState) -> set[str]:
    """The open dialogs; if one opened or closed, that is another view."""
    return {item.ref for item in state.items if item.role in ("dialog", "alertdialog")}


def _kept(one: DomState, two: DomState) -> float:
    """The share of lines that both states have."""
    then, now = {key(line.text) for line in one.lines}, {key(line.text) for line in two.lines}
    return len(then & now) / max(1, len(then | now))
