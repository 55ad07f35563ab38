"""Judges each claim against the DOM before and after: true, imprecise (right thing, loose type or place), or false.

A claim is judged as a careful person would who has both states of the page before them. The picture of a state shows
the DOM of a moment before, so all states within 300 ms count. What is drawn in a canvas or a picture nobody can know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from benchmarks.claims import places
from benchmarks.claims.judge_acts import judge_act
from benchmarks.claims.judge_observations import judge_observation
from benchmarks.claims.judge_types import type_match
from benchmarks.claims.sorting import is_sorted, order_of_column
from benchmarks.claims.texts import Match, key, numbers, same, within
from benchmarks.claims.verdicts import FALSE, IMPRECISE, TRUE, UNKNOWN, Verdict, worst

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.claims.claims_of import Analysed, Box, Claim
    from benchmarks.claims.dom import Dom, DomState
    from benchmarks.claims.recordings import FlowTruth

EARLY_MS, LATE_MS = 300.0, 100.0
"""The picture shows what the DOM was up to 300 ms before; its time is a frame or two off."""
DOCUMENT_MS = 700.0
"""A page is painted while it is still loaded; its DOM is known when it is whole."""
_BLANK_LINES = 2
_UNIQUE = 14
"""So many letters are the same text wherever they stand; fewer may stand in many rows."""
_SHARPENING_MS = 1_500.0
_MOVED_PX = 14.0
_SCROLL_PX, _SCROLL_SHARE = 24.0, 0.15
_THEME = 0.25
_NEW_PAGE = 0.5
_REPLACED = 0.5
"""Rows were replaced if no larger share of them stayed."""
_RANKS = re.compile(r"\d+ rows? (?:up|down)|rows? (?:up|down) by", re.IGNORECASE)
_STATES = {
    "checked": ("checked",),
    "selected": ("selected", "current", "checked", "pressed"),
    "disabled": ("disabled",),
    "expanded": ("expanded",),
    "pressed": ("pressed",),
    "focused": ("active", "focused"),
    "invalid": ("invalid",),
    "current": ("current", "selected"),
}
_OPPOSITES = {
    "unchecked": "checked",
    "not checked": "checked",
    "not selected": "selected",
    "enabled": "disabled",
    "not disabled": "disabled",
    "collapsed": "expanded",
    "not expanded": "expanded",
    "not pressed": "pressed",
    "not focused": "focused",
    "valid": "invalid",
    "not invalid": "invalid",
    "not current": "current",
}


@dataclass
class Judge:
    """Judges the claims of one recording."""

    dom: Dom
    truth: FlowTruth
    analysed: Analysed
    used_acts: set[int] = field(default_factory=set)
    """Of the truth: an act is claimed once."""

    def judge(self, claim: Claim) -> Verdict:
        """The verdict on a claim, with its cause if it is not true."""
        match claim.kind:
            case "act":
                return judge_act(claim, self.dom, self.used_acts)
            case "observation":
                return judge_observation(claim, self.dom, self.after(claim))
            case "wrong":
                return self._wrong(claim)
            case "page":
                return self._page(claim)
            case "sorted":
                return self._sorted(claim)
            case "rows_replaced":
                return self._replaced(claim)
            case "moved":
                return self._scrolled(claim) if claim.property == "scroll" else self._moved(claim)
        by_property: dict[str, Callable[[Claim], Verdict]] = {
            "state": self._state,
            "theme": self._theme,
            "place": self._moved,
            "rows": self._count,
            "address": self._page,
        }
        if judged := by_property.get(claim.property):
            return judged(claim)
        if claim.property == "value" or (claim.type in ("input", "select") and claim.kind == "appeared"):
            return self._value(claim)
        verdict = {"appeared": self._appeared, "disappeared": self._disappeared}.get(claim.kind, self._changed)(claim)
        return worst(verdict, self._an_error(claim)) if claim.property == "error" else verdict

    def after(self, claim: Claim) -> list[DomState]:
        """The states of the DOM that the picture may show."""
        return self._shown(claim.time_ms)

    def before(self, claim: Claim) -> list[DomState]:
        """Those that the picture before may show: of claims, the last one that was not blank between two pages."""
        found, number = self._shown(claim.before_ms), claim.state - 1
        while self.analysed.has_claims and number > 1 and all(len(state.lines) <= _BLANK_LINES for state in found):
            number -= 1
            found = self._shown(self.analysed.states_ms[number - 1][1])
        return found

    def _shown(self, time_ms: float) -> list[DomState]:
        found = self.dom.around(time_ms - EARLY_MS, time_ms + LATE_MS)
        soon = self.dom.around(time_ms, time_ms + DOCUMENT_MS)
        return found + [one for one in soon if one.document != found[-1].document]

    # --- texts ---

    def _appeared(self, claim: Claim) -> Verdict:
        return self._came(claim, claim.after or claim.name, self.before(claim), self.after(claim))

    def _an_error(self, claim: Claim) -> Verdict:
        """Whether a text that is called an error is one: by its words, or by how the page shows it."""
        text = claim.after or claim.name
        if any(places.is_error(state, text) for state in self.after(claim)):
            return TRUE_HERE
        return Verdict(IMPRECISE, "no error", f"{text!r} is no error")

    def _disappeared(self, claim: Claim) -> Verdict:
        return self._came(claim, claim.before or claim.name, self.after(claim), self.before(claim))

    def _came(self, claim: Claim, text: str, without: Sequence[DomState], having: Sequence[DomState]) -> Verdict:
        """Whether a text is in one state and not in the other; what went away came backwards."""
        box = claim.box
        if not key(text):
            return self._unnamed(claim, without, having)
        here = _best(having, text, box)
        anywhere = here or max(places.found(state, text) for state in having)
        if not anywhere:
            return self._never(claim, text, having)
        typed = type_match(having, claim.type if claim.is_type_sure else "", claim.name, box)
        if here and box is not None:
            stayed = min(places.found_at(state, text, box) for state in without)
            if stayed:
                return Verdict(FALSE, self._why_same(claim), f"{text!r} is there before and after")
            if _is_one_page(without, having) and self._moved_only(text, without, having):
                moved = f"{text!r} is elsewhere on the screen in the other state"
                if any(_is_shifted(text, box, one, two) for one in without for two in having):
                    return Verdict(FALSE, "scrolled", moved)
                if len(key(text)) >= _UNIQUE or any(
                    places.row_with(one, text) & places.row_with(two, text, box) for one in without for two in having
                ):
                    return Verdict(IMPRECISE, "moved", moved)
        elif max(places.count(s, text) for s in having) <= min(places.count(s, text) for s in without):
            return Verdict(FALSE, self._why_same(claim), f"{text!r} is there before and after")
        return worst(
            _of_match(anywhere, "text misread"),
            _of_match(typed, "type"),
            TRUE_HERE if here or box is None else Verdict(IMPRECISE, "place", f"{text!r} is elsewhere"),
            Verdict(IMPRECISE, "scrolled out of or into view", "") if self._is_scrolled(claim) else TRUE_HERE,
        )

    def _is_scrolled(self, claim: Claim) -> bool:
        """Whether between the pictures nothing else was done than to scroll, or the same page is at another place."""
        before, after = self.before(claim), self.after(claim)
        if before[-1].document != after[-1].document or before[-1].title != after[-1].title:
            return False
        since, until = claim.before_ms - EARLY_MS, claim.time_ms + LATE_MS
        kinds = {act.kind for act in self.dom.acts if since <= act.time_ms <= until or since <= act.until_ms <= until}
        if before[-1].scroll != after[-1].scroll and before[-1].url == after[-1].url:
            return _shift(before[-1], after[-1]) != (0.0, 0.0) or kinds <= {"scroll"}
        return kinds == {"scroll"}

    def _moved_only(self, text: str, without: Sequence[DomState], having: Sequence[DomState]) -> bool:
        """Whether a text is as often on the screen as it was."""
        return max(places.count(one, text) for one in having) <= min(places.count(one, text) for one in without)

    def _unnamed(self, claim: Claim, without: Sequence[DomState], having: Sequence[DomState]) -> Verdict:
        """An element without a text of its own: its type at its place."""
        if claim.box is None:
            return Verdict(UNKNOWN, "no text", "")
        if any(places.is_blind(state, claim.box) for state in having):
            return Verdict(UNKNOWN, "canvas or picture", "")
        typed = type_match(having, claim.type, "", claim.box)
        if typed is Match.NONE:
            return Verdict(FALSE, "type", f"no {claim.type} is there")
        if all(type_match([one], claim.type, "", claim.box) is typed for one in without) and _is_one_page(
            without, having
        ):
            return Verdict(FALSE, self._why_same(claim), f"the {claim.type} is there before and after")
        scrolled = Verdict(IMPRECISE, "scrolled out of or into view", "") if self._is_scrolled(claim) else TRUE_HERE
        return worst(_of_match(typed, "type"), scrolled)

    def _never(self, claim: Claim, text: str, having: Sequence[DomState]) -> Verdict:
        """A text that the page does not have: drawn, misread, or not there at all."""
        if any(places.is_blind(state, claim.box) for state in having):
            if type_match(having, claim.type if claim.is_type_sure else "", claim.name, claim.box) is Match.NONE:
                return Verdict(FALSE, "type", f"a picture, and no {claim.type}")
            return Verdict(UNKNOWN, "canvas or picture", f"{text!r} lies where the DOM is blind")
        if claim.box is not None and max(places.likeness_at(state, text, claim.box) for state in having) >= 0.6:
            return Verdict(FALSE, "text misread", f"{text!r} is written otherwise")
        between = self.dom.around(claim.before_ms - EARLY_MS, claim.time_ms + LATE_MS)
        if any(places.found(state, text) for state in between):
            return Verdict(FALSE, "not at that time", f"{text!r} is only there before or between")
        return Verdict(FALSE, "pointer" if self._is_pointed(claim) else "never there", f"{text!r} is not on the screen")

    def _changed(self, claim: Claim) -> Verdict:
        """A text that became another."""
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
        typed = type_match(after, claim.type if claim.is_type_sure else "", claim.name, claim.box)
        parts = [_of_match(one, "text misread") for one, text in ((now, claim.after), (then, claim.before)) if text]
        return worst(*parts, _of_match(typed, "type"))

    def _texts_at(self, states: Sequence[DomState], box: Box | None) -> set[str]:
        """What is written at a place, in each of the states."""
        if box is None:
            return set()
        return {key(" ".join(line.text for line in places.lines_at(state, box))) for state in states}

    # --- fields, states, places ---

    def _value(self, claim: Claim) -> Verdict:
        """The value of a field: that it is there, that it was not, and that the field is one."""
        before, after = self.before(claim), self.after(claim)
        having, without = (before, after) if claim.kind == "disappeared" else (after, before)
        text = claim.before if claim.kind == "disappeared" else claim.after
        box = claim.box
        if box is None:
            return self._value_anywhere(claim, text, without, having)
        if any(places.is_blind(state, box) for state in having):
            return Verdict(UNKNOWN, "canvas or picture", "")
        if not any(places.fields_at(state, box) for state in having):
            return Verdict(FALSE, "type", "no field is there")
        is_named = not claim.name or any(_is_named(state, claim.name, box) for state in having)
        named = TRUE_HERE if is_named else Verdict(IMPRECISE, "name", f"the field is not called {claim.name!r}")
        new = not any(places.fields_at(state, box) for state in without)
        if not text or text == claim.name:  # the field itself came or went
            if claim.kind == "changed" and not claim.after:
                if any(not places.values_at(state, box) for state in after) and _held(before, claim.before, box):
                    return named
                return Verdict(FALSE, self._why_same(claim), "the field was not emptied")
            return named if new else Verdict(FALSE, self._why_same(claim), "the field is there before and after")
        now = max(
            (_valued(value, text) for state in having for value in places.values_at(state, box)), default=Match.NONE
        )
        if not now:
            return Verdict(FALSE, "text misread", f"the field does not hold {text!r}")
        if min(max((_valued(v, text) for v in places.values_at(s, box)), default=Match.NONE) for s in without):
            return Verdict(FALSE, self._why_same(claim), f"the field holds {text!r} before and after")
        loose = claim.kind != "changed" and not new
        how = Verdict(IMPRECISE, "kind", "the field was there, its value changed") if loose else TRUE_HERE
        return worst(_of_match(now, "text misread"), named, how)

    def _value_anywhere(
        self, claim: Claim, text: str, without: Sequence[DomState], having: Sequence[DomState]
    ) -> Verdict:
        values = [line.text for state in having for line in state.lines if line.kind == "value"]
        now = max((_valued(value, text) for value in values), default=Match.NONE)
        if not now:
            return Verdict(FALSE, "text misread", f"no field holds {text!r}")
        return _of_match(now, "text misread")

    def _state(self, claim: Claim) -> Verdict:
        """Checked, selected, disabled and the like."""
        wanted = claim.before if claim.kind == "disappeared" else claim.after
        name = _OPPOSITES.get(wanted, wanted.partition("=")[0])
        is_on = wanted not in _OPPOSITES
        before, after = self.before(claim), self.after(claim)
        if claim.box is None:
            return Verdict(UNKNOWN, "no place", "")
        if any(places.is_blind(state, claim.box) for state in after):
            return Verdict(UNKNOWN, "canvas or picture", "")
        now = {_is(state, name, claim.box) for state in (before if claim.kind == "disappeared" else after)}
        then = {_is(state, name, claim.box) for state in before}
        if is_on not in now:
            return Verdict(FALSE, "state", f"it is not {wanted}")
        if claim.kind == "changed" and (not is_on) not in then:
            return Verdict(FALSE, self._why_same(claim), f"it was {wanted} before")
        text = _best(after, claim.name, claim.box) or max(places.found(state, claim.name) for state in after)
        if claim.kind != "changed" and claim.name and not text:
            return self._never(claim, claim.name, after)
        typed = type_match(after, claim.type if claim.is_type_sure else "", claim.name, claim.box)
        return _of_match(typed, "type")

    def _moved(self, claim: Claim) -> Verdict:
        """A text that is elsewhere now."""
        text = claim.name or claim.after
        before = [box for state in self.before(claim) for box in places.places_of(state, text)]
        after = [box for state in self.after(claim) for box in places.places_of(state, text)]
        if not before or not after:
            return self._never(claim, text, self.after(claim) if before else self.before(claim))
        still = [one for one in after if any(_is_close(one, other) for other in before)]
        if len(still) == len(after) and len(after) >= len(before):
            return Verdict(FALSE, self._why_same(claim), f"{text!r} did not move")
        if claim.box is not None and not any(places.meets(places.grown(claim.box), one) for one in after):
            return Verdict(IMPRECISE, "place", f"{text!r} moved, but not there")
        return TRUE_HERE

    def _scrolled(self, claim: Claim) -> Verdict:
        """That the content scrolled, the way, and by how much: by the lines that are in both states."""
        way, _, amount = claim.after.partition(" ")
        shifts = [_shift(one, two) for one in self.before(claim) for two in self.after(claim)]
        best = max(shifts, key=lambda one: abs(one[0]) + abs(one[1]), default=(0.0, 0.0))
        along = {"down": best[1], "up": -best[1], "right": best[0], "left": -best[0]}.get(way, 0.0)
        if along < _MOVED_PX:
            return Verdict(FALSE, "scrolled", f"the content moved by {best[0]:.0f}, {best[1]:.0f} px")
        claimed = float(amount or 0)
        if claimed and abs(along - claimed) > max(_SCROLL_PX, _SCROLL_SHARE * along):
            return Verdict(IMPRECISE, "amount", f"it scrolled by {along:.0f} px")
        return TRUE_HERE

    def _replaced(self, claim: Claim) -> Verdict:
        """That other rows are in a table or list; with numbers in it, that so many rows were and are there."""
        before, after = self.before(claim), self.after(claim)
        if any(places.is_blind(state, claim.box) for state in after):
            return Verdict(UNKNOWN, "canvas or picture", "")
        kept = min(_rows_kept(one, two, claim.box) for one in before for two in after)
        if kept > _REPLACED:
            return Verdict(FALSE, self._why_same(claim), f"{kept:.0%} of the rows are the same")
        for states, told in ((before, claim.before), (after, claim.after)):
            counts = {_rows_in(state, claim.box) for state in states}
            wanted = re.fullmatch(r"(\d+)(?: rows?)?", told.strip())
            if wanted and any(counts) and int(wanted[1]) not in counts:
                return Verdict(IMPRECISE, "count", f"there are {', '.join(map(str, sorted(counts)))} rows")
        return TRUE_HERE

    def _sorted(self, claim: Claim) -> Verdict:
        """That rows are in another order; of one row, that it is at another place among them."""
        is_way = claim.property == "place" and claim.after in ("up", "down")
        of_one_row = is_way or claim.before == "its row" or _RANKS.search(claim.after)
        if not of_one_row:
            if any(is_sorted(one, two) for one in self.before(claim) for two in self.after(claim)):
                return self._direction(claim)
            return Verdict(FALSE, "not sorted", "the rows that stayed are in the order they had")
        text = claim.name or claim.after
        moved = {_rank_change(one, two, text) for one in self.before(claim) for two in self.after(claim)}
        known = {change for change in moved if change is not None}
        if not known:
            if not max(places.found(state, text) for state in self.after(claim)):
                return self._never(claim, text, self.after(claim)) if text else Verdict(UNKNOWN, "no text", "")
            if any(is_sorted(one, two) for one in self.before(claim) for two in self.after(claim)):
                return TRUE_HERE  # it was below the others, out of view
            return Verdict(FALSE, "not sorted", f"{text!r} came into view")
        if not any(known):
            return Verdict(FALSE, self._why_same(claim), f"{text!r} is the same row as before")
        by = next(iter(numbers(claim.after)), "")
        wanted = (int(by) if by else 1) * (-1 if "up" in claim.after else 1)
        if wanted in known or (not by and any((one < 0) == (wanted < 0) for one in known)):
            return TRUE_HERE
        return Verdict(IMPRECISE, "amount", f"{text!r} moved by {sorted(known)} rows")

    def _direction(self, claim: Claim) -> Verdict:
        """Whether a column goes up or down as it is said; a column that does neither says nothing."""
        told = f"{claim.property} {claim.after}".casefold()
        wanted = next((word for word in ("ascending", "descending") if word in told), "")
        column = claim.name or claim.before
        orders = {order_of_column(state, column, claim.box) for state in self.after(claim)} if wanted else set()
        if orders and not orders & {wanted, ""}:
            return Verdict(FALSE, "direction", f"the column is {' or '.join(sorted(orders))}")
        return TRUE_HERE

    def _count(self, claim: Claim) -> Verdict:
        """A number of rows."""
        wanted = next(iter(numbers(claim.after)), "")
        counts = {str(_rows_in(state, claim.box)) for state in self.after(claim)}
        if wanted in counts:
            return TRUE_HERE
        return Verdict(FALSE, "count", f"there are {', '.join(sorted(counts))} rows")

    def _theme(self, claim: Claim) -> Verdict:
        """That the colours of the whole screen changed."""
        change = max((b.light - a.light for a in self.before(claim) for b in self.after(claim)), key=abs)
        if abs(change) < _THEME:
            return Verdict(FALSE, "not changed", f"it is lighter by {change:.2f}")
        is_dark = "dark" in claim.after.casefold()
        is_light = "light" in claim.after.casefold() and not is_dark
        if (is_dark and change > 0) or (is_light and change < 0):
            return Verdict(FALSE, "state", f"it is lighter by {change:.2f}")
        return TRUE_HERE

    # --- the whole page, and where it went wrong ---

    def _page(self, claim: Claim) -> Verdict:
        """That another page came, or what it is headed."""
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
        pairs = [(one, two) for one in self.before(claim) for two in self.after(claim)]
        if any(one.document != two.document or one.title != two.title or one.url != two.url for one, two in pairs):
            return TRUE_HERE
        kept = min(_kept(one, two) for one, two in pairs)
        if kept < _NEW_PAGE or any(_dialogs(one) != _dialogs(two) for one, two in pairs):
            return TRUE_HERE
        return Verdict(FALSE, "scroll or navigation", f"{kept:.0%} of the page stayed")

    def _wrong(self, claim: Claim) -> Verdict:
        """That it went wrong here."""
        wrong_ms = self.truth.wrong_ms
        if wrong_ms is None:
            return Verdict(FALSE, "nothing went wrong", "")
        return (
            TRUE_HERE if self.is_right_state(claim.state) else Verdict(FALSE, "another state", f"at {wrong_ms:.0f} ms")
        )

    def is_right_state(self, number: int) -> bool:
        """Whether it went wrong in the state of this number: its picture is from then until the next act."""
        wrong_ms = self.truth.wrong_ms
        if wrong_ms is None or not 1 <= number <= len(self.analysed.states_ms):
            return False
        later = [act.time_ms for act in self.truth.acts if act.time_ms > wrong_ms + 1]
        until = later[0] if later else float("inf")
        since, at = self.analysed.states_ms[number - 1]
        return wrong_ms - EARLY_MS <= at and since <= until

    # --- causes ---

    def _why_same(self, claim: Claim) -> str:
        """Why something was said to have changed that did not."""
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
        """Whether the pointer lies on the box, in this state or the one before."""
        points = [self.analysed.pointers[at] for at in (claim.state - 1, claim.state - 2) if at >= 0]
        box = claim.box
        return box is not None and any(places.holds(box, point[0] + 8, point[1] + 12, 16) for point in points if point)


TRUE_HERE = Verdict(TRUE, "", "")


def _best(states: Sequence[DomState], text: str, box: Box | None) -> Match:
    """How well a text is found at a place, or anywhere without one."""
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
    """Whether one text holds the other: both are found where the longer one is."""
    one, two = key(a), key(b)
    return one in two or two in one


def _is_one_page(without: Sequence[DomState], having: Sequence[DomState]) -> bool:
    return any(one.document == two.document and one.title == two.title for one in without for two in having)


def _is_named(state: DomState, name: str, box: Box) -> bool:
    """Whether a field has this name, or the words are beside it."""
    around = (box[0] - 320, box[1] - 60, box[2] + 460, box[3] + 90)
    beside = [line.text for line in state.lines if places.meets(around, line.box)]
    return any(within(name, text) for item in places.fields_at(state, box) for text in (item.name, item.text)) or any(
        within(name, text) for text in [*beside, " ".join(beside)]
    )


def _held(states: Sequence[DomState], text: str, box: Box) -> bool:
    """Whether a field at a place held a value."""
    return any(_valued(value, text) for state in states for value in places.values_at(state, box))


def _valued(value: str, text: str) -> Match:
    return max(same(value, text), within(text, value) if text.endswith("…") or len(key(text)) > 12 else Match.NONE)


def _is(state: DomState, name: str, box: Box) -> bool:
    """Whether an element at a place is in a state."""
    known = _STATES.get(name, (name,))
    items = places.items_at(state, box)
    if any(
        item.has(one) or any(own.startswith(f"{one}=") and not own.endswith("=false") for own in item.states)
        for item in items
        for one in known
    ):
        return True
    return name in ("selected", "current", "checked", "expanded", "pressed") and places.is_marked(
        state, "selected", box
    )


def _is_close(a: Box, b: Box) -> bool:
    return abs(a[0] - b[0]) < _MOVED_PX and abs(a[1] - b[1]) < _MOVED_PX


def _shift(one: DomState, two: DomState) -> tuple[float, float]:
    """By how much the content scrolled: the most frequent way that lines went which are in both states, reversed."""
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
    """Whether a text stands in the other state where scrolling has put it."""
    across, down = _shift(without, having)
    if (across, down) == (0.0, 0.0):
        return False
    before = (box[0] + across, box[1] + down, box[2], box[3])
    return any(places.meets(places.grown(before), one) for one in places.places_of(without, text))


def _rank_change(one: DomState, two: DomState, text: str) -> int | None:
    """By how many rows a text went down among the rows of both states; None if it is not in both."""
    rows = [key(row) for row in places.rows_of(one)], [key(row) for row in places.rows_of(two)]
    common = [row for row in rows[0] if row in rows[1]], [row for row in rows[1] if row in rows[0]]
    at = [next((n for n, row in enumerate(part) if key(text) in row), None) for part in common]
    return None if at[0] is None or at[1] is None else at[1] - at[0]


def _rows_kept(one: DomState, two: DomState, box: Box | None) -> float:
    """The share of the rows of text at a place that are in both states."""
    then, now = ({key(row) for row in places.rows_of(state, box)} for state in (one, two))
    return len(then & now) / max(1, min(len(then), len(now)))


def _rows_in(state: DomState, box: Box | None) -> int:
    rows = [item for item in state.items if item.role in ("row", "listitem", "option", "treeitem", "article")]
    return sum(box is None or places.meets(box, item.box) for item in rows)


def _dialogs(state: DomState) -> set[str]:
    """The dialogs that are open; one that came or went is another view."""
    return {item.ref for item in state.items if item.role in ("dialog", "alertdialog")}


def _kept(one: DomState, two: DomState) -> float:
    """The share of the lines of both states that are in both."""
    then, now = {key(line.text) for line in one.lines}, {key(line.text) for line in two.lines}
    return len(then & now) / max(1, len(then | now))
